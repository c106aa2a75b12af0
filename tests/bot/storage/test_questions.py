"""
The question log takes what it is given without making anybody wait, and forgets when it is told to.
"""

import asyncio
import dataclasses
import datetime as dt
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlite_utils import Database as SqliteUtils

from bot.domain.question import LoggedQuestion, Pick, PickHow
from bot.errors import QuestionUnknown, StorageError
from bot.storage.database import Database
from bot.storage.questions import QuestionLog
from knowledge.models import Audience

Ask = Callable[..., LoggedQuestion]


@pytest.fixture
def ask(now: dt.datetime) -> Ask:
    """Make a logged question."""

    def make(question_id: str, **changes: object) -> LoggedQuestion:
        question = LoggedQuestion(
            id=question_id,
            asked_at=now,
            asker="p-1",
            channel="web",
            audience=Audience.OPERATOR,
            language="ru",
            text="где мой заказ\x00?",
            kb_version=3,
            entry="delivery-when",
            confidence=0.75,
            answered=True,
            words_only=False,
            duration_ms=6.5,
        )
        return dataclasses.replace(question, **changes)

    return make


async def test_a_question_comes_back_whole(stores, ask: Ask) -> None:
    """Every field is kept, and so are the absent ones."""
    log = stores.question_log()
    full = ask("q1", pick=Pick("delivery-how", PickHow.COPIED, dt.datetime(2026, 3, 2, tzinfo=dt.UTC)))
    bare = ask("q2", asker=None, kb_version=None, entry=None, answered=False)
    log.add(full)
    log.add(bare)
    await log.flush()

    assert await log.get("q1") == full
    assert await log.get("q2") == bare
    assert await log.recent() == (bare, full)
    assert await log.recent(limit=1) == (bare,)


async def test_adding_waits_for_nothing(stores, database: Database, ask: Ask) -> None:
    """While the writer is busy, questions are taken all the same, and written in one go afterwards."""
    log = stores.question_log(flush_after=0)
    released = threading.Event()
    busy = database.enqueue(lambda _: released.wait(10))
    for i in range(500):
        log.add(ask(f"q{i}"))
    await asyncio.sleep(0.05)

    assert await log.recent() == ()
    released.set()
    await asyncio.wrap_future(busy)
    await log.flush()
    assert len(await log.recent(limit=1000)) == 500


async def test_questions_go_to_disk_by_themselves(stores, ask: Ask) -> None:
    """Nobody has to call `flush`."""
    log = stores.question_log(flush_after=0)
    log.add(ask("q1"))
    for _ in range(200):
        if await log.recent():
            break
        await asyncio.sleep(0.01)

    assert [question.id for question in await log.recent()] == ["q1"]
    await log.close()


async def test_closing_writes_what_has_gathered(stores, ask: Ask) -> None:
    """An orderly stop loses no question, however long they were to gather."""
    log = stores.question_log(flush_after=3600)
    log.add(ask("q1"))
    await log.close()

    assert [question.id for question in await log.recent()] == ["q1"]


async def test_a_cancelled_flush_loses_nothing_and_doubles_nothing(
    stores, database: Database, ask: Ask
) -> None:
    """Questions on their way to disk wait again if the way was broken off."""
    log = stores.question_log(flush_after=3600)
    released = threading.Event()
    busy = database.enqueue(lambda _: released.wait(10))
    log.add(ask("q1"))
    flushing = asyncio.create_task(log.flush())
    await asyncio.sleep(0.01)
    flushing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await flushing
    released.set()
    await asyncio.wrap_future(busy)
    await log.flush()
    await log.flush()

    assert [question.id for question in await log.recent()] == ["q1"]
    await log.close()


async def test_a_flush_cancelled_too_late_doubles_nothing(stores, database: Database, ask: Ask) -> None:
    """Questions that were written although nobody waited any more come again, and are there once."""
    log = stores.question_log(flush_after=3600)
    other = SqliteUtils(database.path)
    other.execute("BEGIN IMMEDIATE")  # so that the write has begun and cannot go on
    log.add(ask("q1"))
    flushing = asyncio.create_task(log.flush())
    await asyncio.sleep(0.05)
    flushing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await flushing
    other.rollback()
    other.close()
    await database.write(lambda _: None)  # whatever was queued before is done now
    written = len(await log.recent())
    await log.flush()

    assert written == 1
    assert [question.id for question in await log.recent()] == ["q1"]
    await log.close()


async def test_zero_days_keep_nothing(stores, ask: Ask, now: dt.datetime) -> None:
    """Where no log is wanted none is written, and reporting a pick is no error."""
    log = stores.question_log(days=0, flush_after=0)
    log.add(ask("q1"))
    await log.record_pick("q1", "e", PickHow.COPIED, asker="p-1", now=now)
    await log.close()

    assert await log.recent() == ()


