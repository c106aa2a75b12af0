"""
Learning one knowledge base's ranking from operators' picks, and only where it proves better.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from faq.answering import DEPTH, MAX_QUESTION
from faq.fit import Asked, Fitted, fit
from faq.fuse import WEIGHTS, fuse, standardised
from faq.keyboard import as_meant
from faq.learned import Learned
from faq.lens import EVEN_BODY, EVEN_TITLE, EvenIndex
from faq.picks import Pick, sift
from faq.space import Space, even_out
from index.text import fold
from knowledge.models import Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from faq.knowledge_base import KnowledgeBase
    from index.arrays import Progress, Vectors
    from index.encoder import TokenEncoder
    from index.snapshot import Candidates, Meaning

LEAST_PICKS: Final = 30
MOST_PICKS: Final = 1500
"""The newest picks that are learnt from: the time of a fit grows with them."""
FOLDS: Final = 5
STRENGTHS: Final = (0.3, 2.0)
FAR_BELOW: Final = 20
"""Places below the best candidate at which a pick looks odd."""
ODD_SHARE: Final = 0.1
"""
Share of one person's picks that may look odd: the search does miss some answers, and those picks teach the
most. Above it they are doubted unless colleagues made them too.
"""
ALIKE: Final = 0.5
"""Cosine in the even space from which two questions are taken to ask the same."""
STAGE_ASK: Final = "learn_ask"
STAGE_FIT: Final = "learn_fit"


@dataclass(frozen=True, slots=True)
class Ranking:
    """
    How well picked entries were found by a ranking that had not seen their picks.
    """

    reciprocal_rank: float
    first: float
    first_three: float


@dataclass(frozen=True, slots=True)
class Lesson:
    """
    What came of learning; `learned` is None where the shipped ranking stays.

    `before` and `after` are held-out figures over the `used` picks, None where there were too few;
    `dropped` counts the picks that were not believed, by reason.
    """

    given: int
    used: int
    dropped: dict[str, int]
    before: Ranking | None = None
    after: Ranking | None = None
    learned: Learned | None = None


@dataclass(frozen=True, slots=True)
class _Material:
    """
    The believed picks as the fit sees them; `entries` are the documents in the even space.
    """

    picks: list[Pick]
    asked: list[Asked]
    names: tuple[str, ...]
    shipped: NDArray[np.float64]
    space: Space
    entries: Vectors


def learn(
    base: KnowledgeBase, encoder: TokenEncoder, picks: Sequence[Pick], progress: Progress | None = None
) -> Lesson:
    """
    Learn from `picks`, oldest first.

    Every pick is predicted by a model that was fitted without it and its like; only if the mean reciprocal
    rank rises so and the first places do not fall is a model of all picks given out.

    Raises:
        EncodingFailed: the encoder gave numbers that are not finite.
    """
    sifted = sift(picks, {item.entry.id for item in base.entries if item.entry.status is not Status.ARCHIVED})
    dropped = dict(sifted.dropped)
    if len(sifted.picks) > MOST_PICKS:
        dropped["older"] = len(sifted.picks) - MOST_PICKS
    chosen = list(sifted.picks[-MOST_PICKS:])
    meaning = base.snapshot.meaning
    if len(chosen) < LEAST_PICKS or meaning is None:
        return Lesson(len(picks), len(chosen), dropped)
    material = _material(base, meaning, encoder, chosen, progress)
    doubtful = len(chosen) - len(material.picks)
    if doubtful:
        dropped["far_below"] = doubtful
    # Where most picks are odd, what is left of them is what chance left.
    if doubtful > len(material.picks) or sum(one.right >= 0 for one in material.asked) < LEAST_PICKS:
        return Lesson(len(picks), len(material.picks), dropped)
    before = [_rank(material.shipped.astype(np.float32) @ one.features, one.right) for one in material.asked]
    groups = _folds(material.picks)
    trials = {}
    for number, strength in enumerate(STRENGTHS):
        trials[strength] = _held_out(material, groups, strength)
        if progress is not None:
            progress(STAGE_FIT, number + 1, len(STRENGTHS) + 1)
    best = max(trials, key=lambda strength: _ranking(trials[strength]).reciprocal_rank)
    was, now = _ranking(before), _ranking(trials[best])
    learned = None
    if now.reciprocal_rank > was.reciprocal_rank and now.first >= was.first:
        learned = _learned(base, meaning, material, best)
    if progress is not None:
        progress(STAGE_FIT, len(STRENGTHS) + 1, len(STRENGTHS) + 1)
    return Lesson(len(picks), len(material.picks), dropped, was, now, learned)


def _learned(base: KnowledgeBase, meaning: Meaning, material: _Material, strength: float) -> Learned:
    fitted = fit(material.asked, material.entries, material.shipped, strength)
    return Learned(
        encoder=meaning.encoder,
        weights=dict(zip(material.names, fitted.weights.tolist(), strict=True)),
        space=material.space,
        map=fitted.map,
        entries=tuple(base.snapshot.ids[position] for position in fitted.picked),
        own=fitted.own,
    )


def _material(
    base: KnowledgeBase,
    meaning: Meaning,
    encoder: TokenEncoder,
    picks: list[Pick],
    progress: Progress | None,
) -> _Material:
    allowed = np.array([item.entry.status is not Status.ARCHIVED for item in base.entries], np.bool_)
    found: list[Candidates] = []
    vectors = np.empty((len(picks), encoder.dimension), np.float32)
    for number, pick in enumerate(picks):
        question = as_meant(pick.text[:MAX_QUESTION])
        encoding = encoder.encode_query(question)
        vectors[number] = encoding.vector
        found.append(
            base.snapshot.candidates(question, encoding.vector, allowed, DEPTH, tokens=encoding.tokens)
        )
        if progress is not None:
            progress(STAGE_ASK, number + 1, len(picks))
    space = even_out(vectors, meaning.titles.index.vectors, meaning.bodies.index.vectors)
    index = EvenIndex(meaning, space)
    asked = space.question(vectors)
    places = {entry: position for position, entry in enumerate(base.snapshot.ids)}
    rights = [
        int(np.argmax(one.positions == position)) if (one.positions == position).any() else -1
        for one, position in zip(found, (places[pick.entry] for pick in picks), strict=True)
    ]
    odd = [
        number
        for number, (one, right) in enumerate(zip(found, rights, strict=True))
        if right < 0 or _rank(fuse(one.features), right) >= FAR_BELOW
    ]
    doubted = _doubted(odd, picks, asked)
    kept = [number for number in range(len(picks)) if number not in doubted]
    # Late interaction is absent where the token vectors of all entries would not fit into memory.
    names = (*(name for name in WEIGHTS if name in found[0].features), EVEN_TITLE, EVEN_BODY)
    questions = [
        Asked(
            asked[number],
            standardised(
                found[number].features | index.features(asked[number][None], found[number].positions)[0],
                names,
            ),
            found[number].positions,
            rights[number],
        )
        for number in kept
    ]
    shipped = np.array([WEIGHTS.get(name, 0.0) for name in names])
    everything = index.entries(np.arange(len(base.entries), dtype=np.int32))
    return _Material([picks[number] for number in kept], questions, names, shipped, space, everything)


def _doubted(odd: list[int], picks: list[Pick], asked: Vectors) -> set[int]:
    made = Counter(pick.by for pick in picks)
    odd_of = Counter(picks[number].by for number in odd)
    return {
        number
        for number in odd
        if odd_of[picks[number].by] > max(1, ODD_SHARE * made[picks[number].by])
        and not _is_shared(number, picks, asked)
    }


def _is_shared(number: int, picks: list[Pick], asked: Vectors) -> bool:
    """
    Tell whether somebody else made this pick for a like question.
    """
    mine = picks[number]
    return any(
        other.entry == mine.entry and other.by != mine.by and float(asked[at] @ asked[number]) >= ALIKE
        for at, other in enumerate(picks)
    )


def _folds(picks: list[Pick]) -> list[list[int]]:
    """
    Deal the picks into folds at random, but equally each time; those of one text stay together.
    """
    texts: dict[str, list[int]] = defaultdict(list)
    for number, pick in enumerate(picks):
        texts[fold(pick.text)].append(number)
    groups = list(texts.values())
    order = np.random.default_rng(0).permutation(len(groups))
    return [[number for at in order[start::FOLDS] for number in groups[at]] for start in range(FOLDS)]


def _held_out(material: _Material, folds: list[list[int]], strength: float) -> list[int]:
    ranks = [0] * len(material.asked)
    for held in folds:
        out = set(held)
        rest = [one for number, one in enumerate(material.asked) if number not in out]
        fitted = fit(rest, material.entries, material.shipped, strength)
        for number, rank in _ranks(fitted, material, held):
            ranks[number] = rank
    return ranks


def _ranks(fitted: Fitted, material: _Material, numbers: list[int]) -> Iterator[tuple[int, int]]:
    for number in numbers:
        one = material.asked[number]
        yield number, _rank(fitted.scores(one, material.entries), one.right)


def _rank(scores: NDArray[np.float32], right: int) -> int:
    """
    Count the candidates before the right one; behind all of them where it is no candidate.
    """
    return int((scores > scores[right]).sum()) if right >= 0 else len(scores)


def _ranking(ranks: list[int]) -> Ranking:
    places = np.array(ranks) + 1
    return Ranking(
        float((1 / places).mean()),
        float((places == 1).mean()),
        float((places <= 3).mean()),  # noqa: PLR2004 -- its name says so
    )
