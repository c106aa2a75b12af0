"""
The bot as it runs: a real aiogram bot over a server of our own, a real container over a folder of the test's.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import json
from typing import TYPE_CHECKING, Any

import pytest

from bot.container import Container, open_container
from bot.domain.person import Person, Role
from bot.settings import Settings
from bot.storage.telegram import TelegramStore
from bot.telegram.app import TelegramBot, open_telegram
from bot.telegram.linking import payload
from knowledge.speech.checker import SpeechChecker
from knowledge.speech.policy import load_rules

from .fake_api import TOKEN, FakeTelegram, Shown, User

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

GROUP = -1001
ADMINS = -1002

ENTRIES = [
    {
        "id": "delivery",
        "title": "Сколько стоит доставка?",
        "text": "Доставка стоит **300** рублей & приходит <завтра>.",
        "audience": "customer",
        "owner": "Отдел",
    },
    {
        "id": "return",
        "title": "Как оформить возврат?",
        "text": "Возврат оформляется в личном кабинете.",
        "audience": "customer",
        "owner": "Отдел",
    },
    {
        "id": "penalty",
        "title": "Штраф оператора за возврат",
        "text": "Внутреннее правило о возврате.",
        "audience": "operator",
        "owner": "Отдел",
    },
]


def silent(_stage: str, _done: int, _total: int) -> None:
    """
    Take progress and show nothing.
    """


class World:
    """
    A shop with a bot; it can be stopped and started over the same folder.
    """

    def __init__(self, telegram: FakeTelegram, settings: Settings, checker: SpeechChecker) -> None:
        self.checker = checker
        self.telegram = telegram
        self.settings = settings
        self.container: Container
        self.bot: TelegramBot
        self._stack = contextlib.AsyncExitStack()
        self._tasks: list[asyncio.Task[Any]] = []

    async def start(self, *, running: bool = True) -> None:
        """Start the program."""
        self._stack = contextlib.AsyncExitStack()
        self.container = await self._stack.enter_async_context(open_container(self.settings))
        self.container.speech.checker = self.checker
        if await self.container.versions.current() is None:
            content = self.settings.data_dir / "corpus.jsonl"
            lines = "\n".join(json.dumps(one, ensure_ascii=False) for one in ENTRIES)
            await asyncio.to_thread(content.write_text, lines, encoding="utf-8")
            await self.container.publishing.publish(content, author="p", progress=silent)
        else:
            await self.container.publishing.catch_up(silent)
        self.bot = await self._stack.enter_async_context(open_telegram(self.container, TOKEN))
        if running:
            self._tasks = [
                asyncio.create_task(self.bot.run()),
                asyncio.create_task(self.container.conversations.keep()),
            ]

    async def stop(self) -> None:
        """Stop without ceremony: whatever is under way is cancelled where it stands."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks = []
        await self._stack.aclose()

    async def restart(self) -> None:
        """Stop and start again."""
        await self.stop()
        await self.start()

    async def hire(self, user: User, name: str = "Анна", role: Role = Role.OPERATOR) -> Person:
        """Let a user work here, through a deep link as in life."""
        person = await self.container.people.add(name, role, now=self.container.clock())
        await user.writes(f"/start {await self.secret(person)}")
        await self.telegram.sees(user.id, "рабочий чат")
        return person

    async def secret(self, person: Person) -> str:
        """Issue what stands in a deep link."""
        secret = await TelegramStore(self.container.database).issue_link(
            person.id, now=self.container.clock(), valid_for=dt.timedelta(minutes=30)
        )
        return payload(secret)

    async def topic(self) -> int:
        """Wait for the first topic of the staff group."""
        await self.telegram.until(lambda: self.telegram.topics)
        topics: dict[int, str] = self.telegram.topics
        return max(topics)

    async def said_by(self, user: User) -> list[str]:
        """What the core has from a customer, in order."""
        store = self.container.conversations.journal.store
        conversations = await store.of_customer("telegram", str(user.id))
        return [
            message.text
            for conversation in reversed(conversations)
            for message in await store.for_staff(conversation.id)
            if message.author.role == "customer"
        ]


@pytest.fixture
async def telegram() -> FakeTelegram:
    """
    The server, not listening yet.
    """
    return FakeTelegram()


@pytest.fixture(scope="session")
def checker() -> SpeechChecker:
    """
    The shipped rules; loading them takes seconds.
    """
    return SpeechChecker(load_rules(None))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """
    A shop at any hour that answers quickly.
    """
    (tmp_path / "data").mkdir()
    return Settings.read(env_file=None).model_copy(
        update={
            "data_dir": tmp_path / "data",
            "telegram_staff_chat": GROUP,
            "telegram_admin_chat": ADMINS,
            "burst_quiet_seconds": 0.05,
            "burst_longest_seconds": 0.3,
            "answer_threshold": 0.3,
            "choices_threshold": 0.0,
            "working_hours": "mon-sun 00:00-24:00",
        }
    )


@pytest.fixture
async def world(settings: Settings, telegram: FakeTelegram, checker: SpeechChecker) -> AsyncIterator[World]:
    """
    A shop with its bot running.
    """
    async with telegram.serving() as address:
        world = World(telegram, settings.model_copy(update={"telegram_api_url": address}), checker)
        await world.start()
        yield world
        await world.stop()


__all__ = ["ADMINS", "GROUP", "Shown", "World"]
