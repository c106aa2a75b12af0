"""
A socket takes JSON frames only, never waits for who does not read, and always ends in an orderly way.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Literal

import pytest
from aiohttp import ClientWSTimeout, WSMsgType, web
from aiohttp.test_utils import TestClient, TestServer
from pydantic import TypeAdapter

from bot.clock import utc_now
from bot.conversation_errors import Lagged, MessageEmpty
from bot.web.keys import GUARD, OPTIONS, SOCKETS
from bot.web.middlewares import answer_errors, log_request
from bot.web.ports import Options
from bot.web.security import Guard
from bot.web.socket_registry import Sockets, SocketTerms
from bot.web.sockets import Frame, Socket, serve

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Mapping

    Start = Callable[..., Awaitable[TestClient[web.Request, web.Application]]]


class Say(Frame):
    """A frame of the tests."""

    type: Literal["say"]
    text: str


async def echo(frame: Say) -> Mapping[str, object]:
    """Answer with the text, slowly or not at all if it says so."""
    if frame.text == "refuse":
        raise MessageEmpty
    return {"text": frame.text}


async def talk(socket: Socket[Say]) -> None:
    """Echo; some texts do something else."""
    socket.belongs_to("anna")
    async for frame in socket.frames():
        match frame.text:
            case "flood":
                for _ in range(2000):
                    socket.push({"type": "noise", "text": "x" * 10_000})
            case "lag":
                socket.beside(lag())
            case "crash":
                raise ZeroDivisionError("секрет")
            case _:
                await socket.answer(frame, echo(frame))


async def lag() -> None:
    """Fail as a subscription does that was not read."""
    raise Lagged


@pytest.fixture
async def start() -> AsyncIterator[Start]:
    """An application with one socket at /api/ws; terms by keyword."""
    clients: list[TestClient[web.Request, web.Application]] = []

    async def handler(request: web.Request) -> web.StreamResponse:
        request.app[GUARD].check_socket(request)
        return await serve(request, TypeAdapter(Say), talk)

    async def begin(**terms: Any) -> TestClient[web.Request, web.Application]:
        app = web.Application(middlewares=[log_request, answer_errors])
        app[OPTIONS] = Options()
        app[GUARD] = Guard(app[OPTIONS])
        app[SOCKETS] = Sockets(clock=utc_now, terms=SocketTerms(**{"close_seconds": 0.3, **terms}))
        app.on_shutdown.append(lambda app: app[SOCKETS].close_all())
        app.router.add_get("/api/ws", handler)
        client = TestClient(TestServer(app, access_log=None))
        await client.start_server()
        clients.append(client)
        return client

    yield begin
    for client in clients:
        await client.close()


async def connect(client: TestClient[web.Request, web.Application], **headers: str) -> Any:
    """Open the socket as our own page does."""
    own = {"Origin": f"http://{client.host}:{client.port}", **headers}
    return await client.ws_connect("/api/ws", headers=own, timeout=ClientWSTimeout(ws_close=1))


async def ending(ws: Any) -> tuple[list[str], int | None]:
    """Read what is left; returns the codes of its errors and the closing code."""
    codes = []
    while (message := await ws.receive(5)).type is WSMsgType.TEXT:
        codes.append(message.json()["code"])
    return codes, ws.close_code


async def test_a_frame_is_answered_under_its_own_reference(start: Start) -> None:
    """Replies carry the page's id, refusals too."""
    ws = await connect(await start())
    await ws.send_json({"type": "say", "ref": "1", "text": "да"})
    await ws.send_json({"type": "say", "ref": "2", "text": "refuse"})

    assert await ws.receive_json() == {"type": "ok", "ref": "1", "text": "да"}
    refused = await ws.receive_json()
    assert (refused["type"], refused["ref"], refused["code"]) == ("error", "2", "message-empty")


@pytest.mark.parametrize(
    ("send", "code", "closed"),
    [
        (lambda ws: ws.send_bytes(b"{}"), "frame-not-text", 1003),
        (lambda ws: ws.send_str("x" * 70_000), "frame-too-large", 1009),
        (lambda ws: ws.send_str("{"), "frame-malformed", 1007),
        (lambda ws: ws.send_str("[]"), "frame-malformed", 1007),
        (lambda ws: ws.send_str("[" * 30_000), "frame-malformed", 1007),
    ],
    ids=["binary", "oversize", "broken", "list", "nested"],
)
async def test_what_is_no_frame_ends_the_connection(start: Start, send: Any, code: str, closed: int) -> None:
    """The page hears what was wrong, then the connection closes with the standard's code."""
    ws = await connect(await start())
    await send(ws)

    assert ([code], closed) == await ending(ws)


