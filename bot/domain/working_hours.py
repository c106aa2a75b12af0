"""
When people answer: a week of local hours and a list of holidays, right across midnight and clock changes.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zoneinfo import ZoneInfo

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LOOK_AHEAD = 400
"""Days that an opening is looked for: a calendar of nothing but holidays has none."""

_PART = re.compile(r"([a-z]{3})(?:-([a-z]{3}))?\s+(\d\d):(\d\d)-(\d\d):(\d\d)")
_MINUTES_A_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Window:
    """
    Hours that begin on `weekday` (0 is Monday), in minutes of local time; past 1440 they end the day after.
    """

    weekday: int
    opens: int
    closes: int


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """
    The hours at which people answer.

    Args:
        windows: Of a week; none means that people answer at any hour.
        zone: Where the clock hangs.
        holidays: Days on which no window begins.

    """

    windows: tuple[Window, ...]
    zone: ZoneInfo
    holidays: frozenset[dt.date] = field(default_factory=frozenset)

    def is_open(self, now: dt.datetime) -> bool:
        """
        Tell whether people answer at the moment `now`.
        """
        if not self.windows:
            return True
        today = now.astimezone(self.zone).date()
        # Yesterday's window may last past midnight.
        days = (today - dt.timedelta(days=1), today)
        return any(opens <= now < closes for day in days for opens, closes in self._on(day))

    def next_opening(self, now: dt.datetime) -> dt.datetime | None:
        """
        Return the first moment from `now` on at which people answer, in local time; None if there is none.
        """
        if self.is_open(now):
            return now.astimezone(self.zone)
        today = now.astimezone(self.zone).date()
        for ahead in range(LOOK_AHEAD):
            openings = [opens for opens, _ in self._on(today + dt.timedelta(days=ahead)) if opens >= now]
            if openings:
                return min(openings).astimezone(self.zone)
        return None

    def _on(self, day: dt.date) -> Iterator[tuple[dt.datetime, dt.datetime]]:
        if day in self.holidays:
            return
        for window in self.windows:
            if window.weekday == day.weekday():
                yield self._moment(day, window.opens), self._moment(day, window.closes)

    def _moment(self, day: dt.date, minutes: int) -> dt.datetime:
        # Wall time first, then UTC: adding a timedelta to a zoned moment would ignore a change of clocks.
        days, minute = divmod(minutes, _MINUTES_A_DAY)
        wall = dt.datetime.combine(
            day + dt.timedelta(days=days), dt.time(minute // 60, minute % 60), tzinfo=self.zone
        )
        return wall.astimezone(dt.UTC)


def parse_windows(text: str) -> tuple[Window, ...]:
    """
    Read «mon-fri 09:00-21:00, sat-sun 10:00-18:00»; an end before the beginning lies on the next day.

    An empty text is no windows: people answer at any hour.

    Raises:
        ValueError: naming the part that cannot be read.
    """
    parts = [part.strip().lower() for part in text.split(",") if part.strip()]
    return tuple(window for part in parts for window in _windows(part))


def _windows(part: str) -> Iterator[Window]:
    match = _PART.fullmatch(part)
    if match is None:
        raise ValueError(f"{part!r} is not like «mon-fri 09:00-21:00»")
    first, last, *clock = match.groups()
    if first not in DAYS or (last or first) not in DAYS:
        raise ValueError(f"{part!r}: days are {', '.join(DAYS)}")
    hour, minute, end_hour, end_minute = map(int, clock)
    opens, closes = hour * 60 + minute, end_hour * 60 + end_minute
    if minute > 59 or end_minute > 59 or opens >= _MINUTES_A_DAY or closes > _MINUTES_A_DAY:  # noqa: PLR2004 -- minutes of an hour
        raise ValueError(f"{part!r}: times are 00:00 to 24:00")
    if closes <= opens:
        closes += _MINUTES_A_DAY
    day, end = DAYS.index(first), DAYS.index(last or first)
    while True:
        yield Window(day, opens, closes)
        if day == end:
            return
        day = (day + 1) % len(DAYS)


def parse_holidays(text: str) -> frozenset[dt.date]:
    """
    Read «2027-01-01..2027-01-08, 2027-02-23».

    Raises:
        ValueError: naming the part that cannot be read.
    """
    days: set[dt.date] = set()
    for part in filter(None, (part.strip() for part in text.split(","))):
        first, _, last = part.partition("..")
        try:
            begin = dt.date.fromisoformat(first.strip())
            end = dt.date.fromisoformat(last.strip()) if last else begin
        except ValueError as error:
            raise ValueError(f"{part!r} is not like «2027-01-01..2027-01-08»") from error
        if not begin <= end < begin + dt.timedelta(days=LOOK_AHEAD):
            raise ValueError(f"{part!r}: the last day comes before the first, or too long after it")
        days.update(begin + dt.timedelta(days=ahead) for ahead in range((end - begin).days + 1))
    return frozenset(days)
