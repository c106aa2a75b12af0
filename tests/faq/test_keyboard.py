"""
A question typed in the wrong keyboard layout is read as it was meant.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq.keyboard import as_meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("djpdhfn ltytu", "возврат денег"),
        ("Rjulf ghbdtpen", "Когда привезут"),
        ("ljcnfdrf 2 lyz", "доставка 2 дня"),
        ("j,vty njdfhf", "обмен товара"),
        ("'njn pfrfp", "этот заказ"),
    ],
)
def test_russian_in_the_latin_layout(typed: str, meant: str):
    """
    Words that make sense only in the Russian layout are turned into it.
    """
    assert as_meant(typed) == meant


@pytest.mark.parametrize(
    "question",
    [
        "how do I return an item",
        "refund",
        "Can I pay in cash?",
        "order not delivered yet",
        "возврат iphone",
        "USB-C",
        "",
        "12345",
        "?!",
        "b",
    ],
)
def test_what_was_meant_stays(question: str):
    """
    English, mixed and wordless questions are left as they are.
    """
    assert as_meant(question) == question


@given(st.text(max_size=200))
def test_any_text_keeps_its_length(question: str):
    """
    Only letters are exchanged: positions stay what they were.
    """
    assert len(as_meant(question)) == len(question)
