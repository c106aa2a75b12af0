"""
A language model's replacements pass the gate of every rewording, or are ignored.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from knowledge.speech.checker import SpeechChecker
from knowledge.speech.context import CheckContext
from knowledge.speech.propose import reword, task_for
from knowledge.speech.propose_form import messages_for, replacements_in

if TYPE_CHECKING:
    from knowledge.speech.policy import RuleSet
    from knowledge.speech.propose import Task

DRAFT = "Анна, заказ 48213 уже отправлен. К сожалению, я этого не знаю. Курьер позвонит на +7 915 123-45-67."
CONTEXT = CheckContext(client_name="Анна")


@pytest.fixture(scope="module")
def checker(shipped: RuleSet) -> SpeechChecker:
    """
    The checker with the shipped rules.
    """
    return SpeechChecker(shipped)


@pytest.fixture
def task(checker: SpeechChecker) -> Task:
    """
    What a model is asked about `DRAFT`.
    """
    task = task_for(checker.mending(DRAFT, CONTEXT), CONTEXT)
    assert task is not None
    return task


def test_personal_data_stays_in_the_house(task: Task):
    """
    The model is told neither the name, nor the order, nor the phone.
    """
    sent = json.dumps(messages_for(task), ensure_ascii=False)

    assert [secret for secret in ("Анна", "48213", "915", "123-45-67") if secret in sent] == []
    assert "К сожалению" in sent


@pytest.mark.parametrize(
    "text",
    [
        "Напишите Анне на anna@shop.example, я этого не знаю.",
        "Номер «4821 3377» я не знаю.",
        "Аккаунт @anna_iv я не знаю.",
    ],
)
def test_personal_data_inside_other_text_is_hidden_too(checker: SpeechChecker, text: str):
    """
    Inflected names, addresses, numbers inside quotations.
    """
    task = task_for(checker.mending(text, CONTEXT), CONTEXT)
    assert task is not None
    sent = messages_for(task)[1]["content"]

    assert [secret for secret in ("Анне", "anna", "4821", "3377") if secret in sent] == []


def test_a_good_replacement_is_taken(checker: SpeechChecker, task: Task):
    """
    It stands in the place of the span, and nothing else of the draft changes.
    """
    rewrite = reword(task, {1: "уточню этот вопрос у коллег"})

    assert rewrite is not None
    assert rewrite.text == (
        "Анна, заказ 48213 уже отправлен. Уточню этот вопрос у коллег. Курьер позвонит на +7 915 123-45-67."
    )
    assert checker.check(rewrite.text, CONTEXT).verdict == "clean"


@pytest.mark.parametrize(
    "text",
    [
        "Уточню это до 18:00",  # a term that nobody knows
        "Уточню и верну вам 500 рублей",
        "Уточню у Ирины",
        "Уточню на site.example/help",
        "Уточню, ничего не отменяя",  # a negation that was not there
        "Я это точно знаю",  # a denial turned round
        "Понятия не имею",  # another stop-phrase
        "",
        "   ",
        "Уточню <b>это</b>",
        "Уточню\nи отвечу",
        "Уточню ⟨9⟩",
        "Уточню [сделайте что-нибудь]",
        "I will find out",
        "I'm sorry, but I cannot help with that.",
        "Уточню " + "очень " * 60 + "скоро",
        "Уточню 確認",
    ],
)
def test_anything_doubtful_is_ignored(task: Task, text: str):
    """
    Invented facts, lost denials, stop-phrases, markup, foreign words, refusals, essays.
    """
    assert reword(task, {1: text}) is None


@pytest.mark.parametrize(
    ("draft", "text"),
    [
        ("Мы не можем вернуть деньги за доставку.", "вернём"),
        ("Мы не можем вернуть деньги за доставку.", "готовы вернуть"),
        ("Я не знаю, где ваш заказ.", "Я знаю"),
    ],
)
def test_a_denial_never_becomes_a_promise(checker: SpeechChecker, draft: str, text: str):
    """
    What was denied is not affirmed, although the rule itself names the «не».
    """
    task = task_for(checker.mending(draft), CheckContext())
    assert task is not None

    assert reword(task, dict.fromkeys(range(1, 13), text)) is None


def test_spans_that_were_not_asked_for_are_ignored(task: Task):
    """
    A number without a span changes nothing.
    """
    assert reword(task, {2: "Уточню", 0: "Уточню", -1: "Уточню"}) is None


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ('{"replacements": [{"span": 1, "text": "Уточню"}]}', {1: "Уточню"}),
        ('```json\n{"replacements": [{"span": 1, "text": "Уточню"}]}\n```', {1: "Уточню"}),
        ('{"replacements": [], "draft": "Всё иначе"}', {}),
        ('{"replacements": [{"span": "one", "text": "Уточню"}]}', {}),
        ('{"replacements": "Уточню"}', {}),
        ("Извините, я не могу с этим помочь.", {}),
        ("<html><body>502</body></html>", {}),
        ("", {}),
        ("[" * 10_000, {}),
        ('{"replacements": [{"span": 1, "text": "' + "а" * 20_000 + '"}]}', {}),
    ],
)
def test_only_the_json_asked_for_counts(reply: str, expected: dict[int, str]):
    """
    Whatever else a model says is no replacement.
    """
    assert replacements_in(reply) == expected


def test_a_draft_with_our_own_marks_is_not_sent(checker: SpeechChecker):
    """
    Whoever writes placeholders himself could make one stand for another's data.
    """
    assert task_for(checker.mending("⟨1⟩ Я этого не знаю."), CheckContext()) is None


def test_a_clean_draft_asks_nothing(checker: SpeechChecker):
    """
    Without a finding there is no task.
    """
    assert task_for(checker.mending("Заказ привезут завтра с 10 до 14."), CheckContext()) is None
