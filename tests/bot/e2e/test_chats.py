"""
Two consultants and a customer: nothing is lost, nobody is answered twice, no draft with an error leaves.
"""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest
import pytest_asyncio

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

QUESTION = "А с собакой в пункт выдачи пускают?"
BLOCKED = "Я не знаю, пускают ли с собакой."


class Customer:
    """
    A customer's page, as far as the server can tell.
    """

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session
        self._keys = 0

    async def call(self, name: str, **body: Any) -> Any:
        """Post to the chat's API."""
        async with self._session.post(f"/api/v1/chat/{name}", json=body) as response:
            assert response.status in {200, 204}, await response.text()
            return await response.json() if response.status == 200 else None

    async def write(self, text: str) -> None:
        """Send a message."""
        self._keys += 1
        await self.call("messages", key=f"key-{self._keys}", text=text)

    async def texts(self) -> list[str]:
        """What stands in the chat."""
        return [message["text"] for message in (await self.call("poll"))["messages"]]

    async def receive(self, part: str) -> str:
        """Wait for a message that holds these words."""
        async with asyncio.timeout(15):
            while True:
                found = [text for text in await self.texts() if part in text]
                if found:
                    return found[0]
                await asyncio.sleep(0.1)


@pytest.fixture(scope="module")
def program(new_program: Any) -> Any:
    """
    A program whose consultants work all day.
    """
    program = new_program(
        WORKING_HOURS="mon-sun 00:00-24:00", BURST_QUIET_SECONDS="0.2", CONVERSATION_IDLE_MINUTES="60"
    )
    program.start()
    program.wait_until(status="ok", rules="ready")
    return program


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def logins(program: Any, browser: Any) -> list[Any]:
    """
    The states of two browsers: Anna's and Boris's.
    """
    states = []
    for name in ("Анна", "Борис"):
        printed = await asyncio.to_thread(program.run, "user", "add", name)
        token = printed.rsplit("?", 1)[1].strip()
        context = await browser.new_context()
        page = await context.new_page()
        await page.goto(f"{program.origin}/login?{token}")
        states.append(await context.storage_state())
        await context.close()
    return states


@pytest_asyncio.fixture(loop_scope="session")
async def customer(program: Any) -> AsyncIterator[Customer]:
    """
    Somebody new on the site.
    """
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(
        program.origin, cookie_jar=jar, headers={"Origin": program.origin}
    ) as session:
        made = Customer(session)
        await made.call("session", embedded=False, language="ru", time_zone="Asia/Vladivostok")
        yield made


async def open_chats(new_desk: Any, program: Any, state: Any, **window: int) -> Any:
    """
    Open the consultant's page and wait for its connection.
    """
    desk = await new_desk(program, storage_state=state, **window)
    await desk.page.goto(f"{program.origin}/desk/chats")
    await desk.page.wait_for_selector("#chats[data-connection=there]")
    return desk


async def row(desk: Any) -> Any:
    """
    Wait for the first conversation of the list.
    """
    return await desk.page.wait_for_selector("#rows .chat")


async def test_from_the_queue_to_the_customer(
    new_desk: Any, program: Any, logins: list[Any], customer: Customer
) -> None:
    """
    Handed over, seen by both, taken by one, blocked, reworded, filled in, sent, received; the draft lives on.
    """
    anna = await open_chats(new_desk, program, logins[0])
    boris = await open_chats(new_desk, program, logins[1], width=360, height=740)
    await customer.write(QUESTION)
    for desk in (anna, boris):
        await row(desk)
        await desk.page.click("#rows .chat")
        await desk.page.wait_for_selector("#talk[data-state=queue] .msg")
    await anna.press("Alt+KeyT")
    await anna.page.wait_for_selector("#talk[data-state=mine] .draft-area")
    await boris.page.wait_for_selector("#talk[data-state=others]")
    await boris.shoot("chats-taken-360")

    await anna.page.focus(".draft-area")
    await anna.page.keyboard.type(BLOCKED)
    await anna.page.wait_for_selector(".draft-mark[data-severity=error]")
    await anna.press("Control+Enter")
    await anna.page.wait_for_selector(".draft-message:not([hidden])")
    await anna.shoot("chats-blocked-1280")
    assert BLOCKED not in await customer.texts()

    await anna.page.reload()
    await anna.page.wait_for_selector("#talk[data-state=mine] .draft-area")
    assert await anna.page.input_value(".draft-area") == BLOCKED

    await anna.page.focus(".draft-area")
    await anna.page.wait_for_selector(".draft-mark[data-severity=error]")
    await anna.press("F8", "Alt+Enter")
    await anna.page.wait_for_selector(".draft-mark[data-severity=slot]")
    await anna.page.keyboard.type("до 18:00")
    await anna.press("Control+Enter")
    reply = await customer.receive("до 18:00")
    await anna.page.wait_for_selector(".msg[data-author=operator] .msg-delivery")
    await anna.page.wait_for_function("() => document.querySelector('.draft-area').value === ''")
    await anna.shoot("chats-sent-1280")

    assert "не знаю" not in reply
    assert len([text for text in await customer.texts() if text == reply]) == 1


