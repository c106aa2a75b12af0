"""
A real database file for every test, and the stores over it.

The tests of stores know nothing of SQLite: another adapter is one more value of `stores`' parameter.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.storage.database import Database
from bot.storage.people import PeopleStore
from bot.storage.questions import QuestionLog
from bot.storage.sessions import SessionStore
from bot.storage.versions import VersionStore
from knowledge.models import Location, Script, Sourced

NOW = dt.datetime(2026, 3, 2, 9, 30, tzinfo=dt.UTC)


@dataclass
class Stores:
    """
    The stores of one adapter.
    """

    versions: VersionStore
    people: PeopleStore
    sessions: SessionStore
    question_log: Callable[..., QuestionLog]


@pytest.fixture
def now() -> dt.datetime:
    """The moment at which tests happen."""
    return NOW


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the database of a test stands."""
    return tmp_path / "data" / "copilot.db"


@pytest.fixture
def database(path: Path) -> Iterator[Database]:
    """An open database."""
    database = Database(path, busy_timeout=0.2)
    yield database
    database.close()


@pytest.fixture(params=["sqlite"])
def stores(request: pytest.FixtureRequest, database: Database) -> Stores:
    """The stores of each adapter in turn."""

    def question_log(*, days: int = 90, **options: float) -> QuestionLog:
        return QuestionLog(database, days=days, **options)

    return Stores(
        versions=VersionStore(database),
        people=PeopleStore(database),
        sessions=SessionStore(database, lifetime=dt.timedelta(hours=12), idle=dt.timedelta(hours=2)),
        question_log=question_log,
    )


@pytest.fixture
def entry() -> Callable[..., Sourced]:
    """Make an entry with a title of its own."""

    def make(entry_id: str, title: str = "Когда привезут заказ?", line: int = 1) -> Sourced:
        script = Script(id=entry_id, title=title, body="Завтра.", variants=("Где заказ?",))
        return Sourced(entry=script, source=Location(file="faq/delivery.yaml", line=line))

    return make
