"""
Every write is one transaction in one thread: all of it is kept or nothing, and none gets lost in the crowd.
"""

import asyncio
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlite_utils import Database as SqliteUtils

from bot.errors import DatabaseClosed, DatabaseLocked, DatabaseReadOnly
from bot.storage.database import Database

WRITES = 100


def make_table(db: SqliteUtils) -> None:
    """Create a table of numbers."""
    db.execute("CREATE TABLE numbers (n INTEGER PRIMARY KEY) STRICT")


def add(n: int) -> Callable[[SqliteUtils], None]:
    """Make a write that reads first, as the ones that lose updates do."""

    def write(db: SqliteUtils) -> None:
        db.execute("SELECT count(*) FROM numbers").fetchone()
        db.execute("INSERT INTO numbers VALUES (?)", [n])

    return write


def count(db: SqliteUtils) -> int:
    """Count the numbers."""
    return int(db.execute("SELECT count(*) FROM numbers").fetchone()[0])


ANOTHER_PROCESS = """
import sys
from pathlib import Path
from bot.storage.database import Database

database = Database(Path(sys.argv[1]))
for n in range(int(sys.argv[2]), int(sys.argv[3])):
    database.write_sync(lambda db, n=n: db.execute("INSERT INTO numbers VALUES (?)", [n]))
database.close()
"""


def test_four_threads_lose_nothing(database: Database) -> None:
    """400 writes from four threads are 400 rows."""
    database.write_sync(make_table)

    def work(start: int) -> None:
        for n in range(start, start + WRITES):
            database.write_sync(add(n))

    threads = [threading.Thread(target=work, args=(i * WRITES,)) for i in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert database.read_sync(count) == 4 * WRITES


def test_two_processes_lose_nothing(path: Path) -> None:
    """A server and a command line may write to the same file."""
    database = Database(path)
    database.write_sync(make_table)
    others = [
        subprocess.Popen(
            [sys.executable, "-c", ANOTHER_PROCESS, str(path), str(i * WRITES), str((i + 1) * WRITES)]
        )
        for i in (1, 2)
    ]
    for n in range(WRITES):
        database.write_sync(add(n))
    codes = [other.wait() for other in others]

    assert codes == [0, 0]
    assert database.read_sync(count) == 3 * WRITES
    database.close()


def test_a_write_has_the_lock_from_its_first_read(database: Database, path: Path) -> None:
    """What a write has read cannot change before it writes: another process has to wait until it is done."""
    database.write_sync(make_table)
    other = sqlite3.connect(path, timeout=0, isolation_level=None, check_same_thread=False)

    def write(db: SqliteUtils) -> None:
        before = count(db)
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("INSERT INTO numbers VALUES (1)")
        db.execute("INSERT INTO numbers VALUES (?)", [before])

    database.write_sync(write)
    other.close()

    assert database.read_sync(count) == 1


def test_a_failing_write_leaves_nothing(database: Database) -> None:
    """What a function wrote before it raised is gone, and the next write works."""
    database.write_sync(make_table)

    def write(db: SqliteUtils) -> None:
        db.table("numbers").insert({"n": 1})
        raise LookupError

    with pytest.raises(LookupError):
        database.write_sync(write)

    assert database.read_sync(count) == 0
    database.write_sync(add(2))
    assert database.read_sync(count) == 1


async def test_a_write_nobody_waits_for_any_more_is_not_begun(database: Database) -> None:
    """A caller cancelled while its write waits in the queue leaves nothing behind."""
    await database.write(make_table)
    released = threading.Event()
    blocking = database.enqueue(lambda _: released.wait(10))
    waiting = asyncio.create_task(database.write(add(1)))
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    released.set()
    await asyncio.wrap_future(blocking)

    assert await database.read(count) == 0


async def test_a_write_cancelled_while_it_runs_is_whole(database: Database) -> None:
    """A caller cancelled too late misses the result, but the write is complete and the writer lives on."""
    await database.write(make_table)
    running, released = threading.Event(), threading.Event()

    def write(db: SqliteUtils) -> None:
        add(1)(db)
        running.set()
        released.wait(10)
        add(2)(db)

    task = asyncio.create_task(database.write(write))
    await asyncio.to_thread(running.wait, 10)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    released.set()
    await database.write(add(3))

    assert await database.read(count) == 3


async def test_reads_do_not_wait_for_a_write(database: Database) -> None:
    """While a transaction is open, readers see the state before it."""
    await database.write(make_table)
    running, released = threading.Event(), threading.Event()

    def write(db: SqliteUtils) -> None:
        add(1)(db)
        running.set()
        released.wait(10)

    task = asyncio.create_task(database.write(write))
    await asyncio.to_thread(running.wait, 10)

    assert await database.read(count) == 0
    released.set()
    await task
    assert await database.read(count) == 1


def test_a_read_sees_one_moment(database: Database) -> None:
    """Two statements of one read agree, though somebody writes between them."""
    database.write_sync(make_table)

    def read(db: SqliteUtils) -> tuple[int, int]:
        first = count(db)
        database.write_sync(add(1))
        return first, count(db)

    assert database.read_sync(read) == (0, 0)


def test_a_read_cannot_write(database: Database) -> None:
    """A reader's connection refuses changes."""
    database.write_sync(make_table)

    with pytest.raises(DatabaseReadOnly):
        database.read_sync(add(1))


def test_close_finishes_what_is_queued(path: Path) -> None:
    """Writes accepted before `close` are on disk after it."""
    database = Database(path)
    database.write_sync(make_table)
    for n in range(50):
        database.enqueue(add(n))
    database.close()
    again = Database(path)

    assert again.read_sync(count) == 50
    again.close()


async def test_a_closed_database_says_so(database: Database) -> None:
    """`close` may be called twice; any use after it is `DatabaseClosed`."""
    await asyncio.to_thread(database.close)
    await asyncio.to_thread(database.close)

    with pytest.raises(DatabaseClosed):
        await database.write(make_table)
    with pytest.raises(DatabaseClosed):
        await database.read(count)


def test_waiting_for_another_process_has_an_end(database: Database, path: Path) -> None:
    """When somebody else holds the write lock for too long, the error says who to look for."""
    database.write_sync(make_table)
    other = SqliteUtils(path)
    other.execute("BEGIN IMMEDIATE")

    with pytest.raises(DatabaseLocked, match=r"занята другим процессом"):
        database.write_sync(add(1))
    other.rollback()
    database.write_sync(add(1))
    assert database.read_sync(count) == 1
    other.close()
