"""
`copilot check`: one draft against the speech rules.
"""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.checking import Hints, open_checker
from bot.cli.language import say
from bot.cli.options import Json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.settings import Settings
    from knowledge.speech.checker import SpeechChecker
    from knowledge.speech.context import CheckContext
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
    hints: Hints = True,
    llm: Annotated[
        bool,
        typer.Option(
            "--llm",
            help=say("Спросить замену у языковой модели (LLM_URL)", "Ask the language model to reword"),
        ),
    ] = False,
    as_json: Json = False,
) -> None:
    """
    Exit with 0 for a clean draft, 1 for one with findings.
    """
    from bot.settings import Settings  # noqa: PLC0415 -- `--help` must not wait for it
    from knowledge.speech.context import CheckContext  # noqa: PLC0415 -- likewise

    settings = Settings.read()
    context = CheckContext(local_time=client_time(local_time), shop_name=settings.shop_name)
    text = _read(draft)
    checker = open_checker(settings, hints=hints)
    report = checker.check(text, context)
    if llm:
        report = _with_model(settings, checker, text, context, report)
    if as_json:
        print(report.model_dump_json(indent=2))
    else:
        print("\n".join(_lines(report)))
    if report.findings:
        raise typer.Exit(EXIT_FINDINGS)


def _with_model(
    settings: Settings, checker: SpeechChecker, text: str, context: CheckContext, report: DraftReport
) -> DraftReport:
    """
    Put the language model's rewording in place of the rules' own, where it has a better one.
    """
    import asyncio  # noqa: PLC0415 -- `--help` must not wait for it

    from bot.llm import language_model  # noqa: PLC0415 -- likewise
    from bot.usecases.rewording import ProposeWording  # noqa: PLC0415 -- likewise
    from bot.workers import Workers  # noqa: PLC0415 -- likewise

    model = language_model(settings)
    if model is None:
        raise typer.BadParameter(
            say("языковая модель не задана: укажите LLM_URL и LLM_MODEL", "set LLM_URL and LLM_MODEL first"),
            param_hint="--llm",
        )
    workers = Workers()
    try:
        rewrite = asyncio.run(ProposeWording(model, workers)(checker, text, context, report))
    finally:
        workers.close()
    if rewrite is None:
        print(say("Модель лучше не предложила.", "The model had nothing better."), file=sys.stderr)
        return report
    return report.model_copy(update={"rewrite": rewrite})


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
