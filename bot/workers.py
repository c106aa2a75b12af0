"""
The one bridge from the event loop to threads: CPU work never runs on the loop.

Questions are not gathered into batches: on a CPU the encoder gains nothing by it (`index.encoder`), and each
would wait for its neighbours.
"""

from __future__ import annotations

import asyncio
import contextvars
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from bot.errors import Overloaded

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")
T = TypeVar("T")


class Workers:
    """
    A bounded pool of threads for short CPU work: ranking, rendering, parsing.

    Args:
        threads: Size of the pool.
        max_waiting: Calls that may wait for a thread before a new one is refused.

    """

    def __init__(self, *, threads: int = 2, max_waiting: int = 256) -> None:
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="worker")
        self._places = threads + max_waiting
        self._taken = 0

    async def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """
        Call `function` in a thread, with the caller's context variables.

        Raises:
            Overloaded: if too many calls wait already.
        """
        if self._taken >= self._places:
            raise Overloaded
        self._taken += 1
        context = contextvars.copy_context()
        future = self._pool.submit(context.run, function, *args, **kwargs)  # type: ignore[arg-type]  # ParamSpec through run
        try:
            return await asyncio.wrap_future(future)
        finally:
            self._taken -= 1

    def close(self) -> None:
        """
        Let running calls end and drop waiting ones; safe to call twice.
        """
        self._pool.shutdown(wait=True, cancel_futures=True)
