"""
What goes on by itself: each task is run again and again until it is cancelled, whatever one run met with.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import structlog

from bot.errors import BotError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

LONGEST_PAUSE = 60.0
"""Seconds between runs while they fail."""

_log = structlog.get_logger(__name__)


async def repeat(name: str, run: Callable[[], Awaitable[object]], *, every: float) -> None:
    """
    Await `run()` every `every` seconds until cancelled.

    A failure is logged and tried again after a pause that grows; nothing but cancelling ends this.
    """
    pause = every
    while True:
        try:
            await run()
            pause = every
        except Exception as error:  # noqa: BLE001 -- a task that ends unnoticed would answer nobody any more
            pause = min(max(pause * 2, 1.0), LONGEST_PAUSE)
            reason = str(error) if isinstance(error, BotError) else type(error).__name__
            _log.error("task_failed", task=name, error=type(error).__name__, reason=reason, again_in=pause)
        await asyncio.sleep(pause)
