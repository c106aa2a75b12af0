"""
The link that `serve` prints opens the desk, once.
"""

from __future__ import annotations

from typing import Any


async def test_the_link_opens_the_desk_once(program: Any, new_desk: Any) -> None:
    """
    The link leads to the desk with the focus in the field, and no token in the address.

    Another browser that follows it is told how to get a link of its own; the first is led to the desk again.
    """
    first = await new_desk(program)
    second = await new_desk(program)

    await first.login()
    landed, focus = first.page.url, await first.page.evaluate("() => document.activeElement.id")
    answer = await second.page.goto(program.link)
    await first.page.goto(program.link)

    assert (landed, focus) == (f"{program.origin}/desk", "question")
    assert first.page.url == f"{program.origin}/desk"
    assert answer.status == 401
    assert await second.text("h1") == "Вход"
    assert "copilot user login-link" in await second.text("main")
    await second.shoot("login-used-link")


async def test_without_a_login_there_is_no_desk(program: Any, new_desk: Any) -> None:
    """
    The desk of a stranger is the page that explains logging in.
    """
    stranger = await new_desk(program)

    answer = await stranger.page.goto(f"{program.origin}/desk")

    assert answer.status == 401
    assert await stranger.text("h1") == "Вход"
