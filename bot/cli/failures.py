"""
Our errors as messages for the terminal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.cli.language import LANGUAGE, say
from bot.error_table import describe
from bot.errors import BotError
from index.errors import IndexFailure
from knowledge.errors import ContentRejected, KnowledgeFailure

if TYPE_CHECKING:
    from pathlib import Path


def readable(error: Exception, content: Path | None = None) -> str | None:
    """
    Return what to tell the person at the terminal; None for an error that is a defect of ours.

    `content` is the folder that rejected content was read from: its lines are then shown around each mistake.
    """
    if isinstance(error, ContentRejected):
        from knowledge.report import render  # noqa: PLC0415 -- most commands never need it

        return render(error.problems, content, LANGUAGE)
    if isinstance(error, BotError):
        return say("Ошибка: ", "Error: ") + describe(error, LANGUAGE).sentence
    if isinstance(error, KnowledgeFailure | IndexFailure):
        return say("Ошибка: ", "Error: ") + str(error)
    return None
