"""
An explanation says how words were read, what matched, what silenced it and what became of each fix.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from knowledge.speech.context import CheckContext
from knowledge.speech.explain import explain

if TYPE_CHECKING:
    from knowledge.speech.compiled import CompiledRule
    from knowledge.speech.policy import RuleSet


def _rule(shipped: RuleSet, rule_id: str) -> CompiledRule:
    return next(rule for rule in shipped.rules if rule.id == rule_id)


def test_words_show_their_readings_and_repairs(shipped: RuleSet) -> None:
    """
    Lemma and grammemes, what a misspelt word was taken for, which words a pattern may skip.
    """
    words = {word.text: word for word in explain(shipped, "Мы перезваним вам").words}

    assert words["Мы"].light
    assert words["перезваним"].known_as == "перезвоним"
    assert words["перезваним"].readings[0].startswith("перезвонить.1per")


def test_a_match_shows_every_fix_with_its_fate(shipped: RuleSet) -> None:
    """
    Fixes that lack their slot or their clause are passed over with the reason, the last passes with its text.
    """
    (match,) = explain(shipped, "Я этого не знаю.", only=_rule(shipped, "RU-IGN-001")).matches

    assert (match.rule, match.guard, match.text) == ("RU-IGN-001", None, "Я этого не знаю")
    assert [(fix.text, fix.objection) for fix in match.fixes if not fix.fix.startswith("advice")] == [
        (None, "неизвестно значение одного из слотов, или слово не поставить в нужную форму"),
        (None, "в предложении нет придаточного для {tail}"),
        ("Уточню этот вопрос и отвечу вам [укажите срок].", None),
    ]


def test_a_silenced_match_names_its_guard(shipped: RuleSet) -> None:
    """
    No fixes are tried for what the client is said to have said.
    """
    matches = explain(shipped, "Вы пишете, что мы не знаем.").matches

    assert [(match.guard, match.fixes) for match in matches] == [("reported_speech", ())]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Заказ собран.", "нет слова: "),
        ("Знал бы я, что не будет дождя.", "все слова есть, но"),
    ],
)
def test_a_pattern_that_did_not_match_says_what_it_lacks(shipped: RuleSet, text: str, reason: str) -> None:
    """
    The words that are missing, or that they are there in another form or order.
    """
    explanation = explain(shipped, text, only=_rule(shipped, "RU-IGN-001"))
    (first, *_) = explanation.unmatched

    assert explanation.matches == ()
    assert first.reason.startswith(reason)


def test_a_greeting_at_the_right_time_says_so(shipped: RuleSet) -> None:
    """
    The words are there; the clock forgives them.
    """
    rule = next(rule for rule in shipped.rules if rule.rule.kind == "time" and rule.lang == "ru")
    text = next(bad.text for bad in rule.rule.tests.bad)
    hours = dt.time.fromisoformat((rule.rule.hours or "").split("-")[0])
    explanation = explain(shipped, text, CheckContext(local_time=hours), only=rule)

    assert any(one.reason.startswith("совпало, но приветствие") for one in explanation.unmatched)
