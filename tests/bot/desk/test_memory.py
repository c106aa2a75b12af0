"""
What was asked is remembered in this tab only, and can be forgotten.
"""

from __future__ import annotations

from typing import Any


async def asked(desk: Any, text: str) -> None:
    """
    Ask, open the best entry, start anew.
    """
    await desk.type(text)
    await desk.settle(text)
    await desk.press("Enter")
    await desk.page.wait_for_selector("article.open .facts")
    await desk.press("Escape", "Escape")
    await desk.page.wait_for_selector("#recent button.recent")


async def test_recent_questions_are_offered(desk: Any) -> None:
    """
    The start lists them newest first, each once, and asks again with one key.
    """
    await asked(desk, "где заказ")
    await asked(desk, "возврат")
    await asked(desk, "Где заказ")

    listed = await desk.page.eval_on_selector_all("button.recent", "all => all.map(one => one.textContent)")
    await desk.press("ArrowDown", "Enter")
    await desk.settle("Где заказ")

    assert listed == ["Где заказ", "возврат"]
    assert await desk.page.input_value("#question") == "Где заказ"


async def test_nothing_outlives_the_tab(desk: Any) -> None:
    """
    Another tab of the same profile knows nothing of the questions, and local storage holds none.
    """
    await asked(desk, "где заказ")

    other = await desk.context.new_page()
    await other.goto(desk.api.url + "/desk")
    kept = await other.evaluate("() => JSON.stringify([{...localStorage}, {...sessionStorage}])")

    assert "заказ" not in kept


async def test_clearing_forgets_everything(desk: Any) -> None:
    """
    The button empties the list and the storage behind it.
    """
    await asked(desk, "где заказ")

    await desk.page.click("#recent .block-head button")

    assert not await desk.page.is_visible("#recent")
    assert "заказ" not in await desk.page.evaluate("() => JSON.stringify({...sessionStorage})")
