"""
Customers in front of the real application: a page that speaks the protocol, by socket and by request.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
from aiohttp import ClientWSTimeout, WSMsgType

from bot.domain.person import Role
from bot.usecases.conversations.consultant import Reply

if TYPE_CHECKING:
    from bot.domain.person import Person


@dataclass
class Page:
    """
    A customer's page inside another site's: it keeps its token itself.
    """

    client: Any
    token: str
    ws: Any = None
    pushed: list[dict[str, Any]] = field(default_factory=list)
    refs: itertools.count[int] = field(default_factory=itertools.count)

    @property
    def origin(self) -> str:
        """Our own origin."""
        return f"http://{self.client.host}:{self.client.port}"

    async def connect(self, **hello: Any) -> dict[str, Any]:
        """Open the socket and say hello; returns the reply."""
        self.ws = await self.client.ws_connect(
            "/chat/ws", headers={"Origin": self.origin}, timeout=ClientWSTimeout(ws_close=1)
        )
        return await self.call("hello", token=self.token, **hello)

    async def call(self, kind: str, **fields: Any) -> dict[str, Any]:
        """Send a frame and wait for its reply; what is pushed meanwhile is kept."""
        ref = f"r{next(self.refs)}"
        await self.ws.send_json({"type": kind, "ref": ref, **fields})
        while True:
            frame: dict[str, Any] = await self.ws.receive_json(timeout=5)
            if frame.get("ref") == ref:
                return frame
            self.pushed.append(frame)

    async def hears(self, kind: str) -> dict[str, Any]:
        """Wait for a push of this type."""
        while not any(frame["type"] == kind for frame in self.pushed):
            self.pushed.append(await self.ws.receive_json(timeout=5))
        found = next(frame for frame in self.pushed if frame["type"] == kind)
        self.pushed.remove(found)
        return found

    async def closing(self) -> tuple[list[str], int | None]:
        """Read what is left; returns the codes of its errors and the closing code."""
        codes = []
        while (message := await self.ws.receive(5)).type is WSMsgType.TEXT:
            if (frame := message.json())["type"] == "error":
                codes.append(frame["code"])
        return codes, self.ws.close_code

    async def post(self, path: str, body: Any = None, **headers: str) -> Any:
        """Call without a socket."""
        return await self.client.post(
            f"/api/v1/chat/{path}", json=body, headers={"Authorization": f"Bearer {self.token}", **headers}
        )

    async def upload(self, name: str, data: bytes) -> Any:
        """Send a file up; `name` as it stands in the path."""
        return await self.client.post(
            f"/api/v1/chat/files/{name}",
            data=data,
            headers={
                "Authorization": f"Bearer {self.token}",
                "Content-Type": "application/octet-stream",
            },
        )


@dataclass
class Shop:
    """
    The running application, its customers and its consultant.
    """

    desk: Any
    client: Any

    async def visitor(self, *, connected: bool = True) -> Page:
        """Let a new customer open the chat."""
        reply = await self.client.post("/api/v1/chat/session", json={"embedded": True})
        page = Page(self.client, (await reply.json())["token"])
        if connected:
            await page.connect()
        return page

    async def consultant(self, name: str = "Анна") -> Person:
        """Hire somebody."""
        person: Person = await self.desk.people.add(name, Role.OPERATOR, now=self.desk.clock())
        return person

    async def bot(self) -> None:
        """Let customers fall silent and the bot answer."""
        self.desk.clock.advance(seconds=3)
        await self.desk.core.bot.run_due()

    async def reply(self, conversation: str, person: Person, text: str) -> None:
        """Let the consultant answer."""
        key = f"k{self.desk.clock.now.timestamp()}{text}".encode("ascii", "ignore").decode()
        await self.desk.core.consultant.reply(conversation, person, Reply(text, key))


@pytest.fixture
async def shop(desk: Any) -> Shop:
    """
    A shop whose chat is open to https://shop.example.
    """
    client = await desk.start(
        chat_origins=frozenset({"https://shop.example"}), attachment_bytes=64 * 1024, chat_demo=True
    )
    return Shop(desk, client)
