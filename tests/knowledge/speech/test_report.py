"""
The report says what it found, where, why, and what blocks.
"""

from __future__ import annotations

import json
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from knowledge.speech.checker import SpeechChecker
from knowledge.speech.context import CheckContext
from knowledge.speech.policy import load_rules

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Я не знаю.", "blocked"),
        ("Обещать ничего не могу.", "needs_decision"),
        ("Нет.", "hint"),
        ("Заказ собран.", "clean"),
        ("", "clean"),
        ("Отвечу [укажите срок].", "blocked"),
    ],
)
def test_the_most_severe_finding_makes_the_verdict(refusals: SpeechChecker, text: str, verdict: str) -> None:
    """
    An error blocks, a warning needs a decision, a suggestion is a hint.
    """
    assert verdict == refusals.check(text).verdict


def test_the_report_has_the_fields_of_the_contract(refusals: SpeechChecker) -> None:
    """
    The same JSON for the command line, the API and the desk.
    """
    report = json.loads(refusals.check("Вы пишете: «я не знаю». Я не знаю.").model_dump_json())

    assert {"verdict", "findings", "suppressed", "rewrite"} == report.keys()
    assert {"rule", "category", "severity", "start", "end", "text", "why", "fixes", "by"} == report[
        "findings"
    ][0].keys()
    assert report["suppressed"][0] == {"rule": "RU-IGN-001", "start": 12, "end": 21, "guard": "quoted"}
    assert {"text", "edits", "open_slots"} == report["rewrite"].keys()


def test_of_overlapping_findings_of_a_category_one_is_left(refusals: SpeechChecker) -> None:
    """
    No two findings of one category share a character.
    """
    findings = refusals.check("Ничего не могу обещать, не знаю я, не могу вам ничем помочь.").findings

    assert findings
    assert all(first.end <= second.start for first, second in pairwise(findings))


def _pair(tmp_path: Path, first: tuple[str, str, str], second: tuple[str, str, str]) -> SpeechChecker:
    """
    A checker of two rules in two categories, each given by severity, pattern and what it underlines.
    """
    paths = []
    for letters, (severity, pattern, span) in (("AAA", first), ("BBB", second)):
        paths.append(tmp_path / f"{letters}.yaml")
        paths[-1].write_text(
            f"category: kind_{letters.lower()}\nlang: ru\nrules:\n"
            f"  - id: RU-{letters}-001\n    severity: {severity}\n    why: Проба.\n    source: [проба]\n"
            f"    match: ['{pattern}']\n    fix: [{{advice: Иначе.}}]\n    tests:\n      bad:\n"
            f"        - {{text: 'Подождите же, сию минуточку.', span: '{span}'}}\n"
            f"        - {{text: 'Подождите же, сию минуточку!', span: '{span}'}}\n"
            f"      good: [{{text: Ждём.}}, {{text: Час.}}]\n",
            encoding="utf-8",
        )
    return SpeechChecker(load_rules(shipped=paths))


@pytest.mark.parametrize("severities", [("warning", "warning"), ("error", "warning"), ("warning", "error")])
def test_a_longer_match_that_spells_a_word_out_replaces_the_rule_about_the_word(
    tmp_path: Path, severities: tuple[str, str]
) -> None:
    """
    Whatever their severities; what it replaced is among the suppressed.
    """
    checker = _pair(
        tmp_path,
        (severities[0], '"сию" минуточка', "сию минуточку"),
        (severities[1], "минуточка", "минуточку"),
    )

    report = checker.check("Подождите же, сию минуточку.")

    assert [finding.rule for finding in report.findings] == ["RU-AAA-001"]
    assert [(one.rule, one.guard) for one in report.suppressed] == [("RU-BBB-001", "overlap:RU-AAA-001")]


@pytest.mark.parametrize(
    ("pattern", "span"),
    [
        ('"сию" минуточка', "сию минуточку"),
        ('"же"', "же"),
    ],
)
def test_different_mistakes_on_the_same_words_are_all_shown(tmp_path: Path, pattern: str, span: str) -> None:
    """
    A grave order hides neither the vague promise inside it nor a word that it only passes over.
    """
    checker = _pair(
        tmp_path,
        ("error", "подождать.imp ~3 минуточка", "Подождите же, сию минуточку"),
        ("suggestion", pattern, span),
    )

    report = checker.check("Подождите же, сию минуточку.")

    assert [finding.rule for finding in report.findings] == ["RU-AAA-001", "RU-BBB-001"]


def test_the_clients_own_words_are_not_the_operators(refusals: SpeechChecker) -> None:
    """
    A sentence that repeats the client's message word for word is suppressed.
    """
    context = CheckContext(customer_texts=("Здравствуйте! Я не знаю номер заказа.",))
    text = "Я не знаю номер заказа. Спасибо."

    assert refusals.check(text).verdict == "blocked"
    assert [one.guard for one in refusals.check(text, context).suppressed] == ["customer_words"]


@pytest.mark.parametrize("typo", ["перезвоним вам, не знаеем", "мы не зняем", "мы не занем"])
def test_a_misspelt_word_is_taken_for_the_one_it_is_near(refusals: SpeechChecker, typo: str) -> None:
    """
    One letter more, wrong, or two swapped, in a word that no dictionary knows.
    """
    assert [finding.rule for finding in refusals.check(f"Извините, {typo}.").findings] == ["RU-IGN-001"]


def test_a_word_that_the_dictionary_knows_is_never_repaired(refusals: SpeechChecker) -> None:
    """
    «Знамя» is one letter from a form of «знать», and a word of its own.
    """
    assert refusals.check("У нас не знамя, а флаг.").verdict == "clean"
