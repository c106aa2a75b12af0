"""
A process killed at any statement of a publish leaves the old version or the new one, never a mixture.
"""

import asyncio
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.domain.version import DiffCounts
from bot.storage.database import Database
from bot.storage.versions import VersionStore
from knowledge.models import Sourced

PUBLISHER = """
import asyncio, datetime as dt, os, signal, sys
from pathlib import Path
from bot.domain.version import DiffCounts
from bot.storage.database import Database
from bot.storage.versions import VersionStore
from knowledge.models import Location, Script, Sourced

path, fatal = Path(sys.argv[1]), int(sys.argv[2])
database = Database(path)
statements = 0

def kill(statement):
    global statements
    statements += 1
    if statements == fatal:
        os.kill(os.getpid(), signal.SIGKILL)

database.write_sync(lambda db: db.conn.set_trace_callback(kill))
statements = 0
entries = [
    Sourced(entry=Script(id=f"new{i}", title="т", body="т"), source=Location(file="f"))
    for i in range(3)
]
asyncio.run(
    VersionStore(database).publish(
        entries, author="p", note="", diff_counts=DiffCounts(3, 0, 1),
        now=dt.datetime.now(dt.UTC), expected_parent=1,
    )
)
print(statements)
"""


def publish_and_die(path: Path, fatal: int) -> subprocess.CompletedProcess[str]:
    """Publish a second version in another process, killed as it begins its statement number `fatal`."""
    return subprocess.run(
        [sys.executable, "-c", PUBLISHER, str(path), str(fatal)], capture_output=True, text=True, check=False
    )


@pytest.fixture
def first(path: Path, entry: Callable[..., Sourced], now) -> tuple[Sourced, ...]:
    """The content of the version before."""
    entries = (entry("old"),)
    database = Database(path)
    asyncio.run(
        VersionStore(database).publish(
            entries, author="p", note="", diff_counts=DiffCounts(1, 0, 0), now=now, expected_parent=None
        )
    )
    database.close()
    return entries


async def state(database: Database) -> tuple[int, list[str], int]:
    """Tell the current version, its entries, and how many contents are stored."""
    store = VersionStore(database)
    current = await store.current()
    assert current is not None
    entries = [item.entry.id for item in await store.load(current.number)]
    return current.number, entries, await database.read(lambda db: db.table("contents").count)


OLD = (1, ["old"], 1)
NEW = (2, ["new0", "new1", "new2"], 4)


def test_at_every_statement(path: Path, first: tuple[Sourced, ...]) -> None:
    """Up to the commit the old version is served, and the next attempt succeeds."""
    seen = []
    for fatal in range(1, 30):
        finished = publish_and_die(path, fatal)
        database = Database(path)
        database.verify_sync()
        seen.append(asyncio.run(state(database)))
        database.close()
        if finished.returncode == 0:
            break
        assert finished.returncode == -9, finished.stderr

    assert seen == [OLD] * (len(seen) - 1) + [NEW]
    assert len(seen) > 6, "every statement of the transaction was a place to die"


def test_right_after_the_commit(path: Path, first: tuple[Sourced, ...]) -> None:
    """What was committed is there after a kill, though nothing was closed."""
    killed = subprocess.run(
        [sys.executable, "-c", PUBLISHER + "\nos.kill(os.getpid(), signal.SIGKILL)\n", str(path), "0"],
        capture_output=True,
        check=False,
    )
    database = Database(path)

    assert killed.returncode == -9
    assert asyncio.run(state(database)) == NEW
    database.close()
