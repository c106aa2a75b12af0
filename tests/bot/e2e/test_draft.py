"""
A reply from its first words to the clipboard, checked by the real rules of the running program.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import Any

import pytest

DRAFT = "К сожалению, я не знаю, где ваш заказ."
MENDED = "Уточню, где ваш заказ, и отвечу вам до 18:00."


async def open_draft(desk: Any) -> None:
    """
    Go to the draft box and wait until the rules have been loaded.
    """
    await desk.press("Alt+KeyD")
    await desk.page.keyboard.type("Ожидайте.")
    await desk.page.wait_for_selector(".draft-mark[data-severity=warning]")
    await desk.press("Control+KeyA", "Delete")


async def copied(desk: Any) -> str:
    """
    Copy the reply; returns what is on the clipboard.
    """
    await desk.press("Control+Enter")
    await desk.page.wait_for_selector(".draft-message[data-tone=done]:not([hidden])")
    return await desk.clipboard()


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (360, 740)])
async def test_keys_lead_from_draft_to_clipboard(
    desk: Any, new_desk: Any, program: Any, cookies: Any, width: int, height: int
) -> None:
    """
    Typed, underlined, explained, mended, filled in, copied; and one step back undoes the fix.
    """
    desk = await new_desk(program, width=width, height=height, storage_state=cookies)
    await desk.page.goto(program.origin)
    await open_draft(desk)
    await desk.page.keyboard.type(DRAFT)
    await desk.page.wait_for_selector(".draft-mark[data-severity=error]")
    await desk.press("F8", "F8")
    reason = await desk.text(".draft-finding[data-active] .draft-why")
    await desk.shoot(f"draft-{width}")
    await desk.press("Alt+Enter")
    await desk.page.wait_for_selector(".draft-mark[data-severity=slot]")
    await desk.page.keyboard.type("до 18:00")
    text = await copied(desk)
    for _ in "до 18:00 и замена":  # the browser takes typed letters back in groups of its own
        if await desk.page.input_value(".draft-area") != DRAFT:
            await desk.press("Control+KeyZ")

    assert reason.startswith("Клиент слышит «помощи не будет».")
    assert text == MENDED
    assert await desk.page.input_value(".draft-area") == DRAFT


async def test_a_decision_is_in_the_log(desk: Any, program: Any) -> None:
    """
    What was left for a reason is stored with its rule, and never with the words of the reply.
    """
    await open_draft(desk)
    await desk.page.keyboard.type("Ваш заказ 100-245 у курьера. Ожидайте.")
    await desk.page.wait_for_selector(".draft-mark[data-severity=warning]")
    async with desk.page.expect_response("**/decisions") as answered:
        await desk.press("F8", "Alt+Digit0", "Digit1")
    text = await copied(desk)

    with closing(sqlite3.connect(program.data_dir / "copilot.db")) as connection:
        dump = "\n".join(connection.iterdump())
    assert (await answered.value).status == 204
    assert text == "Ваш заказ 100-245 у курьера. Ожидайте."
    assert "RU-ORD-007" in dump
    assert "100-245" not in dump


async def test_a_ready_answer_beside_the_draft(desk: Any) -> None:
    """
    A draft that means what an approved answer says is offered that answer.
    """
    await open_draft(desk)
    await desk.page.keyboard.type("Вернуть товар можно в течение двух недель, сохраните чек.")
    await desk.page.wait_for_selector(".draft-module")

    await desk.press("Alt+KeyQ")

    assert (
        await desk.page.input_value(".draft-area")
        == "Вернуть товар можно в течение четырнадцати дней, чек лучше сохранить."
    )
