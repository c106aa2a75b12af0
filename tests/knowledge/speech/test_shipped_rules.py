"""
The rules that come with the product keep what the format promises, one by one and together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from knowledge.speech.checker import SpeechChecker
from knowledge.speech.policy import RuleSet, load_rules, shipped_files
from knowledge.speech.trial import trial

if TYPE_CHECKING:
    from knowledge.speech.models import BadExample


def test_every_example_holds_and_every_guard_is_needed() -> None:
    """
    Dropping any guard makes an example fire that names it, and no fix contains what another rule forbids.
    """
    assert trial(shipped_files(), together=True)


def _first_examples(rules: RuleSet) -> list[tuple[str, BadExample]]:
    return [(rule.id, rule.rule.tests.bad[0]) for rule in rules.rules if rule.rule.kind == "phrase"]


CHANGES = {
    "upper case": str.upper,
    "yo": lambda text: text.replace("ё", "е"),
    "no-break spaces": lambda text: text.replace(" ", "\u00a0"),
    "soft hyphens": lambda text: text.replace("о", "о\u00ad"),
    "greeting before": lambda text: f"Добрый день! {text}",
    "sentence after": lambda text: f"{text} Ваш заказ собран.",
}


TOLERATED = {"upper case": 0.03, "greeting before": 0.05, "sentence after": 0.01}
"""Shares of rules for which capitals, the start of the draft or the next sentence have a meaning."""


@pytest.mark.parametrize("change", CHANGES)
def test_the_way_it_is_written_changes_no_verdict(shipped: RuleSet, change: str) -> None:
    """
    Every rule still fires on its first bad example.
    """
    silent = []
    for rule in shipped.rules:
        if rule.rule.kind != "phrase" or rule.lang != "ru":
            continue
        example = rule.rule.tests.bad[0]
        alone = SpeechChecker(RuleSet((rule,)))
        before = len(alone.check(example.text, rewrite=False).findings)
        after = len(alone.check(CHANGES[change](example.text), rewrite=False).findings)
        if before != after:
            silent.append((rule.id, example.text))

    allowed = TOLERATED.get(change, 0)
    assert len(silent) <= allowed * len(shipped.rules), silent


def test_a_quotation_forgives_every_rule(shipped: RuleSet) -> None:
    """
    Quoted, the example is suppressed with its reason; unquoted, it is found.
    """
    loud = []
    for rule in shipped.rules:
        if rule.rule.kind != "phrase":
            continue
        quoted = f"Вы пишете: «{rule.rule.tests.bad[0].text}»"
        report = SpeechChecker(RuleSet((rule,))).check(quoted, rewrite=False)
        if report.findings or {one.guard for one in report.suppressed} - {"quoted"}:
            loud.append((rule.id, quoted))

    assert loud == []


def test_every_rule_says_why_and_where_from(shipped: RuleSet) -> None:
    """
    A finding that cannot be explained is not shown.
    """
    assert all(rule.rule.why and rule.rule.source for rule in shipped.rules)


def test_loading_twice_gives_the_same_rules(shipped: RuleSet) -> None:
    """
    Nothing depends on the order of files or sets.
    """
    assert [rule.id for rule in shipped.rules] == [rule.id for rule in load_rules().rules]
