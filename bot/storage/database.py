"""
One SQLite file: one thread that writes, a few that read, and callers who send functions to them.

A connection shared between threads corrupts transactions, and a deferred transaction that turns into a write
fails at once under load, whatever the busy timeout. So every write is `BEGIN IMMEDIATE` on the writer's own
connection, and every read is one snapshot on the connection of its reader thread.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

from sqlite_utils import Database as SqliteUtils

from bot.errors import DatabaseClosed, DatabaseDamaged
from bot.storage.migrations import migrate
from bot.storage.sqlite_errors import mapped

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

T = TypeVar("T")

WRITER_PRAGMAS = (
    # FULL, not NORMAL: under WAL, NORMAL may lose the last commits with the power, and a version that was
    # reported as published must stay published. One fsync a transaction; the question log writes in batches.
    "synchronous = FULL",
    "foreign_keys = ON",
    # A purged question must not live on in free pages.
    "secure_delete = ON",
)


class Database:
    """
    The database file at `path`, created with its folder when absent and migrated to the present schema.

    The constructor touches the disk: call it before the event loop runs, or through `asyncio.to_thread`.

    Args:
        path: The file; its folder is created for the user alone (0700), the file likewise (0600).
        readers: Threads that read, each with a connection of its own.
        busy_timeout: Seconds to wait for another process that writes.

    Raises:
        StorageError: one of its leaves, when the file cannot be opened, created or migrated.

    """

    def __init__(self, path: Path, *, readers: int = 4, busy_timeout: float = 5.0) -> None:
        self.path = path
        self._busy_timeout = busy_timeout
        self._closing = threading.Lock()
        self._closed = False
        self._connections: list[sqlite3.Connection] = []
        self._local = threading.local()
        with mapped(path):
            _create(path)
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="db-writer")
        self._readers = ThreadPoolExecutor(readers, thread_name_prefix="db-reader")
        try:
            self._writer.submit(self._open_writer).result()
        except BaseException:
            self.close()
            raise

    async def write(self, fn: Callable[[SqliteUtils], T]) -> T:
        """
        Run `fn` in the writer thread inside one transaction: all of it is kept, or nothing.

        A caller cancelled before `fn` began leaves nothing behind; one cancelled later misses the result.

        Raises:
            StorageError: one of its leaves, when SQLite fails; what `fn` itself raises comes through.
        """
        return await asyncio.wrap_future(self.enqueue(fn))

    async def read(self, fn: Callable[[SqliteUtils], T]) -> T:
        """
        Run `fn` in a reader thread; everything it reads is of one moment.

        Raises:
            StorageError: one of its leaves, when SQLite fails; what `fn` itself raises comes through.
        """
        return await asyncio.wrap_future(self._submit(self._readers, self._read, fn))

    def write_sync(self, fn: Callable[[SqliteUtils], T]) -> T:
        """
        Do what `write` does, for a thread without an event loop.
        """
        return self.enqueue(fn).result()

    def read_sync(self, fn: Callable[[SqliteUtils], T]) -> T:
        """
        Do what `read` does, for a thread without an event loop.
        """
        return self._submit(self._readers, self._read, fn).result()

    def enqueue(self, fn: Callable[[SqliteUtils], T]) -> Future[T]:
        """
        Put a write into the queue without waiting for it; the caller looks after the future's exception.
        """
        return self._submit(self._writer, self._write, fn)

    async def ping(self) -> None:
        """
        Read one row, for the health check.

        Raises:
            StorageError: one of its leaves, when that fails.
        """
        await self.read(lambda db: db.execute("SELECT number FROM versions LIMIT 1").fetchone())

    def verify_sync(self) -> None:
        """
        Read every page and check its structure; takes about a second for a gigabyte.

        Raises:
            DatabaseDamaged: naming the first damage.
        """
        (verdict,) = self.read_sync(lambda db: db.execute("PRAGMA quick_check(1)").fetchone())
        if verdict != "ok":
            raise DatabaseDamaged(self.path, str(verdict))

    def close(self) -> None:
        """
        Finish what is queued and close every connection; any later call raises `DatabaseClosed`.

        Safe to call twice. Blocks until the queue is empty.
        """
        with self._closing:
            if self._closed:
                return
            self._closed = True
            self._writer.shutdown(wait=True)
            self._readers.shutdown(wait=True)
            # The writer's connection was opened first and is closed last: it folds the WAL into the file.
            for connection in reversed(self._connections):
                connection.close()

    def _submit(
        self,
        pool: ThreadPoolExecutor,
        run: Callable[[Callable[[SqliteUtils], T]], T],
        fn: Callable[[SqliteUtils], T],
    ) -> Future[T]:
        try:
            return pool.submit(run, fn)
        except RuntimeError as error:
            raise DatabaseClosed(self.path) from error

    def _open_writer(self) -> None:
        with mapped(self.path):
            self._write_db = self._connect()
            _enable_wal(self._write_db.conn, self._busy_timeout)
            for pragma in WRITER_PRAGMAS:
                self._write_db.execute(f"PRAGMA {pragma}")
        self._write(lambda db: migrate(db, self.path))

    def _write(self, fn: Callable[[SqliteUtils], T]) -> T:
        with mapped(self.path):
            connection = self._write_db.conn
            connection.execute("BEGIN IMMEDIATE")
            try:
                result = fn(self._write_db)
                connection.execute("COMMIT")
            except BaseException:
                # SQLite has rolled back by itself after some errors, a full disk among them.
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
            return result

    def _read(self, fn: Callable[[SqliteUtils], T]) -> T:
        with mapped(self.path):
            db: SqliteUtils | None = getattr(self._local, "db", None)
            if db is None:
                db = self._connect()
                db.execute("PRAGMA query_only = ON")
                self._local.db = db
            db.conn.execute("BEGIN")
            try:
                return fn(db)
            finally:
                if db.conn.in_transaction:
                    db.conn.execute("ROLLBACK")

    def _connect(self) -> SqliteUtils:
        # mode=rw: a file that vanished under a running program is an error, not a new empty database.
        connection = sqlite3.connect(
            f"{self.path.absolute().as_uri()}?mode=rw",
            uri=True,
            timeout=self._busy_timeout,
            isolation_level=None,
            check_same_thread=False,  # `close` runs in its caller's thread, when the owner has ended
        )
        self._connections.append(connection)
        return SqliteUtils(connection, execute_plugins=False)


def _create(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))


def _enable_wal(connection: sqlite3.Connection, patience: float) -> None:
    # SQLite does not wait for its busy timeout here when two processes switch a new file at once.
    deadline = time.monotonic() + patience
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return
