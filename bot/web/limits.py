"""
How fast one session may ask.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from typing import TYPE_CHECKING

from bot.errors import TooManyRequests

if TYPE_CHECKING:
    import datetime as dt


class Limiter:
    """
    A token bucket for each key: `burst` at once, `rate` a second for long.

    Args:
        rate: Tokens that come back each second.
        burst: Tokens that a bucket holds.
        capacity: Buckets kept; the one unused for longest is forgotten first, and begins full again.

    """

    def __init__(self, *, rate: float, burst: int, capacity: int = 10_000) -> None:
        self._rate = rate
        self._burst = burst
        self._capacity = capacity
        self._buckets: OrderedDict[str, tuple[float, dt.datetime]] = OrderedDict()

    def take(self, key: str, now: dt.datetime) -> None:
        """
        Take one token.

        Raises:
            TooManyRequests: if the bucket is empty, with the seconds until it is not.
        """
        tokens, since = self._buckets.get(key, (float(self._burst), now))
        # A clock that was set back gives no tokens and takes none.
        tokens = min(self._burst, tokens + max(0.0, (now - since).total_seconds()) * self._rate)
        if tokens < 1:
            raise TooManyRequests(math.ceil((1 - tokens) / self._rate))
        self._buckets[key] = (tokens - 1, now)
        self._buckets.move_to_end(key)
        if len(self._buckets) > self._capacity:
            self._buckets.popitem(last=False)

    def give_back(self, key: str) -> None:
        """
        Return the token that `take` took last, where what it was for turned out to be harmless.
        """
        if key in self._buckets:
            tokens, since = self._buckets[key]
            self._buckets[key] = (min(self._burst, tokens + 1), since)
