"""
A bucket gives a burst and then a rate, each session has its own, and they do not pile up.
"""

import datetime as dt

import pytest

from bot.errors import TooManyRequests
from bot.web.limits import Limiter

NOW = dt.datetime(2026, 3, 2, tzinfo=dt.UTC)


def test_tokens_come_back_with_time() -> None:
    """After an empty bucket, two a second."""
    limiter = Limiter(rate=2, burst=1)
    limiter.take("a", NOW)
    with pytest.raises(TooManyRequests) as caught:
        limiter.take("a", NOW + dt.timedelta(seconds=0.4))
    limiter.take("a", NOW + dt.timedelta(seconds=0.5))

    assert caught.value.retry_after == 1


def test_waiting_longer_saves_up_no_more_than_a_burst() -> None:
    """After an hour there is one burst, not an hour's worth."""
    limiter = Limiter(rate=10, burst=2)
    later = NOW + dt.timedelta(hours=1)
    limiter.take("a", NOW)
    limiter.take("a", later)
    limiter.take("a", later)

    with pytest.raises(TooManyRequests):
        limiter.take("a", later)


def test_a_clock_set_back_locks_nobody_out() -> None:
    """Time that goes backwards takes no tokens away."""
    limiter = Limiter(rate=1, burst=2)
    limiter.take("a", NOW)
    limiter.take("a", NOW - dt.timedelta(hours=1))
    limiter.take("a", NOW - dt.timedelta(minutes=59))


def test_buckets_are_bounded() -> None:
    """The least recent is forgotten."""
    limiter = Limiter(rate=1, burst=5, capacity=3)
    for key in "abcde":
        limiter.take(key, NOW)

    assert list(limiter._buckets) == ["c", "d", "e"]
