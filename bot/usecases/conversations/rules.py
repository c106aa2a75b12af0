"""
The speech rules for the gate: loaded once, at the first reply, off the event loop.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.usecases.drafts import open_checker

if TYPE_CHECKING:
    from pathlib import Path

    from bot.clock import Clock
    from knowledge.speech.checker import SpeechChecker


class LoadedRules:
    """
    Gives the checker; whoever comes while it is being loaded waits for it.
    """

    def __init__(self, policy: Path | None, *, clock: Clock) -> None:
        self._policy = policy
        self._clock = clock
        self._loading = asyncio.Lock()
        self._checker: SpeechChecker | None = None

    async def __call__(self) -> SpeechChecker:
        """
        Return the checker.

        Raises:
            RuleFileError: the company's rules have mistakes; the next call tries again.
        """
        async with self._loading:
            if self._checker is None:
                self._checker = await asyncio.to_thread(open_checker, self._policy, self._clock)
            return self._checker
