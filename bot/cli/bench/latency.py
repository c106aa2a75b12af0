"""
`copilot bench latency`: an answer, a keystroke, a publish under load.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.language import say
from bot.cli.options import Json
from bot.cli.progress import progress

if TYPE_CHECKING:
    from bot.bench.latency import Latency, PublishUnderLoad


def latency(
    entries: Annotated[
        int, typer.Option(min=10, help=say("Записей для ответа", "Entries for answering"))
    ] = 1000,
    publish_entries: Annotated[
        int, typer.Option(min=10, help=say("Записей для публикации", "Entries for publishing"))
    ] = 10_000,
    as_json: Json = False,
) -> None:
    """
    Print medians, percentiles and their ratio.
    """
    import asyncio  # noqa: PLC0415 -- `--help` must not wait for it
    import dataclasses  # noqa: PLC0415 -- likewise

    from bot.bench.session import measure  # noqa: PLC0415 -- likewise
    from bot.settings import Settings  # noqa: PLC0415 -- likewise

    settings = Settings.read()
    with tempfile.TemporaryDirectory() as folder, progress() as report:
        answering, publishing = asyncio.run(measure(settings, Path(folder), entries, publish_entries, report))
    if as_json:
        print(
            json.dumps(
                {
                    "answering": dataclasses.asdict(answering) | {"ratio": answering.ratio},
                    "publishing": dataclasses.asdict(publishing),
                }
            )
        )
    else:
        _show_latency(answering, publishing)


def _show_latency(answering: Latency, publishing: PublishUnderLoad) -> None:
    ms = say("мс", "ms")
    rows = [
        (
            say(f"Ответ, записей {answering.entries}", f"Answer, {answering.entries} entries"),
            f"p50 {answering.answer_p50:.1f} {ms}, p95 {answering.answer_p95:.1f} {ms}",
        ),
        (say("Сама модель", "The bare model"), f"p50 {answering.forward_p50:.1f} {ms}"),
        (say("Отношение ответа к модели", "Ratio of answer to model"), f"{answering.ratio:.2f}"),
        (
            say("Нажатие клавиши", "Keystroke"),
            f"p50 {answering.keystroke_p50:.1f} {ms}, p95 {answering.keystroke_p95:.1f} {ms}",
        ),
        (
            say(
                f"Публикация правки, записей {publishing.entries}",
                f"One change, {publishing.entries} entries",
            ),
            f"{publishing.seconds:.2f} {say('с', 's')}",
        ),
        (say("Вопросов за это время", "Questions meanwhile"), f"{publishing.asked}"),
        (say("из них ошибок", "of them errors"), f"{publishing.errors}"),
        (say("пустых ответов", "empty answers"), f"{publishing.empty}"),
        (say("самый долгий ответ", "slowest answer"), f"{publishing.slowest_ms:.0f} {ms}"),
    ]
    for name, value in rows:
        print(f"{name}: {value}")
