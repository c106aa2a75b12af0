"""
The desk fits its window from a phone to a monitor, in both colours; the pictures are kept as artefacts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

WINDOWS = {"desktop": (1280, 800), "beside": (720, 800), "phone": (360, 740)}


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("window", WINDOWS)
async def test_every_view_fits_the_window(
    new_desk: Callable[..., Awaitable[Any]], window: str, colours: str
) -> None:
    """
    Start, list, cards of every kind and the sheet of shortcuts never scroll sideways.
    """
    width, height = WINDOWS[window]
    desk = await new_desk(width=width, height=height, color_scheme=colours)
    overflow = {}

    async def look(name: str) -> None:
        overflow[name] = await desk.overflow()
        await desk.shoot(f"{window}-{colours}-{name}")

    await desk.open()
    await look("start")
    await desk.type("когда привезут")
    await desk.settle("когда привезут")
    await look("list")
    for number, name in enumerate(["script", "second", "instruction", "policy", "situation"], start=1):
        await desk.press(f"Alt+Digit{number}")
        await desk.page.wait_for_selector(f"article[data-shown='{(await desk.rows())[number - 1]}'] .facts")
        await look(name)
    await desk.press("F1")
    await look("sheet")
    await desk.press("Escape", "Escape", "Escape")
    await desk.page.wait_for_selector("#recent button")
    await look("recent")

    assert dict.fromkeys(overflow, 0) == overflow


LONG_DRAFT = (
    "Здравствуйте! К сожалению, я не знаю, где ваш заказ, потому что курьерская служба — это не к нам. "
    "Он скоро приедет, ожидайте, пожалуйста, звонка. Я вам перезвоню. Мы не виноваты. "
)


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize(
    ("window", "width", "height"), [("wide", 1720, 950), *((n, *s) for n, s in WINDOWS.items())]
)
async def test_the_draft_box_fits_the_window(
    new_desk: Callable[..., Awaitable[Any]], api: Any, window: str, width: int, height: int, colours: str
) -> None:
    """
    Empty, with findings, with reasons, reviewed, beside a card: nothing scrolls sideways.
    """
    api.modules = [{"entry": "e", "title": "Где заказ?", "text": "Курьер приедет завтра.", "confidence": 0.9}]
    desk = await new_desk(width=width, height=height, color_scheme=colours)
    overflow = {}

    async def look(name: str) -> None:
        overflow[name] = await desk.overflow()
        await desk.shoot(f"{window}-{colours}-draft-{name}")

    await desk.open()
    await desk.press("Alt+KeyD")
    await look("empty")
    await desk.type("К сожалению, я не знаю, где ваш заказ.")
    await desk.checked()
    await desk.press("F8", "F8")
    await look("finding")
    await desk.press("Alt+Shift+Enter")
    await desk.page.wait_for_selector(".draft-review")
    await look("review")
    await desk.press("Enter")
    await desk.page.wait_for_selector(".draft-mark[data-severity=slot]")
    await desk.press("Control+Enter")
    await look("slot")
    await desk.press("Control+KeyA")
    await desk.type("Ожидайте.")
    await desk.checked()
    await desk.press("F8", "Alt+Digit0")
    await look("reasons")
    await desk.press("Escape", "Control+KeyA")
    await desk.type(LONG_DRAFT * 2 + "ы" * 300)
    await desk.checked()
    await look("long")
    await desk.context.set_offline(True)
    await desk.type(" ")
    await desk.page.wait_for_selector(".draft-state[data-state=off]")
    await look("off")
    await desk.context.set_offline(False)
    await desk.press("Alt+KeyD")
    await desk.type("где")
    await desk.settle("где")
    await look("list")
    await desk.press("Enter")
    await desk.page.wait_for_selector("article.open .facts")
    await look("card")

    assert dict.fromkeys(overflow, 0) == overflow


@pytest.mark.parametrize("window", WINDOWS)
async def test_endless_words_are_broken(
    new_desk: Callable[..., Awaitable[Any]], api: Any, window: str
) -> None:
    """
    A title, an answer or a question without a single space does not push the page aside.
    """
    width, height = WINDOWS[window]
    entry = next(iter(api.entries.values()))
    entry["title"] = "Рентгеноэлектрокардиографического" * 12
    entry["speakable"] = "Превысокомногорассмотрительствующий" * 20
    entry["html"] = (
        f"<p>{'ы' * 4000}</p><table><tr><td>{'ячейка' * 60}</td><td>{'ещё' * 60}</td></tr></table>"
    )
    api.answers["full"]["candidates"][0] |= {"title": entry["title"], "speakable": entry["speakable"]}
    desk = await new_desk(width=width, height=height)
    overflow = []

    await desk.open()
    await desk.type("щ" * 60)
    await desk.settle("щ" * 60)
    overflow.append(await desk.overflow())
    await desk.press("Enter")
    await desk.page.wait_for_selector("article.open .facts")
    overflow.append(await desk.overflow())
    await desk.shoot(f"{window}-light-endless")

    assert overflow == [0, 0]


async def test_a_chosen_theme_is_remembered(new_desk: Callable[..., Awaitable[Any]]) -> None:
    """
    The button overrides the system's colours, and a reload keeps them.
    """
    desk = await new_desk(color_scheme="light")
    await desk.open()
    ground = "() => getComputedStyle(document.documentElement).backgroundColor"
    light = await desk.page.evaluate(ground)

    await desk.page.click("#theme")
    await desk.page.reload()

    assert await desk.page.get_attribute("html", "data-theme") == "dark"
    assert light != await desk.page.evaluate(ground)


async def test_other_pages_fit_too(new_desk: Callable[..., Awaitable[Any]]) -> None:
    """
    The pages without a desk are readable on a phone.
    """
    desk = await new_desk(width=360, height=740)
    overflow = []
    for name in ("login", "error"):
        await desk.open(f"/{name}")
        overflow.append(await desk.overflow())
        await desk.shoot(f"phone-light-{name}")

    assert overflow == [0, 0]
