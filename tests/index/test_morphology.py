"""
Forms of one word have one lemma, in Russian and in English, whichever thread asks.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from index.morphology import lemma, lemmas


@pytest.mark.parametrize(
    "forms",
    [
        ("возврат", "возвраты", "возвратом"),
        ("вернем", "вернуть", "вернул"),
        ("еж", "ежа"),
        ("delivery", "deliveries"),
        ("return", "returns", "returned", "returning"),
        ("ship", "shipped", "shipping"),
        ("change", "changes", "changed", "changing"),
        ("box", "boxes"),
    ],
)
def test_forms_of_a_word_have_one_lemma(forms: tuple[str, ...]) -> None:
    """
    Inflection and conjugation do not matter.
    """
    assert {lemma(forms[0])} == {lemma(form) for form in forms}


@pytest.mark.parametrize("word", ["ссылка", "status", "is", "x5", "42", "日本", ""])
def test_what_has_no_other_form_stays(word: str) -> None:
    """
    Numbers, codes, other scripts and short words pass unchanged.
    """
    assert word == lemma(word)


def test_lemmas_come_in_the_order_of_the_words() -> None:
    """
    A text gives its lemmas one after another.
    """
    assert lemmas("Возвраты: ТОВАРОВ!") == ["возврат", "товар"]


def test_threads_that_ask_at_once_get_the_same() -> None:
    """
    The analyser is shared, and loaded once.
    """
    words = ["доставкой", "заказы", "оплаченный", "курьеру"] * 50
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: [lemma.__wrapped__(word) for word in words], range(4)))
    assert [answers[0]] * 4 == answers
