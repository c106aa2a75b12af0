"""
The encoder's space with its sizes evened out for one knowledge base.

Sentence encoders crowd all texts of a subject into one narrow cone, in which a few directions drown the rest.
Here the mean is taken off and every principal direction divided by the square root of its spread: half of a
whitening (Su et al., 2021, "Whitening Sentence Representations"), which on the sets measured ranks better
than none and than all of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from index.arrays import Vector, Vectors

SAMPLE: Final = 20_000
"""Rows that the directions are worked out from at most."""
SMALLEST: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Space:
    """
    Centres of questions, titles and bodies, each (dimension,), and the matrix, (dimension, dimension).
    """

    questions: Vector
    titles: Vector
    bodies: Vector
    matrix: Vectors

    def question(self, vectors: Vectors) -> Vectors:
        """
        Bring questions, (n, dimension), into the space; rows of length 1.
        """
        return unit((vectors - self.questions) @ self.matrix)


def even_out(questions: Vectors, titles: Vectors, bodies: Vectors) -> Space:
    """
    Work out the space of a knowledge base from its rows and some questions, each (n, dimension).
    """
    groups = [_sample(rows) for rows in (questions, titles, bodies)]
    asked, heads, full = centres = [rows.mean(axis=0) for rows in groups]
    centred = np.concatenate([rows - centre for rows, centre in zip(groups, centres, strict=True)])
    spread, directions = np.linalg.eigh(centred.T @ centred / len(centred))
    spread = np.maximum(spread, 0.0)
    # Adding the mean spread keeps directions that no text takes from being blown up.
    scale = (spread + spread.mean() + SMALLEST) ** -0.25
    return Space(asked, heads, full, np.ascontiguousarray(directions * scale, np.float32))


def unit(rows: NDArray[np.floating]) -> Vectors:
    """
    Scale rows to length 1.
    """
    scaled = rows / np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), SMALLEST)
    result: Vectors = scaled.astype(np.float32, copy=False)
    return result


def _sample(rows: Vectors) -> Vectors:
    return rows[:: -(-len(rows) // SAMPLE)] if len(rows) > SAMPLE else rows
