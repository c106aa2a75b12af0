"""
How probable it is that a candidate answers the question.

A logistic model (Platt, 1999) over what stays comparable between knowledge bases: late interaction and shared
character n-grams of the candidate itself, and how far its fused score lies before the best of the others. The
coefficients come from the starter content alone, without anyone's labels: every entry is asked for by one of
its wordings that is left out of the index, and a quarter of the entries is left out altogether, so that some
questions have no answer. How much words alone prove depends on how many wordings an entry has, so they lie
halfway between the fit on entries cut down to a few wordings and the fit on all; `copilot bench confidence`
repeats both and prints how well each holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.special import expit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Logistic:
    """
    Weights of features and of the lead over the other candidates, and the constant.
    """

    features: Mapping[str, float]
    lead: float
    constant: float


BY_MEANING: Final = Logistic({"late": 2.1, "ngrams": 7.0}, lead=0.42, constant=-3.5)
BY_WORDS: Final = Logistic({"ngrams": 7.8}, lead=0.87, constant=-3.1)


def probabilities(
    features: Mapping[str, NDArray[np.float32]], scores: NDArray[np.float32]
) -> NDArray[np.float32]:
    """
    Return for each candidate the probability that it answers, shape (n,).

    Args:
        features: Features of the candidates, each (n,).
        scores: Their fused scores, (n,).

    """
    model = BY_MEANING if "late" in features else BY_WORDS
    logit = np.float32(model.constant) + np.float32(model.lead) * leads(scores)
    for name, weight in model.features.items():
        logit = logit + np.float32(weight) * features[name]
    chances: NDArray[np.float32] = expit(logit)
    return chances


def leads(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """
    Return how far each score lies before the best of the others; negative for all but the best one.
    """
    if scores.size < 2:  # noqa: PLR2004 -- with one candidate there are no others
        return np.zeros_like(scores)
    second, best = np.partition(scores, -2)[-2:]
    result: NDArray[np.float32] = scores - best
    result[int(np.argmax(scores))] = best - second
    return result
