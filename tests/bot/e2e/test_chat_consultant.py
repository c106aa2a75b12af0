"""
A consultant in the customer's chat: his words, the unread badge, files both ways, the rating at the end.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pytest_asyncio

from bot.clock import utc_now
from bot.container import open_container
from bot.conversations import Conversations, build_conversations
from bot.domain.person import Person, Role
from bot.settings import Settings
from bot.storage.inbox import Box
from bot.usecases.conversations.consultant import Reply
from bot.web.app import create_app
from bot.web.server import serving
from bot.web.wiring import options, services
from tests.bot.conversations.fakes import OpenGate, SmallKnowledge, SmallShelf

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 100


@dataclass
class Shop:
    """
    The application in this very process, so that the consultant needs no page.
    """

    origin: str
    core: Conversations
    anna: Person

    async def conversation(self) -> str:
        """The only conversation that waits."""
        async with asyncio.timeout(10):
            while not (found := (await self.core.reading.box(Box.QUEUE, self.anna.id)).items):  # noqa: ASYNC110 -- staff's own way to look
                await asyncio.sleep(0.05)
        return found[0].conversation.id


@pytest_asyncio.fixture(loop_scope="session")
async def shop(tmp_path: Path) -> AsyncIterator[Shop]:
    """A shop that never sleeps, with one consultant."""
    defaults = await asyncio.to_thread(Settings.read, None)
    settings = defaults.model_copy(
        update={
            "data_dir": tmp_path / "data",
            "working_hours": "mon-sun 00:00-24:00",
            "burst_quiet_seconds": 0.2,
            "chat_demo": True,
        }
    )
    async with open_container(settings) as container:
        core = build_conversations(
            settings,
            container.database,
            container.people,
            SmallKnowledge(),
            SmallShelf(),
            OpenGate(),
            clock=utc_now,
        )
        terms = await asyncio.to_thread(options, settings)
        app = create_app(replace(services(container), conversations=core), terms)
        anna = await container.people.add("Анна", Role.OPERATOR, now=utc_now())
        async with serving(app, host="127.0.0.1", port=0, shutdown_seconds=0.5) as port:
            keeper = asyncio.create_task(core.keep())
            yield Shop(f"http://127.0.0.1:{port}", core, anna)
            keeper.cancel()
            await asyncio.gather(keeper, return_exceptions=True)
        await core.close()


async def test_a_consultant_answers_and_is_rated(new_desk: Any, shop: Shop) -> None:
    """
    His words appear, markup in them stays text, a file goes up, a message is changed, the end is rated.
    """
    desk = await new_desk(shop, width=360, height=740)
    page = desk.page
    await page.goto(f"{shop.origin}/chat?lang=ru")
    await page.wait_for_selector("#chat[data-link=up]")
    await write(page, "Какая оплата?")
    await page.locator(".choice", has_text="Про card").wait_for()
    await desk.shoot("chat-choices-360")
    await page.click("#person")
    conversation = await shop.conversation()
    await page.set_input_files("#picker", [{"name": "чек.png", "mimeType": "image/png", "buffer": PNG}])
    await write(page, "Вот чек")
    await page.locator(".message[data-seq] .file", has_text="чек.png").wait_for()
    await shop.core.consultant.take(conversation, shop.anna)
    await shop.core.consultant.reply(
        conversation, shop.anna, Reply("Смотрю: https://shop.example/чек <b>не жирно</b>", "k1")
    )
    await page.locator('.message[data-author="operator"]', has_text="<b>не жирно</b>").wait_for()
    link = await page.get_attribute('.message[data-author="operator"] a', "href")
    await page.press("#text", "ArrowUp")
    await page.wait_for_selector("#editing")
    await page.fill("#text", "Вот чек целиком")
    await page.press("#text", "Enter")
    await page.locator(".message[data-seq]", has_text="Вот чек целиком").wait_for()
    await desk.shoot("chat-operator-360")
    async with page.expect_download() as saved:
        await page.click(".message[data-seq] button.file")
    await shop.core.consultant.close(conversation, shop.anna)
    await page.locator(".score", has_text="5").click()
    await page.fill("#comment", "Быстро")
    await desk.shoot("chat-rating-360")
    await page.click("#rating button")
    await page.locator("#rating").wait_for(state="hidden")
    dossier = await shop.core.reading.open(conversation)

    assert link == "https://shop.example/чек"
    assert (await saved.value).suggested_filename == "чек.png"
    assert [(rating.score, rating.comment) for rating in dossier.ratings] == [(5, "Быстро")]
    assert dossier.deliveries[0].state == "sent"


async def test_an_answer_to_a_closed_widget_is_counted(new_desk: Any, shop: Shop) -> None:
    """
    The chat counts what came while it was closed; opening it by key shows all and ends the count.
    """
    desk = await new_desk(shop, width=1280)
    page = desk.page
    await page.goto(f"{shop.origin}/chat/demo")
    await page.wait_for_function("() => window.CopilotChat")
    await page.evaluate("() => CopilotChat.open()")
    async with asyncio.timeout(10):
        while not (frames := [frame for frame in page.frames if "/chat?" in frame.url]):  # noqa: ASYNC110 -- the tree is closed to waiting
            await asyncio.sleep(0.05)
    chat = frames[0]
    await chat.wait_for_selector("#chat[data-link=up]")
    await write(chat, "Позовите оператора")
    conversation = await shop.conversation()
    await chat.wait_for_selector('.message[data-author="bot"]')
    await chat.press("#text", "Escape")
    await page.wait_for_selector("copilot-chat:not([open])", state="attached")
    await shop.core.consultant.take(conversation, shop.anna)
    await shop.core.consultant.reply(conversation, shop.anna, Reply("Здравствуйте!", "k1"))
    await chat.wait_for_function("() => document.title.startsWith('(2) ')")
    await desk.shoot("chat-unread-1280")
    await page.keyboard.press("Enter")  # focus is on the button again
    await chat.wait_for_function("() => !document.title.startsWith('(')")

    assert await chat.locator('.message[data-author="operator"]').count() == 1


async def write(page: Any, text: str) -> None:
    """Write and send."""
    await page.fill("#text", text)
    await page.press("#text", "Enter")
