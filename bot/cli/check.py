"""
`copilot check`: one draft against the speech rules.
"""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.language import say
from bot.cli.options import Json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knowledge.speech.report import DraftReport, Finding

EXIT_FINDINGS = 1

SEVERITIES = {
    "error": say("ошибка", "error"),
    "warning": say("предупреждение", "warning"),
    "suggestion": say("подсказка", "suggestion"),
}


def check(
    draft: Annotated[
        str,
        typer.Argument(
            metavar="[FILE|-]",
            help=say(
                "Файл с черновиком; - или ничего: ввод", "File with the draft; - or nothing: standard input"
            ),
        ),
    ] = "-",
    local_time: Annotated[
        str | None,
        typer.Option(metavar="HH:MM", help=say("Время на часах клиента", "Time on the client's clock")),
    ] = None,
    as_json: Json = False,
) -> None:
    """
    Exit with 0 for a clean draft, 1 for one with findings.
    """
    from bot.clock import utc_now  # noqa: PLC0415 -- `--help` must not wait for it
    from bot.settings import Settings  # noqa: PLC0415 -- likewise
    from bot.usecases.drafts import open_checker  # noqa: PLC0415 -- likewise
    from knowledge.speech.context import CheckContext  # noqa: PLC0415 -- likewise

    settings = Settings.read()
    context = CheckContext(local_time=client_time(local_time), shop_name=settings.shop_name)
    text = _read(draft)
    report = open_checker(settings.speech_policy, utc_now, settings.data_dir).check(text, context)
    if as_json:
        print(report.model_dump_json(indent=2))
    else:
        print("\n".join(_lines(report)))
    if report.findings:
        raise typer.Exit(EXIT_FINDINGS)


def client_time(text: str | None) -> dt.time | None:
    """
    Read the option `--local-time`.
    """
    if text is None:
        return None
    try:
        return dt.time.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(
            say(
                f"«{text}» – не время; нужно ЧЧ:ММ, например 18:30",
                f"{text!r} is no time; HH:MM is needed, such as 18:30",
            ),
            param_hint="--local-time",
        ) from error


def _read(draft: str) -> str:
    from bot.errors import DraftUnreadable  # noqa: PLC0415 -- `--help` must not wait for it

    try:
        data = sys.stdin.buffer.read() if draft == "-" else Path(draft).read_bytes()
        return data.decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DraftUnreadable(draft, str(error)) from error


def _lines(report: DraftReport) -> Iterator[str]:
    if not report.findings:
        yield say("Чисто: можно отправлять.", "Clean: it can be sent.")
    for finding in report.findings:
        yield from _finding(finding)
    if report.rewrite is not None:
        yield ""
        yield say("Можно так:", "It could read:")
        yield report.rewrite.text


def _finding(finding: Finding) -> Iterator[str]:
    yield f"{finding.start}–{finding.end} {SEVERITIES[finding.severity]}: «{finding.text}»  [{finding.rule}]"
    yield f"    {finding.why}"
    for fix in finding.fixes:
        if fix.advice is not None:
            yield f"    → {fix.advice}"