async def test_purging_forgets_the_old_ones(stores, ask: Ask, now: dt.datetime) -> None:
    """What is older than the limit goes, what is exactly as old stays."""
    log = stores.question_log()
    log.add(ask("old", asked_at=now - dt.timedelta(days=90, microseconds=1)))
    log.add(ask("edge", asked_at=now - dt.timedelta(days=90)))
    log.add(ask("new", asked_at=now.astimezone(dt.timezone(dt.timedelta(hours=-11)))))
    await log.flush()

    assert await log.purge(now - dt.timedelta(days=90)) == 1
    assert [question.id for question in await log.recent()] == ["new", "edge"]
    assert await log.purge(now - dt.timedelta(days=90)) == 0
    await log.close()


async def test_a_purged_text_is_gone_from_the_file(
    stores, database: Database, path: Path, ask: Ask, now
) -> None:
    """Deleted personal data cannot be read from the free pages of the file."""
    log = stores.question_log()
    log.add(ask("q1", text="меня зовут Аполлинария " * 50))
    await log.close()
    await log.purge(now + dt.timedelta(seconds=1))
    await asyncio.to_thread(database.close)
    content = await asyncio.to_thread(path.read_bytes)

    assert "Аполлинария".encode() not in content


async def test_the_asker_tells_what_he_used(stores, ask: Ask, now: dt.datetime) -> None:
    """A pick is kept with the question, even one that is still on its way to disk."""
    log = stores.question_log(flush_after=3600)
    log.add(ask("q1"))
    await log.record_pick("q1", "delivery-how", PickHow.COPIED, asker="p-1", now=now)

    assert (await log.get("q1")).pick == Pick("delivery-how", PickHow.COPIED, now)
    await log.close()


@pytest.mark.parametrize(
    ("reports", "kept"),
    [
        ([("a", PickHow.OPENED), ("b", PickHow.OPENED)], ("b", PickHow.OPENED)),
        ([("a", PickHow.OPENED), ("b", PickHow.COPIED)], ("b", PickHow.COPIED)),
        ([("a", PickHow.COPIED), ("b", PickHow.OPENED)], ("a", PickHow.COPIED)),
        ([("a", PickHow.COPIED), ("b", PickHow.COPIED_FULL)], ("b", PickHow.COPIED_FULL)),
        ([("a", PickHow.OPENED), (None, PickHow.NONE_FITTED)], (None, PickHow.NONE_FITTED)),
        ([(None, PickHow.NONE_FITTED), ("b", PickHow.OPENED)], (None, PickHow.NONE_FITTED)),
    ],
)
async def test_the_strongest_report_counts(stores, ask: Ask, now, reports, kept) -> None:
    """The last report counts, but a mere look never replaces a copy or «nothing fits»."""
    log = stores.question_log()
    log.add(ask("q1"))
    for entry, how in reports:
        await log.record_pick("q1", entry, how, asker="p-1", now=now)
    pick = (await log.get("q1")).pick

    assert pick is not None
    assert (pick.entry, pick.how) == kept
    await log.close()


@pytest.mark.parametrize(("question", "asker"), [("q1", "p-2"), ("q2", "p-1")])
async def test_nobody_reports_on_anothers_question(stores, ask: Ask, now, question: str, asker: str) -> None:
    """Another's question is as unknown as one that does not exist."""
    log = stores.question_log()
    log.add(ask("q1"))

    with pytest.raises(QuestionUnknown):
        await log.record_pick(question, "e", PickHow.COPIED, asker=asker, now=now)
    assert (await log.get("q1")).pick is None
    await log.close()


async def test_an_unknown_question_is_an_error(stores) -> None:
    """There is nothing to tell of a question that was not logged."""
    with pytest.raises(QuestionUnknown):
        await stores.question_log().get("q1")


async def test_a_half_character_holds_up_nobody(stores, ask: Ask) -> None:
    """A text that is no Unicode, as a terminal can give, is logged with a mark in its place."""
    log = stores.question_log()
    log.add(ask("q1", text="где \udcd0 заказ"))
    log.add(ask("q2"))
    await log.close()

    assert (await log.get("q1")).text == "где ? заказ"
    assert len(await log.recent()) == 2


async def test_a_disk_that_refuses_is_reported_and_survived(database: Database, ask: Ask) -> None:
    """Questions wait while the disk refuses them, the health check says so, and they arrive later."""
    log = QuestionLog(database, days=90, flush_after=3600, capacity=3)
    other = SqliteUtils(database.path)
    other.execute("BEGIN IMMEDIATE")
    for i in range(5):
        log.add(ask(f"q{i}"))
    with pytest.raises(StorageError):
        await log.flush()
    with pytest.raises(StorageError):
        await log.ping()
    other.rollback()
    other.close()
    await log.flush()
    await log.ping()

    assert [question.id for question in await log.recent()] == ["q4", "q3", "q2"]
    await log.close()
