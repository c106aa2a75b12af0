"""
Any text becomes a finite vector of length 1 that depends on nothing but the text.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.encoder import PASSAGE_TOKENS, QUERY_TOKENS

if TYPE_CHECKING:
    from index.encoder import OnnxEncoder

HOSTILE = [
    "",
    " ",
    "\0",
    "до\0ставка",
    "\ud800",
    "\udfff" * 40,
    "ﷺ" * 1000,
    "\u200b" * 4096,
    "я" * 1_000_000,
    "a b " * 250_000,
    "\u0301" * 5000,
    "😀" * 5000,
    "<s></s><mask><pad>",
    "query: passage: ",
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_gives_a_vector_like_any_other(encoder: OnnxEncoder, text: str) -> None:
    """
    Lone surrogates, NUL, characters that expand eighteenfold, a megabyte: all come out finite and in bounds.
    """
    query, passage = encoder.encode_query(text), encoder.encode_passage_tokens([text])[0]
    for encoding, longest in ((query, QUERY_TOKENS), (passage, PASSAGE_TOKENS)):
        assert (encoder.dimension,) == encoding.vector.shape
        assert np.float32 == encoding.vector.dtype
        assert pytest.approx(1.0, abs=1e-4) == float(np.linalg.norm(encoding.vector))
        assert len(encoding.tokens) < longest
        assert np.isfinite(encoding.tokens).all()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(codec=None), max_size=400))
def test_no_text_at_all_breaks_it(encoder: OnnxEncoder, text: str) -> None:
    """
    Hypothesis looks for a text that gives something other than unit vectors.
    """
    encoding = encoder.encode_query(text)
    assert pytest.approx(1.0, abs=1e-4) == float(np.linalg.norm(encoding.vector))
    np.testing.assert_allclose(np.linalg.norm(encoding.tokens, axis=1), 1.0, atol=1e-4)


def test_nothing_gives_no_rows_of_the_right_width(encoder: OnnxEncoder) -> None:
    """
    An empty list has the width that FAISS expects.
    """
    assert (0, encoder.dimension) == encoder.encode_passages([]).shape
    assert (0, encoder.dimension) == encoder.encode_queries([]).shape


def test_neighbours_do_not_change_a_vector(encoder: OnnxEncoder) -> None:
    """
    Encoded together or alone, a text has the same vector to the bit; the cache relies on it.
    """
    texts = ["Как вернуть товар?", "Доставка " * 80, "да"]
    alone = np.concatenate([encoder.encode_passages([text]) for text in texts])
    np.testing.assert_array_equal(alone, encoder.encode_passages(texts))


def test_threads_that_encode_at_once_get_the_same(encoder: OnnxEncoder) -> None:
    """
    The encoder is shared by all threads of a server.
    """
    texts = ["Как вернуть товар?", "Сколько стоит доставка в Казань?"] * 4
    expected = encoder.encode_queries(texts)
    with ThreadPoolExecutor(4) as pool:
        for answer in pool.map(encoder.encode_queries, [texts] * 4):
            np.testing.assert_array_equal(expected, answer)


def test_paraphrases_are_nearer_than_other_questions(encoder: OnnxEncoder) -> None:
    """
    The weights are real ones: meaning counts.
    """
    question = encoder.encode_queries(["хочу отдать назад телефон, не подошёл"])[0]
    passages = encoder.encode_passages(["Как вернуть товар?", "Часы работы магазина", "Способы оплаты"])
    assert int(np.argmax(passages @ question)) == 0


def test_tokens_of_a_text_are_its_own_words_only(encoder: OnnxEncoder) -> None:
    """
    Prompt and special tokens are left out, the first word is not.
    """
    assert (0, encoder.dimension) == encoder.encode_query("").tokens.shape
    assert len(encoder.encode_query("да").tokens) == 1


def test_progress_is_told_of_every_passage(encoder: OnnxEncoder) -> None:
    """
    A long publish shows how far it is.
    """
    told: list[tuple[str, int, int]] = []
    encoder.encode_passages(["да", "нет"], lambda *step: told.append(step))
    assert told == [("encode", 1, 2), ("encode", 2, 2)]
