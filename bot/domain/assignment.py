"""
Who had a conversation when, and why it changed hands.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

    from bot.domain.message import Happening


@dataclass(frozen=True, slots=True)
class Assignment:
    """
    One change of hands: who did it (None for the bot or the clock), who has it now, and his note.
    """

    at: dt.datetime
    happening: Happening
    by: str | None
    operator: str | None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Rating:
    """
    How the customer found a conversation that ended with event `closed_seq`: 1 to 5, with his words.
    """

    closed_seq: int
    score: int
    comment: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class GateFinding:
    """
    What the gate found in an operator's reply: refused where `seq` is None, else sent with `reason`.
    """

    rule: str
    category: str
    severity: str
    seq: int | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """
    An earlier text of a message, and when it was replaced.
    """

    earlier: str
    edited_at: dt.datetime
