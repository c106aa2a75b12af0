"""
The vectors of a field: several rows a document, the best of which speaks for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from index.vectors import VectorIndex

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from index.arrays import BoolMask, Vector, Vectors

MOST_ROWS: Final = 1024  # asked of one search, however many variants the documents have


class DenseField:
    """
    Rows of unit vectors, one document's after another's. Read-only: safe to share between threads.

    Args:
        vectors: (rows, dimension) float32.
        counts: (documents,) how many rows each document has, at least one.
        graph: See `index.vectors.VectorIndex`.
    """

    def __init__(
        self, vectors: Vectors, counts: NDArray[np.int64], graph: NDArray[np.uint8] | None = None
    ) -> None:
        self.counts = counts
        self.index = VectorIndex(vectors, graph)
        self._starts = np.concatenate([[0], np.cumsum(counts)])
        self._owners = np.repeat(np.arange(len(counts), dtype=np.int32), counts)

    def document(self, position: int) -> Vectors:
        """
        Give the rows of a document.
        """
        return self.index.vectors[self._starts[position] : self._starts[position + 1]]

    def search(self, vector: Vector, allowed: BoolMask, depth: int) -> NDArray[np.int32]:
        """
        Find the documents that own the rows nearest to `vector`; about `depth` of them, best first.

        Raises:
            VectorMismatch: `vector` does not fit.
        """
        rows_each = -(-len(self._owners) // max(len(self.counts), 1))
        mask = None if allowed.all() else allowed[self._owners]
        rows, _scores = self.index.search(vector, mask, min(depth * rows_each, max(depth, MOST_ROWS)))
        owners, first = np.unique(self._owners[rows], return_index=True)
        return owners[np.argsort(first)][:depth]

    def scores(self, vector: Vector, positions: NDArray[np.int32]) -> NDArray[np.float32]:
        """
        Give the largest cosine of each document at `positions`, exactly.
        """
        if not len(positions):
            return np.empty(0, np.float32)
        counts = self.counts[positions]
        ends = np.cumsum(counts)
        starts = ends - counts
        rows = np.arange(ends[-1]) + np.repeat(self._starts[positions] - starts, counts)
        best: NDArray[np.float32] = np.maximum.reduceat(self.index.vectors[rows] @ vector, starts)
        return best


def field(documents: Sequence[Vectors], dimension: int) -> DenseField:
    """
    Put the rows of the documents one after another.
    """
    counts = np.array([len(rows) for rows in documents], np.int64)
    return DenseField(np.concatenate([np.empty((0, dimension), np.float32), *documents]), counts)
