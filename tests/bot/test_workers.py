"""
The bridge from the event loop to threads.
"""

from __future__ import annotations

import asyncio
import contextvars
import threading

import pytest

from bot.errors import Overloaded
from bot.workers import Workers

USER: contextvars.ContextVar[str] = contextvars.ContextVar("user", default="nobody")


async def test_context_goes_along():
    """
    A call sees the context variables of whoever made it.
    """
    workers = Workers(threads=1)
    USER.set("anna")
    try:
        assert await workers.run(USER.get) == "anna"
    finally:
        await asyncio.to_thread(workers.close)


async def test_errors_come_back():
    """
    What the function raises is raised where it was awaited.
    """
    workers = Workers(threads=1)

    def fail() -> None:
        raise KeyError("x")

    try:
        with pytest.raises(KeyError):
            await workers.run(fail)
    finally:
        await asyncio.to_thread(workers.close)


async def test_queue_is_bounded():
    """
    With every place taken, a further call is refused at once; a place that is left can be taken again.
    """
    workers = Workers(threads=1, max_waiting=1)
    gate = threading.Event()
    try:
        waiting = [asyncio.create_task(workers.run(gate.wait)) for _ in range(2)]
        await asyncio.sleep(0)
        with pytest.raises(Overloaded):
            await workers.run(int)
        gate.set()
        await asyncio.gather(*waiting)

        assert await workers.run(int) == 0
    finally:
        gate.set()
        await asyncio.to_thread(workers.close)