async def test_a_huge_frame_is_not_even_read(start: Start) -> None:
    """Above twice the limit nothing is kept in memory to be refused politely."""
    ws = await connect(await start())
    await ws.send_str("x" * 2**20)

    assert await ending(ws) == ([], 1009)


async def test_a_frame_with_wrong_fields_is_refused_and_the_talk_goes_on(start: Start) -> None:
    """One mistake is forgiven and names no content."""
    ws = await connect(await start())
    await ws.send_json({"type": "say", "ref": "1", "text": 5})
    refused = await ws.receive_json()
    await ws.send_json({"type": "say", "text": "дальше"})

    assert (refused["code"], refused["ref"]) == ("fields-invalid", "1")
    assert await ws.receive_json() == {"type": "ok", "text": "дальше"}


async def test_a_row_of_wrong_frames_ends_the_connection(start: Start) -> None:
    """Whoever keeps sending nonsense is closed."""
    ws = await connect(await start(faults=3))
    for _ in range(3):
        await ws.send_json({"type": "unknown"})

    assert await ending(ws) == (["fields-invalid"] * 3, 1008)


async def test_a_flood_of_frames_is_refused_then_closed(start: Start) -> None:
    """Above the rate, frames are refused with the time to wait; who goes on is closed."""
    ws = await connect(await start(frames_at_once=1, frames_per_second=0.01, faults=2))
    for _ in range(3):
        await ws.send_json({"type": "say", "text": "раз"})
    first = await ws.receive_json()
    second = await ws.receive_json()

    assert (first["type"], second["code"], second["retry_after"]) == ("ok", "too-many-requests", 100)
    assert await ending(ws) == (["too-many-requests"], 1008)


async def test_who_does_not_read_is_closed_and_stalls_nobody(start: Start) -> None:
    """Twenty megabytes are not kept for a client that reads nothing; others are answered meanwhile."""
    client = await start(queue_chars=100_000)
    slow, quick = await connect(client), await connect(client)
    await slow.send_json({"type": "say", "text": "flood"})
    await quick.send_json({"type": "say", "text": "жив"})

    assert await quick.receive_json() == {"type": "ok", "text": "жив"}
    sockets = client.app[SOCKETS] if client.app else None
    assert sockets is not None
    async with asyncio.timeout(5):
        while sockets.count > 1:  # noqa: ASYNC110 -- the registry tells nobody that a socket has gone
            await asyncio.sleep(0.01)


async def test_who_lags_behind_events_is_told_to_come_again(start: Start) -> None:
    """Lost events close the connection with 1013: the page reads again by number."""
    ws = await connect(await start())
    await ws.send_json({"type": "say", "text": "lag"})

    assert await ending(ws) == ([], 1013)


async def test_a_crash_shows_nothing_of_itself(start: Start) -> None:
    """The other end sees a code and no details."""
    ws = await connect(await start())
    await ws.send_json({"type": "say", "text": "crash"})

    assert await ending(ws) == ([], 1011)


async def test_a_logout_ends_the_sockets_of_its_owner(start: Start) -> None:
    """Whoever was shut out hears nothing more."""
    client = await start()
    ws = await connect(client)
    await ws.send_json({"type": "say", "text": "да"})
    await ws.receive_json()
    assert client.app is not None
    client.app[SOCKETS].close_owner("anna")

    assert await ending(ws) == ([], 4401)


async def test_a_stopping_server_says_so(start: Start) -> None:
    """Pages are told to come back to the next server."""
    client = await start()
    ws = await connect(client)
    assert client.app is not None
    closing = asyncio.create_task(client.app[SOCKETS].close_all())

    assert await ending(ws) == ([], 1001)
    await closing


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "", "http://127.0.0.1:1"])
async def test_a_foreign_page_is_turned_away_before_the_upgrade(start: Start, origin: str) -> None:
    """Neither another site nor nobody opens a socket."""
    client = await start()
    response = await client.get("/api/ws", headers={"Origin": origin})

    assert response.status == 403
