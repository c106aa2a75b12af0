"""
Login name and password open the desk; whatever is wrong about them, a stranger learns only that it failed.
"""

import asyncio

import pytest
from structlog.testing import capture_logs

from bot.access import build_access
from bot.access_errors import LoginFailed
from bot.domain.audit import Act
from bot.domain.person import Role
from bot.passwords import Passwords
from bot.storage.credentials import CredentialStore

LOGIN = "/login"
COOKIE = "copilot_session"
PASSWORD = "три зелёных чайника"


async def form(client, path: str, *, headers: dict[str, str] | None = None, **fields: str):
    """Send a form as a page of ours does."""
    return await client.post(path, data=fields, headers=headers or {}, allow_redirects=False)


async def log_in(client, login: str = "anna", password: str = PASSWORD, **headers: str):
    """Send the login form."""
    return await form(client, LOGIN, login=login, password=password, headers=headers)


async def test_a_password_opens_the_desk(desk) -> None:
    """The right pair leads to the desk, with the cookie of a new session."""
    await desk.with_password()
    client = await desk.start()
    response = await log_in(client, " Anna ")
    page = await client.get("/desk")

    assert (response.status, response.headers["Location"]) == (303, "/desk")
    assert response.cookies[COOKIE]["httponly"] is True
    assert page.status == 200


@pytest.mark.parametrize(
    ("wanted", "led_to"),
    [
        ("/desk/account", "/desk/account"),
        ("https://evil.example", "/desk"),
        ("//evil.example", "/desk"),
        ("/desk/../x", "/desk"),
        ("/desk\r\nX: y", "/desk"),
        ("/logout", "/desk"),
    ],
)
async def test_a_login_leads_only_to_pages_of_ours(desk, wanted: str, led_to: str) -> None:
    """The page that was wanted is found again; another site never is."""
    await desk.with_password()
    client = await desk.start()
    response = await form(client, LOGIN, login="anna", password=PASSWORD, next=wanted)

    assert (response.status, response.headers["Location"]) == (303, led_to)


async def test_every_failure_looks_and_costs_the_same(desk) -> None:
    """
    No such account, a wrong password, a disabled person, none set: the same page after the same work.

    Not time is compared, but what it is made of: one verification at the same price, and no more.
    """
    await desk.with_password()
    gone = await desk.with_password(login="gone")
    await desk.people.set_active(gone.id, active=False, now=desk.clock())
    client = await desk.start()
    await log_in(client, "warm", "up")  # nobody's hash is made at the first login of all
    seen = {}
    for login, password in (
        ("anna", "wrong password"),
        ("nobody", PASSWORD),
        ("gone", PASSWORD),
        ("'; DROP TABLE people; --", PASSWORD),
        ("x" * 5000, PASSWORD),
        ("", ""),
        ("anna", "x" * 5000),
    ):
        desk.hasher.work.clear()
        response = await log_in(client, login, password)
        page = (await response.text()).replace(f'value="{login[:5000]}"', "")
        page = page.replace('value="&#39;; DROP TABLE people; --"', "")
        identity = page.split("</h1>")[1].split("<form")[0]
        seen[login, password[:20]] = (
            response.status,
            identity,
            tuple(desk.hasher.work),
            COOKIE in response.cookies,
        )

    assert len(set(seen.values())) == 1
    status, identity, work, has_cookie = next(iter(seen.values()))
    assert (status, len(work), work[0][0], has_cookie) == (401, 1, "verify", False)
    assert "не подошли" in identity


async def test_a_hash_of_older_parameters_is_renewed(desk) -> None:
    """When the price of a hash is raised, the next login pays it, and the one after finds it paid."""
    await desk.with_password()
    dearer = type(desk.hasher)(time_cost=2)
    passwords = Passwords(lambda: dearer)
    access = build_access(desk.database, desk.people, desk.sessions, passwords, clock=desk.clock)
    client_of = {"replacing": None, "client": desk.client}
    for _ in range(2):
        await access.log_in("anna", PASSWORD, **client_of)
    await asyncio.to_thread(passwords.close)

    assert [kind for kind, _ in dearer.work] == ["hash", "verify", "hash", "verify"]
    assert [price for kind, price in dearer.work if kind == "verify"] == ["m=64,t=1,p=1", "m=64,t=2,p=1"]


