"""
Words find documents whatever their form; parts of words find them despite typing errors; masks hold.
"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.documents import Document
from index.lexical import LexicalIndex
from index.words import count_words

DOCUMENTS = [
    Document("return", "Как вернуть товар?", ("оформить возврат товара",), "Возврат оформляют за 14 дней."),
    Document("delivery", "Сколько стоит доставка?", (), "Курьер привезёт за 300 рублей."),
    Document("payment", "Как оплатить заказ?", (), "Картой, наличными курьеру, по счёту."),
    Document("empty", "", (), ""),
]
INDEX = LexicalIndex(count_words(DOCUMENTS))
ALL = np.ones(len(DOCUMENTS), np.bool_)


def best(scores: np.ndarray) -> str | None:
    """
    Name the document with the largest score, if any has one.
    """
    return DOCUMENTS[int(scores.argmax())].id if scores.any() else None


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("возвраты товаров", "return"),
        ("ДОСТАВКУ", "delivery"),
        ("оплаты заказов", "payment"),
        ("привет", None),
    ],
)
def test_other_forms_of_the_words_find_the_title(question: str, expected: str | None) -> None:
    """
    BM25 works on lemmas, so inflection does not matter.
    """
    assert expected == best(INDEX.scores(question, ALL).bm25_title)


def test_the_body_is_searched_as_well_as_the_title() -> None:
    """
    A word that stands in the body only is found by the full text, not by the title.
    """
    scores = INDEX.scores("сколько рублей берёт курьер", ALL)
    assert best(scores.bm25) == "delivery"
    assert best(INDEX.scores("наличными", ALL).bm25) == "payment"
    assert best(INDEX.scores("наличными", ALL).bm25_title) is None


@pytest.mark.parametrize(
    ("question", "expected"), [("доствка", "delivery"), ("возрат", "return"), ("аплатить", "payment")]
)
def test_a_misspelt_word_is_found_by_its_parts(question: str, expected: str) -> None:
    """
    Character n-grams survive a letter that is missing or wrong.
    """
    assert expected == best(INDEX.scores(question, ALL).ngrams)


@pytest.mark.parametrize("typed", ["возвр", "как возвр", "возврат"])
def test_an_unfinished_word_finds_what_it_may_become(typed: str) -> None:
    """
    While the operator types, the last word stands for all words that begin so.
    """
    assert best(INDEX.scores(typed, ALL, unfinished=True).bm25_title) == "return"


def test_a_finished_word_is_not_completed() -> None:
    """
    A space after the word, or a question that was sent, ends the completion.
    """
    assert not INDEX.scores("возвр", ALL).bm25.any()
    assert not INDEX.scores("возвр ", ALL, unfinished=True).bm25.any()


@given(
    st.lists(st.booleans(), min_size=len(DOCUMENTS), max_size=len(DOCUMENTS)),
    st.sampled_from(["как вернуть", "курьер за", "доствка", "возвр", "з"]),
    st.booleans(),
)
def test_what_is_not_allowed_scores_nothing(flags: list[bool], question: str, unfinished: bool) -> None:
    """
    No retriever gives a forbidden document anything, and the others score as without a mask.
    """
    allowed = np.array(flags)
    masked = INDEX.scores(question, allowed, unfinished=unfinished)
    full = INDEX.scores(question, ALL, unfinished=unfinished)
    for name in ("bm25_title", "bm25", "ngrams"):
        np.testing.assert_array_equal(np.where(allowed, getattr(full, name), 0), getattr(masked, name))


@given(st.text(st.characters(codec=None), max_size=200), st.booleans())
def test_any_text_gives_finite_scores(text: str, unfinished: bool) -> None:
    """
    Whatever is typed, scores are numbers, and cosines stay below one.
    """
    scores = INDEX.scores(text, ALL, unfinished=unfinished)
    for values in (scores.bm25_title, scores.bm25, scores.ngrams):
        assert np.isfinite(values).all()
        assert (values >= 0).all()
    assert scores.ngrams.max() <= 1.0001


@pytest.mark.parametrize("documents", [[], [Document("a", "", (), "")]], ids=["none", "empty"])
def test_nothing_to_find_is_no_error(documents: list[Document]) -> None:
    """
    An index of nothing, or of documents without words, answers with zeros.
    """
    index = LexicalIndex(count_words(documents))
    scores = index.scores("возврат", np.ones(len(documents), np.bool_), unfinished=True)
    assert [0.0] * len(documents) == scores.bm25.tolist()


def test_forms_of_a_lemma_are_the_words_of_the_documents() -> None:
    """
    All words that the documents have of a lemma, and none of a lemma they do not have.
    """
    assert INDEX.forms(["возврат", "товар", "нету"]) == {"возврат", "товар", "товара"}
    assert INDEX.forms([]) == frozenset()
