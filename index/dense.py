"""
The vectors of a field: several rows a document, the best of which speaks for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from index.runs import Runs, splice
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
        self.runs = Runs(counts)
        self.index = VectorIndex(vectors, graph)
        self._owners = np.repeat(np.arange(len(counts), dtype=np.int32), counts)

    def search(self, vector: Vector, allowed: BoolMask, depth: int) -> NDArray[np.int32]:
        """
        Find the documents that own the rows nearest to `vector`; about `depth` of them, best first.

        Raises:
            VectorMismatch: `vector` does not fit.
        """
        rows_each = -(-len(self._owners) // max(len(self.runs.counts), 1))
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
        rows, starts = self.runs.rows(positions)
        best: NDArray[np.float32] = np.maximum.reduceat(self.index.vectors[rows] @ vector, starts)
        return best


def field(
    documents: Sequence[Vectors], dimension: int, reused: NDArray[np.int64], previous: DenseField | None
) -> DenseField:
    """
    Put the rows of new documents beside those that an earlier field has already.

    Args:
        documents: The rows of each new document.
        dimension: Width of the rows.
        reused: (documents,) position in `previous` of each document of the new field, -1 for a new one.
        previous: The earlier field.
    """
    runs = previous.runs if previous else Runs(np.empty(0, np.int64))
    vectors = previous.index.vectors if previous else np.empty((0, dimension), np.float32)
    plan = splice(reused, runs, documents)
    return DenseField(plan.block(vectors, documents), plan.counts)
