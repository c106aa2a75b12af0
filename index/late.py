"""
Late interaction: every word of the question looks for its best match among the words of a document.

MaxSim of ColBERT (Khattab and Zaharia, 2020), over the token vectors of an encoder not trained for it: those
all lean to one side, so both sides are first centred by the mean token of the knowledge base. Rows are
stored as they came, in int8, and centred while scoring; thus a changed mean changes no stored row.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from index.passages import QuantisedTokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from index.arrays import Vector, Vectors

TOKENS_PER_DOCUMENT: Final = 16
"""The title and the first sentence; three times as many rank no better."""
QUESTION_TOKENS: Final = 64
SMALLEST_NORM: Final = 1e-6


def tokens_per_document(documents: int, dimension: int, memory: int) -> int:
    """
    Say how many token vectors of each document are kept: 0 when they would not fit into `memory` bytes.
    """
    fit = documents * TOKENS_PER_DOCUMENT * (dimension + 2) <= memory
    return TOKENS_PER_DOCUMENT if fit else 0


@dataclass(frozen=True, slots=True)
class DocumentTokens:
    """
    The token vectors of one document with their sum, which the mean of all is made from.
    """

    tokens: QuantisedTokens
    total: Vector


def join(parts: Sequence[QuantisedTokens], cap: int, dimension: int) -> DocumentTokens:
    """
    Take the first `cap` token vectors of a document's passages.
    """
    values = np.concatenate([np.empty((0, dimension), np.int8), *(part.values for part in parts)])[:cap]
    scales = np.concatenate([np.empty(0, np.float16), *(part.scales for part in parts)])[:cap]
    total = (values.astype(np.float32) * scales[:, None].astype(np.float32)).sum(axis=0)
    return DocumentTokens(QuantisedTokens(values, scales), total)


class TokenStore:
    """
    The token vectors of all documents. Read-only: safe to share between threads.

    Args:
        values: (tokens, dimension) int8, documents one after another.
        scales: (tokens,) float16.
        counts: (documents,) how many rows each has.
        totals: (documents, dimension) the sum of each document's rows.
    """

    def __init__(
        self,
        values: NDArray[np.int8],
        scales: NDArray[np.float16],
        counts: NDArray[np.int64],
        totals: Vectors,
    ) -> None:
        self.values, self.scales, self.counts, self.totals = values, scales, counts, totals
        self._starts = np.concatenate([[0], np.cumsum(counts)])
        self._mean = (totals.sum(axis=0, dtype=np.float64) / max(len(values), 1)).astype(np.float32)

    def document(self, position: int) -> DocumentTokens:
        """
        Give back what a document was stored with.
        """
        rows = slice(self._starts[position], self._starts[position + 1])
        return DocumentTokens(QuantisedTokens(self.values[rows], self.scales[rows]), self.totals[position])

    def scores(self, question: Vectors, positions: NDArray[np.int32]) -> NDArray[np.float32]:
        """
        Score documents by the mean over the question's tokens of the cosine with their best-matching token.

        Args:
            question: (n, dimension) token vectors of length 1.
            positions: (m,) documents.

        Returns:
            (m,) float32; 0 for a document without tokens, and for all when the question has none.
        """
        result = np.zeros(len(positions), np.float32)
        asked = question[:QUESTION_TOKENS] - self._mean
        counts = self.counts[positions]
        filled = counts > 0
        if not len(asked) or not filled.any():
            return result
        asked /= np.maximum(np.linalg.norm(asked, axis=1, keepdims=True), SMALLEST_NORM)
        rows, starts = self._rows(positions[filled], counts[filled])
        scales = self.scales[rows].astype(np.float32)
        block = self.values[rows].astype(np.float32)
        # this way round BLAS takes half the time of the other
        cosines = np.ascontiguousarray((block @ np.concatenate([asked, self._mean[None]]).T).T)
        along = cosines[-1] * scales
        cosines = cosines[:-1]
        # |row - mean|^2 of a row of length 1
        squares = 1.0 - 2.0 * along + float(self._mean @ self._mean)
        inverse = 1.0 / np.sqrt(np.maximum(squares, SMALLEST_NORM))
        cosines *= scales * inverse
        cosines -= np.outer(asked @ self._mean, inverse)
        result[filled] = np.maximum.reduceat(cosines, starts, axis=1).mean(axis=0)
        return result

    def _rows(
        self, positions: NDArray[np.int32], counts: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        ends = np.cumsum(counts)
        starts = ends - counts
        rows = np.arange(ends[-1]) + np.repeat(self._starts[positions] - starts, counts)
        return rows, starts


def store(documents: Sequence[DocumentTokens], dimension: int) -> TokenStore:
    """
    Put the documents one after another.
    """
    values = np.concatenate([np.empty((0, dimension), np.int8), *(one.tokens.values for one in documents)])
    scales = np.concatenate([np.empty(0, np.float16), *(one.tokens.scales for one in documents)])
    totals = np.stack([one.total for one in documents]) if documents else np.empty((0, dimension), np.float32)
    counts = np.array([len(one.tokens.scales) for one in documents], np.int64)
    return TokenStore(values, scales, counts, totals.astype(np.float32, copy=False))
