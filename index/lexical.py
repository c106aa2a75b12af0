"""
Words and parts of words to documents: BM25 over lemmas, and character n-grams against typing errors.

BM25 as in Robertson and Zaragoza (2009) with the idf of Lucene, which is never negative. The n-grams are
weighted by TF-IDF with logarithmic frequency and compared by cosine. All weights are worked out when the
index is built: a question only adds up the columns of its terms.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy import sparse

from index.morphology import lemma
from index.text import tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from index.arrays import BoolMask
    from index.words import Counts, WordCounts

SATURATION: Final = 1.2
HEAD_LENGTH_WEIGHT: Final = 0.3  # variants make a title longer without making it less to the point
FULL_LENGTH_WEIGHT: Final = 0.75
GRAM: Final = 3
LONGEST_QUESTION: Final = 128  # words; what stands behind them in a pasted letter decides nothing
COMPLETIONS: Final = 64
AFTER_LAST: Final = "\U0010ffff"


class Postings:
    """
    Terms by documents with their weights, read column by column.
    """

    def __init__(self, weights: Counts) -> None:
        columns = weights.tocsc()
        self.documents = columns.shape[0]
        self._starts = columns.indptr
        self._rows = columns.indices
        self._weights = columns.data.astype(np.float32, copy=False)

    def add(self, scores: NDArray[np.float32], column: int, weight: float = 1.0) -> None:
        """
        Add `weight` times the column to `scores`.
        """
        start, end = self._starts[column], self._starts[column + 1]
        scores[self._rows[start:end]] += weight * self._weights[start:end]

    def add_all(
        self, scores: NDArray[np.float32], columns: Sequence[int], weights: NDArray[np.float64]
    ) -> None:
        """
        Add each of `columns` times its weight to `scores`, all at once.
        """
        slices = [slice(self._starts[column], self._starts[column + 1]) for column in columns]
        rows = np.concatenate([self._rows[one] for one in slices])
        values = np.concatenate([self._weights[one] for one in slices])
        values = values * np.repeat(weights, [one.stop - one.start for one in slices])
        scores += np.bincount(rows, values, minlength=len(scores)).astype(np.float32)

    def add_best(self, scores: NDArray[np.float32], columns: Iterable[int]) -> None:
        """
        Add for each document the largest weight among `columns`: they are readings of one word.
        """
        best = np.zeros_like(scores)
        for column in columns:
            start, end = self._starts[column], self._starts[column + 1]
            rows = self._rows[start:end]
            best[rows] = np.maximum(best[rows], self._weights[start:end])
        scores += best


@dataclass(frozen=True, slots=True)
class LexicalScores:
    """
    What each retriever gives every document, 0 where the document is not allowed; each (documents,) float32.

    BM25 of title and variants, BM25 of the full text, cosine of n-grams.
    """

    bm25_title: NDArray[np.float32]
    bm25: NDArray[np.float32]
    ngrams: NDArray[np.float32]


class LexicalIndex:
    """
    The words of all documents, ready to be asked. Built once, then only read: safe to share between threads.
    """

    def __init__(self, counts: WordCounts) -> None:
        self._words: Sequence[str] = counts.words
        names = sorted(set(counts.lemmas))
        self._lemmas = {name: column for column, name in enumerate(names)}
        self._lemma_of_word = np.array([self._lemmas[name] for name in counts.lemmas], np.int64)
        self._by_lemma = np.argsort(self._lemma_of_word, kind="stable")
        self._lemma_starts = np.searchsorted(self._lemma_of_word[self._by_lemma], np.arange(len(names) + 1))
        by_lemma = _indicator(self._lemma_of_word, len(names))
        heads, full = counts.heads @ by_lemma, (counts.heads + counts.bodies) @ by_lemma
        self._heads = Postings(_bm25(heads, HEAD_LENGTH_WEIGHT))
        self._full = Postings(_bm25(full, FULL_LENGTH_WEIGHT))
        self._frequency = np.bincount(full.indices, minlength=len(names))
        self._grams, gram_counts = _count_grams(counts)
        weights, self._gram_idf = _tf_idf(gram_counts)
        self._gram_postings = Postings(weights)

    def __len__(self) -> int:
        return int(self._full.documents)

    def forms(self, lemmas: Iterable[str]) -> frozenset[str]:
        """
        Give every word that is a form of one of `lemmas`.
        """
        columns = [self._lemmas[name] for name in lemmas if name in self._lemmas]
        return frozenset(
            self._words[word]
            for column in columns
            for word in self._by_lemma[self._lemma_starts[column] : self._lemma_starts[column + 1]].tolist()
        )

    def scores(self, text: str, allowed: BoolMask, *, unfinished: bool = False) -> LexicalScores:
        """
        Score every allowed document.

        Args:
            text: The question, as typed.
            allowed: (documents,) mask; the others score 0.
            unfinished: The last word may still be growing: what it could become is searched for too.
        """
        words = [token.text for token in tokens(text)[:LONGEST_QUESTION]]
        heads, full = np.zeros(len(self), np.float32), np.zeros(len(self), np.float32)
        growing = words.pop() if unfinished and words and not text[-1:].isspace() else None
        for word in words:
            column = self._lemmas.get(lemma(word))
            if column is not None:
                self._heads.add(heads, column)
                self._full.add(full, column)
        if growing is not None:
            completions = self._completions(growing)
            self._heads.add_best(heads, completions)
            self._full.add_best(full, completions)
            words.append(growing)
        grams = self._score_grams(words, unfinished=growing is not None)
        for scores in (heads, full, grams):
            scores[~allowed] = 0.0
        return LexicalScores(heads, full, grams)

    def _completions(self, beginning: str) -> list[int]:
        start, end = bisect_left(self._words, beginning), bisect_left(self._words, beginning + AFTER_LAST)
        columns = np.unique(self._lemma_of_word[start:end])
        if len(columns) > COMPLETIONS:
            columns = columns[np.argsort(-self._frequency[columns], kind="stable")[:COMPLETIONS]]
        whole = self._lemmas.get(lemma(beginning))
        return sorted({*columns.tolist(), *([] if whole is None else [whole])})

    def _score_grams(self, words: list[str], *, unfinished: bool) -> NDArray[np.float32]:
        counted: dict[int, int] = {}
        for number, word in enumerate(words):
            grams = _grams(word)
            if unfinished and number == len(words) - 1:
                grams = grams[:-1]  # the one that holds the end of the word
            for gram in grams:
                column = self._grams.get(gram)
                if column is not None:
                    counted[column] = counted.get(column, 0) + 1
        scores = np.zeros(len(self), np.float32)
        if counted:
            columns = list(counted)
            weights = (1 + np.log(np.fromiter(counted.values(), np.float64))) * self._gram_idf[columns]
            weights /= np.linalg.norm(weights)
            self._gram_postings.add_all(scores, columns, weights)
        return scores


@lru_cache(maxsize=100_000)
def _grams(word: str) -> tuple[str, ...]:
    padded = f" {word} "
    return tuple(padded[i : i + GRAM] for i in range(max(1, len(padded) - GRAM + 1)))


def _indicator(columns: NDArray[np.int64], width: int) -> Counts:
    ones = np.ones(len(columns), np.float32)
    return sparse.csr_array((ones, columns, np.arange(len(columns) + 1)), shape=(len(columns), width))


def _bm25(counts: Counts, length_weight: float) -> Counts:
    documents = max(counts.shape[0], 1)
    lengths = counts.sum(axis=1)
    average = max(float(lengths.mean()) if len(lengths) else 0.0, 1.0)
    frequency = np.bincount(counts.indices, minlength=counts.shape[1])
    idf = np.log1p((documents - frequency + 0.5) / (frequency + 0.5))
    damping = SATURATION * (1 - length_weight + length_weight * lengths / average)
    rows = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
    weights = idf[counts.indices] * counts.data * (SATURATION + 1) / (counts.data + damping[rows])
    return sparse.csr_array((weights, counts.indices, counts.indptr), shape=counts.shape)


def _count_grams(counts: WordCounts) -> tuple[dict[str, int], Counts]:
    columns: dict[str, int] = {}
    numbers: list[int] = []
    pointers = [0]
    for word in counts.words:
        numbers.extend(columns.setdefault(gram, len(columns)) for gram in _grams(word))
        pointers.append(len(numbers))
    by_gram = sparse.csr_array(
        (np.ones(len(numbers), np.float32), np.array(numbers, np.int64), np.array(pointers)),
        shape=(len(counts.words), len(columns)),
    )
    return columns, (counts.heads + counts.bodies) @ by_gram


def _tf_idf(counts: Counts) -> tuple[Counts, NDArray[np.float64]]:
    frequency = np.bincount(counts.indices, minlength=counts.shape[1])
    idf = np.log((1 + counts.shape[0]) / (1 + frequency)) + 1
    weights = (1 + np.log(counts.data)) * idf[counts.indices]
    rows = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
    lengths = np.sqrt(np.bincount(rows, weights * weights, minlength=counts.shape[0]))
    weights /= lengths[rows]
    return sparse.csr_array((weights, counts.indices, counts.indptr), shape=counts.shape), idf
