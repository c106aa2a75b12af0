"""
A message on its way to a customer's address, and when to try again.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.domain.message import CustomerMessage

FIRST_PAUSE = dt.timedelta(seconds=1)
LONGEST_PAUSE = dt.timedelta(minutes=5)
MAX_ATTEMPTS = 12
"""Attempts before a message counts as failed: with the pauses above, about half an hour."""


class DeliveryState(StrEnum):
    """
    Not there yet, there, or given up.
    """

    PENDING = "pending"
    SENT = "sent"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Delivery:
    """
    The way of message `seq` to `address` on `channel`.

    `error` is the code of the last failure; `reference` is what the channel calls the sent message.
    """

    conversation: str
    seq: int
    channel: str
    address: str
    state: DeliveryState
    attempts: int
    next_at: dt.datetime
    error: str | None = None
    reference: str | None = None

    @property
    def key(self) -> str:
        """
        The same at every attempt: a channel that has seen it must not show the message again.
        """
        return f"{self.conversation}:{self.seq}"


@dataclass(frozen=True, slots=True)
class Outgoing:
    """
    What a channel's sender is given: a message as the customer sees it, and where to.
    """

    delivery: Delivery
    message: CustomerMessage


@dataclass(frozen=True, slots=True)
class Sent:
    """
    It arrived; `reference` is the channel's name for it.
    """

    reference: str | None = None


@dataclass(frozen=True, slots=True)
class Postponed:
    """
    Not now, for the reason `code`; the channel may say when to come again.
    """

    code: str
    retry_after: dt.timedelta | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """
    Never, for the reason `code`: the customer has blocked us, or is gone.
    """

    code: str


Outcome = Sent | Postponed | Refused


def pause_after(attempts: int) -> dt.timedelta:
    """
    Return how long to wait after attempt number `attempts` (from 1): doubled each time, up to a limit.
    """
    doublings = min(attempts - 1, 16)
    return min(LONGEST_PAUSE, FIRST_PAUSE * (1 << doublings))
