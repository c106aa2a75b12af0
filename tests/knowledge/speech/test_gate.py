"""
A rewording is proposed only when it is clean, keeps every fact, invents none; a second run changes nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from knowledge.speech.checker import SpeechChecker
from knowledge.speech.context import CheckContext
from knowledge.speech.facts import count, facts_of
from knowledge.speech.policy import load_rules
from knowledge.speech.segment import read

if TYPE_CHECKING:
    from .conftest import RuleFileWriter

BODY = """
match: ['@we? не+знать.1per', '"подождите" (#+минута)?']
fix: [FIX]
tests:
  bad:
    - {text: Не знаю., span: Не знаю}
    - {text: Мы не знаем., span: Мы не знаем}
  good:
    - {text: Знаю.}
    - {text: Ждём.}
"""


def _checker(rule_file: RuleFileWriter, fix: str) -> SpeechChecker:
    text = BODY.replace("FIX", fix)
    if "advice" not in fix:
        # The two examples are mended by every fix tried here.
        text = text.replace("span: Не знаю}", "span: Не знаю, fixed: 'Отвечу.'}")
        text = text.replace("span: Мы не знаем}", "span: Мы не знаем, fixed: 'Отвечу.'}")
    return SpeechChecker(load_rules(shipped=[rule_file(text)]))


def test_a_fact_that_would_be_lost_refuses_the_fix(rule_file: RuleFileWriter) -> None:
    """
    «5 минут» is in the underlined words, and no one declared that it may go.
    """
    checker = _checker(rule_file, "{say: Отвечу.}")

    report = checker.check("Подождите 5 минут.")

    assert (report.findings[0].fixes, report.rewrite) == ((), None)


def test_the_next_fix_is_tried_when_the_gate_refuses_one(rule_file: RuleFileWriter) -> None:
    """
    The first wording repeats what is forbidden, the second does not.
    """
    checker = _checker(rule_file, "{say: 'Я не знаю.'}, {say: Отвечу.}")

    assert checker.check("Не знаю.").rewrite.text == "Отвечу."  # type: ignore[union-attr] -- asserted to be there


def test_content_beside_the_match_is_never_lost(rule_file: RuleFileWriter) -> None:
    """
    «ваш адрес» hangs on the verb: a whole-sentence wording would drop it, so there is none.
    """
    checker = _checker(rule_file, "{say: Отвечу.}")

    assert checker.check("Мы не знаем ваш адрес.").rewrite is None


def test_advice_edits_nothing(rule_file: RuleFileWriter) -> None:
    """
    A rule that only advises leaves the text alone.
    """
    report = _checker(rule_file, "{advice: Узнайте и ответьте.}").check("Не знаю.")

    assert [fix.advice for fix in report.findings[0].fixes] == ["Узнайте и ответьте."]
    assert report.rewrite is None


@pytest.mark.parametrize(
    "text",
    [
        "Анна, добрый день! Мы не знаем, где посылка на 1 990 руб.\nЗаказ № 48213, тел. 8 800 555-35-35.",
        "Ничем не можем помочь, пишите на help@shop.example до 12 марта.  Чек: https://shop.example/o?a=1.",
        "Такого у нас никогда не было!!! Цитата: «не знаю». 😊 Скидка 10 %.",
        "— Не знаем мы, почему списали 300 руб. (возврат до 18:00)…",
    ],
)
def test_everything_outside_the_edits_stays(refusals: SpeechChecker, text: str) -> None:
    """
    The rewording is the text with its edits applied, the facts are the same, and nothing is left to mend.
    """
    rewrite = refusals.check(text).rewrite
    assert rewrite is not None

    rebuilt = text
    for edit in sorted(rewrite.edits, key=lambda edit: -edit.start):
        rebuilt = rebuilt[: edit.start] + edit.text + rebuilt[edit.end :]
    again = refusals.check(rewrite.text)

    assert rewrite.text == rebuilt
    assert _hard_facts(text) == _hard_facts(rewrite.text)
    assert again.rewrite is None
    assert [
        finding.rule
        for finding in again.findings
        if finding.severity != "suggestion" and finding.category != "open_slot"
    ] == []


def _hard_facts(text: str) -> object:
    return count(fact for fact in facts_of(read(text)) if fact.kind != "negation")


def test_a_known_term_fills_the_slot_and_an_unknown_one_blocks(refusals: SpeechChecker) -> None:
    """
    The SLA is written in; without it the open slot is an error of its own.
    """
    known = refusals.check("Я не знаю.", CheckContext(sla="до 18:00")).rewrite
    unknown = refusals.check("Я не знаю.").rewrite
    assert known is not None
    assert unknown is not None

    assert known.text == "Уточню этот вопрос и отвечу вам до 18:00."
    assert [slot.ask for slot in unknown.open_slots] == ["укажите срок"]
    assert (
        refusals.check(unknown.text).verdict,
        [finding.rule for finding in refusals.check(unknown.text).findings],
    ) == ("blocked", ["SLOT"])


def test_an_edit_that_breaks_the_sentence_is_refused(rule_file: RuleFileWriter) -> None:
    """
    «Информацию о переносе.» is no sentence, «Перенос завтра.» is one.
    """
    body = """
match: ['доводить.1per до+ваш.gent+сведение.gent']
fix: [delete, {advice: Скажите сразу.}]
tests:
  bad:
    - text: 'Доводим до вашего сведения: перенос завтра.'
      span: Доводим до вашего сведения
      fixed: Перенос завтра.
    - text: 'Доводим до вашего сведения, склад закрыт.'
      span: Доводим до вашего сведения
      fixed: Склад закрыт.
  good:
    - {text: Сведений нет.}
    - {text: Доведём дело до конца.}
"""
    checker = SpeechChecker(load_rules(shipped=[rule_file(body)]))

    report = checker.check("Доводим до вашего сведения информацию о переносе.")

    assert [fix.kind for fix in report.findings[0].fixes] == ["advice"]
    assert report.rewrite is None


def test_the_same_thing_is_asked_for_once(rule_file: RuleFileWriter) -> None:
    """
    Two findings side by side that both ask for a term leave one open slot.
    """
    body = """
match: ['постараться.1per', '"как можно скорее"']
fix: [{say: '{deadline}', scope: span}]
tests:
  bad:
    - {text: Мы постараемся., span: постараемся, fixed: 'Мы [укажите срок].'}
    - {text: Как можно скорее!, span: Как можно скорее, fixed: '[укажите срок]!'}
  good:
    - {text: Старались.}
    - {text: Скорее всего.}
"""
    rewrite = (
        SpeechChecker(load_rules(shipped=[rule_file(body)])).check("Мы постараемся как можно скорее.").rewrite
    )
    assert rewrite is not None

    assert rewrite.text == "Мы [укажите срок]."
