"""
Nearest vectors with FAISS (Douze et al., 2024): exact up to a size, a graph above it.

Exact search costs some 70 ns a row here, so it stays below the encoder's own time up to `EXACT_UP_TO` rows;
above, an HNSW graph (Malkov and Yashunin, 2018) answers in under a millisecond but takes minutes to build.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Final

import faiss as untyped_faiss
import numpy as np
from numpy.typing import NDArray

from index.errors import VectorMismatch

if TYPE_CHECKING:
    from index.arrays import BoolMask, Vector, Vectors

faiss: Any = untyped_faiss  # its stubs describe the C++ classes, not what SWIG makes of them

EXACT_UP_TO: Final = 65_536
LINKS: Final = 32
BUILD_EFFORT: Final = 80
SEARCH_EFFORT: Final = 128
NARROW: Final = 4_096  # with fewer rows allowed a graph finds too few of them, and scanning them all is quick


Rows = NDArray[np.int64]
"""(n,) numbers of rows."""


class VectorIndex:
    """
    Rows of unit vectors, searched by inner product. Built once, then only read: safe to share by threads.

    Args:
        vectors: (n, dimension) float32, rows of length 1.
        graph: What `graph` gave for these same vectors; spares building it again.
        exact_up_to: Number of rows above which a graph is built.

    Raises:
        VectorMismatch: a row is not finite.
        ValueError: `graph` is not what `graph` gave.
    """

    def __init__(
        self, vectors: Vectors, graph: NDArray[np.uint8] | None = None, exact_up_to: int = EXACT_UP_TO
    ) -> None:
        rows, self.dimension = vectors.shape
        if not np.isfinite(vectors).all():
            raise VectorMismatch(self.dimension, "бесконечность или не число")
        self.is_exact = rows <= exact_up_to
        if self.is_exact:
            self._index: Any = faiss.IndexFlatIP(self.dimension)
            self._index.add(np.ascontiguousarray(vectors, np.float32))
        else:
            self._index = _load_graph(graph, rows) if graph is not None else _build_graph(vectors)
        self._rows: Vectors = np.asarray(_RowsOf(self._index, self.is_exact, rows, self.dimension))

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def vectors(self) -> Vectors:
        """
        The rows themselves, (n, dimension), read-only and without a copy.
        """
        return self._rows

    @property
    def graph(self) -> NDArray[np.uint8] | None:
        """
        The graph as bytes for the disk; None while the search is exact.
        """
        return None if self.is_exact else np.asarray(faiss.serialize_index(self._index), np.uint8)

    def search(self, vector: Vector, allowed: BoolMask | None, depth: int) -> tuple[Rows, Vector]:
        """
        Find the rows nearest to `vector` among those allowed.

        Args:
            vector: (dimension,) float32 of length 1.
            allowed: (n,) mask of rows, applied inside the search; None allows all.
            depth: How many rows at most.

        Returns:
            Row numbers and cosines, best first; fewer than `depth` when fewer are allowed.

        Raises:
            VectorMismatch: the width is another, or a number is not finite.
        """
        if vector.shape != (self.dimension,) or not np.isfinite(vector).all():
            raise VectorMismatch(self.dimension, f"форма {vector.shape}")
        count = len(self) if allowed is None else int(np.count_nonzero(allowed))
        depth = min(depth, count)
        if depth <= 0:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        if not self.is_exact and count <= NARROW:
            return self._scan(vector, np.ones(len(self), np.bool_) if allowed is None else allowed, depth)
        # FAISS keeps the number of threads per calling thread; more than one is slower for a single question.
        faiss.omp_set_num_threads(1)
        scores, rows = self._index.search(vector[None, :], depth, params=self._parameters(allowed, depth))
        found = rows[0] >= 0
        return rows[0][found], scores[0][found]

    def _parameters(self, allowed: BoolMask | None, depth: int) -> Any:
        selector = None
        if allowed is not None and not allowed.all():
            selector = faiss.IDSelectorBitmap(np.packbits(allowed, bitorder="little"))
        if self.is_exact:
            return faiss.SearchParameters(sel=selector) if selector else None
        return faiss.SearchParametersHNSW(sel=selector, efSearch=max(SEARCH_EFFORT, 2 * depth))

    def _scan(self, vector: Vector, allowed: BoolMask, depth: int) -> tuple[Rows, Vector]:
        rows = np.flatnonzero(allowed)
        scores = self.vectors[rows] @ vector
        best = np.argsort(-scores, kind="stable")[:depth]
        return rows[best], scores[best]


class _RowsOf:
    """
    FAISS's own memory as an array that keeps the index alive and takes no writes.
    """

    def __init__(self, index: Any, is_exact: bool, rows: int, dimension: int) -> None:
        self._index = index
        flat = index if is_exact else faiss.downcast_index(index.storage)
        memory = faiss.rev_swig_ptr(flat.get_xb(), rows * dimension) if rows else np.empty(0, np.float32)
        self.__array_interface__ = {
            "version": 3,
            "shape": (rows, dimension),
            "typestr": "<f4",
            "data": (memory.ctypes.data, True),
        }


def _build_graph(vectors: Vectors) -> Any:
    faiss.omp_set_num_threads(os.cpu_count() or 1)
    index = faiss.IndexHNSWFlat(vectors.shape[1], LINKS, faiss.METRIC_INNER_PRODUCT)
    index.hnsw.efConstruction = BUILD_EFFORT
    index.add(np.ascontiguousarray(vectors, np.float32))
    return index


def _load_graph(graph: NDArray[np.uint8], rows: int) -> Any:
    try:
        index = faiss.deserialize_index(graph)
    except RuntimeError as error:
        raise ValueError(f"граф не читается: {error}") from error
    if not isinstance(index, faiss.IndexHNSWFlat) or index.ntotal != rows:
        raise ValueError("граф построен для других векторов")
    return index
