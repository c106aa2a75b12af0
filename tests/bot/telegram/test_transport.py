"""
Nothing is lost, doubled or turned round between Telegram and the core.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from aiogram.types import Update
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.domain.message import BOT, Kind, NewMessage
from bot.telegram.intake import SECRET_HEADER, stored, webhook_secret
from bot.usecases.conversations.phrases import after_answer

from .fake_api import CUT, CUT_AFTER, TOKEN, Refusal, too_many

if TYPE_CHECKING:
    from bot.storage.ledger import Ledger

    from .conftest import World


async def test_order_is_kept_while_chats_run_in_parallel(world: World) -> None:
    """
    Forty customers write ten messages each, mixed: each conversation has them in order, all, once.
    """
    users = [world.telegram.person(1000 + number) for number in range(40)]
    for count in range(10):
        for user in users:
            await user.writes(f"Вопрос {count}")
    await world.telegram.until(lambda: world.telegram.acknowledged >= 1400)
    await world.bot.lanes.idle()

    for user in users:
        assert await world.said_by(user) == [f"Вопрос {count}" for count in range(10)]


async def test_update_is_on_disk_before_it_is_acknowledged(world: World) -> None:
    """
    A program that stops right after fetching finds the message again, though Telegram has forgotten it.
    """
    await world.stop()
    peter = world.telegram.person(7)
    await world.start(running=False)
    await peter.writes("Сколько стоит доставка?")
    await world.bot._updates.add(
        [stored(Update.model_validate(world.telegram.waiting[0]))], world.container.clock()
    )
    world.telegram.waiting.clear()
    await world.restart()

    assert await world.telegram.sees(7, "Доставка стоит")


async def test_duplicates_and_late_updates(world: World) -> None:
    """
    An update that comes twice counts once; one with an earlier number counts all the same.
    """
    peter, paul = world.telegram.person(7), world.telegram.person(8)
    first = peter.message("Первый")
    number = await world.telegram.push({"message": first})
    await world.telegram.until(lambda: world.telegram.acknowledged > number)
    world.telegram.again = [
        {"update_id": number, "message": first},
        {"update_id": number - 500, "message": paul.message("Опоздавший")},
    ]
    await peter.writes("Второй")
    await world.telegram.until(lambda: world.telegram.acknowledged > number + 1)
    await world.bot.lanes.idle()

    assert await world.said_by(peter) == ["Первый", "Второй"]
    assert await world.said_by(paul) == ["Опоздавший"]


async def test_too_many_requests_is_waited_for(world: World) -> None:
    """
    After 429 the message comes when it may, once.
    """
    world.telegram.refusals["sendMessage"] = [too_many(1)]
    await world.telegram.person(7).writes("Сколько стоит доставка?")
    await world.telegram.sees(7, "Доставка стоит")

    assert len(world.telegram.told(7)) == 1


async def test_cut_connections(world: World) -> None:
    """
    Cuts while fetching and while sending lose nothing.
    """
    world.telegram.refusals["getUpdates"] = [CUT, CUT_AFTER, Refusal(502, "Bad Gateway")]
    world.telegram.refusals["sendMessage"] = [CUT, Refusal(500, "Internal Server Error")]
    peter = world.telegram.person(7)
    await peter.writes("Сколько стоит доставка?")
    await world.telegram.sees(7, "Доставка стоит")

    assert await world.said_by(peter) == ["Сколько стоит доставка?"]
    assert len(world.telegram.told(7)) == 1


async def test_answer_longer_than_a_message(world: World) -> None:
    """
    A long answer comes in parts of valid HTML, the buttons under the last; a cut in the middle repeats none.
    """
    peter = world.telegram.person(7)
    await peter.writes("Здравствуйте")
    await world.telegram.until(lambda: world.telegram.told(7))
    text = "\n\n".join(f"**Шаг {number}.** " + "слово & дело " * 40 for number in range(20))
    world.telegram.messages.clear()
    journal = world.container.conversations.journal

    def change(ledger: Ledger) -> None:
        conversation = ledger.latest_of("telegram", "7")
        assert conversation is not None
        message = NewMessage(BOT, Kind.TEXT, text, choices=after_answer("ru"), entry="delivery")
        ledger.append(conversation, message)

    world.telegram.refusals["sendMessage"] = [Refusal(500, "Internal Server Error")]
    await journal.change(change)
    await world.telegram.sees(7, "Шаг 19")
    parts = [one for one in world.telegram.messages if one.chat == 7]

    assert [f"Шаг {number}." in "".join(one.text for one in parts) for number in range(20)] == [True] * 20
    assert [bool(one.buttons) for one in parts] == [False] * (len(parts) - 1) + [True]
    assert "".join("".join(one.text.split()) for one in parts) == "".join(text.replace("**", "").split())


async def test_menus_are_set_for_each_scope_and_language(world: World) -> None:
    """
    Customers, the group and each member of staff have a menu of their own, in both languages.
    """
    await world.hire(world.telegram.person(100))
    menus = [params for method, params in world.telegram.calls if method == "setMyCommands"]

    assert {one.get("language_code") for one in menus} == {None, "ru"}
    assert len({one["scope"] for one in menus}) == 3


async def test_kill_and_restart_under_load(world: World) -> None:
    """
    Stopped three times while two hundred customers write, nothing is lost, doubled or reordered.
    """
    users = [world.telegram.person(2000 + number) for number in range(200)]
    for count in range(3):
        for user in users:
            await user.writes(f"Вопрос {count}")
    for handled in (50, 250, 400):
        await world.telegram.until(functools.partial(_acknowledged, world, 1000 + handled))
        await world.restart()
    await world.telegram.until(lambda: world.telegram.acknowledged >= 1600, seconds=60)
    await world.bot.lanes.idle()

    for user in users:
        assert await world.said_by(user) == [f"Вопрос {count}" for count in range(3)]


def _acknowledged(world: World, number: int) -> bool:
    return world.telegram.acknowledged >= number


async def test_webhook_wants_the_secret(world: World) -> None:
    """
    Without Telegram's secret an update is refused; with it, it is stored before it is answered; junk is 400.
    """
    app = web.Application()
    app.router.add_post("/hook", world.bot.webhook)
    peter = world.telegram.person(7)
    update = {"update_id": 5, "message": peter.message("Сколько стоит доставка?")}
    secret = {SECRET_HEADER: webhook_secret(TOKEN)}
    async with TestClient(TestServer(app)) as client:
        statuses = [
            (await client.post("/hook", json=update)).status,
            (await client.post("/hook", json=update, headers={SECRET_HEADER: "guess"})).status,
            (await client.post("/hook", data=b"{", headers=secret)).status,
            (await client.post("/hook", json={"update_id": "x"}, headers=secret)).status,
            (await client.post("/hook", json=update, headers=secret)).status,
            (await client.post("/hook", json=update, headers=secret)).status,
        ]
    await world.telegram.sees(7, "Доставка стоит")

    assert statuses == [401, 401, 400, 400, 200, 200]
    assert await world.said_by(peter) == ["Сколько стоит доставка?"]
