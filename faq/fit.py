"""
Picks to numbers: the softmax over each question's candidates, pulled to the shipped ranking.

The score of a candidate is linear in what is fitted (`faq.learned.Learned`), so the negative log-likelihood
with squared penalties is convex: a multinomial logistic regression (Bishop, 2006, section 4.3.4), solved by
L-BFGS in seconds. With a penalty that grows without bound the result is the shipped ranking.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.optimize import minimize

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from index.arrays import Vectors

SOFTNESS: Final = 0.5
"""Shipped scores times this are the logits that the fit starts from; the result is scaled back."""
WEIGHT_PULL: Final = 10.0
OWN_SHARE: Final = 0.3
"""How freely single entries move beside the map that moves all of them together."""
ROUNDS: Final = 15
"""Steps of L-BFGS; more of them change held-out figures by less than a question."""


@dataclass(frozen=True, slots=True)
class Asked:
    """
    One question with its candidates: what the fit sees of a pick.

    Args:
        vector: (dimension,) the question in the even space.
        features: (features, candidates), standardised over the candidates.
        positions: (candidates,) documents.
        right: Place among the candidates of the entry that was picked; -1 where it is not among them.

    """

    vector: NDArray[np.float32]
    features: NDArray[np.float32]
    positions: NDArray[np.int32]
    right: int


@dataclass(frozen=True, slots=True)
class Fitted:
    """
    Weights (features,), map (dimension, dimension), and rows (picked, dimension) of the `picked` positions.
    """

    weights: NDArray[np.float64]
    map: Vectors
    picked: NDArray[np.int32]
    own: Vectors

    def scores(self, one: Asked, entries: Vectors) -> NDArray[np.float32]:
        """
        Score the candidates of a question; `entries` are (documents, dimension) in the even space.
        """
        scores = self.weights.astype(np.float32) @ one.features
        scores += entries[one.positions] @ (one.vector @ self.map)
        at = np.searchsorted(self.picked, one.positions)
        own = (
            np.flatnonzero(np.take(self.picked, at, mode="clip") == one.positions)
            if len(self.picked)
            else at[:0]
        )
        scores[own] += self.own[at[own]] @ one.vector
        result: NDArray[np.float32] = scores
        return result


def fit(
    questions: Sequence[Asked], entries: Vectors, shipped: NDArray[np.float64], strength: float
) -> Fitted:
    """
    Fit to `questions`, of which those whose right entry is no candidate teach nothing.

    Args:
        questions: At least one with its right entry among the candidates.
        entries: (documents, dimension) in the even space.
        shipped: (features,) weights to start from and be pulled to.
        strength: How strongly the map is pulled to nothing.

    """
    return _Problem([one for one in questions if one.right >= 0], entries, shipped, strength).solve()


class _Problem:
    def __init__(
        self, questions: list[Asked], entries: Vectors, shipped: NDArray[np.float64], strength: float
    ) -> None:
        self._start, self._strength = shipped * SOFTNESS, strength
        self._asked = np.stack([one.vector for one in questions])
        sizes = np.array([len(one.positions) for one in questions])
        self._begins = np.cumsum(sizes) - sizes
        self._sizes = sizes
        self._right = self._begins + np.array([one.right for one in questions])
        self._features = np.concatenate([one.features for one in questions], axis=1)
        used, columns = np.unique(np.concatenate([one.positions for one in questions]), return_inverse=True)
        self._entries = entries[used]
        # A pair of a question and a candidate by its place in the table (questions, used documents).
        self._pairs = np.repeat(np.arange(len(questions)), sizes) * len(used) + columns
        self._picked_columns = np.unique(columns[self._right])
        self._picked = used[self._picked_columns].astype(np.int32)

    def solve(self) -> Fitted:
        width = self._asked.shape[1]
        start = np.zeros(len(self._start) + width * width + len(self._picked) * width)
        start[: len(self._start)] = self._start
        found = minimize(self._loss, start, jac=True, method="L-BFGS-B", options={"maxiter": ROUNDS}).x
        weights, map_, own = self._parts(found / SOFTNESS)
        # `_loss` sees the rows through the share that is theirs.
        return Fitted(
            weights, map_.astype(np.float32), self._picked, (own * np.sqrt(OWN_SHARE)).astype(np.float32)
        )

    def _parts(
        self, x: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
        count, width = len(self._start), self._asked.shape[1]
        map_end = count + width * width
        return x[:count], x[count:map_end].reshape(width, width), x[map_end:].reshape(-1, width)

    def _loss(self, x: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        weights, map_, own = self._parts(x)
        share = np.float32(np.sqrt(OWN_SHARE))
        table = (self._asked @ map_.astype(np.float32)) @ self._entries.T
        table[:, self._picked_columns] += share * (self._asked @ own.astype(np.float32).T)
        logits = weights @ self._features + table.ravel()[self._pairs]
        logits -= np.repeat(np.maximum.reduceat(logits, self._begins), self._sizes)
        chances = np.exp(logits)
        sums = np.add.reduceat(chances, self._begins)
        loss = float(np.log(sums).sum() - logits[self._right].sum())
        error = chances / np.repeat(sums, self._sizes)
        error[self._right] -= 1.0
        table.fill(0.0)
        table.ravel()[self._pairs] = error
        away = weights - self._start
        loss += 0.5 * WEIGHT_PULL * float(away @ away)
        loss += 0.5 * self._strength * float(x[len(away) :] @ x[len(away) :])
        slope = np.concatenate(
            [
                self._features @ error + WEIGHT_PULL * away,
                (self._asked.T @ (table @ self._entries)).ravel() + self._strength * map_.ravel(),
                (share * (table[:, self._picked_columns].T @ self._asked)).ravel()
                + self._strength * own.ravel(),
            ]
        )
        return loss, slope
