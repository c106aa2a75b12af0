"""
A draft is mended by keyboard alone: reason, fix, places to fill in, one step back.
"""

from __future__ import annotations

from typing import Any

import pytest

DRAFT = "К сожалению, я не знаю, где ваш заказ."
MENDED = "Уточню, где ваш заказ, и отвечу вам [укажите срок]."


async def until(desk: Any, text: str) -> None:
    """
    Wait until the draft is this text.
    """
    await desk.page.wait_for_function(
        "text => document.querySelector('.draft-area').value === text", arg=text
    )


@pytest.mark.parametrize("width", [1280, 360])
async def test_from_a_bad_draft_to_the_clipboard(new_desk: Any, width: int) -> None:
    """
    Typed, underlined, explained, mended, filled in and copied without the mouse.
    """
    desk = await new_desk(width=width, height=740)
    await desk.open()
    await desk.press("Alt+KeyD")
    await desk.page.keyboard.type(DRAFT)
    await desk.page.wait_for_selector(".draft-mark[data-severity=error]")
    await desk.press("F8", "F8")
    seen = await desk.page.text_content(".draft-finding[data-active]")
    looked_at = await desk.selected()

    await desk.press("Alt+Enter")
    await until(desk, MENDED)
    slot = await desk.selected()
    await desk.page.keyboard.type("до 18:00")
    await desk.press("Control+Enter")
    await desk.page.wait_for_selector(".draft-message[data-tone=done]:not([hidden])")

    assert looked_at == "я не знаю"
    assert "Клиент слышит «помощи не будет»" in seen
    assert slot == "[укажите срок]"
    assert await desk.clipboard() == "Уточню, где ваш заказ, и отвечу вам до 18:00."
    assert await desk.overflow() == 0


async def test_one_step_back_undoes_a_fix(desk: Any) -> None:
    """
    Ctrl+Z takes back the whole fix and nothing else, and its findings are there again.
    """
    await desk.write(DRAFT)
    await desk.press("F8", "F8", "Alt+Enter")
    await until(desk, MENDED)

    await desk.press("Control+KeyZ")
    await until(desk, DRAFT)
    await desk.page.wait_for_selector(".draft-mark[data-severity=error]")

    assert await desk.marks() == [["К сожалению", "suggestion"], ["я не знаю", "error"]]


async def test_everything_at_once_is_shown_before_it_is_applied(desk: Any) -> None:
    """
    Alt+Shift+Enter shows before and after; Escape changes nothing, Enter applies, Ctrl+Z takes back.
    """
    await desk.write(DRAFT)
    await desk.press("Alt+Shift+Enter")
    await desk.page.wait_for_selector(".draft-review")
    shown = await desk.page.locator(".draft-review .draft-text").all_text_contents()
    await desk.press("Escape")
    untouched = await desk.page.input_value(".draft-area")

    await desk.press("Alt+Shift+Enter")
    await desk.page.wait_for_selector(".draft-review [data-review=apply]:focus")
    await desk.press("Enter")
    await until(desk, MENDED)
    slot = await desk.selected()
    await desk.press("Control+KeyZ")
    await until(desk, DRAFT)

    assert shown == [DRAFT, MENDED]
    assert untouched == DRAFT
    assert slot == "[укажите срок]"


async def test_tab_goes_through_the_open_places_and_then_on(desk: Any) -> None:
    """
    Places are selected one after another; behind the last Tab leaves the text as everywhere.
    """
    await desk.write("Отвечу [укажите срок], поможет [укажите отдел].")
    await desk.press("Control+Home")
    seen = []

    for _ in range(2):
        await desk.press("Tab")
        seen.append(await desk.selected())
    await desk.press("Tab")

    assert seen == ["[укажите срок]", "[укажите отдел]"]
    assert await desk.page.evaluate("document.activeElement.tagName") == "BUTTON"
    assert await desk.standing() == "Нельзя отправить: 2 незаполненных места"


async def test_findings_are_walked_both_ways(desk: Any) -> None:
    """
    F8 and Shift+F8 go round; a click into an underline shows its reason.
    """
    await desk.write(DRAFT + " Ожидайте.")
    seen = []
    for key in ("F8", "F8", "F8", "F8", "Shift+F8"):
        await desk.press(key)
        seen.append(await desk.selected())

    await desk.press("Control+Home")
    active = await desk.page.text_content(".draft-finding[data-active] q")

    assert seen == ["К сожалению", "я не знаю", "Ожидайте", "К сожалению", "Ожидайте"]
    assert active == "К сожалению"


async def test_another_fix_by_its_number(desk: Any) -> None:
    """
    Alt+2 takes the second of two fixes; with the focus among the findings the digit alone does.
    """
    await desk.write("Вам перезвонят.")
    await desk.press("F8", "Alt+Digit2")
    await until(desk, "Перезвоню вам [укажите срок].")
    await desk.press("Control+KeyZ")
    await until(desk, "Вам перезвонят.")
    await desk.page.wait_for_selector(".draft-finding")
    await desk.checked()
    await desk.press("F8")
    await desk.page.focus(".draft-quote")

    await desk.press("Digit2")

    await until(desk, "Перезвоню вам [укажите срок].")


async def test_a_ready_answer_instead_of_the_draft(desk: Any, api: Any) -> None:
    """
    Alt+Q takes the first ready answer for the draft, Ctrl+Z brings the draft back; with Shift it is added.
    """
    api.modules = [
        {"entry": "delivery-when", "title": "Когда?", "text": "Курьер приедет завтра.", "confidence": 0.9}
    ]
    await desk.write("Добрый день!")
    await desk.page.wait_for_selector(".draft-module")

    await desk.press("Alt+KeyQ")
    replaced = await desk.page.input_value(".draft-area")
    await desk.press("Control+KeyZ")
    await until(desk, "Добрый день!")
    await desk.press("End", "Alt+Shift+KeyQ")
    await desk.checked()

    assert replaced == "Курьер приедет завтра."
    assert await desk.page.input_value(".draft-area") == "Добрый день! Курьер приедет завтра."
    assert api.checked[-1]["entry"] == "delivery-when"


async def test_the_cards_words_go_into_the_draft(desk: Any, api: Any) -> None:
    """
    Alt+Enter on the desk adds what the card says to the client, and leaves selected words of the draft alone.
    """
    await desk.write("Ожидайте.")
    await desk.press("F8", "Escape")
    await desk.type("где")
    await desk.settle("где")

    await desk.press("Alt+Enter")
    await until(desk, f"Ожидайте. {api.entries['delivery-when']['speakable']}")
    assert await desk.page.evaluate("document.activeElement.className") == "draft-area"
    assert api.picks == [("q1", "delivery-when", "copied")]
