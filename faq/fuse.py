"""
One ranking out of several: a weighted sum of standardised scores over the candidates.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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
    """
    used = [name for name in weights if name in features]
    if not used:
        return np.zeros(0, np.float32)
    shares = np.array([weights[name] for name in used], np.float32)
    scores = standardised(features, used)
    fused = np.empty(scores.shape[1], np.float32)
    np.matmul(shares, scores, out=fused)
    return fused


def standardised(features: Mapping[str, NDArray[np.float32]], names: Sequence[str]) -> NDArray[np.float32]:
    """
    Return the features of those names, (names, n), each with mean 0 and spread 1 over the candidates.

    Standardised over the candidates of the one question (z-score fusion; Wu, Crestani and Bi, 2006,
    "Evaluating score normalization methods in data fusion"), scores of different scales add up. A feature
    that is the same for every candidate says nothing about their order: it is 0 throughout.
    """
    scores = np.stack([features[name] for name in names])
    if scores.shape[1] == 0:
        return scores
    centred = scores - scores.mean(axis=1, keepdims=True)
    spread = np.sqrt(np.mean(centred * centred, axis=1, keepdims=True))
    result: NDArray[np.float32] = np.divide(centred, spread, out=np.zeros_like(centred), where=spread > 0)
    return result
