"""
A question from the client to his answer on the clipboard, without the mouse.
"""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from typing import Any

import pytest

from bot.domain.question import PickHow
from bot.storage.database import Database
from bot.storage.questions import QuestionLog

QUESTION = "можно сдать покупку обратно"
SPEAKABLE = "Вернуть товар можно в течение четырнадцати дней, чек лучше сохранить."


async def test_typing_brings_words_then_meaning(desk: Any) -> None:
    """
    Every keystroke is answered by words, the pause after them by meaning.
    """
    modes: list[str] = []

    def note(request: Any) -> None:
        if request.url.endswith("/ask"):
            modes.append(request.post_data_json["mode"])

    desk.page.on("request", note)
    await desk.page.keyboard.type(QUESTION, delay=5)
    await desk.page.wait_for_function(
        "() => document.getElementById('summary').textContent.includes('по смыслу')"
    )

    assert modes[0] == "words"
    assert "full" in modes
    assert (await desk.rows())[0] == "return"
    assert "база № 1" in await desk.text("#summary")


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (360, 740)])
async def test_keys_lead_from_question_to_clipboard(
    desk: Any, new_desk: Any, program: Any, cookies: Any, width: int, height: int
) -> None:
    """
    Arrows choose, Enter opens, Ctrl+Enter copies what is said to the client, Esc goes back and starts anew.
    """
    desk = await new_desk(program, width=width, height=height, storage_state=cookies)
    await desk.page.goto(program.origin)
    await desk.shoot(f"start-{width}")
    await desk.ask(QUESTION)
    await desk.shoot(f"list-{width}")
    second = (await desk.rows())[1]

    await desk.press("ArrowDown", "ArrowUp", "Enter")
    await desk.opened("return")
    await desk.shoot(f"card-{width}")
    overflow = await desk.page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
    await desk.press("Control+Enter")
    await desk.page.wait_for_selector("#toast[data-tone=done]:not(:empty)")
    copied = await desk.clipboard()
    await desk.press("Alt+ArrowDown")
    await desk.opened(second)
    await desk.press("Escape")
    await desk.page.wait_for_selector("#desk[data-view=list]")
    await desk.press("Escape")
    await desk.page.wait_for_selector("#desk[data-view=start]")

    assert copied == SPEAKABLE
    assert overflow <= 0
    assert await desk.page.input_value("#question") == ""
    assert QUESTION in await desk.text("#recent")


async def test_what_was_copied_is_in_the_question_log(desk: Any, program: Any) -> None:
    """
    The log tells which entry the operator used and how; a look at another one afterwards does not change it.
    """
    await desk.ask("сколько берёте за доставку")
    async with desk.page.expect_response("**/pick"):
        await desk.press("Control+Enter")
    async with desk.page.expect_response("**/pick"):
        await desk.press("ArrowDown", "Enter")

    logged = await last_question(program)

    assert logged.text == "сколько берёте за доставку"
    assert logged.channel == "web"
    assert logged.answered
    assert (logged.entry, logged.pick.entry, logged.pick.how) == ("delivery", "delivery", PickHow.COPIED)


async def test_nothing_fitted_is_in_the_question_log(desk: Any, program: Any) -> None:
    """
    Alt+0 says that an entry is missing: the log has it, without an entry.
    """
    await desk.ask("есть ли у вас подарочная упаковка")
    async with desk.page.expect_response("**/pick"):
        await desk.press("Alt+0")

    logged = await last_question(program)

    assert logged.text == "есть ли у вас подарочная упаковка"
    assert (logged.pick.entry, logged.pick.how) == (None, PickHow.NONE_FITTED)


async def last_question(program: Any) -> Any:
    """
    The newest question of the log, read beside the running program.
    """
    path = program.data_dir / "copilot.db"
    with closing(sqlite3.connect(path)) as connection:
        (newest,) = connection.execute("SELECT id FROM questions ORDER BY asked_at DESC LIMIT 1").fetchone()
    database = await asyncio.to_thread(Database, path)
    try:
        return await QuestionLog(database, days=90).get(newest)
    finally:
        await asyncio.to_thread(database.close)
