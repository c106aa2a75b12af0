"""
`copilot user`, continued: invitations, roles, passwords, and the audit log.
"""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.language import say
from bot.cli.options import Json
from bot.cli.user import acting
from bot.domain.person import Role

if TYPE_CHECKING:
    from bot.container import Container
    from bot.domain.audit import AuditLine
    from bot.domain.person import Person
    from index.arrays import Progress

PersonId = Annotated[str, typer.Argument(help=say("Идентификатор", "Id"))]


def invite(
    name: Annotated[str, typer.Argument(help=say("Имя", "Name"))],
    role: Annotated[Role, typer.Option(help=say("Роль", "Role"))] = Role.OPERATOR,
    days: Annotated[
        int, typer.Option(min=1, max=30, help=say("Сколько дней действует", "Days it is good for"))
    ] = 3,
) -> None:
    """
    Print a link by which somebody becomes a member of staff.
    """
    from bot.cli.running import with_container  # noqa: PLC0415 -- `--help` must not wait for it

    async def command(container: Container, _progress: Progress) -> str:
        secret, _ = await container.access.people.invite(
            name, role, valid_for=dt.timedelta(days=days), by=await acting(container)
        )
        return f"{container.settings.address}/invitation?token={secret}"

    print(with_container(command, encoder=False))


def enable(person_id: PersonId) -> None:
    """
    Let a person in again.
    """
    from bot.cli.running import with_container  # noqa: PLC0415 -- `--help` must not wait for it

    async def command(container: Container, _progress: Progress) -> Person:
        by = await acting(container)
        return await container.access.people.set_active(person_id, active=True, by=by)

    person = with_container(command, encoder=False)
    print(say(f"Включён: {person.name}", f"Enabled: {person.name}"))


def role(
    person_id: PersonId, new: Annotated[Role, typer.Argument(metavar="ROLE", help=say("Роль", "Role"))]
) -> None:
    """
    Give a person another role.
    """
    from bot.cli.running import with_container  # noqa: PLC0415 -- `--help` must not wait for it

    async def command(container: Container, _progress: Progress) -> Person:
        return await container.access.people.set_role(person_id, new, by=await acting(container))

    person = with_container(command, encoder=False)
    print(f"{person.id}  {person.name}  {person.role}")


def password_link(person_id: PersonId) -> None:
    """
    Print a link by which a person sets a new password.
    """
    from bot.cli.running import with_container  # noqa: PLC0415 -- `--help` must not wait for it

    async def command(container: Container, _progress: Progress) -> str:
        secret, _ = await container.access.people.password_link(person_id, by=await acting(container))
        return f"{container.settings.address}/password?token={secret}"

    print(with_container(command, encoder=False))


def audit(
    limit: Annotated[
        int, typer.Option(min=1, max=10_000, help=say("Сколько показать", "How many to show"))
    ] = 50,
    as_json: Json = False,
) -> None:
    """
    Print the latest records of the audit log, newest first.
    """
    from bot.cli.running import with_container  # noqa: PLC0415 -- `--help` must not wait for it

    async def command(container: Container, _progress: Progress) -> tuple[AuditLine, ...]:
        return await container.access.audit.list(limit=limit)

    lines = with_container(command, encoder=False)
    if as_json:
        print(json.dumps([_record(line) for line in lines], ensure_ascii=False, indent=2))
        return
    for line in lines:
        record = line.record
        times = f" ×{record.count}" if record.count > 1 else ""
        moment = record.at.astimezone().strftime("%Y-%m-%d %H:%M:%S")
        target = line.target_name or record.target or "–"
        actor = line.actor_name or record.by.actor or "–"
        about = f"{target}  {say('кто', 'by')}: {actor}  {record.by.address or ''}  {record.detail}".rstrip()
        print(f"{moment}  {record.act}{times}  {about}")


def _record(line: AuditLine) -> dict[str, object]:
    record = line.record
    return {
        "number": line.number,
        "at": record.at.isoformat(),
        "act": record.act.value,
        "actor": record.by.actor,
        "actor_name": line.actor_name,
        "address": record.by.address,
        "target": record.target,
        "target_name": line.target_name,
        "detail": record.detail,
        "count": record.count,
    }


def register(group: typer.Typer) -> None:
    """
    Add these commands to `copilot user`.
    """
    group.command(
        "invite",
        help=say(
            "Напечатать приглашение: ссылку, по которой человек сам задаст имя для входа и пароль.",
            "Print an invitation: a link by which the person sets login name and password.",
        ),
    )(invite)
    group.command("enable", help=say("Включить сотрудника снова.", "Let a member of staff in again."))(enable)
    group.command("role", help=say("Сменить роль сотрудника.", "Give a member of staff another role."))(role)
    group.command(
        "password-link",
        help=say(
            "Напечатать одноразовую ссылку, по которой сотрудник задаст новый пароль (24 часа).",
            "Print a one-time link by which a member of staff sets a new password (24 hours).",
        ),
    )(password_link)
    group.command(
        "audit",
        help=say("Показать журнал действий, новые сверху.", "Show the audit log, newest first."),
    )(audit)
