"""
`copilot batch`: a file of lines in, a file of lines out, nothing kept.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.language import say
from bot.cli.progress import progress

if TYPE_CHECKING:
    from collections.abc import Iterator

app = typer.Typer(no_args_is_help=True)


@app.callback()
def batch() -> None:
    """
    Keep `ask` a subcommand although it is the only one.
    """


@app.command(
    help=say(
        "Ответить на вопросы из стандартного ввода (строки JSON с id и text) по папке --kb.",
        "Answer the questions on standard input (JSON lines with id and text) from the folder --kb.",
    )
)
def ask(
    kb: Annotated[
        Path,
        typer.Option(
            "--kb",
            help=say("Папка или файл с материалами", "Folder or file with content"),
            show_default=False,
        ),
    ],
    top: Annotated[
        int, typer.Option(min=1, max=100, help=say("Кандидатов на вопрос", "Candidates a question"))
    ] = 10,
) -> None:
    """
    Write one answer line per question line, in the same order.
    """
    from bot.clock import utc_now  # noqa: PLC0415 -- `--help` must not wait for it
    from bot.settings import Settings  # noqa: PLC0415 -- `--help` must not wait for it
    from bot.usecases.batch import open_folder  # noqa: PLC0415 -- likewise

    settings = Settings.read()
    questions = list(_questions(sys.stdin.buffer))
    with progress() as report:
        answerer = open_folder(kb, settings, utc_now().astimezone(settings.zone).date(), report)
        for problem in answerer.problems:
            print(problem, file=sys.stderr)
        for number, (question_id, text) in enumerate(questions, 1):
            answer = answerer.ask(text, top=top)
            line = {
                "id": question_id,
                "answered": answer.answered,
                "confidence": answer.confidence,
                "candidates": [
                    {"entry": candidate.entry, "confidence": candidate.confidence}
                    for candidate in answer.candidates
                ],
            }
            print(json.dumps(line, ensure_ascii=False), flush=True)
            report("ask", number, len(questions))


def _questions(lines: Any) -> Iterator[tuple[str, str]]:
    from bot.errors import BatchLineInvalid  # noqa: PLC0415 -- `--help` must not wait for it

    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            fields = json.loads(line)
            question_id, text = fields["id"], fields["text"]
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise BatchLineInvalid(number) from error
        if not isinstance(question_id, str) or not isinstance(text, str):
            raise BatchLineInvalid(number)
        yield question_id, text
