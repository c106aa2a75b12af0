"""
Late interaction scores like its definition, within the precision of eight bits and of a budget of memory.
"""

from __future__ import annotations

import numpy as np
import pytest

from index.late import TokenStore, document_tokens, fits, store
from index.passages import TOKENS_KEPT, QuantisedTokens, quantise

WIDTH = 48


def unit_rows(count: int, seed: int) -> np.ndarray:
    """
    Make random rows of length 1 that lean to one side, as token vectors do.
    """
    rows = np.random.default_rng(seed).normal(size=(count, WIDTH)) + 0.7
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def token_store(sizes: list[int]) -> tuple[list[np.ndarray], TokenStore]:
    """
    Store documents of the given numbers of tokens.
    """
    rows = [unit_rows(size, seed) for seed, size in enumerate(sizes)]
    made = [document_tokens(quantise(one)) for one in rows]
    return rows, store(made, WIDTH, np.full(len(made), -1), None)


def max_sim(question: np.ndarray, documents: list[np.ndarray]) -> list[float]:
    """
    Score by the definition, in float32 and without any trick.
    """
    mean = np.concatenate(documents).mean(axis=0)

    def centred(rows: np.ndarray) -> np.ndarray:
        return (rows - mean) / np.linalg.norm(rows - mean, axis=1, keepdims=True)

    return [float((centred(question) @ centred(one).T).max(axis=1).mean()) for one in documents]


def test_scores_are_those_of_the_definition() -> None:
    """
    Mean over the question's tokens of the best cosine, both sides centred by the mean token of all.
    """
    rows, tokens = token_store([5, 9, 1, 16])
    question = unit_rows(4, seed=99)
    scores = tokens.scores(question, np.array([3, 0, 2, 1], np.int32))

    np.testing.assert_allclose(scores, np.array(max_sim(question, rows))[[3, 0, 2, 1]], atol=0.01)


def test_documents_and_questions_without_tokens_score_zero() -> None:
    """
    Nothing to compare is no match, and no error.
    """
    _rows, tokens = token_store([0, 4, 0])
    assert tokens.scores(unit_rows(3, 1), np.array([0], np.int32))[0] == 0.0
    assert tokens.scores(np.empty((0, WIDTH), np.float32), np.array([0, 1], np.int32)).tolist() == [0.0, 0.0]
    assert tokens.scores(unit_rows(3, 1), np.array([], np.int32)).tolist() == []


def test_a_document_gives_its_first_tokens_only() -> None:
    """
    What is stored of a document is bounded.
    """
    rows, tokens = token_store([7, 70])
    assert tokens.runs.counts.tolist() == [7, TOKENS_KEPT]
    np.testing.assert_array_equal(quantise(rows[1][:TOKENS_KEPT]).values, tokens.values[7:])


def test_a_store_takes_over_what_an_earlier_one_has() -> None:
    """
    Documents that moved, went and came are where they belong, as if all had been stored anew.
    """
    rows, before = token_store([5, 0, 9, 3])
    added = document_tokens(quantise(unit_rows(4, seed=9)))
    after = store([added], WIDTH, np.array([3, -1, 1, 0]), before)
    parts = [document_tokens(quantise(one)) for one in (rows[3], rows[1], rows[0])]
    fresh = store([parts[0], added, *parts[1:]], WIDTH, np.full(4, -1), None)
    np.testing.assert_array_equal(fresh.values, after.values)
    np.testing.assert_array_equal(fresh.scales, after.scales)
    np.testing.assert_array_equal(fresh.runs.counts, after.runs.counts)
    np.testing.assert_allclose(fresh.totals, after.totals)


@pytest.mark.parametrize(
    ("documents", "memory", "expected"),
    [(10_000, 2**28, True), (1_000, 0, False), (10**7, 2**28, False), (0, 1, True)],
)
def test_memory_decides_whether_tokens_are_kept(documents: int, memory: int, expected: bool) -> None:
    """
    Where the token vectors of all documents do not fit, none are kept.
    """
    assert expected is fits(documents, 384, memory)


def test_eight_bits_keep_the_direction() -> None:
    """
    Quantised rows point where the rows did; no tokens are no rows.
    """
    rows = unit_rows(50, seed=3)
    kept = quantise(rows)
    restored = kept.values.astype(np.float32) * kept.scales[:, None].astype(np.float32)
    cosines = (rows * restored).sum(axis=1) / np.linalg.norm(restored, axis=1)
    assert cosines.min() > 0.9995
    empty = quantise(np.empty((0, WIDTH), np.float32))
    assert empty.values.shape == (0, WIDTH)
    assert isinstance(empty, QuantisedTokens)
