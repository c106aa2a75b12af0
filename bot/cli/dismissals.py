"""
`copilot rules dismissals`: which speech rules people put aside.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.language import say
from bot.cli.options import Json

if TYPE_CHECKING:
    from bot.container import Container
    from bot.domain.draft import RuleRecord
    from index.arrays import Progress


def register(app: typer.Typer) -> None:
    """
    Add the command to the group `app`.
    """
    app.command(
        "dismissals",
        help=say(
            "Показать, какие правила отклоняют чаще всего; ▼ – предложено понизить.",
            "Show which rules are dismissed most often; ▼ marks those proposed for demotion.",
        ),
    )(dismissals)


def dismissals(
    since: Annotated[
        dt.datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"],
            help=say("С какого дня; без него – всё хранимое", "From which day; all that is kept without it"),
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """
    Print one line for every rule that was shown.
    """
    from bot.cli.running import with_container  # noqa: PLC0415 -- `--help` must not wait for it

    async def command(container: Container, _progress: Progress) -> tuple[RuleRecord, ...]:
        day = since or dt.datetime(1970, 1, 1)  # noqa: DTZ001 -- a date: the zone comes with the next line
        return await container.showings.report(day.replace(tzinfo=container.settings.zone))

    records = with_container(command, encoder=False)
    if as_json:
        print(json.dumps([_fields(record) for record in records], ensure_ascii=False, indent=2))
    elif not records:
        print(say("Замечаний ещё не показывали.", "No finding has been shown yet."))
    else:
        for record in records:
            print(_line(record))


def _fields(record: RuleRecord) -> dict[str, object]:
    return {
        **dataclasses.asdict(record),
        "share_dismissed": round(record.share_dismissed, 4),
        "demote": record.demote,
    }


def _line(record: RuleRecord) -> str:
    mark = "▼" if record.demote else " "
    counts = say(
        f"показано {record.showings}, исправлено {record.fixed}, отклонено {record.dismissed}, "
        f"отправлено как есть {record.sent_anyway}",
        f"shown {record.showings}, fixed {record.fixed}, dismissed {record.dismissed}, "
        f"sent anyway {record.sent_anyway}",
    )
    return f"{mark} {record.share_dismissed:>4.0%}  {record.rule}  {record.severity}  {counts}"
