"""
Vector search finds what a plain product finds, only among the rows that are allowed, exact or by graph.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from index.errors import VectorMismatch
from index.vectors import NARROW, VectorIndex

ROWS, WIDTH = 400, 24


def unit_rows(count: int, seed: int = 7) -> np.ndarray:
    """
    Make random rows of length 1.
    """
    rows = np.random.default_rng(seed).normal(size=(count, WIDTH)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def test_exact_search_is_the_product_sorted() -> None:
    """
    Rows come best first, with their cosines.
    """
    rows, question = unit_rows(ROWS), unit_rows(1, seed=8)[0]
    found, scores = VectorIndex(rows).search(question, None, 10)

    assert np.argsort(-(rows @ question))[:10].tolist() == found.tolist()
    np.testing.assert_allclose(scores, (rows @ question)[found], rtol=1e-5)


@pytest.mark.parametrize("exact_up_to", [ROWS, 0], ids=["exact", "graph"])
@pytest.mark.parametrize("share", [0.0, 0.02, 0.5, 1.0])
def test_only_allowed_rows_are_found_and_as_many_as_there_are(exact_up_to: int, share: float) -> None:
    """
    The mask acts inside the search: fewer rows come back only when fewer are allowed.
    """
    rows = unit_rows(ROWS)
    allowed = np.random.default_rng(1).random(ROWS) < share
    found, _scores = VectorIndex(rows, exact_up_to=exact_up_to).search(rows[0], allowed, 20)

    assert min(20, int(allowed.sum())) == len(found)
    assert allowed[found].all()


def test_a_graph_finds_nearly_all_that_exact_search_finds_even_under_a_mask() -> None:
    """
    Above the size for exact search the graph keeps recall, with and without forbidden rows.
    """
    rows, questions = unit_rows(2 * NARROW + 2), unit_rows(20, seed=9)
    exact, graph = VectorIndex(rows), VectorIndex(rows, exact_up_to=0)
    for allowed in (None, np.arange(len(rows)) % 2 == 0):
        common = sum(
            len({*exact.search(one, allowed, 10)[0]} & {*graph.search(one, allowed, 10)[0]})
            for one in questions
        )
        assert common >= 0.9 * 10 * len(questions)


def test_a_graph_comes_back_from_its_bytes() -> None:
    """
    A graph that was saved answers like the one that was built; another one is refused.
    """
    rows = unit_rows(ROWS)
    built = VectorIndex(rows, exact_up_to=0)
    again = VectorIndex(rows, built.graph, exact_up_to=0)

    assert built.search(rows[3], None, 5)[0].tolist() == again.search(rows[3], None, 5)[0].tolist()
    with pytest.raises(ValueError, match="граф"):
        VectorIndex(rows[:-1], built.graph, exact_up_to=0)
    assert built.graph is not None
    with pytest.raises(ValueError, match="граф"):
        VectorIndex(rows, built.graph[:100], exact_up_to=0)


@pytest.mark.parametrize("question", [np.zeros(3, np.float32), np.full(WIDTH, np.nan, np.float32)])
def test_a_vector_that_does_not_fit_is_our_error(question: np.ndarray) -> None:
    """
    FAISS answers a wrong width with an empty AssertionError and NaN with nothing; we say what is wrong.
    """
    with pytest.raises(VectorMismatch):
        VectorIndex(unit_rows(ROWS)).search(question, None, 5)


def test_rows_that_are_not_finite_are_not_indexed() -> None:
    """
    One bad row would poison every search, so building refuses it.
    """
    rows = unit_rows(ROWS)
    rows[5, 5] = np.inf
    with pytest.raises(VectorMismatch):
        VectorIndex(rows)


def test_an_empty_index_finds_nothing() -> None:
    """
    No rows, no answer, no error.
    """
    found, scores = VectorIndex(np.empty((0, WIDTH), np.float32)).search(unit_rows(1)[0], None, 5)
    assert (found.tolist(), scores.tolist()) == ([], [])


@pytest.mark.parametrize("exact_up_to", [ROWS, 0], ids=["exact", "graph"])
def test_threads_search_at_once(exact_up_to: int) -> None:
    """
    One index serves many threads with equal answers.
    """
    rows = unit_rows(ROWS)
    index = VectorIndex(rows, exact_up_to=exact_up_to)
    expected = [index.search(row, None, 5)[0].tolist() for row in rows[:50]]
    with ThreadPoolExecutor(4) as pool:
        for _ in range(4):
            assert expected == list(pool.map(lambda row: index.search(row, None, 5)[0].tolist(), rows[:50]))


@pytest.mark.parametrize("exact_up_to", [ROWS, 0], ids=["exact", "graph"])
def test_the_rows_can_be_read_but_not_changed(exact_up_to: int) -> None:
    """
    The index gives its rows without a copy, nobody can write through them, and they outlive it.
    """
    rows = unit_rows(ROWS)
    index = VectorIndex(rows, exact_up_to=exact_up_to)
    np.testing.assert_array_equal(rows, index.vectors)
    with pytest.raises(ValueError, match="read-only"):
        index.vectors[0, 0] = 1.0
    kept = index.vectors
    del index
    np.testing.assert_array_equal(rows, kept)
