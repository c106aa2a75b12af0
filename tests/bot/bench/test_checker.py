"""
The drafts that the check is timed with are of the size and kind that the figures name.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.bench.checker import WORDS, mixed_drafts, multiplied
from knowledge.speech.checker import SpeechChecker
from knowledge.speech.policy import RuleSet, load_rules

RULES = Path(__file__).parents[3] / "knowledge" / "speech" / "rules"


@pytest.fixture(scope="module")
def rules() -> RuleSet:
    """
    The rules of one category.
    """
    return load_rules(shipped=[RULES / "ru" / "ignorance_refusal.yaml"])


def test_about_half_the_drafts_and_more_have_findings(rules: RuleSet) -> None:
    """
    Every draft has some forty words, and every call makes the same ones.
    """
    drafts = mixed_drafts(rules, 200)
    checker = SpeechChecker(rules)
    found = sum(checker.check(draft, rewrite=False).verdict != "clean" for draft in drafts)

    assert drafts == mixed_drafts(rules, 200)
    assert min(len(draft.split()) for draft in drafts) >= WORDS
    assert 0.4 < found / len(drafts) < 0.75


def test_more_rules_about_other_words_find_the_same(rules: RuleSet) -> None:
    """
    Three times the rules leave every verdict as it was: only the search has more to do.
    """
    more = multiplied(rules, 3)
    drafts = mixed_drafts(rules, 40)
    once, thrice = SpeechChecker(rules), SpeechChecker(more)

    assert len(more.rules) == 3 * len(rules.rules)
    assert [once.check(draft, rewrite=False).findings for draft in drafts] == [
        thrice.check(draft, rewrite=False).findings for draft in drafts
    ]
