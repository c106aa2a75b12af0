"""
Which of the operators' picks are believed: one careless or hostile hand must not bend everybody's ranking.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Final

from index.text import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

LEAST_CAP: Final = 20
"""Picks of one person that always count, however few the others make."""
TIMES_MEDIAN: Final = 3
"""More picks than so many times what the median colleague makes do not count."""


@dataclass(frozen=True, slots=True)
class Pick:
    """
    A question as asked and the entry that somebody confirmed as its answer; `by` is None where unknown.
    """

    text: str
    entry: str
    by: str | None = None


@dataclass(frozen=True, slots=True)
class Sifted:
    """
    The picks that count, in the order given, and how many do not, by reason.
    """

    picks: tuple[Pick, ...]
    dropped: dict[str, int]


def sift(picks: Sequence[Pick], known: Collection[str]) -> Sifted:
    """
    Drop picks of entries that are not among `known`, repetitions, disputed ones, and what is over a cap.

    Of the entries that were picked for one and the same question the one most people picked counts, and none
    where two are level. Of a person who makes far more picks than the median colleague the newest, which
    stand last, count.
    """
    dropped: Counter[str] = Counter()
    existing = [pick for pick in picks if pick.entry in known and pick.text.strip()]
    dropped["unknown_entry"] = len(picks) - len(existing)
    single = list({(fold(pick.text), pick.entry, pick.by): pick for pick in existing}.values())
    dropped["repeated"] = len(existing) - len(single)
    capped = _capped(single)
    dropped["over_cap"] = len(single) - len(capped)
    agreed = _agreed(capped)
    dropped["disputed"] = len(capped) - len(agreed)
    return Sifted(tuple(agreed), {reason: count for reason, count in dropped.items() if count})


def _capped(picks: list[Pick]) -> list[Pick]:
    counts = Counter(pick.by for pick in picks if pick.by is not None)
    cap = max(LEAST_CAP, int(TIMES_MEDIAN * median(counts.values()))) if counts else 0
    left = dict.fromkeys(counts, cap)
    kept = []
    for pick in reversed(picks):
        if pick.by is not None:
            if not left[pick.by]:
                continue
            left[pick.by] -= 1
        kept.append(pick)
    return kept[::-1]


def _agreed(picks: list[Pick]) -> list[Pick]:
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for pick in picks:
        votes[fold(pick.text)][pick.entry] += 1
    kept = []
    for pick in picks:
        (winner, most), *others = votes[fold(pick.text)].most_common(2)
        if pick.entry == winner and (not others or others[0][1] < most):
            kept.append(pick)
    return kept
