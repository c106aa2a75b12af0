"""
How long a customer may wait for a person's word, and how close that is to being too long.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.domain.conversation import Conversation
    from bot.domain.working_hours import WorkingHours

SOON = 0.5
"""Share of the allowed time from which a conversation is marked, so that it is seen before it is late."""

DEFAULT_TARGET = dt.timedelta(minutes=1)


class Mark(StrEnum):
    """
    How a conversation stands: in time, about to burst, or burst.
    """

    IN_TIME = "in_time"
    SOON = "soon"
    BURST = "burst"


@dataclass(frozen=True, slots=True)
class Wait:
    """
    A customer's wait: until when he must have an answer, how long that is (negative when late), its mark.
    """

    deadline: dt.datetime
    remaining: dt.timedelta
    mark: Mark


@dataclass(frozen=True, slots=True)
class Sla:
    """
    What customers are promised: a longest wait for each channel, counted within working hours.
    """

    targets: Mapping[str, dt.timedelta]
    hours: WorkingHours

    def target(self, channel: str) -> dt.timedelta:
        """
        The longest wait on `channel`.
        """
        return self.targets.get(channel, DEFAULT_TARGET)

    def wait(self, conversation: Conversation, now: dt.datetime) -> Wait | None:
        """
        Return how the customer's wait stands at `now`; None if nobody owes him a word.

        Asked while nobody works, the time begins with the next opening.
        """
        if conversation.owed_since is None:
            return None
        target = self.target(conversation.customer.channel)
        begins = self.hours.next_opening(conversation.owed_since) or conversation.owed_since
        deadline = begins.astimezone(dt.UTC) + target
        remaining = deadline - now
        return Wait(deadline, remaining, mark(remaining, target))


def mark(remaining: dt.timedelta, target: dt.timedelta) -> Mark:
    """
    Mark a wait of which `remaining` is left from `target`.
    """
    if remaining <= dt.timedelta(0):
        return Mark.BURST
    return Mark.SOON if remaining <= target * (1 - SOON) else Mark.IN_TIME


def parse_targets(text: str) -> dict[str, dt.timedelta]:
    """
    Read «web=60, telegram=60»: seconds by channel.

    Raises:
        ValueError: naming the part that cannot be read.
    """
    targets = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        channel, _, seconds = (piece.strip() for piece in part.partition("="))
        if not channel or not (seconds.isascii() and seconds.isdigit()) or not 0 < int(seconds) <= 86_400:  # noqa: PLR2004 -- a day
            raise ValueError(f"{part!r} is not like «web=60» with 1 to 86400 seconds")
        targets[channel] = dt.timedelta(seconds=int(seconds))
    return targets
