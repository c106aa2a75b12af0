"""
A company switches off, re-grades, extends and adds rules without touching the shipped files.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from knowledge.speech.checker import SpeechChecker
from knowledge.speech.errors import RuleFileError
from knowledge.speech.policy import load_rules

from .conftest import RULES

if TYPE_CHECKING:
    from pathlib import Path

REFUSALS = RULES / "ru" / "ignorance_refusal.yaml"
NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)


def _checker(folder: Path, policy: str) -> SpeechChecker:
    (folder / "policy.yaml").write_text(policy, encoding="utf-8")
    return SpeechChecker(load_rules(folder, shipped=[REFUSALS]), clock=lambda: NOW)


def _seen(checker: SpeechChecker, text: str) -> list[tuple[str, str]]:
    return [(finding.rule, finding.severity.value) for finding in checker.check(text).findings]


def test_a_rule_is_switched_off(tmp_path: Path) -> None:
    """
    Its phrase is then clean.
    """
    assert _seen(_checker(tmp_path, "rules:\n  RU-IGN-001: {off: true}\n"), "Я не знаю.") == []


def test_a_rule_is_re_graded(tmp_path: Path) -> None:
    """
    The finding has the company's severity.
    """
    checker = _checker(tmp_path, "rules:\n  RU-IGN-001: {severity: suggestion}\n")

    assert _seen(checker, "Я не знаю.") == [("RU-IGN-001", "suggestion")]


def test_a_category_is_re_graded_but_for_a_rule_with_a_grade_of_its_own(tmp_path: Path) -> None:
    """
    What is said of a rule goes before what is said of its category.
    """
    checker = _checker(
        tmp_path,
        "categories:\n  ignorance_refusal: {off: true}\nrules:\n  RU-IGN-003: {severity: warning}\n",
    )

    assert _seen(checker, "Я не знаю.") == []
    assert _seen(checker, "Понятия не имею.") == [("RU-IGN-003", "warning")]


def test_a_rule_is_extended_and_its_addition_is_tested(tmp_path: Path) -> None:
    """
    A pattern of the company's own is found under the shipped id.
    """
    policy = (
        "rules:\n  RU-IGN-003:\n    match+: ['\"хоть убейте\"']\n"
        "    tests+:\n      bad: [{text: Хоть убейте., span: Хоть убейте}]\n"
    )

    assert _seen(_checker(tmp_path, policy), "Хоть убейте, где он.") == [("RU-IGN-003", "error")]


@pytest.mark.parametrize(
    ("policy", "place", "words"),
    [
        ("rules:\n  RU-IGN-999: {off: true}\n", "2:", "нет правила"),
        ("categories:\n  nothing_here: {off: true}\n", "2:", "нет категории"),
        ("rules:\n  RU-IGN-003: {match+: ['@no']}\n", "2:26", "нет такого списка"),
        ("rules:\n  RU-IGN-003: {unless+: [question]}\n", "2:26", "нет примера good"),
        (
            "rules:\n  RU-IGN-003:\n    tests+:\n      bad: [{text: Всё знаю., span: знаю}]\n",
            "4:13",
            "ровно одна находка",
        ),
        ("rule: {}\n", "1:", "нет такого поля"),
    ],
)
def test_a_mistake_in_the_policy_has_its_address(tmp_path: Path, policy: str, place: str, words: str) -> None:
    """
    The file is the company's, the place is in it.
    """
    with pytest.raises(RuleFileError) as caught:
        _checker(tmp_path, policy)

    assert any(
        f"policy.yaml:{place}" in str(mistake) and words in mistake.message
        for mistake in caught.value.mistakes
    ), caught.value.mistakes


def test_brands_and_allowed_phrases_are_left_alone(tmp_path: Path) -> None:
    """
    A permission holds until its day, and for its rule only; each leaves its reason.
    """
    policy = (
        "brands: ['Понятия не имею']\n"
        "allow:\n"
        "  - {phrase: я не знаю, owner: Ирина, until: 2026-11-22}\n"
        "  - {phrase: ничем не можем помочь, owner: Ирина, until: 2026-11-21}\n"
        "  - {phrase: не в курсе, owner: Ирина, rule: RU-IGN-001}\n"
    )
    checker = _checker(tmp_path, policy)
    texts = ("Понятия не имею!", "Я не знаю.", "Ничем не можем помочь.", "Мы не в курсе.")

    guards = [[one.guard for one in checker.check(text).suppressed] for text in texts]

    assert guards == [["brand"], ["allowed"], [], []]


def test_a_company_adds_files_of_its_own(tmp_path: Path) -> None:
    """
    Its rules run beside the shipped ones, and may not take their ids.
    """
    text = REFUSALS.read_text(encoding="utf-8")
    own = tmp_path / "own.yaml"
    own.write_text(
        text.replace("RU-IGN-", "RU-OWN-").replace("category: ignorance_refusal", "category: own_rules")
    )

    assert {"ignorance_refusal", "own_rules"} == {
        rule.category for rule in load_rules(tmp_path, [REFUSALS]).rules
    }
    own.write_text(text, encoding="utf-8")
    with pytest.raises(RuleFileError, match="уже есть среди поставляемых"):
        load_rules(tmp_path, [REFUSALS])
