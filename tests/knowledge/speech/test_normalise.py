"""
A text is read as the eye sees it, and every offset leads back to the text as it was given.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from knowledge.speech.normalise import normalise

if TYPE_CHECKING:
    from knowledge.speech.checker import SpeechChecker


@pytest.mark.parametrize(
    ("source", "seen"),
    [
        ("Я не зна\u0301ю", "Я не знаю"),
        ("мои\u0306 е\u0308ж", "мой ёж"),
        ("не\u00a0знаю", "не знаю"),
        ("зна\u200bю\ufeff", "знаю"),
        ("зна\u00adю", "знаю"),
        ("don’t", "don't"),
        ("а\u2028б", "а\nб"),
    ],
)
def test_marks_spaces_and_invisible_characters_are_seen_through(source: str, seen: str) -> None:
    """
    Stress marks and characters without width go, spaces become plain, letters are composed.
    """
    assert seen == normalise(source).text


def test_a_span_leads_back_to_the_source() -> None:
    """
    The span of a word covers its combining marks, and what stands inside it.
    """
    source = "Я\u00a0не зна\u0301\u200bю\u0301."
    normal = normalise(source)
    begin = normal.text.index("знаю")

    start, end = normal.span(begin, begin + 4)

    assert source[start:end] == "зна\u0301\u200bю\u0301"


@pytest.mark.parametrize(
    "written",
    [
        "я не знаю",
        "Я НЕ ЗНАЮ",
        "Я не зна\u0301ю",
        "я\u00a0не\u202fзнаю",
        "я не з\u200bн\u200bаю",
        "я нe знаю",
        "я не знааааю",
        "я не з н а ю",
        "я н е з н а ю",
        "я не-знаю",
        "я незнаю",
        "н.е з.н.а.ю",
        "Heт, я не знаю",
    ],
)
def test_disguised_words_are_found_where_they_stand(refusals: SpeechChecker, written: str) -> None:
    """
    Whatever the letters are dressed in, the finding covers them in the text as given.
    """
    text = f"Добрый день! {written}."

    findings = refusals.check(text).findings

    assert [finding.rule for finding in findings] == ["RU-IGN-001"]
    assert text[findings[0].start : findings[0].end] == findings[0].text
    assert findings[0].text.lower().endswith("ю")


@pytest.mark.parametrize("text", ["Размеры: а б в г д е.", "Выберите: и с я.", "Кабель USB C 2 м, A B C D."])
def test_single_letters_that_spell_nothing_stay_apart(refusals: SpeechChecker, text: str) -> None:
    """
    A list of letters is not glued into words.
    """
    assert refusals.check(text).verdict == "clean"
