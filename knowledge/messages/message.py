"""
What a message about a mistake in content consists of.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Severity(StrEnum):
    """
    An error keeps content from being published, a warning does not.
    """

    ERROR = "error"
    WARNING = "warning"


class Message(NamedTuple):
    """
    What is wrong and how to mend it, in both languages.
    """

    severity: Severity
    what_ru: str
    how_ru: str
    what_en: str
    how_en: str


def error(what_ru: str, how_ru: str, what_en: str, how_en: str) -> Message:
    """
    Make a message about a mistake that keeps content from being published.
    """
    return Message(Severity.ERROR, what_ru, how_ru, what_en, how_en)


def warning(what_ru: str, how_ru: str, what_en: str, how_en: str) -> Message:
    """
    Make a message about something that deserves a look.
    """
    return Message(Severity.WARNING, what_ru, how_ru, what_en, how_en)
