"""
The garbage collector leaves alone what stays.
"""

from __future__ import annotations

import contextlib
import gc

import pytest

from knowledge.collector import paused_collector, spare_the_collector


@pytest.fixture(autouse=True)
def _thaw():
    """
    Leave the collector of the test run as it was.
    """
    yield
    gc.unfreeze()


def test_what_stays_is_walked_over_no_more():
    """
    After it only what is made later is looked at.
    """
    kept = [[number] for number in range(1000)]
    spare_the_collector()

    assert gc.get_freeze_count() >= len(kept)
    assert not any(one is kept for one in gc.get_objects())


def test_a_pause_ends_with_its_block():
    """
    Also when the block fails.
    """
    with paused_collector():
        inside = gc.isenabled()
    with contextlib.suppress(ValueError), paused_collector():
        raise ValueError

    assert (inside, gc.isenabled()) == (False, True)
