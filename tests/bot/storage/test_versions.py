"""
The history of the knowledge base only grows, and every version comes back as it was published.
"""

import asyncio
import datetime as dt
import zlib
from collections.abc import Callable

import pytest

from bot.domain.version import DiffCounts, Version
from bot.errors import VersionConflict, VersionDamaged, VersionUnknown
from bot.storage.database import Database
from knowledge.models import Case, Instruction, Location, Policy, Situation, Sourced, Stage

Make = Callable[..., Sourced]


async def publish(stores, entries, *, parent, now, note="") -> Version:
    """Publish with counts that do not matter."""
    return await stores.versions.publish(
        entries,
        author="p-1",
        note=note,
        diff_counts=DiffCounts(1, 2, 3),
        now=now,
        expected_parent=parent,
    )


async def test_before_the_first_publish_there_is_no_version(stores) -> None:
    """An empty store has no current version and no list."""
    assert await stores.versions.current() is None
    assert await stores.versions.list() == ()


async def test_a_version_keeps_who_when_and_how_much(stores, entry: Make, now: dt.datetime) -> None:
    """All that was said at publishing is told again, in UTC."""
    moscow = now.astimezone(dt.timezone(dt.timedelta(hours=3)))
    version = await publish(stores, [entry("a"), entry("b")], parent=None, now=moscow, note="Первая")

    assert version == Version(
        number=1,
        parent=None,
        author="p-1",
        created_at=now,
        note="Первая",
        diff=DiffCounts(1, 2, 3),
        entries=2,
        fingerprint=version.fingerprint,
    )
    assert await stores.versions.current() == version
    assert await stores.versions.get(1) == version


async def test_entries_of_every_kind_come_back_in_order(stores, entry: Make, now: dt.datetime) -> None:
    """What is loaded equals what was published: kinds, order, places, any Unicode."""
    place = Location(file="папка/файл.xlsx", line=7, column=3)
    entries = (
        entry("z", title="«Ёлка» \U0001f384 \u0301\u200b — сколько?", line=9),
        Sourced(
            entry=Instruction(id="i", title="И", body="т", stages=(Stage(name="э", say="с"),)), source=place
        ),
        Sourced(
            entry=Policy(id="p", title="П", body="т", cases=(Case(case="с", decision="р"),)), source=place
        ),
        Sourced(
            entry=Situation(
                id="s",
                title="С",
                body="т",
                actions=("д",),
                modules=("м",),
                inadmissible=("н",),
                valid_until=dt.date(2026, 12, 31),
            ),
            source=place,
        ),
        entry("a", line=1),
    )
    await publish(stores, entries, parent=None, now=now)

    assert await stores.versions.load(1) == entries


async def test_an_empty_knowledge_base_is_a_version_too(stores, now: dt.datetime) -> None:
    """Removing everything is a change like any other."""
    await publish(stores, [], parent=None, now=now)

    assert await stores.versions.load(1) == ()


async def test_every_version_stays_as_it_was(stores, entry: Make, now: dt.datetime) -> None:
    """A later version does not change an earlier one; the list is newest first."""
    first = (entry("a", title="было"), entry("b"))
    second = (entry("a", title="стало"), entry("c"))
    await publish(stores, first, parent=None, now=now)
    await publish(stores, second, parent=1, now=now)

    assert await stores.versions.load(1) == first
    assert await stores.versions.load(2) == second
    assert [version.number for version in await stores.versions.list()] == [2, 1]
    assert [version.number for version in await stores.versions.list(limit=1)] == [2]


async def test_a_moved_entry_is_the_same_entry(stores, entry: Make, now: dt.datetime) -> None:
    """The fingerprint is of the entries: not of their order, nor of where they stand."""
    one = await publish(stores, [entry("a", line=1), entry("b", line=9)], parent=None, now=now)
    two = await publish(stores, [entry("b", line=3), entry("a", line=7)], parent=1, now=now)
    three = await publish(stores, [entry("a"), entry("b", title="иначе")], parent=2, now=now)

    assert one.fingerprint == two.fingerprint
    assert three.fingerprint != two.fingerprint
    assert [item.source.line for item in await stores.versions.load(2)] == [3, 7]


async def test_two_admins_do_not_overwrite_each_other(stores, entry: Make, now: dt.datetime) -> None:
    """Of two changes prepared against the same version one is published, the other is told so."""
    await publish(stores, [entry("a")], parent=None, now=now)
    results = await asyncio.gather(
        publish(stores, [entry("b")], parent=1, now=now),
        publish(stores, [entry("c")], parent=1, now=now),
        return_exceptions=True,
    )

    assert sorted(type(result).__name__ for result in results) == ["Version", "VersionConflict"]
    assert len(await stores.versions.list()) == 2


