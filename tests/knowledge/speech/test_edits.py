"""
Edits applied in rounds read as one set of edits of the text they began with.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.speech.edits import Edit, EditedText, apply, overlap

ROUNDS = st.lists(st.tuples(st.integers(0, 20), st.integers(0, 5), st.text("xyz", max_size=3)), max_size=6)


@given(st.text("абв ", min_size=1, max_size=20), ROUNDS)
def test_rounds_of_edits_are_traced_back(source: str, rounds: list[tuple[int, int, str]]) -> None:
    """
    Whatever is edited, and edited again, applying the recorded edits to the source gives the text.
    """
    edited = EditedText(source)
    text = source
    for start, length, replacement in rounds:
        begin = min(start, len(text))
        end = min(begin + length, len(text))
        edited.apply([Edit(begin, end, replacement)])
        text = text[:begin] + replacement + text[end:]

    assert text == edited.text
    assert text == apply(source, edited.edits)


def test_edits_of_one_round_are_given_in_offsets_of_the_same_text() -> None:
    """
    The first does not shift the second.
    """
    assert apply("аа бб вв", [Edit(0, 2, "ААА"), Edit(6, 8, "ВВВ")]) == "ААА бб ВВВ"


@pytest.mark.parametrize(
    ("first", "second", "touches"),
    [((0, 2), (2, 4), True), ((0, 2), (3, 4), False), ((1, 5), (2, 3), True)],
)
def test_edits_that_touch_are_not_made_together(
    first: tuple[int, int], second: tuple[int, int], touches: bool
) -> None:
    """
    Side by side counts as touching: two replacements would run into each other.
    """
    assert touches == overlap([Edit(*first, "")], [Edit(*second, "")])
