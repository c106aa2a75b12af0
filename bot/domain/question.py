"""
A question as it is kept in the log, and what the asker made of the answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

    from knowledge.models import Audience


class PickHow(StrEnum):
    """
    What an operator did with a candidate; `NONE_FITTED` says that he needed another one than was offered.

    `COPIED` is the speakable form, `COPIED_FULL` the whole text.
    """

    COPIED = "copied"
    COPIED_FULL = "copied_full"
    OPENED = "opened"
    NONE_FITTED = "none_fitted"


@dataclass(frozen=True, slots=True)
class Pick:
    """
    The entry that the asker really used; None when none of the candidates fitted.
    """

    entry: str | None
    how: PickHow
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class LoggedQuestion:
    """
    One question with what it was answered with; `asker` is a person's random id, never a name.
    """

    id: str
    asked_at: dt.datetime
    asker: str | None
    channel: str
    audience: Audience
    language: str
    text: str
    kb_version: int | None
    entry: str | None
    confidence: float
    answered: bool
    words_only: bool
    duration_ms: float
    pick: Pick | None = None
