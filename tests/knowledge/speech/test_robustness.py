"""
People vary the wordings that rules list, and the rules find them all the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from knowledge.speech.robustness import survival
from knowledge.speech.spelling import one_slip_away

if TYPE_CHECKING:
    from knowledge.speech.checker import SpeechChecker
    from knowledge.speech.policy import RuleSet


@pytest.mark.parametrize(
    "text",
    [
        "Я, честно говоря, к моему большому сожалению, не знаю.",
        "Мы на сегодняшний день по этому вопросу не знаем ничего.",
        "Я, Анна, не знаю.",
        "Я, уважаемый клиент, не знаю.",
        "Не знаю я.",
    ],
)
def test_varied_refusals_are_found(checker: SpeechChecker, text: str) -> None:
    """
    Asides, addresses, slips of the finger and the order of words hide nothing.
    """
    found = {finding.category for finding in checker.check(text).findings}

    assert "ignorance_refusal" in found


def test_no_kind_of_variant_loses_more_than_a_tenth(shipped: RuleSet) -> None:
    """
    Three variants of each kind of every example, found in their category.
    """
    shares = survival(shipped, category="ignorance_refusal", each=3).by_kind

    assert {kind: str(share) for kind, share in shares.items() if (share.value or 0) < 0.9} == {}


def test_confused_vowels_cost_less_than_any_letter() -> None:
    """
    An unstressed vowel is the likelier slip.
    """
    costs = dict(one_slip_away("перезваним"))

    assert costs["перезвоним"] < costs["перезвуним"]


@pytest.mark.parametrize(
    ("text", "reworded"),
    [
        ("Доставочку привезут завтра.", "Доставку привезут завтра."),
        ("Не в курсе. Мы не в курсе.", "Сейчас проверю и отвечу вам [укажите срок]."),
    ],
)
def test_rewordings_say_things_once(checker: SpeechChecker, text: str, reworded: str) -> None:
    """
    Two fixes of a draft repeat neither a sentence nor «пожалуйста»; a swapped noun keeps its case.
    """
    rewrite = checker.check(text).rewrite

    assert rewrite is not None
    assert reworded == rewrite.text
