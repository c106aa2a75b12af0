"""
Serving an application until its owner has had enough, and stopping within seconds.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from aiohttp import web

from bot.errors import AddressUnavailable

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

SHUTDOWN_SECONDS = 5.0
"""How long requests under way may go on once the server stops."""


@contextlib.asynccontextmanager
async def serving(
    app: web.Application, *, host: str, port: int, shutdown_seconds: float = SHUTDOWN_SECONDS
) -> AsyncIterator[int]:
    """
    Serve `app` inside the `async with`; gives the port, which the system has chosen if `port` is 0.

    On leaving, nothing new is accepted, requests under way may finish, then every socket is closed. A handler
    whose caller has hung up is cancelled.

    Raises:
        AddressUnavailable: if the address is taken, unknown or not permitted.
    """
    runner = web.AppRunner(
        app,
        access_log=None,  # ours is a middleware; aiohttp's would write login tokens
        handle_signals=False,
        handler_cancellation=True,
        shutdown_timeout=shutdown_seconds,
    )
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as error:
            raise AddressUnavailable(host, port, error.strerror or str(error)) from error
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()
