"""
What a fix writes stands in the form that its place asks for, and so do the words beside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from knowledge.speech.agreement import inflect_phrase, swap
from knowledge.speech.edits import lower_first
from knowledge.speech.morphology import readings
from knowledge.speech.segment import read

if TYPE_CHECKING:
    from knowledge.speech.checker import SpeechChecker


def _swapped(text: str, at: int, replacement: str) -> str | None:
    tokens = read(text).sentences[0].tokens
    changes = swap(tokens, at, tokens[at].form, replacement)
    if changes is None:
        return None
    words = dict(changes)
    return " ".join(words.get(position, token.raw) for position, token in enumerate(tokens))


@pytest.mark.parametrize(
    ("text", "at", "replacement", "expected"),
    [
        ("Вернулась вся денежка", 2, "деньги", "Вернулись все деньги"),
        ("Вернулась денежка , ждите", 1, "деньги", "Вернулись деньги , ждите"),
        ("мы сбросим ссылку", 1, "прислать", "мы пришлём ссылку"),
        ("мы сбрасываем ссылку", 1, "прислать", "мы пришлём ссылку"),
        ("она скинула чек", 1, "прислать", "она прислала чек"),
        ("скиньте чек", 0, "прислать", "пришлите чек"),
        ("это клёвого цвета", 1, "хороший", "это хорошего цвета"),
        ("вижу клёвый цвет", 1, "хороший", "вижу хороший цвет"),
        ("ага , понял", 0, "да", "да , понял"),
        ("фиг знает", 0, "уточню", "уточню знает"),
    ],
)
def test_a_dictionary_form_takes_the_form_of_what_it_replaces(
    text: str, at: int, replacement: str, expected: str
) -> None:
    """
    Nouns, verbs and adjectives are inflected, the predicate on either side agrees, the rest is as written.
    """
    assert expected == _swapped(text, at, replacement)


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("вам", "вас"),
        ("этому клиенту", "этого клиента"),
        ("всем клиентам", "всех клиентов"),
        ("нашей бухгалтерии", "нашу бухгалтерию"),
        ("отделу доставки", "отдел доставки"),
        ("Анне", "Анну"),
        ("вашему менеджеру Анне", "вашего менеджера Анну"),
    ],
)
def test_a_captured_dative_becomes_an_accusative(phrase: str, expected: str) -> None:
    """
    A client is a person rather than a program, a name beside a noun goes with it.
    """
    tokens = read(phrase).sentences[0].tokens

    assert expected == inflect_phrase(tokens, frozenset(("accs",)), phrase, frozenset(("datv",)))


@pytest.mark.parametrize(("word", "lemma"), [("другой", "другой"), ("обед", "обед")])
def test_a_word_may_be_its_own_dictionary_form(word: str, lemma: str) -> None:
    """
    «Другой» is a nominative, however often the corpus has it in the genitive.
    """
    assert any(lemma == reading.lemma and "nomn" in reading.grammemes for reading in readings(word))


def test_a_rare_word_is_not_read_into_a_common_one() -> None:
    """
    «Стали» is a verb, not steel.
    """
    assert {"стать"} == {reading.lemma for reading in readings("стали")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Мы здесь", "мы здесь"), ("I see", "I see"), ("СМС придёт", "СМС придёт"), ("", "")],
)
def test_a_small_letter_is_not_forced_on_abbreviations(text: str, expected: str) -> None:
    """
    The English «I» is one, too.
    """
    assert expected == lower_first(text)


@pytest.mark.parametrize(
    ("text", "reworded"),
    [
        ("Алло, слушаю вас.", "Здравствуйте."),
        ("На вашем месте взял бы размер M.", "Можно взять размер M."),
        ("Боюсь, вам это будет дорого.", None),
    ],
)
def test_what_hung_on_a_replaced_verb_goes_with_it(
    checker: SpeechChecker, text: str, reworded: str | None
) -> None:
    """
    Neither «здравствуйте вас» nor «можно взять бы» is left, nor «боюсь» as a sentence of its own.
    """
    rewrite = checker.check(text).rewrite
    assert rewrite is not None

    assert reworded == rewrite.text if reworded else not rewrite.text.startswith("Боюсь.")
