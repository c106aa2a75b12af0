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

from index.passages import TOKENS_KEPT, QuantisedTokens
from index.runs import Runs, splice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from index.arrays import Vector, Vectors

QUESTION_TOKENS: Final = 64
SMALLEST_NORM: Final = 1e-6


def fits(documents: int, dimension: int, memory: int) -> bool:
    """
    Tell whether the token vectors of so many documents fit into `memory` bytes.
    """
    return documents * TOKENS_KEPT * (dimension + 2) <= memory


@dataclass(frozen=True, slots=True)
class DocumentTokens:
    """
    The token vectors of one document with their sum, which the mean of all is made from.
    """

    tokens: QuantisedTokens
    total: Vector


def document_tokens(tokens: QuantisedTokens) -> DocumentTokens:
    """
    Keep the first `TOKENS_KEPT` token vectors of a document, and their sum.
    """
    tokens = QuantisedTokens(tokens.values[:TOKENS_KEPT], tokens.scales[:TOKENS_KEPT])
    total = (tokens.values.astype(np.float32) * tokens.scales[:, None].astype(np.float32)).sum(axis=0)
    return DocumentTokens(tokens, total)


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
        self.values, self.scales, self.runs, self.totals = values, scales, Runs(counts), totals
        self._mean = (totals.sum(axis=0, dtype=np.float64) / max(len(values), 1)).astype(np.float32)

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
        filled = self.runs.counts[positions] > 0
        if not len(asked) or not filled.any():
            return result
        asked /= np.maximum(np.linalg.norm(asked, axis=1, keepdims=True), SMALLEST_NORM)
        rows, starts = self.runs.rows(positions[filled])
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


def store(
    documents: Sequence[DocumentTokens],
    dimension: int,
    reused: NDArray[np.int64],
    previous: TokenStore | None,
) -> TokenStore:
    """
    Put the token vectors of new documents beside those that an earlier store has already.

    Args:
        documents: What each new document has.
        dimension: Width of the token vectors.
        reused: (documents,) position in `previous` of each document of the new store, -1 for a new one.
        previous: The earlier store.
    """
    if previous is None:
        previous = TokenStore(
            np.empty((0, dimension), np.int8),
            np.empty(0, np.float16),
            np.empty(0, np.int64),
            np.empty((0, dimension), np.float32),
        )
    values = [one.tokens.values for one in documents]
    plan = splice(reused, previous.runs, values)
    totals = np.concatenate([previous.totals, *(one.total[None] for one in documents)])[plan.order]
    return TokenStore(
        plan.block(previous.values, values),
        plan.block(previous.scales, [one.tokens.scales for one in documents]),
        plan.counts,
        totals.astype(np.float32, copy=False),
    )
