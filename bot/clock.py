"""
Where the time comes from: every part of the application that needs «now» is given a clock.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

Clock = Callable[[], dt.datetime]
"""Returns the present moment, with a time zone."""


def utc_now() -> dt.datetime:
    """
    Return the present moment in UTC.
    """
    return dt.datetime.now(dt.UTC)
