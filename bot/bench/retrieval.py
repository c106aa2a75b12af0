"""
How often the right entry is found: recall at 1, 3 and 10 places.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.errors import MeasureInvalid

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

PLACES: Final = (1, 3, 10)


@dataclass(frozen=True, slots=True)
class Labelled:
    """
    A question, and the ids of the entries each of which answers it; none for one that nothing answers.
    """

    id: str
    text: str
    right: frozenset[str]


@dataclass(frozen=True, slots=True)
class Recall:
    """
    Shares of the answerable questions whose right entry stood among the first places.
    """

    questions: int
    at: Mapping[int, float]
    missed: tuple[str, ...]
    """Ids of the questions whose right entry was not among the first three."""


def read_labelled(folder: Path) -> list[Labelled]:
    """
    Read `queries.jsonl` (id, text) and `qrels.tsv` (question id, entry id, 1) of a folder.

    Raises:
        MeasureInvalid: one of them is absent or not readable.
    """
    try:
        right: dict[str, set[str]] = {}
        for line in (folder / "qrels.tsv").read_text(encoding="utf-8").splitlines():
            question, entry, *_ = line.split("\t")
            right.setdefault(question, set()).add(entry)
        queries = [
            json.loads(line) for line in (folder / "queries.jsonl").read_text(encoding="utf-8").splitlines()
        ]
        return [Labelled(one["id"], one["text"], frozenset(right.get(one["id"], ()))) for one in queries]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise MeasureInvalid(folder, str(error)) from error


def read_golden(path: Path) -> list[Labelled]:
    """
    Read lines `{"text", "entries"}`.

    Raises:
        MeasureInvalid: the file is absent or not readable.
    """
    try:
        lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        return [
            Labelled(str(number), line["text"], frozenset(line["entries"]))
            for number, line in enumerate(lines, 1)
        ]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise MeasureInvalid(path, str(error)) from error


def recall(labelled: Iterable[Labelled], found: Mapping[str, Sequence[str]]) -> Recall:
    """
    Compare what was found, entry ids in rank order by question id, with what is right.
    """
    answerable = [one for one in labelled if one.right]
    hits = {
        place: sum(bool(one.right.intersection(found[one.id][:place])) for one in answerable)
        for place in PLACES
    }
    return Recall(
        questions=len(answerable),
        at={place: hits[place] / max(1, len(answerable)) for place in PLACES},
        missed=tuple(one.id for one in answerable if not one.right.intersection(found[one.id][:3])),
    )
