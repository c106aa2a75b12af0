"""
Identifiers made from titles are valid, stable and unlike one another.
"""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.models import SLUG_PATTERN
from knowledge.slugs import slug, unique


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Сколько стоит доставка?", "skolko-stoit-dostavka"),
        ("Ещё: щи & борщ №5", "eshche-shchi-borshch-no5"),
        ("Où est ma commande?", "ou-est-ma-commande"),
        ("???", "entry"),
    ],
)
def test_titles(text, expected):
    """
    Russian is transliterated, accents go, the rest becomes hyphens.
    """
    assert expected == slug(text)


@settings(deadline=None)
@given(st.text())
def test_any_text_gives_a_valid_id(text):
    """
    Whatever the title, the id is accepted by the model.
    """
    assert re.match(SLUG_PATTERN, slug(text))


def test_numbers_keep_them_apart():
    """
    The first free number is taken.
    """
    taken = {"a-2"}

    assert [unique("a", taken) for _ in range(3)] == ["a", "a-3", "a-4"]
