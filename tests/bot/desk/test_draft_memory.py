"""
A draft survives a reload and nothing else: not a logout, not the next client.
"""

from __future__ import annotations

from typing import Any


async def kept(desk: Any) -> str:
    """
    Everything that the browser keeps for the page.
    """
    return await desk.page.evaluate("() => JSON.stringify([{...localStorage}, {...sessionStorage}])")


async def test_a_reload_keeps_the_draft(desk: Any, api: Any) -> None:
    """
    Text, client, decisions and the draft's id are there again, with its underlines.
    """
    await desk.write("Ожидайте.")
    await desk.page.click(".draft-facts summary")
    await desk.page.fill("input[id$=client_name]", "Ирина")
    await desk.page.click(".draft-area")
    await desk.press("F8", "Alt+Digit0", "Digit2")
    before = api.checked[-1]["draft_id"]

    await desk.page.reload()
    await desk.page.wait_for_selector(".draft-finding[data-decided]")

    assert await desk.page.input_value(".draft-area") == "Ожидайте."
    assert await desk.page.input_value("input[id$=client_name]") == "Ирина"
    assert api.checked[-1]["draft_id"] == before
    assert await desk.page.evaluate("document.activeElement.id") == "question"


async def test_logging_out_forgets_it(desk: Any) -> None:
    """
    The next person at this browser finds nothing.
    """
    await desk.write("Ваш заказ 100-245 у курьера.")
    before = await kept(desk)

    await desk.page.click("#logout button")
    await desk.page.wait_for_url("**/login")

    assert "100-245" in before
    assert "100-245" not in await kept(desk)


async def test_a_new_reply_knows_nothing_of_the_last(desk: Any, api: Any) -> None:
    """
    Alt+N empties text and client and begins another draft; Ctrl+Z brings the text back.
    """
    await desk.write("Ваш заказ у курьера.")
    await desk.page.click(".draft-facts summary")
    await desk.page.fill("input[id$=client_name]", "Ирина")
    await desk.page.click(".draft-area")
    before = api.checked[-1]["draft_id"]

    await desk.press("Alt+KeyN")
    emptied = await desk.page.input_value(".draft-area")
    name = await desk.page.input_value("input[id$=client_name]")
    await desk.press("Control+KeyZ")
    await desk.checked()
    await desk.page.wait_for_timeout(1200)

    assert (emptied, name) == ("", "")
    assert await desk.page.input_value(".draft-area") == "Ваш заказ у курьера."
    assert api.checked[-1]["draft_id"] != before


async def test_clearing_the_questions_leaves_the_draft(desk: Any) -> None:
    """
    The list of recent questions and the reply are not the same memory.
    """
    await desk.type("где")
    await desk.settle("где")
    await desk.press("Enter")
    await desk.page.wait_for_selector("article.open")
    await desk.press("Escape", "Escape")
    await desk.write("Ваш заказ у курьера.")

    await desk.page.click("#recent .block-head button")
    await desk.page.reload()
    await desk.page.wait_for_selector("#results[aria-busy]", state="attached")

    assert await desk.page.input_value(".draft-area") == "Ваш заказ у курьера."
