"""
The excerpt shows the place that matches.
"""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from faq.excerpt import EXCERPT_LENGTH, excerpt, question_lemmas, unfinished_word

LONG = "Начало текста. " * 60 + "Здесь говорится про возврат денег на карту. " + "Конец текста. " * 60


def test_window_is_where_the_words_are():
    """
    From a long text the piece with the question's words is cut, with ellipses where it was cut.
    """
    found = excerpt(LONG, frozenset({"возврат", "денег"}))

    assert "возврат денег" in found.text
    assert found.text.startswith("…")
    assert found.text.endswith("…")
    assert [found.text[start:end] for start, end in found.marks] == ["возврат", "денег"]


def test_no_match_shows_the_beginning():
    """
    Without a matching word the excerpt is the beginning of the text.
    """
    found = excerpt(LONG, frozenset({"xyz"}))

    assert found.text.startswith("Начало текста.")
    assert found.marks == ()


@given(st.text(max_size=2000), st.text(max_size=100))
def test_any_text(text: str, question: str):
    """
    For any text the excerpt is short, and its marks lie within it.
    """
    found = excerpt(text, question_lemmas(question), unfinished_word(question))

    assert len(found.text) <= EXCERPT_LENGTH + 100
    assert all(0 <= start < end <= len(found.text) for start, end in found.marks)


def test_function_words_do_not_count():
    """
    Words that every text is full of are left out; the ones that matter stay, as lemmas.
    """
    assert question_lemmas("а можно ли вернуть и как") == {"вернуть"}
