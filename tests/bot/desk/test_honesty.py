"""
The desk never passes a guess off as an answer, nor a policy off as a script.
"""

from __future__ import annotations

from typing import Any

import pytest


async def test_no_ready_answer(desk: Any, api: Any) -> None:
    """
    Below the threshold the nearest entries are listed under an honest headline with what to do.
    """
    api.answers["full"] |= {"answered": False, "rung": None}

    await desk.type("лунный грунт")
    await desk.settle("лунный грунт")
    await desk.shoot("desktop-light-unanswered")

    assert (await desk.page.text_content("#notice strong")).startswith("Готового ответа нет")
    assert await desk.page.is_visible("#notice .ways")
    assert len(await desk.rows()) == 8


async def test_enter_in_haste_does_not_open_a_guess(desk: Any, api: Any) -> None:
    """
    Enter before the answer opens nothing when there turns out to be none.
    """
    api.answers["full"] |= {"answered": False}
    api.delays["full"] = 0.3

    await desk.type("лунный грунт")
    await desk.press("Enter")
    await desk.settle("лунный грунт")

    assert await desk.page.locator("article.open").count() == 0


async def test_nothing_found(desk: Any, api: Any) -> None:
    """
    Without any candidate the list is empty and says so.
    """
    api.answers["words"] = api.answers["full"] = {**api.answers["full"], "candidates": [], "answered": False}

    await desk.type("ъъъ")
    await desk.settle("ъъъ")
    await desk.shoot("desktop-light-nothing")

    assert "Ничего не найдено" in await desk.page.text_content("#summary")
    assert await desk.page.get_attribute("#question", "aria-expanded") == "false"


async def test_the_phrase_that_keeps_the_client_can_be_copied(desk: Any, api: Any) -> None:
    """
    The hold phrase is one click away and is no pick of an entry.
    """
    api.answers["full"] |= {"answered": False}
    await desk.type("где")
    await desk.settle("где")

    await desk.page.click("#notice .ways button")
    await desk.page.wait_for_selector("#toast:not(:empty)")

    assert (await desk.clipboard()).endswith("не кладите трубку.")
    assert api.picks == []


@pytest.mark.parametrize(
    ("number", "kind"), [(3, "Инструкция"), (4, "Политика"), (5, "Ситуация"), (7, "Правило")]
)
async def test_a_lower_rung_is_named(desk: Any, number: int, kind: str) -> None:
    """
    What is no script says so by its badge and by a caution on the card.
    """
    await desk.type("где")
    await desk.settle("где")
    await desk.press(f"Alt+Digit{number}")
    await desk.page.wait_for_selector("article.open .facts")

    assert kind == await desk.page.text_content("article.open .badge.kind")
    assert await desk.page.is_visible("article.open .caution")
    assert await desk.page.text_content("article.open .badge.staff") == "только для сотрудников"


async def test_answering_from_a_lower_rung_is_said_above_the_list(desk: Any, api: Any) -> None:
    """
    When the best entry is a policy, the list begins with: there is no ready script.
    """
    api.answers["full"] |= {"rung": "policy"}

    await desk.type("где")
    await desk.settle("где")

    assert (await desk.page.text_content("#notice")).startswith("Готового скрипта нет")


async def test_confidence_is_shown_only_where_it_is_known(desk: Any, api: Any) -> None:
    """
    Rows found by words carry no number; the full answer brings word, number and bar.
    """
    api.delays["full"] = 0.5
    await desk.type("где")
    await desk.page.wait_for_selector("#results > li")
    by_words = await desk.page.text_content("#results .row-confidence >> nth=0")
    await desk.settle("где")

    assert by_words == ""
    assert await desk.page.text_content("#results .row-confidence >> nth=0") == "91 %"
    assert await desk.page.text_content(".confidence") == "Высокая уверенность · 91 %"


async def test_what_is_about_to_expire_says_so(desk: Any) -> None:
    """
    A date within two weeks and a missing owner stand out on the card.
    """
    await desk.type("где")
    await desk.settle("где")
    await desk.press("Alt+Digit4")
    await desk.page.wait_for_selector("article.open .facts")

    assert "скоро истекает" in await desk.page.text_content(".facts .soon")
    assert await desk.page.text_content(".facts .absent") == "не назначен"
