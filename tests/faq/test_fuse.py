"""
Fusion of several scores into one.
"""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from faq.confidence import leads, probabilities
from faq.fuse import fuse

SCORES = arrays(np.float32, st.integers(1, 20), elements=st.floats(-100, 100, width=32))


def test_no_candidates():
    """
    Nothing fused is nothing, not an error.
    """
    assert fuse({"title": np.zeros(0, np.float32)}).shape == (0,)
    assert fuse({}).shape == (0,)


@given(SCORES)
def test_scale_of_a_feature_does_not_matter(scores: np.ndarray):
    """
    A feature multiplied by a positive constant leaves the fused order as it was.
    """
    other = np.arange(len(scores), dtype=np.float32)

    once = fuse({"title": scores, "body": other})
    scaled = fuse({"title": scores * np.float32(8), "body": other})

    np.testing.assert_allclose(once, scaled, atol=1e-3)


def test_unknown_feature_takes_no_part():
    """
    A feature that has no weight changes nothing.
    """
    title = np.array([1, 2, 3], np.float32)

    with_noise = fuse({"title": title, "noise": np.array([9, 0, 5], np.float32)})

    np.testing.assert_array_equal(with_noise, fuse({"title": title}))


def test_lead_of_the_best_is_its_distance_to_the_second():
    """
    The best candidate leads by what parts it from the second; the others lag behind the best.
    """
    found = leads(np.array([1, 5, 3], np.float32))

    np.testing.assert_array_equal(found, np.array([-4, 2, -2], np.float32))


@given(SCORES)
def test_confidence_is_a_probability(scores: np.ndarray):
    """
    Whatever the features, confidence lies between 0 and 1 and is a number.
    """
    chances = probabilities({"ngrams": scores, "late": scores}, scores)

    assert np.isfinite(chances).all()
    assert ((chances >= 0) & (chances <= 1)).all()
