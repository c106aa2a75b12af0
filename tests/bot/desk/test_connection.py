"""
Whatever stands between desk and server: it is said quietly, nothing typed is lost, and it mends itself.
"""

from __future__ import annotations

from typing import Any

import pytest


async def test_offline_and_back(desk: Any) -> None:
    """
    Without a network the last answers stay and a banner says so; with it the waiting question is answered.
    """
    await desk.type("где")
    await desk.settle("где")
    await desk.context.set_offline(True)
    await desk.type(" заказ")
    await desk.page.wait_for_selector("#banner[data-state='trouble.offline']")
    kept = await desk.rows()

    await desk.context.set_offline(False)
    await desk.page.wait_for_selector("#banner", state="hidden")

    assert len(kept) == 8
    assert await desk.page.input_value("#question") == "где заказ"
    assert ("full", "где заказ") in desk.api.asked


async def test_a_pick_made_offline_is_reported_later(desk: Any, api: Any) -> None:
    """
    Copying works offline, and its report is sent when the connection is back.
    """
    await desk.type("где")
    await desk.settle("где")
    await desk.context.set_offline(True)
    await desk.press("Control+Enter")
    await desk.page.wait_for_selector("#toast[data-tone='done']:not(:empty)")
    before = list(api.picks)

    await desk.context.set_offline(False)
    await desk.page.wait_for_selector("#banner", state="hidden")
    await desk.page.wait_for_timeout(200)

    assert before == []
    assert api.picks == [("q1", "delivery-when", "copied")]


async def test_words_only_while_the_model_loads(new_desk: Any, api: Any) -> None:
    """
    A quiet banner says so and goes by itself; then the question is asked again by meaning.
    """
    api.encoder = "loading"
    by_words = {**api.answers["full"], "words_only": True}
    by_meaning, api.answers["full"] = api.answers["full"], by_words
    desk = await new_desk()
    await desk.open()
    await desk.type("где")
    await desk.settle("где")
    said = await desk.page.text_content("#banner")
    summary = await desk.page.text_content("#summary")
    await desk.shoot("desktop-light-loading")

    api.encoder = "ready"
    api.answers["full"] = by_meaning
    await desk.page.wait_for_selector("#banner", state="hidden")
    await desk.page.wait_for_function(
        "() => document.getElementById('summary').textContent.includes('по смыслу')"
    )

    assert said == "Ищу по словам: смысловой поиск ещё загружается."
    assert "по словам" in summary


async def test_an_ended_session_keeps_the_text(desk: Any, api: Any) -> None:
    """
    After 401 the way to log in is shown and the text stays, through a reload too.
    """
    api.failures["ask"] = 401
    await desk.type("где мой заказ")
    await desk.page.wait_for_selector("#banner[data-state='trouble.session']")
    link = await desk.page.get_attribute("#banner a", "href")
    await desk.shoot("desktop-light-session")

    api.failures.clear()
    await desk.page.reload()
    await desk.settle("где мой заказ")

    assert link == "/login"
    assert await desk.page.input_value("#question") == "где мой заказ"


@pytest.mark.parametrize(("status", "state"), [(429, "limited"), (500, "server"), (503, "server")])
async def test_the_server_fails_for_a_while(desk: Any, api: Any, status: int, state: str) -> None:
    """
    The banner names what is wrong, and the question is asked again without a key being pressed.
    """
    api.failures["ask"] = status
    await desk.type("где")
    await desk.page.wait_for_selector(f"#banner[data-state='trouble.{state}']")

    api.failures.clear()
    await desk.page.wait_for_selector("#banner", state="hidden")

    assert len(await desk.rows()) == 8


async def test_a_failing_entry_can_be_opened_again(desk: Any, api: Any) -> None:
    """
    The card shows what is known of the entry, says that the rest did not come, and offers to try again.
    """
    api.failures["entry"] = 500
    await desk.type("где")
    await desk.settle("где")
    await desk.press("Enter")
    await desk.page.wait_for_selector("article.open .trouble")
    spoken = await desk.page.text_content("article.open .speakable")

    api.failures.clear()
    await desk.page.click("article.open .trouble button")
    await desk.page.wait_for_selector("article.open .facts")

    assert api.entries["delivery-when"]["speakable"] == spoken


async def test_a_removed_entry_is_named_so(desk: Any, api: Any) -> None:
    """
    An entry that a new version has dropped is not an error of the connection.
    """
    del api.entries["delivery-when"]
    await desk.type("где")
    await desk.settle("где")
    await desk.press("Enter")
    await desk.page.wait_for_selector("article.open .trouble")

    assert "больше нет" in await desk.page.text_content("article.open .trouble")
    assert not await desk.page.is_visible("#banner")
