"""
Without search by meaning the desk works by words, and says so.
"""

from __future__ import annotations

from typing import Any


async def test_a_missing_model_leaves_the_desk_usable(new_program: Any, new_desk: Any) -> None:
    """
    With a model that is not there the starter content is published and searched by words.

    The banner tells whom to call, and no confidence is shown that nobody has computed.
    """
    program = new_program(empty=True, EMBEDDING_MODEL="/nowhere/model")
    program.start()
    program.wait_until(encoder="failed", status="degraded")
    desk = await new_desk(program)

    await desk.login()
    await desk.page.wait_for_selector("#banner[data-state='encoder.failed']")
    await desk.ask("вернуть товар")
    rows = await desk.page.locator("#results > li").all_inner_texts()
    await desk.press("Enter")
    await desk.page.wait_for_selector(".card.open .facts")
    await desk.shoot("words-only-1280")

    assert await desk.text("#banner") == "Ищу по словам: смысловой поиск недоступен. Сообщите администратору."
    assert "по словам" in await desk.text("#summary")
    assert rows != []
    assert "%" not in "".join(rows)


async def test_right_after_the_first_start_words_are_searched(new_program: Any, new_desk: Any) -> None:
    """
    While the meaning of the starter content is being computed, the desk says that it searches by words.
    """
    program = new_program(empty=True)
    program.start()
    desk = await new_desk(program)

    await desk.login()
    await desk.page.wait_for_selector("#banner[data-state='encoder.loading']")
    await desk.ask("где мой заказ")

    assert await desk.text("#banner") == "Ищу по словам: смысловой поиск ещё загружается."
    assert await desk.rows() != []
    assert program.health()["status"] == "starting"
