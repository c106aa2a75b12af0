"""
Which sets of words are nearly equal: a set-similarity join with prefix, length and position filtering.

Bayardo, Ma, Srikant, "Scaling Up All Pairs Similarity Search" (WWW 2007): with the words of every set ordered
rarest first, two sets of Jaccard similarity t or more share a word among the first |x| - ceil(t·|x|) + 1 of
each, so only those short prefixes are indexed. Where in the prefixes the first shared word stands bounds the
overlap (Xiao et al., "Efficient Similarity Joins for Near Duplicate Detection", WWW 2008).
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    # Sets by one of their words, their size, and the place of the word among the rarest of the set.
    Index = defaultdict[tuple[str, int, int], list[int]]

# Binary fractions may put t·|x| a hair above a whole number.
_EPSILON = 1e-9
# A word among the rarest of more sets than this is in a template; each set then meets the latest of them.
_MOST_SETS = 100
_FEW_PROBES = 100


def similar_pairs(
    sets: Sequence[frozenset[str]], threshold: float, among: Collection[int] | None = None
) -> Iterator[tuple[int, int, float]]:
    """
    Yield (i, j, similarity), i < j, for every two sets whose Jaccard similarity is at least `threshold`.

    Of thousands of sets that are all similar to one another only some pairs are found: work stays linear.

    Args:
        sets: n sets of words; empty ones are similar to nothing.
        threshold: above 0, at most 1.
        among: positions of the sets that every pair must have one of; None: all pairs.
    """
    counts: Counter[str] = Counter()
    for words in sets:
        counts.update(words)
    index: Index = defaultdict(list)
    if among is None:
        for position, words in enumerate(sets):
            prefix = _prefix(words, counts, threshold)
            yield from _matches(position, prefix, sets, index, threshold, _MOST_SETS)
            for place, word in enumerate(prefix):
                index[word, len(words), place].append(position)
        return
    prefixes = {position: _prefix(sets[position], counts, threshold) for position in sorted(among)}
    # Only sets that hold some word of these prefixes can be met; their own order is never needed.
    wanted = frozenset(word for prefix in prefixes.values() for word in prefix)
    for position, words in enumerate(sets):
        for word in words & wanted:
            index[word, len(words), 0].append(position)
    most = len(sets) if len(prefixes) <= _FEW_PROBES else _MOST_SETS
    for position, prefix in prefixes.items():
        for one, other, similarity in _matches(position, prefix, sets, index, threshold, most):
            # A pair of two of `among` is met twice.
            if not (one == position and other in prefixes):
                yield one, other, similarity


def _prefix(words: frozenset[str], counts: Counter[str], threshold: float) -> list[str]:
    length = len(words) - math.ceil(threshold * len(words) - _EPSILON) + 1
    return sorted(words, key=lambda word: (counts[word], word))[:length] if words else []


def _matches(
    position: int,
    prefix: list[str],
    sets: Sequence[frozenset[str]],
    index: Index,
    threshold: float,
    most: int,
) -> Iterator[tuple[int, int, float]]:
    words = sets[position]
    size = len(words)
    others: set[int] = set()
    for other_size, place, other_place in _meetings(size, threshold):
        bucket = index.get((prefix[place], other_size, other_place), ())
        others.update(bucket[-most:] if len(bucket) > most else bucket)
    others.discard(position)
    for other in others:
        common = len(words & sets[other])
        similarity = common / (size + len(sets[other]) - common)
        if similarity >= threshold - _EPSILON:
            yield min(position, other), max(position, other), similarity


@lru_cache(maxsize=4096)
def _meetings(size: int, threshold: float) -> tuple[tuple[int, int, int], ...]:
    """
    Return (other size, place, other place) of every first shared word that leaves enough words to share.
    """
    # At least one: nothing is similar to an empty set.
    shortest, longest = (
        max(math.ceil(threshold * size - _EPSILON), 1),
        math.floor(size / threshold + _EPSILON),
    )
    found: list[tuple[int, int, int]] = []
    for other_size in range(shortest, longest + 1):
        needed = math.ceil(threshold / (1 + threshold) * (size + other_size) - _EPSILON)
        # Before its first shared word a set has `place` words that the other lacks.
        found.extend(
            (other_size, place, other_place)
            for place in range(size - needed + 1)
            for other_place in range(other_size - needed + 1)
        )
    return tuple(found)
