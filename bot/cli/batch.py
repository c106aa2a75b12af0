"""
`copilot batch`: a file of lines in, a file of lines out, nothing kept.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO

import typer

from bot.cli.checking import Hints, open_checker
from bot.cli.language import say
from bot.cli.progress import progress

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knowledge.speech.context import CheckContext

app = typer.Typer(no_args_is_help=True)


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
    picks: Annotated[
        Path | None,
        typer.Option(
            help=say(
                "Файл подтверждённых выборов (строки JSON с text и entry): учиться на них до ответов",
                "File of confirmed picks (JSON lines with text and entry) to learn from before answering",
            )
        ),
    ] = None,
    top: Annotated[
        int, typer.Option(min=1, max=100, help=say("Кандидатов на вопрос", "Candidates a question"))
    ] = 10,
) -> None:
    """
    Write one answer line per question line, in the same order.
    """
    from bot.cli.lessons import read_picks, sentence  # noqa: PLC0415 -- `--help` must not wait for it
    from bot.clock import utc_now  # noqa: PLC0415 -- `--help` must not wait for it
    from bot.settings import Settings  # noqa: PLC0415 -- `--help` must not wait for it
    from bot.usecases.batch import open_folder  # noqa: PLC0415 -- likewise

    settings = Settings.read()
    questions = list(_questions(sys.stdin.buffer))
    confirmed = read_picks(picks) if picks else None
    with progress() as report:
        answerer = open_folder(kb, settings, utc_now().astimezone(settings.zone).date(), report)
        for problem in answerer.problems:
            print(problem, file=sys.stderr)
        if confirmed is not None:
            answerer, lesson = answerer.taught(confirmed, report)
            print(sentence(lesson), file=sys.stderr)
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


@app.command(
    help=say(
        "Проверить черновики из стандартного ввода (строки JSON с id и text, по желанию lang и local_time).",
        "Check the drafts on standard input (JSON lines with id and text, optionally lang and local_time).",
    )
)
def check(
    rules: Annotated[
        Path | None,
        typer.Option(
            help=say("Папка правил компании и policy.yaml", "Folder of the company's rules and policy.yaml")
        ),
    ] = None,
    hints: Hints = True,
) -> None:
    """
    Write one report line per draft line, in the same order.
    """
    from bot.settings import Settings  # noqa: PLC0415 -- `--help` must not wait for it

    settings = Settings.read()
    drafts = list(_drafts(sys.stdin.buffer, settings.shop_name))
    checker = open_checker(settings, rules, hints=hints)
    with progress() as report:
        for number, (draft_id, text, context) in enumerate(drafts, 1):
            line = {"id": draft_id, **checker.check(text, context).model_dump(mode="json")}
            print(json.dumps(line, ensure_ascii=False), flush=True)
            report("check", number, len(drafts))


def _questions(lines: BinaryIO) -> Iterator[tuple[str, str]]:
    for _number, fields in _lines(lines):
        yield fields["id"], fields["text"]


def _drafts(lines: BinaryIO, shop_name: str | None) -> Iterator[tuple[str, str, CheckContext]]:
    from pydantic import ValidationError  # noqa: PLC0415 -- `--help` must not wait for it

    from bot.errors import BatchLineInvalid  # noqa: PLC0415 -- likewise
    from knowledge.speech.context import CheckContext  # noqa: PLC0415 -- likewise

    for number, fields in _lines(lines):
        known = {"local_time": fields.get("local_time"), "language": fields.get("lang") or "ru"}
        try:
            yield fields["id"], fields["text"], CheckContext(shop_name=shop_name, **known)
        except ValidationError as error:
            raise BatchLineInvalid(number) from error


def _lines(lines: BinaryIO) -> Iterator[tuple[int, dict[str, Any]]]:
    from bot.errors import BatchLineInvalid  # noqa: PLC0415 -- `--help` must not wait for it

    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            fields = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise BatchLineInvalid(number) from error
        if not isinstance(fields, dict) or not all(
            isinstance(fields.get(key), str) for key in ("id", "text")
        ):
            raise BatchLineInvalid(number)
        yield number, fields
