"""
`copilot bench learning`: what learning from picks gains.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.language import say
from bot.cli.options import Json
from bot.cli.progress import progress

if TYPE_CHECKING:
    from bot.bench.learning import Half, Line
    from bot.bench.retrieval import Labelled


def learning(
    folder: Annotated[
        Path, typer.Argument(help=say("Папка набора", "Folder of the set"), show_default=False)
    ],
    poison: Annotated[
        float,
        typer.Option(min=0, max=1, help=say("Доля подменённых выборов", "Share of picks that are falsified")),
    ] = 0.0,
    seed: Annotated[int, typer.Option(help=say("Как делить пополам", "How the halves are dealt"))] = 1,
    raw: Annotated[
        Path | None,
        typer.Option(help=say("Куда записать сырые ответы (JSONL)", "Where to write raw answers (JSONL)")),
    ] = None,
    as_json: Json = False,
) -> None:
    """
    Print recall and calibration error of both halves together, cold and learnt.
    """
    from bot.bench.learning import halves  # noqa: PLC0415 -- `--help` must not wait for it
    from bot.bench.retrieval import read_labelled  # noqa: PLC0415 -- likewise
    from bot.cli.lessons import sentence  # noqa: PLC0415 -- likewise
    from bot.clock import utc_now  # noqa: PLC0415 -- likewise
    from bot.settings import Settings  # noqa: PLC0415 -- likewise
    from bot.usecases.batch import open_folder  # noqa: PLC0415 -- likewise

    settings = Settings.read()
    labelled = read_labelled(folder)
    with progress() as report:
        answerer = open_folder(folder, settings, utc_now().astimezone(settings.zone).date(), report)
        done = list(halves(answerer, labelled, seed=seed, poison=poison, progress=report))
    if raw is not None:
        raw.write_text("".join(map(_raw, done)), encoding="utf-8")
    figures = {
        "cold": _figures(labelled, [line for half in done for line in half.cold]),
        "learnt": _figures(labelled, [line for half in done for line in half.learnt]),
    }
    if as_json:
        print(json.dumps({"set": folder.name, "poison": poison, "seed": seed, **figures}))
        return
    for half in done:
        print(sentence(half.lesson))
    for name, shares in figures.items():
        print(f"{folder.name} {name:>6}: " + "  ".join(f"{key} {value:.3f}" for key, value in shares.items()))


def _figures(labelled: list[Labelled], lines: list[Line]) -> dict[str, float]:
    from bot.bench.learning import calibration_error  # noqa: PLC0415 -- `--help` must not wait for it
    from bot.bench.retrieval import recall  # noqa: PLC0415 -- likewise

    found = {line.question: line.entries for line in lines}
    result = recall([one for one in labelled if one.id in found], found)
    return {f"R@{place}": share for place, share in result.at.items()} | {
        "ECE": calibration_error(labelled, lines)
    }


def _raw(half: Half) -> str:
    lines: list[dict[str, Any]] = [
        {"id": line.question, "ranking": name, "confidence": line.confidence, "entries": line.entries}
        for name, answers in (("cold", half.cold), ("learnt", half.learnt))
        for line in answers
    ]
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
