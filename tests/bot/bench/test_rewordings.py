"""
A sample of rewordings is even over categories, and the same whenever it is drawn.
"""

from __future__ import annotations

from collections import Counter

import pytest

from bot.bench.rewordings import Reworded, spread


def _pairs(**sizes: int) -> list[Reworded]:
    return [
        Reworded(f"{category}{at:02}", category, "было", "стало")
        for category, size in sizes.items()
        for at in range(size)
    ]


@pytest.mark.parametrize(
    ("sizes", "size", "expected"),
    [
        ({"a": 10, "b": 10, "c": 10}, 6, {"a": 2, "b": 2, "c": 2}),
        ({"a": 10, "b": 1, "c": 10}, 9, {"a": 4, "b": 1, "c": 4}),
        ({"a": 2, "b": 1}, 60, {"a": 2, "b": 1}),
        ({"a": 10, "b": 10}, 1, {"a": 1}),
        ({}, 5, {}),
    ],
)
def test_categories_share_evenly(sizes: dict[str, int], size: int, expected: dict[str, int]) -> None:
    """
    A category with few gives all it has, and the others share the rest.
    """
    assert Counter(pair.category for pair in spread(_pairs(**sizes), size)) == expected


def test_a_category_is_seen_from_end_to_end() -> None:
    """
    Not its first drafts only.
    """
    assert [pair.draft for pair in spread(_pairs(a=10), 4)] == ["a00", "a02", "a05", "a07"]
