"""
The fit behind `faq.confidence`, and how well the confidence it gives holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from faq.answering import DEPTH
from faq.confidence import leads
from faq.fuse import fuse

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from faq.knowledge_base import KnowledgeBase
    from faq.shelf import Shelf
    from index.encoder import Encoding, TokenEncoder
    from knowledge.models import Sourced

FOLDS = 3
LEFT_OUT = 4
"""One entry in so many is left out of each fold, so that some questions have no answer."""
PLACES = 5
BINS = 5
FEW = 4


@dataclass(frozen=True, slots=True)
class Fit:
    """
    Coefficients fitted over `rows` candidates.

    `bins` are (mean confidence, share right, count) of the candidates in the first place.
    """

    name: str
    features: tuple[str, ...]
    weights: tuple[float, ...]
    lead: float
    constant: float
    rows: int
    bins: tuple[tuple[float, float, int], ...]


@dataclass(frozen=True, slots=True)
class _Row:
    values: NDArray[np.float64]
    right: bool
    first: bool


def fits(entries: Sequence[Sourced], shelf: Shelf, encoder: TokenEncoder) -> Iterator[Fit]:
    """
    Fit the model by meaning and the one by words alone on `entries`' own left-out wordings.

    Each is fitted twice: with `FEW` wordings an entry, as most knowledge bases have at best, and with all.
    """
    few = [_cut(item, FEW) for item in entries]
    for name, features, by_words in (
        ("by_meaning", ("late", "ngrams"), False),
        ("by_words", ("ngrams",), True),
    ):
        for number, chosen in ((str(FEW), few), ("all", entries)):
            rows = list(_rows(chosen, shelf, encoder, features, by_words=by_words))
            yield _fit(f"{name}, {number} wordings", features, rows)


def _cut(item: Sourced, most: int) -> Sourced:
    entry = item.entry.model_copy(update={"variants": item.entry.variants[:most]})
    return item.model_copy(update={"entry": entry})


def _fit(name: str, features: tuple[str, ...], rows: list[_Row]) -> Fit:
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 -- a second of import for one command

    values = np.stack([row.values for row in rows])
    right = np.array([row.right for row in rows])
    centre, spread = values.mean(axis=0), values.std(axis=0)
    model = LogisticRegression().fit((values - centre) / spread, right)
    weights = model.coef_[0] / spread
    constant = float(model.intercept_[0] - weights @ centre)
    first = np.array([row.first for row in rows])
    chances = 1 / (1 + np.exp(-(values[first] @ weights + constant)))
    bins = np.minimum((chances * BINS).astype(int), BINS - 1)
    return Fit(
        name=name,
        features=features,
        weights=tuple(float(weight) for weight in weights[:-1]),
        lead=float(weights[-1]),
        constant=constant,
        rows=len(rows),
        bins=tuple(
            (
                float(chances[bins == one].mean()),
                float(right[first][bins == one].mean()),
                int((bins == one).sum()),
            )
            for one in range(BINS)
            if (bins == one).any()
        ),
    )


def _rows(
    entries: Sequence[Sourced],
    shelf: Shelf,
    encoder: TokenEncoder,
    features: tuple[str, ...],
    *,
    by_words: bool,
) -> Iterator[_Row]:
    for fold in range(FOLDS):
        kept, questions = _fold(entries, fold)
        base = shelf.open(kept, encoder)
        for question, entry_id in questions:
            encoding = None if by_words else encoder.encode_query(question)
            yield from _candidates(base, question, entry_id, encoding, features)


def _fold(entries: Sequence[Sourced], fold: int) -> tuple[list[Sourced], list[tuple[str, str]]]:
    kept, questions = [], []
    for number, item in enumerate(entries):
        variants = item.entry.variants
        if len(variants) > fold:
            questions.append((variants[fold], item.entry.id))
        if (number + fold) % LEFT_OUT:
            rest = variants[:fold] + variants[fold + 1 :]
            kept.append(item.model_copy(update={"entry": item.entry.model_copy(update={"variants": rest})}))
    return kept, questions


def _candidates(
    base: KnowledgeBase, question: str, entry_id: str, encoding: Encoding | None, features: tuple[str, ...]
) -> Iterator[_Row]:
    found = base.snapshot.candidates(
        question,
        encoding.vector if encoding else None,
        np.ones(len(base.entries), np.bool_),
        DEPTH,
        tokens=encoding.tokens if encoding else None,
    )
    scores = fuse(found.features)
    lead = leads(scores)
    for place, candidate in enumerate(np.argsort(-scores, kind="stable")[:PLACES]):
        values = [found.features[name][candidate] for name in features] + [lead[candidate]]
        item = base.entries[found.positions[candidate]]
        yield _Row(np.array(values, np.float64), item.entry.id == entry_id, place == 0)
