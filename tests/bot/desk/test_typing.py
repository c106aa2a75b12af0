"""
Answers come while typing: in order, without blinking, without moving what the operator holds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence


def listed(api: Any, ids: Sequence[str], **fields: Any) -> dict[str, Any]:
    """
    An answer that lists the entries with these ids.
    """
    known = {row["entry"]: row for row in api.answers["full"]["candidates"]}
    return {**api.answers["full"], "candidates": [known[id_] for id_ in ids], **fields}


async def test_words_come_before_meaning(desk: Any, api: Any) -> None:
    """
    The rows found by words are there while the full answer is under way, and stay until it has come.
    """
    api.delays["full"] = 0.5
    api.answers["words"] = listed(api, ["delivery-cost"])

    await desk.type("цена")
    await desk.page.wait_for_selector("#results > li")
    by_words = await desk.rows()
    await desk.settle("цена")

    assert by_words == ["delivery-cost"]
    assert len(await desk.rows()) == 8


async def test_a_late_answer_by_words_is_dropped(desk: Any, api: Any) -> None:
    """
    Words that arrive after the full answer to the same text change nothing.
    """
    api.delays["words"] = 0.7
    api.answers["words"] = listed(api, ["listen"])

    await desk.type("где")
    await desk.settle("где")
    await desk.page.wait_for_timeout(1200)

    assert ("words", "где") in api.asked
    assert len(await desk.rows()) == 8


async def test_a_late_full_answer_to_an_older_text_is_dropped(desk: Any, api: Any) -> None:
    """
    A slow answer to what was typed first does not replace the answer to what was typed last.
    """
    api.delays["full", "где"] = 0.8
    api.answers["full", "где"] = listed(api, ["listen"])
    api.answers["full", "где заказ"] = listed(api, ["delivery-when", "delivery-late"])

    await desk.type("где")
    await desk.page.wait_for_timeout(250)
    await desk.type(" заказ")
    await desk.settle("где заказ")
    await desk.page.wait_for_timeout(900)

    assert ("full", "где") in api.asked
    assert await desk.rows() == ["delivery-when", "delivery-late"]


async def test_answers_to_a_cleared_field_are_dropped(desk: Any, api: Any) -> None:
    """
    Escape starts anew even while an answer is under way.
    """
    api.delays["full"] = 0.4
    api.delays["words"] = 0.4

    await desk.type("где")
    await desk.press("Escape")
    await desk.page.wait_for_timeout(900)

    assert await desk.rows() == []
    assert await desk.page.get_attribute("#desk", "data-view") == "start"


async def test_keystrokes_are_coalesced(desk: Any, api: Any) -> None:
    """
    While one answer by words is under way the next letters wait, and only the newest text is sent.
    """
    api.delays["words"] = 0.8

    await desk.page.keyboard.type("доставка")
    await desk.page.wait_for_timeout(1700)

    expected = ["д", "доставка"]
    assert expected == [question for mode, question in api.asked if mode == "words"]


async def test_a_pause_brings_one_full_question(new_desk: Any, api: Any) -> None:
    """
    Words are asked at every keystroke, the full question once, 120 ms after the last.
    """
    desk = await new_desk()
    await desk.page.clock.install()
    await desk.open()
    await desk.page.clock.pause_at(4_000_000_000_000)
    await desk.page.keyboard.type("где")
    await desk.page.clock.run_for(110)
    await desk.page.keyboard.type("?")
    await desk.page.clock.run_for(110)
    await desk.page.wait_for_timeout(100)
    before = ("full", "где?") in api.asked

    await desk.page.clock.run_for(15)
    await desk.settle("где?")

    assert not before
    assert [mode for mode, _ in api.asked].count("full") == 1


async def test_rows_keep_their_elements(desk: Any, api: Any) -> None:
    """
    An entry that is listed again, in another place, is shown by the same element: nothing blinks.
    """
    api.answers["words"] = listed(api, ["delivery-cost", "listen", "delivery-when"])
    api.answers["full"] = listed(api, ["delivery-when", "delivery-cost", "angry"])
    api.delays["full"] = 0.5
    marks = "rows => Object.fromEntries(rows.map(row => [row.dataset.entry, row.kept ?? null]))"

    await desk.type("где")
    await desk.page.wait_for_selector("#results > li")
    await desk.page.eval_on_selector_all(
        "#results > li", "rows => rows.forEach(row => { row.kept = row.dataset.entry; })"
    )
    await desk.settle("где")

    assert await desk.rows() == ["delivery-when", "delivery-cost", "angry"]
    assert (await desk.page.eval_on_selector_all("#results > li", marks)) == {
        "delivery-when": "delivery-when",
        "delivery-cost": "delivery-cost",
        "angry": None,
    }


async def test_what_the_operator_chose_stays_chosen(desk: Any, api: Any) -> None:
    """
    When meaning reorders the rows, the choice follows its entry.
    """
    api.answers["words"] = listed(api, ["delivery-cost", "delivery-when", "angry"])
    api.delays["full"] = 0.5

    await desk.type("где")
    await desk.page.wait_for_selector("#results > li")
    await desk.press("ArrowDown", "ArrowDown")
    before = await desk.chosen()
    await desk.settle("где")

    assert before == "angry"
    assert await desk.chosen() == "angry"


async def test_what_the_operator_chose_is_not_taken_away(desk: Any, api: Any) -> None:
    """
    A chosen entry that meaning does not list keeps its place.
    """
    api.answers["words"] = listed(api, ["delivery-cost", "listen"])
    api.answers["full"] = listed(api, ["delivery-when", "delivery-late", "angry"])
    api.delays["full"] = 0.5

    await desk.type("где")
    await desk.page.wait_for_selector("#results > li")
    await desk.press("ArrowDown")
    await desk.settle("где")

    assert await desk.rows() == ["delivery-when", "listen", "delivery-late", "angry"]
    assert await desk.chosen() == "listen"


async def test_no_words_matched_is_no_reason_to_blink(desk: Any, api: Any) -> None:
    """
    Rows stay when the words of a longer text match nothing, until the full answer decides.
    """
    api.answers["words", "где т"] = listed(api, [])
    api.answers["full", "где т"] = listed(api, ["delivery-late"])
    api.delays["full", "где т"] = 0.6

    await desk.type("где")
    await desk.settle("где")
    await desk.type(" т")
    await desk.page.wait_for_timeout(300)
    meanwhile = await desk.rows()
    await desk.page.wait_for_function("() => document.querySelectorAll('#results > li').length === 1")

    assert ("words", "где т") in api.asked
    assert len(meanwhile) == 8


async def test_an_open_card_says_that_the_question_has_changed(desk: Any) -> None:
    """
    A card stays open while a new question is typed, and tells that it belongs to the previous one.
    """
    await desk.type("где")
    await desk.settle("где")
    await desk.press("Enter")
    await desk.page.wait_for_selector("article.open .facts")
    before = await desk.page.is_visible(".outdated")

    await desk.press("Control+KeyK")
    await desk.type("возврат")
    await desk.page.wait_for_selector(".outdated:not([hidden])")

    assert not before
    assert await desk.page.get_attribute("article.open", "data-shown") == "delivery-when"
