"""
The staff's socket tells everybody of everything at once, and lets in nobody else.
"""

from __future__ import annotations

from typing import Any

import pytest
from aiohttp import WSServerHandshakeError

PATH = "/api/v1/conversations/ws"


async def test_everybody_hears_of_a_customer_and_of_who_took_him(shop: Any) -> None:
    """
    Message, state and queue reach both; the reply too, once it is stored.
    """
    anna, boris = await shop.anna.connect(), await shop.boris.connect()
    conversation = await shop.write("Позовите оператора")
    heard = [
        await staff.until(ws, "queue", waiting=1) for staff, ws in ((shop.anna, anna), (shop.boris, boris))
    ]
    await shop.anna.post(f"/{conversation}/take")
    state = await shop.boris.until(boris, "queue", waiting=0)
    reply = await shop.anna.post(
        f"/{conversation}/reply", text="Заказ прибудет завтра до 18:00.", client_key="k"
    )
    while (pushed := await shop.boris.until(boris, "message"))["message"]["author"] != "operator":
        pass

    assert len(heard) == 2
    assert state["waiting"] == 0
    assert pushed["message"] == reply


async def test_colleagues_see_each_other(shop: Any) -> None:
    """
    Who is there, who looks, who types; and who has gone.
    """
    conversation = await shop.write()
    anna, boris = await shop.anna.connect(), await shop.boris.connect()
    await boris.send_json({"type": "look", "ref": "1", "conversation": conversation})
    seen = await shop.anna.until(anna, "presence", conversation=conversation)
    await boris.send_json({"type": "typing", "conversation": conversation})
    typing = await shop.anna.until(anna, "typing")
    await boris.close()
    staff = await shop.anna.until(anna, "staff", online=[shop.anna.person.id])
    gone = await shop.anna.until(anna, "presence", viewers=[])

    assert seen["viewers"] == [shop.boris.person.id]
    assert typing["person"] == shop.boris.person.id
    assert (gone["conversation"], len(staff["online"])) == (conversation, 1)


@pytest.mark.parametrize(
    ("origin", "login", "status"),
    [("https://evil.example", True, 403), (None, True, 403), ("own", False, 401)],
)
async def test_nobody_else_is_let_in(shop: Any, origin: str | None, login: bool, status: int) -> None:
    """
    A foreign page, a caller that names none, and whoever is not logged in.
    """
    client = shop.anna.client
    own = f"http://{client.host}:{client.port}"
    headers = {
        **(shop.anna.headers if login else {}),
        **({"Origin": own if origin == "own" else origin} if origin else {}),
    }

    with pytest.raises(WSServerHandshakeError) as refused:
        await client.ws_connect(PATH, headers=headers)

    assert refused.value.status == status


async def test_a_customers_login_opens_nothing_here(shop: Any) -> None:
    """
    The secret of a chat is no login of staff.
    """
    secret, _ = await shop.container.chat_sessions.begin(
        language="ru", time_zone=None, now=shop.container.clock()
    )
    async with shop.anna.client.get(
        "/api/v1/conversations", headers={"Authorization": f"Bearer {secret}"}
    ) as response:
        status = response.status

    assert status == 401


async def test_an_unusable_frame_is_answered_with_an_error(shop: Any) -> None:
    """
    An unknown type, a missing field: the connection goes on.
    """
    ws = await shop.anna.connect()
    await ws.send_json({"type": "reply", "ref": "7", "text": "мимо ворот"})
    error = await shop.anna.until(ws, "error")
    await ws.send_json({"type": "ping", "ref": "8"})
    answer = await shop.anna.until(ws, "ok")

    assert (error["code"], answer["ref"]) == ("fields-invalid", "8")
