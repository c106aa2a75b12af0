"""
`copilot user`: staff, and the links they log in with.
"""

from __future__ import annotations

import datetime as dt
import getpass
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.language import say
from bot.domain.access import clean_name
from bot.domain.audit import By
from bot.domain.person import Role

if TYPE_CHECKING:
    from bot.container import Container
    from bot.domain.access import StaffMember
    from bot.domain.person import Person
    from index.arrays import Progress

app = typer.Typer(no_args_is_help=True)

LINK_VALID_FOR = dt.timedelta(minutes=30)


async def machine_admin(container: Container) -> Person:
    """
    Return the person who stands for whoever runs commands on this machine.
    """
    try:
        name = getpass.getuser()
    except (KeyError, OSError):  # a container may run under a user without a name
        name = "admin"
    return await container.people.machine_admin(name, now=container.clock())


async def acting(container: Container) -> By:
    """
    Return who acts when a command is run here, for the audit log.
    """
    return By((await machine_admin(container)).id)


async def login_url(container: Container, person: Person, address: str) -> str:
    """
    Issue a one-time login link for `person` under `address`.
    """
    secret = await container.sessions.issue_link(
        person.id, now=container.clock(), valid_for=LINK_VALID_FOR, by=await acting(container)
    )
    return f"{address}/login?token={secret}"


@app.command(
    help=say(
        "Добавить сотрудника и напечатать его ссылку для входа.",
        "Add a member of staff and print his login link.",
    )
)
def add(
    name: Annotated[str, typer.Argument(help=say("Имя", "Name"))],
    role: Annotated[Role, typer.Option(help=say("Роль", "Role"))] = Role.OPERATOR,
) -> None:
    """
    Add a person.
    """
    from bot.cli.running import with_container  # noqa: PLC0415 -- `--help` must not wait for it

    async def command(container: Container, _progress: Progress) -> tuple[Person, str]:
        by = await acting(container)
        person = await container.people.add(clean_name(name), role, now=container.clock(), by=by)
        return person, await login_url(container, person, container.settings.address)

    person, link = with_container(command, encoder=False)
    print(f"{person.id}  {person.name}  {person.role}")
    print(link)


@app.command("list", help=say("Показать сотрудников.", "List staff."))
def list_people() -> None:
    """
    Print everybody.
    """
    from bot.cli.running import with_container  # noqa: PLC0415 -- `--help` must not wait for it

    async def command(container: Container, _progress: Progress) -> tuple[StaffMember, ...]:
        return await container.access.people.staff()

    for member in with_container(command, encoder=False):
        person = member.person
        state = "" if person.active else say("  (отключён)", "  (disabled)")
        login = f"  {member.login}" if member.login else ""
        print(f"{person.id}  {person.name}  {person.role}{login}{state}")


@app.command(
    help=say(
        "Отключить сотрудника; его сеансы завершаются сразу.",
        "Disable a member of staff; his sessions end at once.",
    )
)
def disable(person_id: Annotated[str, typer.Argument(help=say("Идентификатор", "Id"))]) -> None:
    """
    Take a person's access away.
    """
    from bot.cli.running import with_container  # noqa: PLC0415 -- `--help` must not wait for it

    async def command(container: Container, _progress: Progress) -> Person:
        by = await acting(container)
        return await container.access.people.set_active(person_id, active=False, by=by)

    person = with_container(command, encoder=False)
    print(say(f"Отключён: {person.name}", f"Disabled: {person.name}"))


@app.command(
    "login-link",
    help=say(
        "Напечатать одноразовую ссылку для входа (30 минут).", "Print a one-time login link (30 minutes)."
    ),
)
def login_link(
    person_id: Annotated[
        str | None,
        typer.Argument(
            help=say(
                "Идентификатор; без него – администратор этой машины", "Id; this machine's admin without it"
            )
        ),
    ] = None,
) -> None:
    """
    Issue a login link.
    """
    from bot.cli.running import with_container  # noqa: PLC0415 -- `--help` must not wait for it

    async def command(container: Container, _progress: Progress) -> str:
        person = await (container.people.get(person_id) if person_id else machine_admin(container))
        return await login_url(container, person, container.settings.address)

    print(with_container(command, encoder=False))


@app.command(
    "telegram-link",
    help=say(
        "Напечатать одноразовую ссылку, которая свяжет Telegram сотрудника с его учётной записью (30 минут).",
        "Print a one-time link that ties a member of staff's Telegram to his account (30 minutes).",
    ),
)
def telegram_link(
    person_id: Annotated[
        str | None,
        typer.Argument(
            help=say(
                "Идентификатор; без него – администратор этой машины", "Id; this machine's admin without it"
            )
        ),
    ] = None,
) -> None:
    """
    Issue a link to the bot; where the bot cannot be asked for its name, the command to send to it.
    """
    from bot.cli.running import with_container  # noqa: PLC0415 -- `--help` must not wait for it

    async def command(container: Container, _progress: Progress) -> str:
        from bot.storage.telegram import TelegramStore  # noqa: PLC0415 -- likewise
        from bot.telegram.app import deep_link  # noqa: PLC0415 -- likewise

        person = await (container.people.get(person_id) if person_id else machine_admin(container))
        secret = await TelegramStore(container.database).issue_link(
            person.id, now=container.clock(), valid_for=LINK_VALID_FOR
        )
        return await deep_link(container.settings, secret)

    print(with_container(command, encoder=False))
