"""
One ranking out of several: a weighted sum of standardised scores over the candidates.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

WEIGHTS: Final[Mapping[str, float]] = {
    "title": 1.0,
    "body": 1.0,
    "bm25_title": 0.25,
    "bm25": 0.25,
    "ngrams": 0.5,
    "late": 0.5,
}
"""
Meaning first, words as the corrective. Round on purpose: what is tuned on one knowledge base does not help
another.
"""


def fuse(
    features: Mapping[str, NDArray[np.float32]], weights: Mapping[str, float] = WEIGHTS
) -> NDArray[np.float32]:
    """
    Return the fused score of each candidate, shape (n,); a feature without a weight takes no part.

    Each feature is standardised over the candidates of the one question (z-score fusion; Wu, Crestani and Bi,
    2006, "Evaluating score normalization methods in data fusion"), so scores of different scales add up.
    """
    used = [name for name in weights if name in features]
    if not used:
        return np.zeros(0, np.float32)
    scores = np.stack([features[name] for name in used])
    if scores.shape[1] == 0:
        return np.zeros(0, np.float32)
    centred = scores - scores.mean(axis=1, keepdims=True)
    spread = np.sqrt(np.mean(centred * centred, axis=1))
    shares = np.array([weights[name] for name in used], np.float32)
    # A feature that is the same for every candidate says nothing about their order.
    shares = np.divide(shares, spread, out=np.zeros_like(shares), where=spread > 0)
    fused = np.empty(scores.shape[1], np.float32)
    np.matmul(shares, centred, out=fused)
    return fused