async def test_a_planted_session_is_not_promoted(desk) -> None:
    """Session fixation: the cookie that a browser comes with is neither kept nor any longer of use."""
    await desk.with_password(Role.ADMIN)
    client = await desk.start()
    planted = await desk.token()
    client.session.cookie_jar.update_cookies({COOKIE: planted}, client.make_url("/"))
    response = await log_in(client)

    assert response.cookies[COOKIE].value != planted
    assert await desk.sessions.authenticate(planted, now=desk.clock()) is None


@pytest.mark.parametrize("path", ["/login", "/invitation", "/password"])
async def test_another_sites_page_logs_nobody_in(desk, path: str) -> None:
    """Login CSRF: a form on a foreign page is refused before it is read."""
    await desk.with_password()
    client = await desk.start()
    response = await form(
        client, path, login="anna", password=PASSWORD, headers={"Origin": "https://evil.example"}
    )

    assert response.status == 403
    assert COOKIE not in response.cookies
    assert desk.hasher.work == [("hash", "m=64,t=1,p=1")]


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        ({"Content-Type": "application/json"}, b"{}", 415),
        ({"Content-Type": "multipart/form-data; boundary=x"}, b"--x--", 415),
        ({"Content-Type": "application/x-www-form-urlencoded", "Content-Encoding": "gzip"}, b"x", 415),
        ({"Content-Type": "application/x-www-form-urlencoded"}, b"login=%FF&password=x", 400),
        ({"Content-Type": "application/x-www-form-urlencoded"}, "login=ы".encode(), 400),
        ({"Content-Type": "application/x-www-form-urlencoded"}, b"a=1&" * 50, 400),
        ({"Content-Type": "application/x-www-form-urlencoded"}, b"x" * 70_000, 413),
    ],
)
async def test_a_broken_form_is_a_clear_error(desk, headers, body: bytes, status: int) -> None:
    """Bad input costs no hash and no traceback."""
    client = await desk.start()
    response = await client.post(LOGIN, data=body, headers=headers, allow_redirects=False)

    assert response.status == status
    assert desk.hasher.work == []


async def test_no_password_is_logged(desk) -> None:
    """Neither what was right nor what was typed by mistake gets into the log or the audit."""
    await desk.with_password()
    client = await desk.start()
    with capture_logs() as lines:
        await log_in(client, "моя-тайна", "тоже тайна")
        await log_in(client)
    await desk.access.audit.flush()
    written = str(lines) + str(await desk.access.audit.list())

    assert "тайна" not in written
    assert PASSWORD not in written


async def test_failures_are_counted_in_the_audit_log(desk) -> None:
    """One line for each account and address, with the count; for unknown names without a name."""
    person = await desk.with_password()
    client = await desk.start()
    for login in ("anna", "anna", "nobody", "nobody-else", "anna"):
        await log_in(client, login, "wrong password")
    await desk.access.audit.flush()
    lines = await desk.access.audit.list()

    assert {
        (line.record.target, line.record.by.address, line.record.count)
        for line in lines
        if line.record.act is Act.LOGIN_FAILED
    } == {(person.id, "127.0.0.1", 3), (None, "127.0.0.1", 2)}


async def test_a_password_changed_meanwhile_opens_nothing(desk) -> None:
    """What was right when it was checked must still be right when the session begins."""
    await desk.with_password()
    checked = await desk.access.log_in.check("anna", PASSWORD, client=desk.client)
    _, session = await desk.access.log_in("anna", PASSWORD, replacing=None, client=desk.client)
    await desk.access.account.change(
        session, login="", current=PASSWORD, new="четыре синих блюдца", client=desk.client
    )
    response = await log_in(await desk.start())

    assert response.status == 401
    with pytest.raises(LoginFailed):
        await CredentialStore(desk.database, desk.sessions).log_in(
            checked, now=desk.clock(), replacing=None, client=desk.client
        )
