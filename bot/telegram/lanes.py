"""
Handling updates: in order within a lane (a chat, a topic), lanes beside each other, each update once.
"""

from __future__ import annotations

import asyncio
import heapq
from typing import TYPE_CHECKING, Final

import structlog
from aiogram.exceptions import (
    TelegramAPIError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)

from bot.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    from bot.clock import Clock
    from bot.storage.telegram_updates import StoredUpdate, UpdateStore

AT_ONCE: Final = 64
"""Lanes that are worked on at the same time."""

TRIES: Final = 6
FULL: Final = 2_000
"""Updates in memory from which no more are fetched."""

_log = structlog.get_logger(__name__)


class Lanes:
    """
    Gives stored updates to `handle`.

    What `handle` raises for want of network or disk is tried again, other failures once more and then no
    longer: one bad update must not stop its chat. A stop in the middle leaves the update for the next start,
    so `handle` must bear to see an update twice.

    Args:
        store: The inbox.
        handle: Deals with one update, given as it was kept.
        clock: Now.

    """

    def __init__(
        self, store: UpdateStore, handle: Callable[[str], Awaitable[object]], *, clock: Clock
    ) -> None:
        self._store = store
        self._handle = handle
        self._clock = clock
        self._lanes: dict[str, list[tuple[int, str]]] = {}
        self._workers: dict[str, asyncio.Task[None]] = {}
        self._places = asyncio.Semaphore(AT_ONCE)
        self._done: list[int] = []
        self._waiting = 0
        self._room = asyncio.Event()
        self._room.set()
        self._marking: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """
        Take up what an earlier run has left.
        """
        self._line_up(await self._store.unhandled())

    async def take(self, updates: Iterable[StoredUpdate]) -> None:
        """
        Keep updates and line them up; once this returns they may be acknowledged.

        Raises:
            StorageError: they could not be kept.
        """
        self._line_up(await self._store.add(tuple(updates), self._clock()))

    async def room(self) -> None:
        """
        Wait until there is room for more.
        """
        await self._room.wait()

    async def idle(self) -> None:
        """
        Wait until everything that was taken is handled and noted.
        """
        while self._workers or self._marking is not None:
            await asyncio.gather(*self._workers.values(), *([self._marking] if self._marking else []))

    async def stop(self) -> None:
        """
        Stop at once; what is not handled waits on disk.
        """
        tasks = [*self._workers.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._waiting = 0
        self._room.set()
        if self._marking is not None:
            await asyncio.gather(self._marking, return_exceptions=True)

    def _line_up(self, updates: Iterable[StoredUpdate]) -> None:
        for update in updates:
            heapq.heappush(self._lanes.setdefault(update.lane, []), (update.update_id, update.payload))
            self._waiting += 1
            if update.lane not in self._workers:
                self._workers[update.lane] = asyncio.create_task(self._work(update.lane))
        if self._waiting >= FULL:
            self._room.clear()

    async def _work(self, lane: str) -> None:
        try:
            while self._lanes.get(lane):
                async with self._places:
                    update_id, payload = heapq.heappop(self._lanes[lane])
                    await self._attempt(update_id, payload)
                self._waiting -= 1
                if self._waiting < FULL:
                    self._room.set()
        finally:
            self._lanes.pop(lane, None)
            self._workers.pop(lane, None)

    async def _attempt(self, update_id: int, payload: str) -> None:
        for attempt in range(1, TRIES + 1):
            try:
                await self._handle(payload)
            except TelegramRetryAfter as error:
                await asyncio.sleep(error.retry_after)
            except (TelegramNetworkError, TelegramServerError, StorageError) as error:
                _log.warning("update_postponed", update=update_id, error=type(error).__name__)
                await asyncio.sleep(min(0.2 * 2**attempt, 10))
            except TelegramAPIError as error:
                _log.warning("update_refused", update=update_id, error=type(error).__name__)
                break
            except Exception as error:  # noqa: BLE001 -- a bug must not stop a customer's chat for good
                _log.error("update_failed", update=update_id, error=type(error).__name__, attempt=attempt)
                if attempt > 1:
                    break
            else:
                break
        self._done.append(update_id)
        if self._marking is None:
            self._marking = asyncio.create_task(self._mark())

    async def _mark(self) -> None:
        # Together: one transaction for whatever was handled while the last one was written.
        try:
            while self._done:
                done, self._done = self._done, []
                try:
                    await self._store.handled(done)
                except StorageError as error:
                    _log.error("updates_not_marked", error=type(error).__name__)
                    self._done += done
                    await asyncio.sleep(1)
        finally:
            self._marking = None
