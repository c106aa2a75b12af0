"""
The real application over real conversations and the real speech rules; the knowledge base alone is empty.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.container import open_container
from bot.domain.conversation import Customer
from bot.domain.person import Role
from bot.settings import Settings
from bot.speech import RulesState
from bot.usecases.conversations.customer import Incoming
from bot.web.app import create_app
from bot.web.ports import Options
from bot.web.wiring import services
from knowledge.speech.checker import SpeechChecker
from knowledge.speech.policy import load_rules

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.container import Container
    from bot.domain.person import Person

ROOT = "/api/v1/conversations"


@dataclass
class Staff:
    """
    A member of staff with a login, and the web in front of him.
    """

    person: Person
    client: Any
    headers: dict[str, str]

    async def get(self, path: str, status: int = 200) -> Any:
        """Read; returns what came."""
        async with self.client.get(ROOT + path, headers=self.headers) as response:
            assert response.status == status, await response.text()
            return await response.json()

    async def post(self, path: str, status: int = 200, **body: Any) -> Any:
        """Do something; returns what came."""
        async with self.client.post(ROOT + path, json=body, headers=self.headers) as response:
            assert response.status == status, await response.text()
            return await response.json()

    async def connect(self) -> Any:
        """Open the socket as our own page does, and take the greeting."""
        origin = f"http://{self.client.host}:{self.client.port}"
        ws = await self.client.ws_connect(f"{ROOT}/ws", headers={**self.headers, "Origin": origin})
        await self.until(ws, "hello")
        return ws

    async def until(self, ws: Any, kind: str, **wanted: Any) -> Any:
        """Read frames until one of this kind comes that has these values."""
        async with asyncio.timeout(10):
            while True:
                frame = await ws.receive_json()
                if frame["type"] == kind and wanted.items() <= frame.items():
                    return frame


@dataclass
class Shop:
    """
    Two consultants, one customer.
    """

    container: Container
    anna: Staff
    boris: Staff
    visitor: Customer = field(default_factory=lambda: Customer("web", "visitor-1"))
    keys: int = 0

    async def write(self, text: str = "Позовите оператора") -> str:
        """Let the customer write; returns the conversation's id."""
        self.keys += 1
        customer = self.container.conversations.customer
        return (await customer.receive(Incoming(self.visitor, f"key-{self.keys}", text))).conversation

    async def taken(self) -> str:
        """Let Anna take the customer's conversation; returns its id."""
        conversation = await self.write()
        await self.anna.post(f"/{conversation}/take")
        return conversation

    async def said(self) -> list[str]:
        """What the customer sees."""
        resumed = await self.container.conversations.customer.resume("web", self.visitor.id)
        assert resumed is not None
        return [message.text for message in resumed.messages]


@pytest.fixture(scope="session")
def checker() -> SpeechChecker:
    """
    The shipped rules.
    """
    return SpeechChecker(load_rules())


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """
    Defaults over a data folder of the test's own.
    """
    return Settings.read(env_file=None).model_copy(update={"data_dir": tmp_path / "data"})


@pytest.fixture
async def shop(settings: Settings, checker: SpeechChecker) -> AsyncIterator[Shop]:
    """
    The application with Anna and Boris logged in.
    """
    async with open_container(settings) as container:
        container.speech.checker, container.speech.state = checker, RulesState.READY
        app = await asyncio.to_thread(create_app, services(container), Options())
        client: Any = TestClient(TestServer(app, access_log=None))
        await client.start_server()

        async def staff(name: str) -> Staff:
            person = await container.people.add(name, Role.OPERATOR, now=container.clock())
            link = await container.sessions.issue_link(
                person.id, now=container.clock(), valid_for=dt.timedelta(minutes=5)
            )
            secret, _ = await container.sessions.redeem(link, now=container.clock())
            return Staff(person, client, {"Authorization": f"Bearer {secret}"})

        yield Shop(container, await staff("Анна"), await staff("Борис"))
        await client.close()
