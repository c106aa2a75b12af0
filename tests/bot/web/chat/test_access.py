"""
A chat opens to its secret alone, to allowed pages alone, and to nobody too often.
"""

from __future__ import annotations

from typing import Any

import pytest

FORWARDED = ("198.51.100.1", "9.9.9.9, 198.51.100.1", "198.51.100.2", "2001:db8::1", "2001:db8::2")
"""The second is the first one's with an address made up; the last two are of one network."""


async def connect(shop: Any, origin: str) -> Any:
    """Try a handshake from a page of `origin`."""
    return await shop.client.get(
        "/chat/ws",
        headers={
            "Origin": origin,
            "Connection": "Upgrade",
            "Upgrade": "websocket",
            "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
        },
    )


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "", "https://shop.example.evil.example", "http://shop.example"]
)
async def test_a_foreign_page_opens_no_socket(shop: Any, origin: str) -> None:
    """Only our own origin and the allowed ones may."""
    assert (await connect(shop, origin)).status == 403


async def test_an_allowed_page_has_no_use_of_a_cookie(shop: Any) -> None:
    """A site of CHAT_ORIGINS may connect, but a cookie that comes along opens nothing for it."""
    began = await shop.client.post("/api/v1/chat/session", json={"embedded": False})
    cookie = began.cookies["copilot_chat"].value
    ws = await shop.client.ws_connect(
        "/chat/ws", headers={"Origin": "https://shop.example", "Cookie": f"copilot_chat={cookie}"}
    )
    await ws.send_json({"type": "hello"})

    assert (await ws.receive_json())["code"] == "chat-session-unknown"


async def test_a_full_page_is_known_by_a_cookie_that_no_script_reads(shop: Any) -> None:
    """The secret does not appear in the reply; the cookie is HttpOnly, for our own pages alone."""
    began = await shop.client.post("/api/v1/chat/session", json={"embedded": False})
    cookie = began.cookies["copilot_chat"]
    again = await shop.client.post(
        "/api/v1/chat/session", json={"embedded": False}, headers={"Cookie": f"copilot_chat={cookie.value}"}
    )

    assert await began.json() == {"new": True, "token": None}
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Strict", "/")
    assert await again.json() == {"new": False, "token": None}


@pytest.mark.parametrize("token", ["guess", "", "x" * 200, "ё" * 20])
async def test_a_guessed_secret_opens_nothing(shop: Any, token: str) -> None:
    """Neither by socket nor by request."""
    page = await shop.visitor(connected=False)
    page.token = token
    page.ws = await shop.client.ws_connect("/chat/ws", headers={"Origin": page.origin})
    await page.ws.send_json({"type": "hello", "token": token})
    codes, closed = await page.closing()

    assert codes in (["chat-session-unknown"], ["fields-invalid"])
    assert closed in {4401, 1008}
    assert (await shop.client.post("/api/v1/chat/poll", json={})).status == 401


async def test_a_session_ends_when_its_customer_stays_away(shop: Any) -> None:
    """After thirty days the secret opens nothing, before that it does."""
    page = await shop.visitor(connected=False)
    shop.desk.clock.advance(days=29)
    known = (await page.post("poll", {})).status
    shop.desk.clock.advance(days=31)

    assert (known, (await page.post("poll", {})).status) == (200, 401)


async def test_a_customer_sees_his_own_conversation_only(shop: Any) -> None:
    """Naming another's conversation gives the own one, or nothing."""
    page, stranger = await shop.visitor(), await shop.visitor()
    sent = await page.call("message", key="k1", text="Моё дело")
    view = await stranger.call("hello", conversation=sent["conversation"], after=0)

    assert (view["conversation"], view["messages"]) == (None, [])


async def test_hello_comes_first(shop: Any) -> None:
    """Whoever begins with anything else is closed."""
    page = await shop.visitor(connected=False)
    page.ws = await shop.client.ws_connect("/chat/ws", headers={"Origin": page.origin})
    await page.ws.send_json({"type": "person"})

    assert await page.closing() == ([], 1008)


async def test_who_writes_too_fast_must_wait(shop: Any) -> None:
    """Twenty messages at once, then one a second; the same limit holds for requests."""
    page = await shop.visitor()
    replies = [await page.call("message", key=f"k{number}", text="спам") for number in range(21)]
    by_request = await page.post("messages", {"key": "k99", "text": "спам"})

    assert [reply["type"] for reply in replies] == ["ok"] * 20 + ["error"]
    assert (replies[-1]["code"], replies[-1]["retry_after"]) == ("too-many-requests", 1)
    assert (by_request.status, by_request.headers["Retry-After"]) == (429, "1")


async def test_one_address_brings_only_so_many_customers(desk: Any) -> None:
    """Sessions are not made by the thousand; behind a proxy its caller counts, not the proxy."""
    client = await desk.start(newcomers_at_once=1, trusted_proxies=1)
    statuses = [
        (
            await client.post(
                "/api/v1/chat/session", json={"embedded": True}, headers={"X-Forwarded-For": forwarded}
            )
        ).status
        for forwarded in (
            "198.51.100.1",
            "9.9.9.9, 198.51.100.1",
            "198.51.100.2",
            "2001:db8::1",
            "2001:db8::2",
        )
    ]

    assert statuses == [200, 429, 200, 200, 429]


async def test_one_address_holds_only_so_many_connections(desk: Any) -> None:
    """The one too many is turned away before the upgrade."""
    client = await desk.start(chat_address_sockets=1)
    headers = {"Origin": f"http://{client.host}:{client.port}"}
    first = await client.ws_connect("/chat/ws", headers=headers)
    second = await client.get("/chat/ws", headers=headers)
    await first.close()

    assert second.status == 429


async def test_the_page_may_be_framed_by_allowed_sites_only(shop: Any) -> None:
    """The policy names them; scripts, styles and connections are our own."""
    page = await shop.client.get("/chat")
    policy = page.headers["Content-Security-Policy"]

    assert "frame-ancestors 'self' https://shop.example" in policy
    assert "unsafe" not in policy
    assert "X-Frame-Options" not in page.headers
    assert "X-Frame-Options" in (await shop.client.get("/login")).headers


async def test_the_loader_may_be_loaded_by_any_site(shop: Any) -> None:
    """It is a script, fresh within minutes, that other origins may use."""
    loader = await shop.client.get("/chat.js")

    assert loader.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert loader.headers["Cache-Control"] == "public, max-age=300"
    assert loader.headers["Content-Type"].startswith("text/javascript")


async def test_the_demo_is_there_only_where_it_is_wanted(desk: Any, shop: Any) -> None:
    """A setting switches it on."""
    without = await desk.start()

    assert (await shop.client.get("/chat/demo")).status == 200
    assert (await without.get("/chat/demo")).status == 404
