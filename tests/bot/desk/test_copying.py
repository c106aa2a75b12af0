"""
Copying puts the approved words on the clipboard, says so, and is reported with the question it belongs to.
"""

from __future__ import annotations

from typing import Any


async def test_the_speakable_form_without_opening(desk: Any, api: Any) -> None:
    """
    Ctrl+C with nothing selected copies what the chosen row tells the client; eye and ear are told.
    """
    await desk.type("где")
    await desk.settle("где")

    await desk.press("Control+KeyC")
    await desk.page.wait_for_selector("#toast:not(:empty)")

    assert api.entries["delivery-when"]["speakable"] == await desk.clipboard()
    assert await desk.page.text_content("#toast") == "Скопировано"
    assert await desk.page.get_attribute("#toast", "role") == "status"
    assert api.picks == [("q1", "delivery-when", "copied")]


async def test_selected_text_is_left_to_the_browser(desk: Any) -> None:
    """
    Ctrl+C with a selection copies the selection.
    """
    await desk.type("где")
    await desk.settle("где")

    await desk.press("Control+KeyA", "Control+KeyC")

    assert await desk.clipboard() == "где"


async def test_the_whole_text_keeps_its_lines(desk: Any, api: Any) -> None:
    """
    Ctrl+Shift+Enter copies the full text with paragraphs and list signs, and without tags.
    """
    api.entries["delivery-when"]["html"] = (
        "<p>Первый   <strong>абзац</strong>,\nс переносом.</p><ul><li>раз;</li><li><p>два.</p></li></ul>"
        "<ol><li>шаг</li></ol><p>A &lt;b&gt; &amp; B<br>конец</p>"
    )
    await desk.type("где")
    await desk.settle("где")

    await desk.press("Control+Shift+Enter")
    await desk.page.wait_for_selector("#toast:not(:empty)")

    expected = "Первый абзац, с переносом.\n\n• раз;\n• два.\n\n1. шаг\n\nA <b> & B\nконец"
    assert expected == await desk.clipboard()
    assert ("q1", "delivery-when", "copied_full") in api.picks


async def test_without_a_clipboard_the_old_way_is_taken(new_desk: Any, api: Any) -> None:
    """
    Where the page is served without TLS there is no clipboard object, and copying works all the same.
    """
    desk = await new_desk()
    await desk.page.add_init_script(
        "window.read = navigator.clipboard.readText.bind(navigator.clipboard);"
        "Object.defineProperty(navigator, 'clipboard', {value: undefined});"
    )
    await desk.open()
    await desk.type("где")
    await desk.settle("где")

    await desk.press("Control+Enter")
    await desk.page.wait_for_selector("#toast[data-tone='done']:not(:empty)")

    assert api.entries["delivery-when"]["speakable"] == await desk.page.evaluate("() => window.read()")
    assert await desk.page.evaluate("document.activeElement.id") == "question"


async def test_opening_from_words_is_reported_once_the_question_has_a_number(desk: Any, api: Any) -> None:
    """
    What is opened before the full answer is reported with the number that comes with it.
    """
    api.delays["full"] = 0.5

    await desk.type("где")
    await desk.page.wait_for_selector("#results > li")
    await desk.press("Alt+Digit2")
    await desk.settle("где")
    await desk.page.wait_for_timeout(200)

    assert api.picks == [("q1", "delivery-interval", "opened")]


async def test_copying_from_an_old_card_is_reported_to_its_own_question(desk: Any, api: Any) -> None:
    """
    A card that stays open while the next question is typed still belongs to the first.
    """
    await desk.type("где")
    await desk.settle("где")
    await desk.press("Enter")
    await desk.page.wait_for_selector("article.open .facts")
    await desk.press("Control+KeyK")
    await desk.type("возврат")
    await desk.page.wait_for_selector(".outdated:not([hidden])")

    await desk.press("Control+Enter")
    await desk.page.wait_for_selector("#toast:not(:empty)")

    assert api.picks == [("q1", "delivery-when", "opened"), ("q1", "delivery-when", "copied")]


async def test_nothing_fitted_is_reported(desk: Any, api: Any) -> None:
    """
    Alt+0 reports it once, thanks, and says what to do without an answer.
    """
    await desk.type("где")
    await desk.settle("где")

    await desk.press("Alt+Digit0", "Alt+Digit0")
    await desk.page.wait_for_selector("#notice[data-state='none']")
    await desk.page.wait_for_timeout(100)

    assert api.picks == [("q1", None, "none_fitted")]
    assert await desk.page.is_visible("#notice .ways")
