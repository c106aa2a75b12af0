"""
What was learnt, laid over one index: the scores of a question's candidates.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from faq.fuse import fuse
from faq.space import SMALLEST, Space, unit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from faq.learned import Learned
    from index.arrays import Vector, Vectors
    from index.dense import DenseField
    from index.snapshot import Candidates, Meaning, Snapshot

ROWS_AT_ONCE: Final = 8192
EVEN_TITLE: Final = "even_title"
EVEN_BODY: Final = "even_body"


class EvenField:
    """
    A field seen in a `Space`, without a copy of its rows: only their lengths there are kept.
    """

    def __init__(self, field: DenseField, centre: Vector, matrix: Vectors) -> None:
        self._field, self._centre, self._matrix = field, centre, matrix
        rows = field.index.vectors
        lengths = [
            np.linalg.norm((rows[at : at + ROWS_AT_ONCE] - centre) @ matrix, axis=1)
            for at in range(0, len(rows), ROWS_AT_ONCE)
        ]
        self._lengths = np.maximum(np.concatenate([np.empty(0, np.float32), *lengths]), SMALLEST)

    def cosines(
        self, directions: Vectors, positions: NDArray[np.int32]
    ) -> tuple[NDArray[np.float32], NDArray[np.intp], NDArray[np.int64]]:
        """
        Compare `directions`, (k, dimension) in the space, with every row of the documents at `positions`.

        Returns:
            (k, rows) products with the rows at length 1; where each document begins; how many rows it has.
        """
        rows, starts = self._field.runs.rows(positions)
        seen = self._matrix @ directions.T
        products = self._field.index.vectors[rows] @ seen - self._centre @ seen
        return (products / self._lengths[rows][:, None]).T, starts, self._field.runs.counts[positions]

    def centres(self, positions: NDArray[np.int32]) -> Vectors:
        """
        Give the mean of each document's rows in the space, (documents, dimension).
        """
        rows, starts = self._field.runs.rows(positions)
        seen = (self._field.index.vectors[rows] - self._centre) @ self._matrix / self._lengths[rows][:, None]
        counts = self._field.runs.counts[positions][:, None]
        return (np.add.reduceat(seen, starts, axis=0) / counts).astype(np.float32, copy=False)


class EvenIndex:
    """
    Titles and bodies of an index in a `Space`. Read-only: safe to share between threads.
    """

    def __init__(self, meaning: Meaning, space: Space) -> None:
        self.space = space
        self._titles = EvenField(meaning.titles, space.titles, space.matrix)
        self._bodies = EvenField(meaning.bodies, space.bodies, space.matrix)

    def features(
        self, directions: Vectors, positions: NDArray[np.int32]
    ) -> tuple[dict[str, NDArray[np.float32]], NDArray[np.float32]]:
        """
        Give the even cosines of the first of `directions`, and what the last of them says of whole entries.

        Returns:
            Features `even_title` and `even_body`, and the products with `entries`' vectors times their
            lengths before scaling; each (positions,).
        """
        features = {}
        sums = np.zeros(len(positions), np.float32)
        for name, field in ((EVEN_TITLE, self._titles), (EVEN_BODY, self._bodies)):
            cosines, starts, counts = field.cosines(directions, positions)
            features[name] = np.maximum.reduceat(cosines[0], starts)
            sums += np.add.reduceat(cosines[-1], starts) / counts
        return features, sums

    def sums(self, positions: NDArray[np.int32]) -> Vectors:
        """
        Give for each document the mean title plus the mean body, (documents, dimension), not yet scaled.
        """
        return self._titles.centres(positions) + self._bodies.centres(positions)

    def entries(self, positions: NDArray[np.int32]) -> Vectors:
        """
        Give the vectors that stand for whole documents, (documents, dimension), rows of length 1.
        """
        return unit(self.sums(positions))


class Lens:
    """
    Scores candidates by what was learnt. Read-only: safe to share between threads.

    Args:
        learned: What to apply.
        snapshot: The index whose candidates are scored; it has vectors of the same encoder.

    """

    def __init__(self, learned: Learned, snapshot: Snapshot) -> None:
        assert snapshot.meaning is not None  # noqa: S101 -- `fits` was asked first
        self.learned = learned
        self._index = EvenIndex(snapshot.meaning, learned.space)
        count = len(snapshot.ids)
        self._lengths = np.ones(count, np.float32)
        for at in range(0, count, ROWS_AT_ONCE):
            part = np.arange(at, min(at + ROWS_AT_ONCE, count), dtype=np.int32)
            self._lengths[part] = np.maximum(np.linalg.norm(self._index.sums(part), axis=1), SMALLEST)
        rows = {entry: row for row, entry in enumerate(learned.entries)}
        self._own = np.array([rows.get(entry, -1) for entry in snapshot.ids], np.int64)

    @staticmethod
    def fits(learned: Learned, snapshot: Snapshot) -> bool:
        """
        Tell whether it was learnt over vectors like those of `snapshot`.
        """
        return snapshot.meaning is not None and snapshot.encoder_fingerprint == learned.encoder

    def scores(self, found: Candidates, vector: Vector) -> NDArray[np.float32]:
        """
        Score the candidates of the question with that vector, (candidates,); larger is better.
        """
        positions = found.positions
        if not len(positions):
            return np.zeros(0, np.float32)
        asked = self.learned.space.question(vector)
        features, learnt = self._index.features(np.stack([asked, asked @ self.learned.map]), positions)
        scores = fuse({**found.features, **features}, self.learned.weights)
        scores += learnt / self._lengths[positions]
        rows = self._own[positions]
        scores[rows >= 0] += self.learned.own[rows[rows >= 0]] @ asked
        return scores
