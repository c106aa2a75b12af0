"""
Working hours hold by the wall clock: over midnight, over a change of clocks, not on holidays.
"""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from bot.domain.working_hours import WorkingHours, parse_holidays, parse_windows

MOSCOW = ZoneInfo("Europe/Moscow")
BERLIN = ZoneInfo("Europe/Berlin")


def hours(text: str, zone: ZoneInfo = MOSCOW, holidays: str = "") -> WorkingHours:
    """Hours as the settings give them."""
    return WorkingHours(parse_windows(text), zone, parse_holidays(holidays))


def at(text: str, zone: ZoneInfo = MOSCOW) -> dt.datetime:
    """A wall-clock time."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("now", "open_"),
    [
        ("2026-03-02T08:59:59", False),
        ("2026-03-02T09:00:00", True),
        ("2026-03-02T20:59:59", True),
        ("2026-03-02T21:00:00", False),
        ("2026-03-07T09:30:00", False),
        ("2026-03-07T10:00:00", True),
    ],
)
def test_a_working_week(now: str, open_: bool) -> None:
    """
    The first minute counts, the last moment does not; a weekend has hours of its own.
    """
    assert hours("mon-fri 09:00-21:00, sat-sun 10:00-18:00").is_open(at(now)) is open_


def test_hours_past_midnight_belong_to_the_day_they_began() -> None:
    """
    Friday night lasts into Saturday, Thursday night is none.
    """
    night = hours("fri-sat 20:00-04:00")

    assert night.is_open(at("2026-03-07T03:59:00"))
    assert not night.is_open(at("2026-03-07T04:00:00"))
    assert not night.is_open(at("2026-03-06T03:00:00"))
    assert night.next_opening(at("2026-03-07T05:00:00")) == at("2026-03-07T20:00:00")


def test_a_week_wraps_around() -> None:
    """
    «sat-mon» is Saturday, Sunday and Monday.
    """
    assert [window.weekday for window in parse_windows("sat-mon 10:00-12:00")] == [5, 6, 0]


@pytest.mark.parametrize(
    ("day", "opens_utc"),
    [("2026-03-28", 8), ("2026-03-29", 7), ("2026-10-24", 7), ("2026-10-25", 8)],
)
def test_the_wall_clock_counts_when_clocks_change(day: str, opens_utc: int) -> None:
    """
    Nine o'clock stays nine o'clock in Berlin, whatever that is in UTC.
    """
    midnight = at(f"{day}T00:30:00", BERLIN)
    opening = hours("mon-sun 09:00-18:00", BERLIN).next_opening(midnight)

    assert opening is not None
    assert opening.hour == 9
    assert opening.astimezone(dt.UTC).hour == opens_utc


@pytest.mark.parametrize(("day", "long"), [("2026-03-29", 5), ("2026-10-25", 7)])
def test_a_night_of_changing_clocks_is_as_long_as_it_is(day: str, long: int) -> None:
    """
    From midnight to six there are five hours in spring and seven in autumn, each minute of them open.
    """
    night = hours("sun 00:00-06:00", BERLIN)
    begin = at(f"{day}T00:00:00", BERLIN).astimezone(dt.UTC)
    minutes = [begin + dt.timedelta(minutes=number) for number in range(9 * 60)]

    assert sum(night.is_open(minute) for minute in minutes) == long * 60


def test_nobody_works_on_holidays() -> None:
    """
    The first opening is the morning after.
    """
    week = hours("mon-sun 09:00-21:00", holidays="2027-01-01..2027-01-08, 2027-01-09")

    assert not week.is_open(at("2027-01-04T12:00:00"))
    assert week.next_opening(at("2026-12-31T22:00:00")) == at("2027-01-10T09:00:00")


def test_open_now_opens_now() -> None:
    """
    In working hours the next opening is this moment.
    """
    assert hours("mon-sun 00:00-24:00").next_opening(at("2026-03-02T23:59:00")) == at("2026-03-02T23:59:00")


def test_a_calendar_of_holidays_never_opens() -> None:
    """
    There is an end to looking.
    """
    days = frozenset(dt.date(2026, 1, 1) + dt.timedelta(days=number) for number in range(800))

    assert (
        WorkingHours(parse_windows("mon 09:00-10:00"), MOSCOW, days).next_opening(at("2026-01-05T08:00:00"))
        is None
    )


def test_without_windows_people_always_answer() -> None:
    """
    No hours given means no hours kept.
    """
    assert hours("").is_open(at("2026-03-02T03:00:00"))


@pytest.mark.parametrize(
    "text",
    ["mon", "mon 9:00-21:00", "mon-xyz 09:00-21:00", "mon 09:60-21:00", "mon 24:00-25:00", "пн 09:00-21:00"],
)
def test_what_cannot_be_read_is_named(text: str) -> None:
    """
    A mistake in the settings is refused with its words.
    """
    with pytest.raises(ValueError, match=text.split(maxsplit=1)[0]):
        parse_windows(text)


@pytest.mark.parametrize(
    "text", ["2027-13-01", "2027-01-08..2027-01-01", "tomorrow", "2000-01-01..2099-01-01"]
)
def test_holidays_that_cannot_be_read_are_named(text: str) -> None:
    """
    Likewise a holiday.
    """
    with pytest.raises(ValueError, match=text[:4]):
        parse_holidays(text)
