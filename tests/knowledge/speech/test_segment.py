"""
Sentences end where a reader would end them, in chat and in letters.
"""

from __future__ import annotations

import pytest

from knowledge.speech.segment import LONGEST_SENTENCE, read


def _sentences(text: str) -> list[str]:
    return [text[sentence.start : sentence.end] for sentence in read(text).sentences]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Стоит 1 990 руб. за штуку.", 1),
        ("Стоит 1 990 руб. Деньги вернём.", 2),
        ("Это т.е. завтра, и т.д. по списку.", 1),
        ("Пункт на ул. Мира, д. 5, кв. 7.", 1),
        ("Звоните А. Петрову до 18:00.", 1),
        ("не знаю. позвоните завтра", 2),
        ("Да! Нет? Ну...", 3),
        ("Думаю... может, завтра.", 1),
        ("Пишите на a.b@shop.example или www.shop.example. Ответим.", 2),
        ("Первая строка\nвторая строка", 2),
        ("Он сказал: «Не знаю.» Потом ушёл.", 2),
        ("В 2026 г. Москва. Ещё.", 3),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, count: int) -> None:
    """
    Abbreviations, initials and addresses end nothing; lower case after a full stop does not glue sentences.
    """
    assert count == len(_sentences(text))


def test_a_sentence_without_end_is_cut() -> None:
    """
    No sentence is longer than the limit, so that nothing is quadratic in the length of a paste.
    """
    longest = max(len(sentence.tokens) for sentence in read("слово " * 10_000).sentences)

    assert longest == LONGEST_SENTENCE


@pytest.mark.parametrize(
    ("text", "opaque"),
    [
        ("Чек: https://shop.example/o/48213.", ["https://shop.example/o/48213"]),
        ("Пишите на help@shop.example!", ["help@shop.example"]),
        ("Вот {ссылка}, код `не знаю`.", ["{ссылка}", "`не знаю`"]),
        ("Отвечу [укажите срок].", ["[укажите срок]"]),
    ],
)
def test_links_addresses_placeholders_and_code_are_opaque(text: str, opaque: list[str]) -> None:
    """
    What nobody reads as words is one token that no pattern matches.
    """
    tokens = [token for sentence in read(text).sentences for token in sentence.tokens]

    assert opaque == [token.raw for token in tokens if token.kind == "opaque"]
