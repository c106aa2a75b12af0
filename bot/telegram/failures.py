"""
Errors of the application as sentences for people.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.error_table import describe

if TYPE_CHECKING:
    from bot.errors import BotError


def sentence(error: BotError, language: str) -> str:
    """
    Return what to tell a person about `error` in his language.
    """
    return describe(error, language).sentence
