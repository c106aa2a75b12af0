"""
Conversations over a real database, with a small knowledge base and a clock of the test's own.
"""

from __future__ import annotations

import asyncio
import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from bot.conversations import Conversations, build_conversations
from bot.domain.conversation import Customer
from bot.domain.person import Person, Role
from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.people import PeopleStore
from bot.usecases.conversations.consultant import Reply
from bot.usecases.conversations.customer import Incoming, Received

from .fakes import OpenGate, SmallKnowledge, SmallShelf, StandingClock

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.domain.conversation import Conversation
    from bot.domain.message import Message
    from bot.usecases.conversations.gate import DraftGate


@dataclass
class World:
    """
    A shop with two consultants and a customer, and shorthands for what they do.
    """

    folder: Path
    gate: DraftGate
    settings: Settings
    clock: StandingClock = field(default_factory=StandingClock)
    knowledge: SmallKnowledge = field(default_factory=SmallKnowledge)
    visitor: Customer = field(default_factory=lambda: Customer("web", "visitor-1"))
    keys: itertools.count[int] = field(default_factory=itertools.count)

    def open(self) -> None:
        """Start the program over the folder's database."""
        self.database = Database(self.settings.database_path)
        self.people = PeopleStore(self.database)
        self.parts: Conversations = build_conversations(
            self.settings,
            self.database,
            self.people,
            self.knowledge,
            SmallShelf(),
            self.gate,
            clock=self.clock,
        )

    async def hire(self) -> None:
        """Let Anna and Boris work here."""
        self.anna = await self.people.add("Анна", Role.OPERATOR, now=self.clock())
        self.boris = await self.people.add("Борис", Role.OPERATOR, now=self.clock())

    async def restart(self) -> None:
        """Stop the program without ceremony, and start it again."""
        await asyncio.to_thread(self.database.close)
        await asyncio.to_thread(self.open)

    async def write(self, text: str = "Вопрос", *, key: str | None = None, **fields: Any) -> Received:
        """Let the customer write."""
        customer = fields.pop("customer", self.visitor)
        incoming = Incoming(customer, key or f"key-{next(self.keys)}", text, **fields)
        return await self.parts.customer.receive(incoming)

    async def bot(self) -> int:
        """Let the customer fall silent, and the bot answer."""
        self.clock.advance(2.5)
        return await self.parts.bot.run_due()

    async def reply(self, text: str, person: Person | None = None, **fields: Any) -> Message:
        """Let a consultant answer."""
        key = fields.pop("key", None) or f"key-{next(self.keys)}"
        return await self.parts.consultant.reply(
            (await self.conversation()).id, person or self.anna, Reply(text, key, **fields)
        )

    async def waiting(self) -> str:
        """Bring the customer into the queue; returns the conversation's id."""
        received = await self.write("Позовите оператора")
        return received.conversation

    async def taken(self) -> str:
        """Let Anna take the customer's conversation; returns its id."""
        conversation = await self.waiting()
        await self.parts.consultant.take(conversation, self.anna)
        return conversation

    async def conversation(self) -> Conversation:
        """Return the customer's latest conversation."""
        found = await self.parts.journal.store.of_customer(self.visitor.channel, self.visitor.id)
        return found[0]

    async def messages(self) -> tuple[Message, ...]:
        """Return all its messages, as staff see them."""
        return await self.parts.journal.store.for_staff((await self.conversation()).id)

    async def said(self) -> list[str]:
        """Return what the customer has been told, in order."""
        return [
            one.text for one in await self.messages() if one.author.role != "customer" and not one.internal
        ]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """
    Defaults over a data folder of the test's own.
    """
    return Settings.read(env_file=None).model_copy(update={"data_dir": tmp_path / "data"})


@pytest.fixture
def gate() -> DraftGate:
    """
    The gate of a test that is about something else.
    """
    return OpenGate()


@pytest.fixture
async def world(tmp_path: Path, settings: Settings, gate: DraftGate) -> AsyncIterator[World]:
    """
    A shop at noon on a Monday.
    """
    world = World(tmp_path, gate, settings)
    await asyncio.to_thread(world.open)
    await world.hire()
    yield world
    await world.parts.close()
    await asyncio.to_thread(world.database.close)
