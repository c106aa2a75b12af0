"""
A server that goes away and comes back costs nobody his text or his login.
"""

from __future__ import annotations

import asyncio
import signal
from typing import Any


async def test_the_desk_recovers_by_itself(program: Any, desk: Any) -> None:
    """
    While the server is gone the last answers stay and what is typed is kept.

    When it is back, the same session gets the answer to it without a click.
    """
    await desk.ask("сколько стоит доставка")
    await asyncio.to_thread(program.stop, signal.SIGTERM)
    await desk.page.fill("#question", "чем оплатить заказ")
    await desk.page.wait_for_selector("#banner[data-state='trouble.offline']")
    kept = await desk.rows()
    await desk.shoot("server-gone-1280")

    await asyncio.to_thread(program.start)
    await asyncio.to_thread(program.wait_until, status="ok")
    await desk.page.wait_for_selector("#banner", state="hidden")
    await desk.page.wait_for_selector("#results > li:first-child[data-entry=payment]")
    await desk.page.reload()
    await desk.page.wait_for_selector("#results > li:first-child[data-entry=payment]")

    assert kept[0] == "delivery"
    assert desk.page.url == f"{program.origin}/desk"
    assert await desk.page.input_value("#question") == "чем оплатить заказ"


async def test_killed_and_started_again_it_serves_the_same(program: Any, desk: Any) -> None:
    """
    After `kill -9` the same version answers, the same session holds.
    """
    await desk.ask("сколько стоит доставка")
    before = await desk.text("#card .speakable")

    await asyncio.to_thread(program.stop, signal.SIGKILL)
    await asyncio.to_thread(program.start)
    await asyncio.to_thread(program.wait_until, status="ok", kb_version=1)
    await desk.ask("доставка сколько стоит")

    assert before == await desk.text("#card .speakable")
    assert "база № 1" in await desk.text("#summary")
