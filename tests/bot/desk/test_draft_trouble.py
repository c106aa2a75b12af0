"""
Whatever stands between the draft and its check: it is said, nothing written is lost, and it mends itself.
"""

from __future__ import annotations

from typing import Any

import pytest


async def off(desk: Any) -> str | None:
    """
    Wait until the check is off; returns what is said about it.
    """
    await desk.page.wait_for_selector(".draft-state[data-state=off]")
    return await desk.standing()


async def test_server_away_and_back(desk: Any) -> None:
    """
    Without a network the text stays and the line says so; with it the text is checked.
    """
    await desk.write("Добрый день!")
    await desk.context.set_offline(True)
    await desk.type(" Я не знаю.")
    said = await off(desk)

    await desk.context.set_offline(False)
    await desk.page.wait_for_selector(".draft-mark[data-severity=error]")

    assert said == "Проверка выключена: нет связи с сервером. Текст сохранён."
    assert await desk.page.input_value(".draft-area") == "Добрый день! Я не знаю."
    assert await desk.standing() == "Нельзя отправить: 1 ошибка"


@pytest.mark.parametrize(
    ("status", "code", "why"),
    [
        (503, "checker-loading", "правила ещё загружаются"),
        (503, "rules-unusable", "правила не загружены, сообщите администратору"),
        (500, "internal", "сервер не смог ответить"),
        (401, "login-required", "сеанс завершён, войдите снова"),
        (429, "too-many-requests", "слишком частые запросы, через несколько секунд повторю"),
        (413, "body-too-large", "черновик с перепиской слишком велик"),
    ],
)
async def test_failures_are_told_apart(desk: Any, api: Any, status: int, code: str, why: str) -> None:
    """
    Each failure says what it is.
    """
    api.failures["check"] = status
    api.codes["check"] = code
    await desk.press("Alt+KeyD")
    await desk.type("Добрый день!")

    assert await off(desk) == f"Проверка выключена: {why}. Текст сохранён."


async def test_rules_that_load_are_waited_for(desk: Any, api: Any) -> None:
    """
    A server that has just started is asked again until it can check.
    """
    api.failures["check"] = 503
    api.codes["check"] = "checker-loading"
    await desk.press("Alt+KeyD")
    await desk.type("Я не знаю.")
    await off(desk)

    api.failures.clear()
    await desk.page.wait_for_selector(".draft-mark[data-severity=error]")

    assert await desk.standing() == "Нельзя отправить: 1 ошибка"


async def test_an_ended_session_is_told_in_the_banner_too(desk: Any, api: Any) -> None:
    """
    The desk says how to log in, and the text stays.
    """
    api.failures["check"] = 401
    await desk.press("Alt+KeyD")
    await desk.type("Добрый день!")
    await desk.page.wait_for_selector("#banner[data-state='trouble.session']")

    assert await desk.page.input_value(".draft-area") == "Добрый день!"


async def test_unchecked_goes_at_the_second_word_only(desk: Any, api: Any) -> None:
    """
    While the check is off, copying warns first; a place to fill in blocks even then.
    """
    api.failures["check"] = 500
    await desk.press("Alt+KeyD")
    await desk.type("Отвечу [укажите срок].")
    await off(desk)
    await desk.press("Control+Enter")
    await desk.page.wait_for_selector(".draft-message:not([hidden])")
    blocked = await desk.page.text_content(".draft-message")
    await desk.page.keyboard.type("сегодня")
    await desk.press("Control+Enter")
    await desk.page.wait_for_selector(".draft-message:not([hidden])")
    warned = await desk.page.text_content(".draft-message")

    await desk.press("Control+Enter")
    await desk.page.wait_for_selector(".draft-message[data-tone=done]")

    assert blocked == "Пока нельзя: 1 незаполненное место. Первое место выделено."
    assert warned.startswith("Не проверено: сервер не смог ответить.")
    assert await desk.clipboard() == "Отвечу сегодня."


async def test_a_huge_paste_is_refused(desk: Any) -> None:
    """
    100 kB are not taken in: the text stays as it was, and the page goes on.
    """
    await desk.write("Добрый день!")
    await desk.page.evaluate("() => navigator.clipboard.writeText('слово '.repeat(17000))")

    await desk.press("Control+KeyV")
    await desk.page.wait_for_selector(".draft-message:not([hidden])")
    message = await desk.page.text_content(".draft-message")
    await desk.type(" Слушаю вас.")

    assert message.replace("\xa0", " ") == (
        "Не вставлено: 102 000 знаков, а проверяется до 20 000. Вставьте частями."
    )
    assert await desk.page.input_value(".draft-area") == "Добрый день! Слушаю вас."


async def test_a_draft_that_grew_too_long_is_not_sent_anywhere(desk: Any, api: Any) -> None:
    """
    Beyond the limit nothing is checked or copied, and the line says why.
    """
    await desk.press("Alt+KeyD")
    await desk.page.fill(".draft-area", "я не знаю " * 1999)
    await desk.page.wait_for_selector(".draft-mark")
    await desk.press("End")
    await desk.page.evaluate(
        "() => { const area = document.querySelector('.draft-area'); area.value += 'ы'.repeat(100);"
        " area.dispatchEvent(new InputEvent('input', {bubbles: true})); }"
    )
    await desk.page.wait_for_selector(".draft-state[data-state=long]")
    asked = len(api.checked)

    await desk.press("Control+Enter")
    await desk.page.wait_for_selector(".draft-message:not([hidden])")

    assert len(api.checked) == asked
    assert await desk.marks() == []
    assert (await desk.standing()).replace("\xa0", " ").startswith("Слишком длинно: 20 090 знаков")