@pytest.mark.parametrize(("expected", "actual"), [(None, 1), (2, 1)])
async def test_a_conflict_tells_both_versions(
    stores, entry: Make, now: dt.datetime, expected, actual
) -> None:
    """A change prepared against another version than the current one is refused and leaves nothing."""
    await publish(stores, [entry("a")], parent=None, now=now)

    with pytest.raises(VersionConflict, match=r"copilot kb diff") as caught:
        await publish(stores, [entry("b")], parent=expected, now=now)
    assert (caught.value.expected, caught.value.actual) == (expected, actual)
    assert (await stores.versions.current()).number == 1


async def test_a_rollback_is_a_new_version(stores, entry: Make, now: dt.datetime) -> None:
    """The old content returns under a new number, with its true difference; history is not rewritten."""
    old = (entry("a", title="было"), entry("b"), entry("c"))
    first = await publish(stores, old, parent=None, now=now)
    await publish(stores, [entry("a", title="стало"), entry("b"), entry("d"), entry("e")], parent=1, now=now)
    later = now + dt.timedelta(days=1)
    version = await stores.versions.rollback(1, author="p-2", now=later, note="ошибка в цене")

    assert version == Version(
        number=3,
        parent=2,
        author="p-2",
        created_at=later,
        note="ошибка в цене",
        diff=DiffCounts(added=1, changed=1, removed=2),
        entries=3,
        fingerprint=first.fingerprint,
        restored=1,
    )
    assert await stores.versions.current() == version
    assert await stores.versions.load(3) == old
    assert [item.number for item in await stores.versions.list()] == [3, 2, 1]


@pytest.mark.parametrize("number", [0, 2, -1, 10**15])
async def test_an_unknown_version_is_an_error(stores, entry: Make, now: dt.datetime, number: int) -> None:
    """Whatever is asked of a version that does not exist, the error names it."""
    await publish(stores, [entry("a")], parent=None, now=now)

    for ask in (
        stores.versions.get(number),
        stores.versions.load(number),
        stores.versions.rollback(number, author="p", now=now),
    ):
        with pytest.raises(VersionUnknown, match=rf"Версии {number} "):
            await ask


async def test_a_moment_without_a_zone_is_refused(stores, entry: Make) -> None:
    """Nobody can tell what a naive time meant, so none is stored."""
    naive = dt.datetime(2026, 1, 1)  # noqa: DTZ001 -- the claim is about it

    with pytest.raises(ValueError, match="time zone"):
        await publish(stores, [entry("a")], parent=None, now=naive)
    assert await stores.versions.current() is None


async def test_one_changed_entry_is_one_new_row(
    stores, database: Database, entry: Make, now: dt.datetime
) -> None:
    """Contents are stored once: a publish writes what changed and a short list."""
    entries = [entry(f"e{i}", title=f"Вопрос {i}") for i in range(1000)]
    await publish(stores, entries, parent=None, now=now)
    entries[500] = entry("e500", title="Новый вопрос")
    await publish(stores, entries, parent=1, now=now)

    rows = await database.read(lambda db: db.table("contents").count)
    listing = await database.read(lambda db: len(db.table("versions").get(2)["listing"]))
    assert rows == 1001
    assert listing < 10 * 1000


@pytest.mark.parametrize(
    "listing", [b"", b"junk", zlib.compress(b"[]"), zlib.compress(b'{"files":[],"rows":[[1,0,1,1]]}')]
)
async def test_a_damaged_listing_is_an_error(
    stores, database: Database, entry: Make, now, listing: bytes
) -> None:
    """What cannot be read back is never half of a version; the error says how to go on."""
    await publish(stores, [entry("a")], parent=None, now=now)
    await database.write(lambda db: db.table("versions").update(1, {"listing": listing}))

    with pytest.raises(VersionDamaged, match=r"copilot kb rollback"):
        await stores.versions.load(1)


async def test_damaged_content_is_an_error_that_quotes_nothing(
    stores, database: Database, entry: Make, now: dt.datetime
) -> None:
    """The error of an unreadable entry does not carry its text."""
    await publish(stores, [entry("a")], parent=None, now=now)
    await database.write(lambda db: db.table("contents").update(1, {"entry": '{"id": "тайна"}'}))

    with pytest.raises(VersionDamaged) as caught:
        await stores.versions.load(1)
    assert "тайна" not in str(caught.value)
