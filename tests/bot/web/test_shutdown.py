"""
A stopping server finishes what it has begun, takes nothing new, and is gone within seconds.
"""

import asyncio
import socket

import aiohttp
import pytest
from aiohttp import web

from bot.errors import AddressUnavailable
from bot.web.server import serving


def slow_app(began: asyncio.Event, release: asyncio.Event) -> web.Application:
    """Make an application with one handler that waits."""

    async def slow(_request: web.Request) -> web.Response:
        began.set()
        await release.wait()
        return web.Response(text="done")

    app = web.Application()
    app.router.add_get("/", slow)
    return app


async def test_a_request_under_way_is_finished() -> None:
    """Its answer still arrives; a new connection is refused."""
    began, release = asyncio.Event(), asyncio.Event()
    stop = asyncio.Event()
    started: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    async def serve() -> None:
        async with serving(slow_app(began, release), host="127.0.0.1", port=0) as port:
            started.set_result(port)
            await stop.wait()

    server = asyncio.create_task(serve())
    port = await started
    async with aiohttp.ClientSession() as client:
        answer = asyncio.create_task(client.get(f"http://127.0.0.1:{port}/"))
        await began.wait()
        stop.set()
        await asyncio.sleep(0.1)
        with pytest.raises(aiohttp.ClientConnectorError):
            await client.get(f"http://127.0.0.1:{port}/")
        release.set()

        assert await (await answer).text() == "done"
    await server


async def test_a_request_that_never_ends_does_not_hold_the_server_up() -> None:
    """After the patience is over, the socket is closed and the server is gone."""
    began, release = asyncio.Event(), asyncio.Event()
    async with aiohttp.ClientSession() as client:
        async with serving(slow_app(began, release), host="127.0.0.1", port=0, shutdown_seconds=0.1) as port:
            answer = asyncio.create_task(client.get(f"http://127.0.0.1:{port}/"))
            await began.wait()
        with pytest.raises(aiohttp.ClientError):
            await answer


async def test_an_idle_connection_does_not_hold_the_server_up() -> None:
    """A browser keeps its connection open; stopping does not wait for it to let go."""
    began, release = asyncio.Event(), asyncio.Event()
    release.set()
    async with aiohttp.ClientSession() as client:
        async with asyncio.timeout(3):
            async with serving(
                slow_app(began, release), host="127.0.0.1", port=0, shutdown_seconds=60
            ) as port:
                await (await client.get(f"http://127.0.0.1:{port}/")).text()


async def test_a_handler_whose_caller_has_hung_up_is_cancelled() -> None:
    """Work for an answer that nobody will read is given up."""
    began, given_up = asyncio.Event(), asyncio.Event()

    async def handler(_request: web.Request) -> web.Response:
        began.set()
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            given_up.set()
            raise
        return web.Response()

    app = web.Application()
    app.router.add_get("/", handler)
    async with serving(app, host="127.0.0.1", port=0) as port, aiohttp.ClientSession() as client:
        asking = asyncio.create_task(client.get(f"http://127.0.0.1:{port}/"))
        await began.wait()
        asking.cancel()
        async with asyncio.timeout(5):
            await given_up.wait()


async def test_a_taken_port_is_an_error_with_advice() -> None:
    """Two servers on one port: the second says what to do."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        with pytest.raises(AddressUnavailable, match=rf"127\.0\.0\.1:{port}.*другой PORT"):
            async with serving(web.Application(), host="127.0.0.1", port=port):
                pass


async def test_an_unknown_address_is_an_error() -> None:
    """A host that is not this machine cannot be listened on."""
    with pytest.raises(AddressUnavailable):
        async with serving(web.Application(), host="192.0.2.1", port=0):
            pass