async def test_two_reach_for_the_same_customer(
    new_desk: Any, program: Any, logins: list[Any], customer: Customer
) -> None:
    """
    One has him, the other is told who.
    """
    anna = await open_chats(new_desk, program, logins[0])
    boris = await open_chats(new_desk, program, logins[1])
    await customer.write("Позовите оператора")
    desks = (anna, boris)
    for desk in desks:
        await row(desk)
        await desk.page.click("#rows .chat")
        await desk.page.wait_for_selector("[data-act=take]")

    await asyncio.gather(
        *(desk.page.evaluate("() => document.querySelector('[data-act=take]').click()") for desk in desks)
    )
    for desk in desks:
        await desk.page.wait_for_selector("#talk:is([data-state=mine], [data-state=others])")
    states = [await desk.page.get_attribute("#talk", "data-state") for desk in desks]
    loser = desks[states.index("others")]

    assert sorted(states) == ["mine", "others"]
    assert re.search("Анна|Борис", await loser.text("#not-mine"))


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (360, 740)])
async def test_nothing_typed_is_lost_without_a_connection(
    new_desk: Any, program: Any, logins: list[Any], customer: Customer, width: int, height: int
) -> None:
    """
    A reply sent while offline waits on the page and arrives once; a note never does; «/» brings ready texts.
    """
    anna = await open_chats(new_desk, program, logins[0], width=width, height=height)
    await customer.write("Сколько стоит доставка? Позовите оператора")
    await row(anna)
    await anna.press("Alt+KeyT")
    await anna.page.wait_for_selector("#talk[data-state=mine] .draft-area")
    await anna.page.focus(".draft-area")
    await anna.page.keyboard.type("/достав", delay=5)
    await anna.page.wait_for_selector(".slash [role=option]")
    await anna.shoot(f"chats-slash-{width}")
    await anna.press("Enter")
    module = "Доставка по городу стоит двести девяносто девять рублей."
    await anna.page.wait_for_function(f"() => document.querySelector('.draft-area').value === '{module}'")
    await anna.press("Alt+KeyM")
    await anna.page.keyboard.type("Тайная заметка")
    await anna.press("Control+Enter")
    await anna.page.wait_for_selector(".msg[data-note]")

    await anna.page.wait_for_selector(".draft-state[data-state=clean]")
    await anna.context.set_offline(True)
    await anna.page.wait_for_selector("#banner:not([hidden])")
    await anna.page.focus(".draft-area")
    await anna.press("Control+Enter")
    await anna.page.wait_for_timeout(300)
    if await anna.page.input_value(".draft-area"):
        await anna.press("Control+Enter")  # the check is off: «send unchecked» is confirmed
    await anna.page.wait_for_selector("[data-parcel=sending]")
    await anna.shoot(f"chats-offline-{width}")
    await anna.context.set_offline(False)
    await customer.receive(module)
    await anna.page.wait_for_selector("#chats[data-connection=there]")
    texts = await customer.texts()

    assert texts.count(module) == 1
    assert not any("Тайная" in text for text in texts)
    assert await anna.page.evaluate("() => document.documentElement.scrollWidth - innerWidth") <= 0
