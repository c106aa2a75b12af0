"""
The time a customer may wait runs in working hours, and is marked before it is over.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from bot.domain.conversation import Customer, begin
from bot.domain.sla import Mark, Sla, mark, parse_targets
from bot.domain.working_hours import WorkingHours, parse_windows

MOSCOW = ZoneInfo("Europe/Moscow")
SLA = Sla(parse_targets("web=60, mail=1200"), WorkingHours(parse_windows("mon-sun 09:00-21:00"), MOSCOW))
NOON = dt.datetime(2026, 3, 2, 12, tzinfo=MOSCOW)


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (60, Mark.IN_TIME),
        (31, Mark.IN_TIME),
        (30, Mark.SOON),
        (1, Mark.SOON),
        (0, Mark.BURST),
        (-5, Mark.BURST),
    ],
)
def test_a_wait_is_marked_at_half_its_time(seconds: int, expected: Mark) -> None:
    """
    In time, soon over, over.
    """
    assert mark(dt.timedelta(seconds=seconds), dt.timedelta(seconds=60)) is expected


@pytest.mark.parametrize(("channel", "seconds"), [("web", 60), ("mail", 1200), ("other", 60)])
def test_each_channel_has_its_time(channel: str, seconds: int) -> None:
    """
    A channel that the settings do not name has a minute.
    """
    conversation = replace(begin("c", Customer(channel, "v"), NOON), owed_since=NOON)
    wait = SLA.wait(conversation, NOON)

    assert wait is not None
    assert wait.remaining == dt.timedelta(seconds=seconds)


def test_at_night_the_time_begins_in_the_morning() -> None:
    """
    Who writes at night must be answered a minute after nine.
    """
    night = NOON.replace(hour=3)
    wait = SLA.wait(replace(begin("c", Customer("web", "v"), night), owed_since=night), night)

    assert wait is not None
    assert wait.deadline == NOON.replace(hour=9, minute=1)
    assert wait.mark is Mark.IN_TIME


def test_nobody_waits_who_is_owed_nothing() -> None:
    """
    An answered customer has no timer.
    """
    assert SLA.wait(begin("c", Customer("web", "v"), NOON), NOON) is None


@pytest.mark.parametrize("text", ["web", "web=0", "web=-1", "web=1m", "=5", "web=99999"])
def test_what_cannot_be_read_is_named(text: str) -> None:
    """
    A mistake in the settings is refused with its words.
    """
    with pytest.raises(ValueError, match=text):
        parse_targets(text)
