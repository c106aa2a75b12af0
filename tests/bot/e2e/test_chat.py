"""
A customer in the chat: answered by the bot or handed over, through reloads and lost networks, nothing twice.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

QUICK = {
    "BURST_QUIET_SECONDS": "0.3",
    "CHAT_DEMO": "true",
    "CHOICES_THRESHOLD": "0.45",
    "WORKING_HOURS": "mon-sun 00:00-24:00",
}
MESSAGES = "#log .message"


@pytest.fixture(scope="module")
def shop(new_program: Callable[..., Any]) -> Any:
    """
    A program whose bot answers quickly and whose consultants never sleep.
    """
    program = new_program(**QUICK)
    program.start()
    program.wait_until(status="ok")
    return program


class Visitor:
    """
    A customer in front of the chat page.
    """

    def __init__(self, desk: Any, chat: Any) -> None:
        self.desk = desk
        self.chat = chat

    async def write(self, text: str) -> None:
        """Write and send."""
        await self.chat.locator("#text").fill(text)
        await self.chat.locator("#text").press("Enter")

    async def sees(self, author: str, text: str) -> None:
        """Wait for a message."""
        await self.chat.locator(f'.message[data-author="{author}"]', has_text=text).first.wait_for()

    async def stored(self, text: str) -> None:
        """Wait until the server has acknowledged a message."""
        await self.chat.locator(".message[data-seq]", has_text=text).wait_for()

    async def count(self, text: str) -> int:
        """How often a message stands in the log."""
        return await self.chat.locator(MESSAGES, has_text=text).count()


async def visit(desk: Any, program: Any) -> Visitor:
    """Open the chat as a page of its own."""
    await desk.page.goto(f"{program.origin}/chat?lang=ru")
    await desk.page.wait_for_selector("#chat[data-link=up]")
    return Visitor(desk, desk.page)


@pytest.mark.parametrize(("width", "height", "scheme"), [(1280, 800, "light"), (360, 740, "dark")])
async def test_a_question_is_answered_and_an_unknown_one_handed_over(
    new_desk: Any, shop: Any, width: int, height: int, scheme: str
) -> None:
    """
    The bot answers from the knowledge base; what it does not know goes to a person, after a reload as before.
    """
    desk = await new_desk(shop, width=width, height=height, color_scheme=scheme)
    visitor = await visit(desk, shop)
    await desk.shoot(f"chat-empty-{width}")
    await visitor.write("Сколько стоит доставка?")
    await visitor.sees("bot", "Доставка по городу стоит 299 рублей")
    await desk.shoot(f"chat-answer-{width}")
    await visitor.write("Какая погода завтра на Марсе?")
    await visitor.sees("bot", "Передаю ваш вопрос консультанту")
    await desk.page.reload()
    await desk.page.wait_for_selector("#chat[data-link=up]")
    await visitor.sees("bot", "Передаю ваш вопрос консультанту")
    await desk.shoot(f"chat-waiting-{width}")
    overflow = await desk.page.evaluate("() => document.documentElement.scrollWidth - innerWidth")

    assert await desk.text("#state") == "Ждём консультанта"
    assert await desk.page.is_disabled("#person")
    assert await visitor.count("Сколько стоит доставка?") == 1
    assert overflow <= 0


async def test_a_message_written_offline_arrives_once(new_desk: Any, shop: Any) -> None:
    """
    What is written without a network waits on the page, over a lost connection, and is stored once, in order.
    """
    desk = await new_desk(shop, width=360, height=740)
    visitor = await visit(desk, shop)
    await visitor.write("Первое сообщение")
    await visitor.stored("Первое сообщение")
    await desk.context.set_offline(True)
    await desk.page.wait_for_selector("#chat[data-link=offline]")
    await visitor.write("Второе, без сети")
    await visitor.write("Третье, без сети")
    await desk.shoot("chat-offline-360")
    await desk.context.set_offline(False)
    await visitor.stored("Второе, без сети")
    await visitor.stored("Третье, без сети")
    order = await desk.page.locator('.message[data-author="customer"] .body').all_inner_texts()

    assert order == ["Первое сообщение", "Второе, без сети", "Третье, без сети"]
    assert stored_texts(shop, "Второе, без сети") == 1


async def test_the_widget_stands_on_a_strangers_page(new_desk: Any, shop: Any) -> None:
    """
    The button opens the chat in a frame; Esc closes it and focus returns; the page's styles do not reach it.
    """
    desk = await new_desk(shop, width=1280)
    await desk.page.goto(f"{shop.origin}/chat/demo")
    await desk.page.wait_for_function("() => window.CopilotChat")
    await desk.page.evaluate("() => CopilotChat.open()")
    frame = await framed(desk.page)
    await frame.wait_for_selector("#chat[data-link=up]")
    visitor = Visitor(desk, frame)
    await visitor.write("Сколько стоит доставка?")
    await visitor.sees("bot", "299")
    await desk.shoot("chat-widget-1280")
    await frame.locator("#text").press("Escape")
    await desk.page.wait_for_function("() => !document.querySelector('copilot-chat').hasAttribute('open')")
    leaked = await desk.page.evaluate(
        "() => Object.keys(window).filter((name) => /chat|copilot/i.test(name)).length"
    )
    cookies = await desk.context.cookies()

    assert await desk.page.evaluate("() => document.activeElement.tagName") == "COPILOT-CHAT"
    assert leaked == 0
    assert [cookie["name"] for cookie in cookies] == []


async def framed(page: Any) -> Any:
    """The chat's frame, once it is there."""
    for _ in range(100):
        for frame in page.frames:
            if "/chat?" in frame.url:
                return frame
        await page.wait_for_timeout(50)
    raise AssertionError("no frame")


def stored_texts(program: Any, text: str) -> int:
    """How many messages of the database have this text."""
    with closing(sqlite3.connect(program.data_dir / "copilot.db")) as connection:
        found: int
        (found,) = connection.execute("SELECT COUNT(*) FROM messages WHERE text = ?", [text]).fetchone()
    return found
