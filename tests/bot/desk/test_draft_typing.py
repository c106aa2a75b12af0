"""
Underlines come while typing, on the right words, and the text area stays the browser's own.
"""

from __future__ import annotations

from typing import Any

DRAFT = "К сожалению, я не знаю, где ваш заказ."

WHERE_UNDERLINES_LIE = """
() => {
  const area = document.querySelector(".draft-area").getBoundingClientRect();
  return [...document.querySelectorAll(".draft-mark")].map((mark) => {
    const box = mark.getBoundingClientRect();
    return [box.left - area.left, box.top - area.top, box.width].map(Math.round);
  });
}
"""


async def test_severities_differ_by_shape(desk: Any) -> None:
    """
    An error is underlined in waves, a warning straight, a hint dotted.
    """
    await desk.write(DRAFT + " Ожидайте.")

    shapes = await desk.page.eval_on_selector_all(
        ".draft-mark",
        "marks => marks.map(mark => [mark.textContent, getComputedStyle(mark).textDecorationStyle])",
    )
    assert shapes == [["К сожалению", "dotted"], ["я не знаю", "wavy"], ["Ожидайте", "solid"]]


async def test_the_caret_stays_where_it_is(desk: Any) -> None:
    """
    Letters typed into the middle, with underlines arriving between them, stand in the order of typing.
    """
    await desk.write(DRAFT)
    await desk.press(*["ArrowLeft"] * 5)
    carets = []

    for letter in "потерянный ":
        await desk.page.keyboard.type(letter)
        await desk.page.wait_for_timeout(90)
        carets.append(await desk.page.eval_on_selector(".draft-area", "area => area.selectionStart"))

    begin = len(DRAFT) - 5
    assert carets == list(range(begin + 1, begin + 12))
    assert await desk.page.input_value(".draft-area") == "К сожалению, я не знаю, где ваш зпотерянный аказ."
    assert len(desk.api.checked) >= 10


async def test_a_stale_reply_is_dropped(desk: Any, api: Any) -> None:
    """
    A slow report on an older text underlines nothing in the newer one.
    """
    api.delays["check", "я не знаю"] = 0.8
    await desk.press("Alt+KeyD")
    await desk.type("я не знаю")
    await desk.page.wait_for_timeout(200)
    await desk.press("Control+KeyA")
    await desk.type("Заказ у курьера, приедет завтра.")
    await desk.checked()
    await desk.page.wait_for_timeout(700)

    assert "я не знаю" in [body["text"] for body in api.checked]
    assert await desk.marks() == []


async def test_underlines_move_with_their_words(desk: Any, api: Any) -> None:
    """
    While the next report is under way, what is underlined stays on its words.
    """
    await desk.write(DRAFT)
    api.delays["check"] = 5.0
    await desk.press("Home")

    await desk.type("Здравствуйте! ")

    assert await desk.marks() == [["К сожалению", "suggestion"], ["я не знаю", "error"]]


async def test_words_cut_into_lose_their_underline(desk: Any, api: Any) -> None:
    """
    A finding whose end was deleted is not shown on what is left of it.
    """
    await desk.write("Ожидайте. Я не знаю")
    before = await desk.marks()
    api.delays["check"] = 5.0

    await desk.press("Backspace", "Backspace")

    assert before == [["Ожидайте", "warning"], ["Я не знаю", "error"]]
    assert await desk.marks() == before[:1]


async def test_emoji_before_a_finding_do_not_shift_it(desk: Any) -> None:
    """
    The server counts code points, the page UTF-16 units: the underline and the fix are on the right words.
    """
    await desk.write("😀👩‍👩‍👧 Добрый день 🎉! Я не знаю, где заказ.")

    marked = await desk.marks()
    await desk.press("F8", "Alt+Enter")
    await desk.page.wait_for_function(
        "() => !document.querySelector('.draft-area').value.includes('не знаю')"
    )

    assert marked == [["Я не знаю", "error"]]
    assert (await desk.page.input_value(".draft-area")).startswith(
        "😀👩‍👩‍👧 Добрый день 🎉! Уточню, где заказ"
    )


async def test_the_clients_words_are_not_flagged(desk: Any) -> None:
    """
    What is quoted is not what the consultant says.
    """
    await desk.write("Вы пишете: «я не знаю, где мой заказ». Заказ у курьера.")

    assert await desk.marks() == []
    assert await desk.standing() == "Можно отправлять"


async def test_underlines_lie_beneath_their_words(new_desk: Any) -> None:
    """
    The sheet behind the area breaks lines where the area does, and scrolls with it.
    """
    desk = await new_desk(width=360, height=740)
    await desk.open()
    await desk.write("Слово за слово, строка за строкой и ещё длиннее.\n" * 14 + "Я не знаю.\n")
    before = await desk.page.evaluate(WHERE_UNDERLINES_LIE)

    await desk.page.eval_on_selector(".draft-area", "area => { area.scrollTop = 0; }")
    await desk.page.wait_for_timeout(100)

    after = await desk.page.evaluate(WHERE_UNDERLINES_LIE)
    sizes = await desk.page.evaluate(
        "() => ['.draft-area', '.draft-sheet'].map(one => document.querySelector(one))"
        ".map(one => [one.scrollHeight, one.clientWidth, one.scrollTop])"
    )
    assert sizes[0] == sizes[1]
    assert after[0][1] > before[0][1]
