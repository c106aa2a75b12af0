"""
`copilot bench drafts`: the speech checker on a labelled file, alone and beside others.
"""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.checking import Hints, open_checker
from bot.cli.language import say
from bot.cli.options import Json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.bench.grammar import Blemish
    from bot.bench.peers import Comparison
    from bot.bench.rewordings import Reworded
    from knowledge.speech.checker import SpeechChecker
    from knowledge.speech.measure import LabelledDraft


def drafts(
    labelled: Annotated[
        Path, typer.Argument(help=say("Размеченный файл .jsonl", "Labelled .jsonl file"), show_default=False)
    ],
    peers: Annotated[
        bool,
        typer.Option(
            "--peers",
            help=say(
                "Рядом с другими проверками на тех же черновиках: pylat-ru, krrkt, список подстрок",
                "Beside other checkers on the same drafts: pylat-ru, krrkt, a list of substrings",
            ),
        ),
    ] = False,
    grammar: Annotated[
        bool,
        typer.Option(
            "--grammar",
            help=say(
                "Ошибки русского языка, которых не было до замены (нужен pylat-ru)",
                "Mistakes of Russian that a rewording brought in (needs pylat-ru)",
            ),
        ),
    ] = False,
    sample: Annotated[
        int | None,
        typer.Option(
            min=1,
            metavar="N",
            help=say(
                "Показать N замен, поровну из категорий, всегда одни и те же",
                "Show N rewordings, evenly over categories, always the same ones",
            ),
        ),
    ] = None,
    hints: Hints = True,
    as_json: Json = False,
) -> None:
    """
    Print the figures of the speech checker; with options, what they ask for instead.
    """
    from bot.settings import Settings  # noqa: PLC0415 -- `--help` must not wait for it
    from knowledge.speech.measure import measure, read_drafts, table  # noqa: PLC0415 -- likewise

    rows = read_drafts(labelled)
    # Hints change no rewording, and the other checkers have none to be compared with.
    only_figures = not (peers or grammar or sample)
    checker = open_checker(Settings.read(), hints=hints and only_figures)
    if only_figures:
        measures = measure(rows, checker)
        print(measures.model_dump_json() if as_json else "\n".join(table(measures)))
        return
    found = list(_asked_for(rows, checker, peers=peers, grammar=grammar, sample=sample))
    if as_json:
        print(json.dumps({name: value for name, value, _ in found}, ensure_ascii=False, indent=2))
    else:
        print("\n\n".join("\n".join(lines) for _, _, lines in found))


def _asked_for(
    rows: list[LabelledDraft], checker: SpeechChecker, *, peers: bool, grammar: bool, sample: int | None
) -> Iterator[tuple[str, Any, Iterator[str]]]:
    """
    Each figure with its name, its value for JSON and its lines for a terminal.
    """
    from bot.bench.grammar import blemishes, open_grammar  # noqa: PLC0415 -- `--help` must not wait for it
    from bot.bench.peers import compare  # noqa: PLC0415 -- likewise
    from bot.bench.rewordings import reword, spread  # noqa: PLC0415 -- likewise

    if peers:
        comparison = compare(rows, checker.rules)
        yield "peers", dataclasses.asdict(comparison), _peer_lines(comparison)
    if not (grammar or sample):
        return
    pairs = reword(rows, checker)
    if grammar:
        found = blemishes(pairs, open_grammar())
        value = {"rewordings": len(pairs), "findings": [dataclasses.asdict(one) for one in found]}
        yield "grammar", value, _grammar_lines(found, len(pairs))
    if sample:
        chosen = spread(pairs, sample)
        yield "sample", [dataclasses.asdict(one) for one in chosen], _sample_lines(chosen)


def _peer_lines(comparison: Comparison) -> Iterator[str]:
    heads = say(
        "проверка|полнота|задето чистых|p50, мс|p95, мс", "checker|recall|clean flagged|p50, ms|p95, ms"
    )
    yield _row(*heads.split("|"))
    for one in comparison.figures:
        yield _row(
            one.name,
            f"{one.found}/{one.violations}",
            f"{one.flagged}/{one.clean}",
            f"{one.p50_ms:.2f}",
            f"{one.p95_ms:.2f}",
        )
    for name in comparison.missing:
        yield say(
            f"{name}: не установлено (pip install -e '.[bench]')",
            f"{name}: not installed (pip install -e '.[bench]')",
        )


def _row(name: str, *cells: str) -> str:
    return f"{name:<34}" + "".join(f"{cell:>16}" for cell in cells)


def _grammar_lines(found: list[Blemish], rewordings: int) -> Iterator[str]:
    yield say(
        f"Замен: {rewordings}, новых ошибок языка: {len(found)}",
        f"Rewordings: {rewordings}, new mistakes of language: {len(found)}",
    )
    for one in found:
        yield f"{one.draft} {one.rule}: «{one.words}» – {one.message}"
        yield f"    – {one.before}"
        yield f"    + {one.after}"


def _sample_lines(chosen: list[Reworded]) -> Iterator[str]:
    for one in chosen:
        yield f"{one.category}  {one.draft}"
        yield f"    – {one.before}"
        yield f"    + {one.after}"
