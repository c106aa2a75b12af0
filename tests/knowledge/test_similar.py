"""
The set-similarity join finds exactly the pairs that comparing all with all would find.
"""

from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.similar import similar_pairs

SETS = st.lists(st.frozensets(st.sampled_from("abcdefgh"), max_size=7), max_size=12)
THRESHOLDS = st.sampled_from([0.3, 0.5, 0.6, 2 / 3, 0.75, 0.8, 0.9, 1.0])


def brute_force(sets, threshold):
    """
    Compare all with all.
    """
    return {
        (i, j)
        for i, j in combinations(range(len(sets)), 2)
        if sets[i] and sets[j] and len(sets[i] & sets[j]) / len(sets[i] | sets[j]) >= threshold - 1e-9
    }


@settings(deadline=None)
@given(sets=SETS, threshold=THRESHOLDS)
def test_all_pairs(sets, threshold):
    """
    Every pair once, no other.
    """
    found = [(i, j) for i, j, _ in similar_pairs(sets, threshold)]

    assert sorted(brute_force(sets, threshold)) == sorted(found)


@settings(deadline=None)
@given(sets=SETS, threshold=THRESHOLDS, data=st.data())
def test_pairs_with_some(sets, threshold, data):
    """
    With `among`, the pairs that have one of them.
    """
    among = data.draw(st.sets(st.sampled_from(range(len(sets))))) if sets else set()
    expected = {pair for pair in brute_force(sets, threshold) if among & set(pair)}
    found = [(i, j) for i, j, _ in similar_pairs(sets, threshold, among)]

    assert sorted(expected) == sorted(found)
