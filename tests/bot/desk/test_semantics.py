"""
A screen reader is told what the eye sees, and the eye can read it: roles, names, contrast.
"""

from __future__ import annotations

from typing import Any

import pytest

CONTRASTS = """
() => {
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", {willReadFrequently: true});
  const solid = (colour, under) => {
    canvas.fillStyle = `rgb(${under})`;
    canvas.fillRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const ground = (element) => element
    ? solid(getComputedStyle(element).backgroundColor, ground(element.parentElement)) : [255, 255, 255];
  const light = (rgb) => {
    const linear = (v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
    const [r, g, b] = rgb.map((v) => linear(v / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const poor = [];
  for (const element of document.querySelectorAll("body *")) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!own || !element.checkVisibility()) continue;
    // The sheet behind a draft is unseen but for its underlines: the area before it has the words.
    if (element.matches(".visually-hidden, script, noscript *, .draft-sheet, .draft-sheet *")) continue;
    const under = ground(element);
    const ink = solid(getComputedStyle(element).color, under);
    const [a, b] = [light(ink), light(under)].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < 4.5) poor.push(`${element.tagName}.${element.className} ${ratio.toFixed(2)}`);
  }
  return poor;
}
"""


@pytest.mark.parametrize("colours", ["light", "dark"])
async def test_every_text_has_contrast(new_desk: Any, api: Any, colours: str) -> None:
    """
    Each visible text has at least 4.5 : 1 against what is behind it (WCAG 2.2, 1.4.3).
    """
    desk = await new_desk(color_scheme=colours)
    api.answers["full"] |= {"answered": False}
    poor = []
    await desk.open()
    poor += await desk.page.evaluate(CONTRASTS)
    await desk.type("где")
    await desk.settle("где")
    for number in range(1, 9):
        await desk.press(f"Alt+Digit{number}")
        await desk.page.wait_for_selector(f"article[data-shown='{(await desk.rows())[number - 1]}'] .facts")
        poor += await desk.page.evaluate(CONTRASTS)
    api.failures["ask"] = 401
    await desk.press("Control+KeyK")
    await desk.type("когда")
    await desk.page.wait_for_selector("#banner[data-tone='trouble']")
    poor += await desk.page.evaluate(CONTRASTS)
    await desk.press("F1")
    poor += await desk.page.evaluate(CONTRASTS)

    assert poor == []


@pytest.mark.parametrize("colours", ["light", "dark"])
async def test_every_text_of_the_draft_box_has_contrast(new_desk: Any, api: Any, colours: str) -> None:
    """
    Findings, fixes, reasons, the review, ready answers and refusals are as readable as the rest.
    """
    api.modules = [{"entry": "e", "title": "Когда?", "text": "Завтра до 18:00.", "confidence": 0.9}]
    desk = await new_desk(color_scheme=colours)
    poor = []
    await desk.open()
    await desk.write("К сожалению, я не знаю. Ожидайте.")
    await desk.page.click(".draft-facts summary")
    for keys in (["Control+Enter"], ["F8", "F8"], ["Alt+Digit0"], ["Escape", "Alt+Shift+Enter"]):
        await desk.page.focus(".draft-area")
        await desk.press(*keys)
        await desk.page.wait_for_timeout(100)
        poor += await desk.page.evaluate(CONTRASTS)
    await desk.page.focus(".draft-area")
    await desk.press("Control+KeyA")
    await desk.type("Заказ у курьера.")
    await desk.checked()
    await desk.press("Control+Enter")
    await desk.page.wait_for_selector(".draft-message[data-tone=done]")
    poor += await desk.page.evaluate(CONTRASTS)

    assert poor == []


async def test_a_finding_is_read_out(desk: Any) -> None:
    """
    F8 tells a screen reader severity, words, reason and fix; the area is marked as invalid and described.
    """
    await desk.write("Я не знаю, где заказ.")

    await desk.press("F8")

    said = await desk.page.text_content(".draft-box > [role=status]")
    area = desk.page.get_by_role("textbox", name="Текст ответа клиенту")
    described = await area.evaluate(
        "area => area.getAttribute('aria-describedby').split(' ')"
        ".map(id => document.getElementById(id).textContent)"
    )
    assert said.startswith("Ошибка, 1 из 1: «Я не знаю». Клиент слышит «помощи не будет».")
    assert "Alt+Enter: Заменить «Я не знаю, где заказ.» на «Уточню, где заказ" in said
    assert await area.get_attribute("aria-invalid") == "true"
    assert described[0] == "Нельзя отправить: 1 ошибка"


async def test_how_the_draft_stands_is_announced(desk: Any) -> None:
    """
    Once typing has stopped, the box says whether the draft may be sent.
    """
    await desk.write("Ожидайте.")
    await desk.page.wait_for_function(
        "() => document.querySelector('.draft-box > [role=status]').textContent === 'Решите: 1 замечание'"
    )


async def test_field_and_list_are_a_combobox(desk: Any) -> None:
    """
    The pattern of the ARIA practices: the field controls a listbox and names its chosen option.
    """
    await desk.type("где")
    await desk.settle("где")
    await desk.press("ArrowDown")

    field = desk.page.get_by_role("combobox", name="Вопрос клиента")
    options = desk.page.get_by_role("listbox", name="Найденные ответы").get_by_role("option")
    assert await field.get_attribute("aria-expanded") == "true"
    assert await field.get_attribute("aria-controls") == "results"
    assert await options.count() == 8
    assert await options.nth(1).get_attribute("aria-selected") == "true"
    assert await field.get_attribute("aria-activedescendant") == await options.nth(1).get_attribute("id")
    assert await options.nth(1).get_attribute("aria-setsize") == "8"


async def test_the_number_of_answers_is_announced(desk: Any) -> None:
    """
    Once typing has stopped, the live region tells how many there are and which is first.
    """
    await desk.type("где")
    await desk.page.wait_for_selector("#live:not(:empty)", state="attached")

    assert await desk.page.text_content("#live") == "8 вариантов. Первый: Когда привезут заказ?"


async def test_every_control_has_a_name(desk: Any) -> None:
    """
    No button, link or input is a mere sign to a screen reader.
    """
    await desk.type("где")
    await desk.settle("где")
    await desk.press("Enter")
    await desk.page.wait_for_selector("article.open .facts")
    await desk.write("Я не знаю. Ожидайте.")
    await desk.page.click(".draft-facts summary")

    nameless = await desk.page.evaluate(
        """() => [...document.querySelectorAll("button, a, input, textarea, summary")]
          .filter((one) => one.checkVisibility())
          .filter((one) => !/[\\p{L}]{2}/u.test(
            one.getAttribute("aria-label") ?? (one.labels?.[0] ?? one).textContent))
          .map((one) => one.outerHTML)"""
    )
    assert nameless == []


async def test_an_opened_card_takes_the_focus(desk: Any) -> None:
    """
    The reader continues in the card that Enter has opened, and is back in the field after Escape.
    """
    await desk.type("где")
    await desk.settle("где")

    await desk.press("Enter")
    await desk.page.wait_for_selector("article.open .facts")
    within = await desk.page.evaluate("document.activeElement.id")
    await desk.press("Escape")

    assert within == "card"
    assert await desk.page.evaluate("document.activeElement.id") == "question"
