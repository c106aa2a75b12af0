"""
Writing behind the caller's back: rows gather in memory and go to disk together.
"""

from __future__ import annotations

import asyncio
import functools
from collections import deque
from typing import TYPE_CHECKING, Any

import structlog

from bot.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlite_utils import Database as SqliteUtils

    from bot.storage.database import Database

BATCH = 200

SLOWEST_RETRY = 30.0
"""Seconds between attempts while the disk keeps refusing."""

_log = structlog.get_logger(__name__)


class WriteBehind:
    """
    Base of a log: rows of one table on their way to the disk; nobody who notes something waits for it.

    A kill loses what gathered in the last `flush_after` seconds. A row whose key is there already is passed
    over.

    Args:
        database: Where the table is.
        table: Its name, which also names it in our logs.
        flush_after: Seconds that rows gather.
        capacity: Rows that wait at most while the disk refuses them; the oldest are given up first.

    """

    def __init__(
        self, database: Database, table: str, *, flush_after: float = 0.5, capacity: int = 10_000
    ) -> None:
        self._database = database
        self._table = table
        self._flush_after = flush_after
        self._waiting: deque[dict[str, Any]] = deque(maxlen=capacity)
        self._flushing = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None
        self._failure: StorageError | None = None

    def _take(self, row: dict[str, Any]) -> None:
        self._waiting.append(row)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._flush_later())

    async def flush(self) -> None:
        """
        Write what has gathered.

        Raises:
            StorageError: if that fails; the rows keep waiting.
        """
        async with self._flushing:
            while self._waiting:
                batch = [self._waiting.popleft() for _ in range(min(BATCH, len(self._waiting)))]
                try:
                    await self._database.write(functools.partial(self._insert, rows=batch))
                except BaseException as error:
                    room = (self._waiting.maxlen or 0) - len(self._waiting)
                    self._waiting.extendleft(reversed(batch[-room:] if room else []))
                    if isinstance(error, StorageError):
                        self._failure = error
                    raise
                self._failure = None

    async def ping(self) -> None:
        """
        Tell the health check how the last write went.

        Raises:
            StorageError: the one that the last write failed with.
        """
        if self._failure is not None:
            raise self._failure

    async def close(self) -> None:
        """
        Write what has gathered and stop. What cannot be written is counted in the log, not raised.
        """
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])
        try:
            await self.flush()
        except StorageError as error:
            _log.error("rows_lost", table=self._table, count=len(self._waiting), error=type(error).__name__)

    def _insert(self, db: SqliteUtils, *, rows: Sequence[dict[str, Any]]) -> None:
        # `ignore`: a cancelled flush may have been written all the same, and comes again.
        db.table(self._table).insert_all(rows, ignore=True)

    async def _flush_later(self) -> None:
        delay = self._flush_after
        while self._waiting:
            await asyncio.sleep(delay)
            try:
                await self.flush()
            except StorageError as error:
                delay = min(max(delay, 0.5) * 2, SLOWEST_RETRY)
                kind = type(error).__name__
                _log.warning("rows_not_written", table=self._table, waiting=len(self._waiting), error=kind)
