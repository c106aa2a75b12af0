"""
Everybody keeps his own access in order: password, and the places where he is logged in.
"""

import asyncio

import pytest

from bot.domain.person import Role

COOKIE = "copilot_session"
PASSWORD = "три зелёных чайника"
NEW = "четыре синих блюдца"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


async def log_in(client, login: str = "anna", password: str = PASSWORD) -> str:
    """Log a browser in; returns the session's secret."""
    response = await client.post(
        "/login",
        data={"login": login, "password": password},
        headers={"User-Agent": FIREFOX},
        allow_redirects=False,
    )
    assert response.status == 303
    return response.cookies[COOKIE].value


async def test_changing_the_password_ends_all_other_sessions(desk) -> None:
    """This browser stays logged in under a new secret, every other one is out, open sockets too."""
    await desk.with_password()
    here, there = await desk.start(), await desk.start()
    old, elsewhere = await log_in(here), await log_in(there)
    socket = await there.ws_connect("/open-socket")
    await socket.receive_str()
    response = await here.post(
        "/desk/account/password", data={"current": PASSWORD, "password": NEW}, allow_redirects=False
    )
    async with asyncio.timeout(10):
        closing = await socket.receive()

    assert (response.status, closing.data) == (303, 4401)
    assert [await desk.sessions.authenticate(one, now=desk.clock()) for one in (old, elsewhere)] == [
        None,
        None,
    ]
    assert (await here.get("/desk")).status == 200
    await log_in(there, password=NEW)


async def test_the_present_password_is_needed(desk) -> None:
    """An unlocked screen is not enough to take an account over."""
    await desk.with_password()
    client = await desk.start()
    await log_in(client)
    for current in ("", "wrong password", NEW):
        response = await client.post("/desk/account/password", data={"current": current, "password": NEW})
        assert response.status == 401
    await log_in(client)


async def test_a_first_password_comes_with_a_login_name(desk) -> None:
    """Whoever has logged in by link chooses both; a name that is taken is refused."""
    await desk.with_password()
    client = await desk.start()
    link, person = await desk.link(name="Вера")
    await client.get("/login", params={"token": link})
    taken = await client.post("/desk/account/password", data={"login": "anna", "password": NEW})
    given = await client.post(
        "/desk/account/password", data={"login": "vera", "password": NEW}, allow_redirects=False
    )

    assert (taken.status, given.status) == (409, 303)
    assert await desk.access.account.login_name(person) == "vera"


async def test_own_sessions_are_listed_and_ended(desk) -> None:
    """Browser, system and address of each; one click ends another, at once."""
    await desk.with_password()
    here, there = await desk.start(), await desk.start()
    await log_in(here)
    elsewhere = await log_in(there)
    session = await desk.sessions.authenticate(elsewhere, now=desk.clock())
    page = await (await here.get("/desk/account")).text()
    response = await here.post(
        "/desk/account/sessions/end", data={"session": session.id}, allow_redirects=False
    )

    assert page.count("Firefox · Linux") == 2
    assert page.count("127.0.0.1") == 2
    assert f'value="{session.id}"' in page
    assert response.status == 303
    assert (await there.get("/desk")).status == 401
    assert (await here.get("/desk")).status == 200


async def test_nobody_ends_anothers_session(desk) -> None:
    """An id of somebody else's session, however it was learnt, does nothing, not even for an admin."""
    client = await desk.start()
    victim = await desk.token()
    session = await desk.sessions.authenticate(victim, now=desk.clock())
    for role in Role:
        response = await client.post(
            "/desk/account/sessions/end",
            data={"session": session.id},
            headers=await desk.bearer(role),
            allow_redirects=False,
        )
        assert response.status == 303

    assert await desk.sessions.authenticate(victim, now=desk.clock()) is not None


@pytest.mark.parametrize("path", ["/desk/account/password", "/desk/account/sessions/end"])
async def test_another_sites_page_changes_nothing(desk, path: str) -> None:
    """CSRF: forms of foreign pages are refused."""
    await desk.with_password()
    client = await desk.start()
    secret = await log_in(client)
    response = await client.post(
        path, data={"current": PASSWORD, "password": NEW}, headers={"Origin": "https://evil.example"}
    )

    assert response.status == 403
    assert await desk.sessions.authenticate(secret, now=desk.clock()) is not None


async def test_logging_out_closes_the_sockets_of_the_session(desk) -> None:
    """And of no other."""
    await desk.with_password()
    here, there = await desk.start(), await desk.start()
    sockets = []
    for client in (here, there):
        await log_in(client)
        sockets.append(await client.ws_connect("/open-socket"))
        await sockets[-1].receive_str()
    await here.post("/logout", allow_redirects=False)
    async with asyncio.timeout(10):
        closing = await sockets[0].receive()

    assert closing.data == 4401
    assert not sockets[1].closed
    assert (await there.get("/desk")).status == 200
    await there.post("/logout", allow_redirects=False)
