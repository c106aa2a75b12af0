"""
The speech rules that drafts are checked by right now: references that are swapped whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.errors import CheckerLoading, RulesUnusable

if TYPE_CHECKING:
    from knowledge.speech.checker import SpeechChecker


class RulesState(StrEnum):
    """
    How the rules stand: `outdated` serves the last good ones, because the newer ones have mistakes.

    `failed` serves the shipped ones without the company's, or none if these have mistakes themselves.
    """

    LOADING = "loading"
    READY = "ready"
    OUTDATED = "outdated"
    FAILED = "failed"


@dataclass
class Speech:
    """
    The checker in use; `by_meaning` is the same with hints, once the encoder has learnt them.

    `problem` names file, line and column of every mistake, for staff.
    """

    checker: SpeechChecker | None = None
    by_meaning: SpeechChecker | None = None
    state: RulesState = RulesState.LOADING
    problem: str | None = None

    def take(self, *, meaning: bool) -> tuple[SpeechChecker, bool]:
        """
        Return the checker to use, and whether it looks for unlisted paraphrases.

        Raises:
            CheckerLoading: the rules are being loaded.
            RulesUnusable: no rules could be loaded.
        """
        if meaning and self.by_meaning is not None:
            return self.by_meaning, True
        if self.checker is not None:
            return self.checker, False
        if self.state is RulesState.LOADING:
            raise CheckerLoading
        raise RulesUnusable(self.problem or "")
