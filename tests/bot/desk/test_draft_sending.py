"""
What must not be sent is not copied, what needs a decision gets one, and the server is told.
"""

from __future__ import annotations

from typing import Any

BLANK = "не трогали"


async def refused(desk: Any) -> str | None:
    """
    Try to copy; returns the refusal.
    """
    await desk.page.evaluate("text => navigator.clipboard.writeText(text)", BLANK)
    await desk.press("Control+Enter")
    await desk.page.wait_for_selector(".draft-message:not([hidden])")
    return await desk.page.text_content(".draft-message")


async def copied(desk: Any) -> str:
    """
    Copy; returns what is on the clipboard.
    """
    await desk.press("Control+Enter")
    await desk.page.wait_for_selector(".draft-message[data-tone=done]:not([hidden])")
    return await desk.clipboard()


async def test_an_error_is_not_copied(desk: Any) -> None:
    """
    The refusal names what blocks, the words are selected, the clipboard is left alone.
    """
    await desk.write("Я не знаю. Ответ придёт [укажите срок].")

    why = await refused(desk)

    assert why == "Пока нельзя: 1 ошибка, 1 незаполненное место. Первое место выделено."
    assert await desk.standing() == "Нельзя отправить: 1 ошибка, 1 незаполненное место"
    assert await desk.selected() == "Я не знаю"
    assert await desk.clipboard() == BLANK


async def test_copying_waits_for_the_check(desk: Any, api: Any) -> None:
    """
    A draft that is copied before any report has come is checked first.
    """
    api.delays["check"] = 0.3
    await desk.press("Alt+KeyD")
    await desk.type("Я не знаю.")

    why = await refused(desk)

    assert why == "Пока нельзя: 1 ошибка. Первое место выделено."
    assert await desk.clipboard() == BLANK


async def test_a_warning_stays_for_a_reason(desk: Any, api: Any) -> None:
    """
    Copying asks for a decision; a reason given by its number is logged, and the reply may go.
    """
    await desk.write("Ваш заказ у курьера. Ожидайте.")
    why = await refused(desk)

    await desk.press("Alt+Digit0", "Digit4")
    standing = await desk.standing()
    text = await copied(desk)

    ((draft, decision),) = api.decisions
    assert why == "Пока нельзя: решите, что делать с «Ожидайте». Исправьте или оставьте и назовите причину."
    assert standing == "Можно отправлять"
    assert text == "Ваш заказ у курьера. Ожидайте."
    assert decision == {"rule": "RU-ORD-007", "outcome": "sent_anyway", "reason": "required_wording"}
    assert draft == api.checked[-1]["draft_id"]


async def test_a_decision_may_be_taken_back(desk: Any) -> None:
    """
    «Передумать» makes the warning wait for a decision again.
    """
    await desk.write("Ожидайте.")
    await desk.press("F8", "Alt+Digit0", "Digit1")
    left = await desk.standing()

    await desk.page.click(".draft-decided button")

    assert left == "Можно отправлять"
    assert await desk.standing() == "Решите: 1 замечание"


async def test_an_error_called_no_violation_still_blocks(desk: Any, api: Any) -> None:
    """
    The editor of the rules is told; the draft has to be said differently all the same.
    """
    await desk.write("Я не знаю.")
    await desk.press("F8", "Alt+Digit0", "Digit1")

    why = await refused(desk)

    assert why == "Пока нельзя: 1 ошибка. Первое место выделено."
    assert [decision for _, decision in api.decisions] == [
        {"rule": "RU-IGN-001", "outcome": "dismissed", "reason": "not_a_violation"}
    ]


async def test_what_was_mended_by_hand_is_told_when_copied(desk: Any, api: Any) -> None:
    """
    A finding that was shown and is gone from the reply that goes out counts as fixed.
    """
    await desk.write("Ожидайте.")
    await desk.press("Control+KeyA")
    await desk.type("Курьер приедет завтра до 18:00.")
    await desk.checked()

    await copied(desk)
    await desk.page.wait_for_timeout(100)

    assert [decision for _, decision in api.decisions] == [{"rule": "RU-ORD-007", "outcome": "fixed"}]


async def test_what_is_known_of_the_client_is_sent_along(desk: Any, api: Any) -> None:
    """
    The line about the client goes with every check, and fills places in the fixes.
    """
    await desk.write("Я не знаю, где ваш заказ.")
    await desk.page.click(".draft-facts summary")
    await desk.page.fill("input[id$=client_name]", "Ирина")
    await desk.page.fill("input[id$=local_time]", "14:05")
    await desk.page.fill("input[id$=sla]", "до 18:00")
    await desk.page.wait_for_function(
        "() => document.querySelector('.draft-fix')?.textContent.includes('до 18:00')"
    )

    known = {name: api.checked[-1][name] for name in ("client_name", "local_time", "sla")}
    assert known == {"client_name": "Ирина", "local_time": "14:05", "sla": "до 18:00"}
    assert "order" not in api.checked[-1]
    assert await desk.page.text_content(".draft-facts summary") == "Клиент: Ирина · 14:05 · до 18:00"
