"""
The audit log is only ever added to, and an act and its record are kept together or not at all.
"""

import pytest

from bot.access_errors import MachineAdminFixed
from bot.domain.audit import Act, By
from bot.domain.person import Role
from bot.domain.version import DiffCounts
from bot.errors import StorageError
from bot.storage.audit import MOST_TALLIES, AuditLog
from bot.storage.people import MACHINE_ADMIN

REFUSE = "CREATE TRIGGER refuse BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'no room'); END"


@pytest.mark.parametrize(
    "statement",
    ["UPDATE audit SET actor = 'p-2'", "DELETE FROM audit", "REPLACE INTO audit SELECT * FROM audit"],
)
async def test_nobody_changes_the_past(stores, database, now, statement: str) -> None:
    """The database itself refuses, whoever asks."""
    await stores.people.add("Анна", Role.OPERATOR, now=now)
    with pytest.raises(StorageError, match=r"append-only|UNIQUE"):
        await database.write(lambda db: db.execute(statement))
    (line,) = await AuditLog(database).list()

    assert (line.record.act, line.target_name) == (Act.PERSON_ADDED, "Анна")


async def test_a_refused_act_leaves_no_record(stores, database, now) -> None:
    """What was not done was not done."""
    await stores.people.machine_admin("root", now=now)
    with pytest.raises(MachineAdminFixed):
        await stores.people.set_active(MACHINE_ADMIN, active=False, now=now)

    assert [line.record.act for line in await AuditLog(database).list()] == [Act.PERSON_ADDED]


async def test_versions_are_acts(stores, database, entry, now) -> None:
    """Who published and who went back is in the log, whichever program did it."""
    admin = await stores.people.machine_admin("root", now=now)
    for parent, entries in ((None, [entry("a")]), (1, [entry("b")])):
        await stores.versions.publish(
            entries,
            author=admin.id,
            note="",
            diff_counts=DiffCounts(1, 0, 0),
            now=now,
            expected_parent=parent,
        )
    await stores.versions.rollback(1, author=admin.id, now=now)
    lines = (await AuditLog(database).list(limit=3))[::-1]

    assert [(line.record.act, line.record.target, line.record.detail) for line in lines] == [
        (Act.VERSION_PUBLISHED, "1", ""),
        (Act.VERSION_PUBLISHED, "2", ""),
        (Act.VERSION_RESTORED, "3", "1 → 3"),
    ]
    assert {line.actor_name for line in lines} == {"root"}


async def test_failures_cannot_fill_memory_or_disk(database, now) -> None:
    """However many names and addresses are tried, a bounded number of lines is written."""
    log = AuditLog(database)
    for number in range(MOST_TALLIES * 2):
        log.login_failed(None, f"10.0.{number // 250}.{number % 250}", now)
    await log.close()
    lines = await log.list(limit=MOST_TALLIES * 3)

    assert len(lines) <= MOST_TALLIES + 1
    assert sum(line.record.count for line in lines) == MOST_TALLIES * 2


async def test_counts_survive_a_disk_that_refuses(database, now) -> None:
    """What could not be written now is written with the next."""
    log = AuditLog(database)
    await database.write(lambda db: db.execute(REFUSE))
    log.login_failed("p-1", None, now)
    with pytest.raises(StorageError):
        await log.flush()
    await database.write(lambda db: db.execute("DROP TRIGGER refuse"))
    log.login_failed("p-1", None, now)
    await log.close()
    (line,) = await log.list()

    assert (line.record.count, line.record.by) == (2, By())
