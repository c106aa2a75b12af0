"""
What an answer holds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from knowledge.models import Kind

from .conftest import sourced

if TYPE_CHECKING:
    from collections.abc import Callable

RETURN = sourced(
    id="return-how",
    title="Как вернуть товар?",
    body="Оформите **возврат** в течение 14 дней.",
    speakable="Вернуть товар можно за четырнадцать дней.",
    variants=["хочу сдать обратно"],
    ask_first=[{"slot": "order", "question": "Какой номер заказа?"}],
)
DELIVERY = sourced(id="delivery", title="Сколько стоит доставка?", body="Доставка стоит 299 ₽.")


def test_right_entry_answers(base_of: Callable[..., Any], ask: Callable[..., Any]):
    """
    A question in the entry's own words is answered with it, with text, source, rung and leading questions.
    """
    found = ask(base_of(RETURN, DELIVERY), "хочу сдать обратно")

    assert found.answered
    assert found.kb_version == 7
    assert found.rung is Kind.SCRIPT
    assert found.answer is not None
    assert found.answer.entry == "return-how"
    assert found.answer.source == "kb.yaml:3:1"
    assert found.answer.speakable == "Вернуть товар можно за четырнадцать дней."
    assert [item.question for item in found.ask_first] == ["Какой номер заказа?"]
    assert found.words_only


def test_unknown_words_are_not_answered(base_of: Callable[..., Any], ask: Callable[..., Any]):
    """
    A question that shares nothing with the base gets an honest «no answer».
    """
    found = ask(base_of(RETURN, DELIVERY), "xyzzy")

    assert not found.answered
    assert found.answer is None
    assert found.confidence == 0
    assert found.candidates == ()


@pytest.mark.parametrize(
    "question", ["", " ", "?!", "\u200b" * 4096, "я" * 100_000, "\ud800", "\0", "﷽" * 500]
)
def test_hostile_questions_are_answered_calmly(
    question: str, base_of: Callable[..., Any], ask: Callable[..., Any]
):
    """
    No text makes answering fail.
    """
    assert not ask(base_of(RETURN, DELIVERY), question).answered


def test_marks_are_the_questions_words(base_of: Callable[..., Any], ask: Callable[..., Any]):
    """
    The excerpt marks the question's words in whatever form they stand in the text.
    """
    (candidate, *_) = ask(base_of(RETURN, DELIVERY), "возвраты").candidates

    marked = [candidate.excerpt.text[start:end] for start, end in candidate.excerpt.marks]
    assert marked == ["возврат"]


def test_typing_finds_by_the_beginning_of_a_word(base_of: Callable[..., Any], ask: Callable[..., Any]):
    """
    While a question is being typed, its last word may be unfinished.
    """
    base = base_of(RETURN, DELIVERY)

    assert [item.entry for item in ask(base, "доста", typing=True).candidates][:1] == ["delivery"]


def test_candidates_are_in_order_of_rank(base_of: Callable[..., Any], ask: Callable[..., Any]):
    """
    No more candidates than asked for, each a probability, the best first.
    """
    entries = [sourced(id=f"e{n}", title=f"Доставка заказа {'срок ' * n}") for n in range(10)]

    found = ask(base_of(*entries), "доставка заказа", top=4).candidates

    assert len(found) == 4
    chances = [candidate.confidence for candidate in found]
    assert all(0 <= chance <= 1 for chance in chances)
    assert chances[0] == max(chances)
