"""
Blocks whose rows belong to documents: a run of rows each, one document's after another's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


class Runs:
    """
    Where each document's rows stand in a block.

    Args:
        counts: (documents,) how many rows each has, one document's after another's.
    """

    def __init__(self, counts: NDArray[np.int64]) -> None:
        self.counts = counts
        self.starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64, copy=False)

    def rows(self, positions: NDArray[np.integer]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """
        Give the rows of the documents at `positions`, and where each one's begin among them.
        """
        return _expanded(self.starts[positions], self.counts[positions])


def _expanded(
    starts: NDArray[np.int64], counts: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    ends = np.cumsum(counts)
    begins = ends - counts
    rows = np.arange(ends[-1] if len(ends) else 0) + np.repeat(starts - begins, counts)
    return rows, begins


@dataclass(frozen=True, slots=True)
class Splice:
    """
    Which documents a new block takes over from an old one, and which it gets anew.

    `order[i]` is the old position of document i, or, counted on from the last old one, its number among the
    new ones.
    """

    order: NDArray[np.int64]
    old: Runs
    new: Runs

    @property
    def counts(self) -> NDArray[np.int64]:
        """
        How many rows each document of the new block has, (documents,).
        """
        counts: NDArray[np.int64] = np.concatenate([self.old.counts, self.new.counts])[self.order]
        return counts

    def block(self, old: NDArray[Any], new: Sequence[NDArray[Any]]) -> NDArray[Any]:
        """
        Put the rows together with one copy of each, however many documents there are.

        Args:
            old: (rows, …) the block that is taken over from.
            new: The rows of each new document.
        """
        starts = np.concatenate([self.old.starts[:-1], self.new.starts[:-1] + len(old)])[self.order]
        rows, _ = _expanded(starts, self.counts)
        is_new = rows >= len(old)
        added = np.concatenate([old[:0], *new])
        if is_new.all():
            return added[rows - len(old)]
        result: NDArray[Any] = old[np.where(is_new, 0, rows)]
        result[is_new] = added[rows[is_new] - len(old)]
        return result


def splice(reused: NDArray[np.int64], old: Runs, new: Sequence[NDArray[Any]]) -> Splice:
    """
    Plan a block.

    Args:
        reused: (documents,) the old position of each document, -1 for a new one.
        old: The rows of the old documents.
        new: The rows of each new document, in the order of their places in `reused`.
    """
    order = reused.copy()
    order[reused < 0] = len(old.counts) + np.arange(len(new))
    return Splice(order, old, Runs(np.array([len(rows) for rows in new], np.int64)))
