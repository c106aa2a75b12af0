"""
A whole conversation goes without the mouse, in any layout.
"""

from __future__ import annotations

from typing import Any


async def test_question_to_clipboard_and_back(desk: Any, api: Any) -> None:
    """
    Type, choose by arrows, open, copy, close, start anew: the field has the focus before and after.
    """
    await desk.type("когда привезут")
    await desk.settle("когда привезут")
    await desk.press("ArrowDown", "Enter")
    await desk.page.wait_for_selector("article.open .facts")
    await desk.press("Control+Enter")
    await desk.page.wait_for_selector("#toast:not(:empty)")
    copied = await desk.clipboard()
    await desk.press("Escape")
    closed = await desk.page.locator("article.open").count()
    await desk.press("Escape")

    assert api.entries["delivery-interval"]["speakable"] == copied
    assert closed == 0
    assert await desk.page.input_value("#question") == ""
    assert await desk.page.evaluate("document.activeElement.id") == "question"
    assert await desk.page.get_attribute("#desk", "data-view") == "start"


async def test_arrows_stop_at_the_ends(desk: Any) -> None:
    """
    More presses than rows stay on the last one; back up they stay on the first.
    """
    await desk.type("где")
    await desk.settle("где")

    await desk.press(*["ArrowDown"] * 12)
    last = await desk.chosen()
    await desk.press(*["ArrowUp"] * 12)

    assert (await desk.rows())[-1] == last
    assert (await desk.rows())[0] == await desk.chosen()


async def test_alt_and_a_number_open_that_row(desk: Any) -> None:
    """
    Alt+3 opens the third entry.
    """
    await desk.type("где")
    await desk.settle("где")

    await desk.press("Alt+Digit3")
    await desk.page.wait_for_selector("article.open")

    assert (await desk.rows())[2] == await desk.page.get_attribute("article.open", "data-shown")


async def test_neighbours_open_without_closing_the_card(desk: Any) -> None:
    """
    Alt+↓ and ] go forward, Alt+↑ and [ go back.
    """
    await desk.type("где")
    await desk.settle("где")
    await desk.press("Enter")
    await desk.page.wait_for_selector("article.open .facts")
    seen = []

    for key in ("Alt+ArrowDown", "BracketRight", "BracketLeft", "Alt+ArrowUp"):
        await desk.press(key)
        chosen = await desk.chosen()
        await desk.page.wait_for_selector(f"article.open[data-shown='{chosen}']")
        seen.append(chosen)

    rows = await desk.rows()
    assert [rows[1], rows[2], rows[1], rows[0]] == seen


async def test_enter_before_the_answer_opens_the_best_one(desk: Any, api: Any) -> None:
    """
    Enter right after the last letter waits for the full answer and opens its best entry.
    """
    api.delays["full"] = 0.3
    api.answers["words"]["candidates"].reverse()

    await desk.type("где")
    await desk.press("Enter")
    await desk.page.wait_for_selector("article.open")

    assert await desk.page.get_attribute("article.open", "data-shown") == "delivery-when"


async def test_enter_does_not_wait_for_ever(desk: Any, api: Any) -> None:
    """
    When the full answer is late or the connection is gone, Enter opens what is seen.
    """
    api.delays["full"] = 5.0
    await desk.type("где")
    await desk.page.wait_for_selector("#results > li")
    await desk.press("Enter")
    await desk.page.wait_for_selector("article.open", timeout=3000)
    await desk.press("Escape")
    await desk.context.set_offline(True)
    await desk.type(" мой")

    await desk.press("Enter")

    await desk.page.wait_for_selector("article.open .speakable", timeout=3000)
    assert await desk.page.get_attribute("article.open", "data-shown") == "delivery-when"


async def test_letters_work_in_a_russian_layout(desk: Any, api: Any) -> None:
    """
    The key C copies when it types «с», and Ctrl+K focuses the field when it types «л».
    """
    await desk.type("где")
    await desk.settle("где")
    await desk.press("Enter")
    await desk.page.wait_for_selector("article.open .facts")
    send = (
        "([key, code, ctrlKey]) => document.activeElement.dispatchEvent("
        "new KeyboardEvent('keydown', {key, code, ctrlKey, bubbles: true, cancelable: true}))"
    )

    await desk.page.evaluate(send, ["с", "KeyC", False])
    await desk.page.wait_for_selector("#toast:not(:empty)")
    await desk.page.evaluate(send, ["л", "KeyK", True])

    assert api.entries["delivery-when"]["speakable"] == await desk.clipboard()
    assert await desk.page.evaluate("document.activeElement.id") == "question"


async def test_the_sheet_lists_the_keys(desk: Any) -> None:
    """
    F1 opens the sheet from within the field, Escape closes it and leaves the question alone.
    """
    await desk.type("где")

    await desk.press("F1")
    opened = await desk.page.locator("#shortcuts[open]").count()
    await desk.press("Escape")

    assert opened == 1
    assert await desk.page.locator("#shortcuts[open]").count() == 0
    assert await desk.page.input_value("#question") == "где"


async def test_replies_to_leading_questions_are_typed_through(desk: Any) -> None:
    """
    Enter goes from reply to reply; a reply ticks its question and is there when the card is opened again.
    """
    await desk.type("где")
    await desk.settle("где")
    await desk.press("Enter")
    await desk.page.wait_for_selector("article.open .note")

    await desk.page.focus(".note >> nth=0")
    await desk.type("100-245")
    await desk.press("Enter")
    await desk.type("Тверь")
    await desk.press("Alt+ArrowDown", "Alt+ArrowUp")
    await desk.page.wait_for_selector("article.open[data-shown='delivery-when'] .note")

    notes = await desk.page.eval_on_selector_all(".note", "notes => notes.map(note => note.value)")
    ticked = await desk.page.eval_on_selector_all(".asked input", "boxes => boxes.map(box => box.checked)")
    assert notes == ["100-245", "Тверь"]
    assert ticked == [True, True]


async def test_replies_are_gone_with_the_question(desk: Any) -> None:
    """
    What one client said never shows up in the next conversation.
    """
    await desk.type("где")
    await desk.settle("где")
    await desk.press("Enter")
    await desk.page.wait_for_selector("article.open .note")
    await desk.page.fill(".note >> nth=0", "Иванов")
    await desk.press("Escape", "Escape")

    await desk.type("когда")
    await desk.settle("когда")
    await desk.press("Enter")
    await desk.page.wait_for_selector("article.open .note")

    assert await desk.page.input_value(".note >> nth=0") == ""


async def test_back_button_of_a_phone_closes_the_card(new_desk: Any) -> None:
    """
    Where the card takes the screen, going back in history leads to the list and not out of the desk.
    """
    desk = await new_desk(width=360, height=740)
    await desk.open()
    await desk.type("где")
    await desk.settle("где")
    await desk.press("Enter")
    await desk.page.wait_for_selector("article.open")

    await desk.page.go_back()

    await desk.page.wait_for_selector("#desk[data-view='list']")
    assert await desk.page.input_value("#question") == "где"
