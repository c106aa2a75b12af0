"""
The facts that a rewording must keep are seen for what they are.
"""

from __future__ import annotations

import pytest

from knowledge.speech.facts import facts_of
from knowledge.speech.segment import read


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("Вернём 1 990 руб. до 12 марта.", {("money", "1990"), ("date", "12 март")}),
        ("Приедет в 18:00, заказ № 48213.", {("time", "18:00"), ("id", "48213")}),
        ("Скидка 10 %.", {("number", "10%")}),
        ("Через 2 часа или два дня.", {("number", "2 час"), ("number", "два")}),
        ("Звоните 8 (916) 123-45-67.", {("phone", "89161234567")}),
        ("Чек: https://shop.example/o, a@b.ru.", {("url", "https://shop.example/o"), ("email", "a@b.ru")}),
        ("Анна, Олег Петров ждёт.", {("name", "анна"), ("name", "олег"), ("name", "петров")}),
        ("Не нужно, нет.", {("negation", "не"), ("negation", "нет")}),
        ("Он сказал: «да».", {("quote", "да")}),
        ("Завтра, в среду.", {("date", "завтра"), ("date", "среда")}),
        ("Дата 01.02.2026.", {("date", "01.02.2026")}),
        ("Введите код из СМС.", set()),
        ("Один из заказов.", set()),
    ],
)
def test_a_fact_has_a_kind_and_a_value(text: str, facts: set[tuple[str, str]]) -> None:
    """
    Numbers with units, money, dates, times, ids, phones, addresses, links, names, negations, quotations.
    """
    assert facts == {fact.key for fact in facts_of(read(text))}
