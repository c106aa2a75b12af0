"""
Folding makes spellings of one word equal, and a token knows where it stood in the text as given.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text import LONGEST_TOKEN, fold, tokens, word_spans


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("ЁЛКА", "елка"),
        ("возвра\u0301т", "возврат"),
        ("и\u0306од", "йод"),
        ("е\u0308ж", "еж"),
        ("до\u00adстав\u200bка", "доставка"),
        ("\uff37\uff49\uff0d\uff26\uff49", "wi-fi"),
        ("ПРИВЕТ, World", "привет, world"),
        ("", ""),
    ],
)
def test_spellings_of_one_word_fold_to_one_form(given_text: str, expected: str) -> None:
    """
    Case, «ё», stress marks, decomposed and invisible characters, full width.
    """
    assert expected == fold(given_text)


def test_tokens_stand_where_they_stood_in_the_original() -> None:
    """
    Spans are code points of the text as given, before folding.
    """
    text = "Оформи\u0301ть воз\u00adврат: интернет-магазин, 8(916)"
    assert [(token.text, text[token.start : token.end]) for token in tokens(text)] == [
        ("оформить", "Оформи\u0301ть"),
        ("возврат", "воз\u00adврат"),
        ("интернет", "интернет"),
        ("магазин", "магазин"),
        ("8", "8"),
        ("916", "916"),
    ]


@given(st.text(st.characters(codec=None), max_size=300))
def test_any_text_gives_ordered_spans_and_short_folded_words(text: str) -> None:
    """
    Spans are in order and within the text, whatever it holds.
    """
    end = 0
    for token in tokens(text):
        assert end <= token.start < token.end <= len(text)
        assert 0 < len(token.text) <= LONGEST_TOKEN
        assert token.text == token.text.lower().replace("ё", "е")
        end = token.end


@given(st.text(max_size=200))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    """
    The folded form is a fixed point.
    """
    assert fold(text) == fold(fold(text))


@pytest.mark.parametrize(
    "text",
    ["\u0316\u0301" * 200_000, "a" + "\u0316\u0301" * 200_000, "ﷺ" * 20_000, "я" * 1_000_000, "\ud800" * 999],
)
def test_hostile_texts_are_folded_and_cut_like_any_other(text: str) -> None:
    """
    Long runs of combining marks, expanding ligatures, a word of a megabyte.
    """
    fold(text)
    assert len(tokens(text)) <= 1


@given(st.text(max_size=200))
def test_folding_a_whole_text_gives_the_tokens_of_its_words(text: str) -> None:
    """
    A lone invisible character makes the text be folded word by word: the tokens are the same.
    """
    assert tokens(text) == tokens(text + " \u200b")


@given(st.text("абвё Ё-.e\u0301\u200b1", max_size=60))
def test_words_are_found_where_the_tokens_are(text: str) -> None:
    """
    Whole words only, and all words with the beginning asked for, in order.
    """
    found = [
        (start, end)
        for word, start, end in tokens(text)
        if word in {"а", "бе", "в1"} or word.startswith("аб")
    ]
    assert found == word_spans(text, {"а", "бе", "в1"}, "аб")
