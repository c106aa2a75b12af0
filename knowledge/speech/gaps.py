"""
What may stand between two items of a pattern.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from knowledge.speech.nodes import FAR_GAP, LIGHT_GAP, NO_GAP

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knowledge.speech.tokens import Sentence

LIGHT_WORDS = 4
"""How many light words may stand between two items, asides not counted."""
SKIPPED_MARKS = frozenset((",", "—", "…"))


def gaps(sentence: Sentence, at: int, gap: int) -> Iterator[tuple[int, int]]:
    """
    Positions where the next item may stand when the last one ended at `at`, with the words each one costs.

    An aside may be stepped over whatever the gap, and costs nothing.
    """
    yield at, 0
    if gap == NO_GAP:
        return
    if gap == FAR_GAP:
        yield from ((position, 0) for position in range(at + 1, len(sentence.tokens)))
        return
    asides = sentence.asides
    if not gap and (at >= len(asides) or not asides[at]):
        return
    costs = {at: 0}
    furthest = at
    while at < len(sentence.tokens) and at <= furthest:
        spent = costs.get(at)
        if spent is not None:
            if beyond := asides[at]:
                costs[beyond] = min(spent, costs.get(beyond, spent))
                furthest = max(furthest, beyond)
            if gap and (cost := _cost(sentence, at, gap, spent)) is not None:
                costs[at + 1] = min(spent + cost, costs.get(at + 1, spent + cost))
                furthest = max(furthest, at + 1)
        at += 1
        if at in costs:
            yield at, costs[at]


def _cost(sentence: Sentence, at: int, gap: int, spent: int) -> int | None:
    """
    What passing the token at `at` costs after `spent` words; None when the gap ends there.
    """
    token = sentence.tokens[at]
    if token.kind == "punct":
        passable = token.form in SKIPPED_MARKS and (gap == LIGHT_GAP or not sentence.breaks_at(at))
        return 0 if passable else None
    if gap == LIGHT_GAP:
        return 1 if spent < LIGHT_WORDS and sentence.light[at] else None
    return 1 if spent < gap else None
