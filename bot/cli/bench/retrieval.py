"""
`copilot bench retrieval` and `copilot bench golden`: how often the right entry is found.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.language import say
from bot.cli.options import Json
from bot.cli.progress import progress

if TYPE_CHECKING:
    from bot.bench.retrieval import Labelled, Recall

Raw = Annotated[
    Path | None,
    typer.Option(
        help=say(
            "Готовый вывод copilot batch ask; без него спрашиваем сами",
            "Output of copilot batch ask; without it we ask ourselves",
        )
    ),
]


def retrieval(
    folder: Annotated[
        Path, typer.Argument(help=say("Папка набора", "Folder of the set"), show_default=False)
    ],
    raw: Raw = None,
    as_json: Json = False,
) -> None:
    """
    Print recall at 1, 3 and 10.
    """
    from bot.bench.retrieval import read_labelled, recall  # noqa: PLC0415 -- `--help` must not wait for it

    labelled = read_labelled(folder)
    _show(folder.name, recall(labelled, _read_raw(raw) if raw else _ask(folder, labelled)), as_json=as_json)


def golden(language: Annotated[str, typer.Argument(help="ru | en")] = "ru", as_json: Json = False) -> None:
    """
    Print recall at 1, 3 and 10, and the questions that were missed.
    """
    from bot.bench.retrieval import read_golden, recall  # noqa: PLC0415 -- `--help` must not wait for it
    from knowledge.starter import golden_file, starter_folder  # noqa: PLC0415 -- likewise

    labelled = read_golden(golden_file(language))
    found = _ask(starter_folder(language), labelled)
    result = recall(labelled, found)
    _show(language, result, as_json=as_json)
    for one in labelled if not as_json else ():
        if one.id in result.missed:
            print(
                f"  {one.text} → {', '.join(found[one.id][:3])}; "
                f"{say('ждали', 'expected')} {', '.join(sorted(one.right))}"
            )


def _ask(content: Path, labelled: list[Labelled]) -> dict[str, list[str]]:
    from bot.clock import utc_now  # noqa: PLC0415 -- `--help` must not wait for it
    from bot.settings import Settings  # noqa: PLC0415 -- likewise
    from bot.usecases.batch import open_folder  # noqa: PLC0415 -- likewise

    settings = Settings.read()
    found = {}
    with progress() as report:
        answerer = open_folder(content, settings, utc_now().astimezone(settings.zone).date(), report)
        for number, one in enumerate(labelled, 1):
            found[one.id] = [candidate.entry for candidate in answerer.ask(one.text, top=10).candidates]
            report("ask", number, len(labelled))
    return found


def _read_raw(path: Path) -> dict[str, list[str]]:
    from bot.errors import MeasureInvalid  # noqa: PLC0415 -- `--help` must not wait for it

    try:
        lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        return {line["id"]: [candidate["entry"] for candidate in line["candidates"]] for line in lines}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise MeasureInvalid(path, str(error)) from error


def _show(name: str, result: Recall, *, as_json: bool) -> None:
    if as_json:
        print(
            json.dumps(
                {"set": name, "questions": result.questions, "recall": result.at, "missed": result.missed}
            )
        )
        return
    shares = "  ".join(f"R@{place} {share:.3f}" for place, share in result.at.items())
    print(f"{name}: {shares}  ({say('вопросов', 'questions')}: {result.questions})")
