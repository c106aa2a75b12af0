"""
A login link opens the desk once, for the browser that used it, and leaves no secret lying about.
"""

import datetime as dt

import pytest
from structlog.testing import capture_logs

from bot.domain.person import Role

COOKIE = "copilot_session"


async def follow(client, link: str, **headers: str):
    """Open a login link without following where it leads."""
    return await client.get("/login", params={"token": link}, headers=headers, allow_redirects=False)


async def test_the_link_opens_the_desk(desk) -> None:
    """A click, and the desk is there under the person's name."""
    client = await desk.start()
    link, _ = await desk.link(name="Анна <b>")
    response = await client.get("/login", params={"token": link})
    page = await response.text()

    assert (response.status, response.url.path, response.url.query_string) == (200, "/desk", "")
    assert "Анна &lt;b&gt;" in page


async def test_the_cookie_is_for_the_browser_alone(desk) -> None:
    """No script reads it, no other site sends it along with a POST, and it ends with the session."""
    client = await desk.start(session_hours=12)
    link, _ = await desk.link()
    response = await follow(client, link)
    cookie = response.cookies[COOKIE]

    assert (response.status, response.headers["Location"]) == (303, "/desk")
    assert cookie["httponly"] is True
    assert (cookie["samesite"], cookie["path"], cookie["max-age"]) == ("Lax", "/", "43200")
    assert (cookie["secure"], cookie["domain"]) == ("", "")
    assert link not in str(response.headers)


async def test_over_https_the_cookie_is_bound_to_the_host(desk) -> None:
    """With an https address it is Secure, under the prefix that plain http and sister hosts cannot set."""
    client = await desk.start(public_url="https://desk.example")
    link, _ = await desk.link()
    response = await follow(client, link, Host="desk.example")
    cookie = response.cookies["__Host-" + COOKIE]

    assert cookie["secure"] is True
    assert (cookie["path"], cookie["domain"]) == ("/", "")
    assert response.headers["Strict-Transport-Security"] == "max-age=31536000"


async def test_a_used_link_says_how_to_get_another(desk) -> None:
    """In another browser the same link leads to a page of help, not to the desk."""
    client, other = await desk.start(), await desk.start()
    link, _ = await desk.link()
    await follow(client, link)
    response = await follow(other, link)
    page = await response.text()

    assert response.status == 401
    assert response.content_type == "text/html"
    assert "ссылк" in page
    assert "<code>copilot " in page
    assert COOKIE not in response.cookies


async def test_a_used_link_does_no_harm_to_who_is_logged_in(desk) -> None:
    """The same person clicking the old link again finds the desk."""
    client = await desk.start()
    link, _ = await desk.link()
    await follow(client, link)
    again = await follow(client, link)

    assert (again.status, again.headers["Location"]) == (303, "/desk")


async def test_an_expired_link_is_refused(desk) -> None:
    """After its quarter of an hour a link opens nothing."""
    client = await desk.start()
    link, _ = await desk.link()
    desk.clock.advance(minutes=15)

    assert (await follow(client, link)).status == 401


@pytest.mark.parametrize("link", ["x", "x" * 5000, "%00", "' OR 1=1 --"])
async def test_an_invented_link_is_refused(desk, link: str) -> None:
    """Only issued links work."""
    client = await desk.start()

    assert (await follow(client, link)).status in {400, 401}


async def test_looking_ahead_does_not_use_the_link_up(desk) -> None:
    """Neither a HEAD of a link checker nor a browser's prefetch logs anybody in."""
    client = await desk.start()
    link, _ = await desk.link()
    head = await client.head("/login", params={"token": link}, allow_redirects=False)
    prefetch = await follow(client, link, **{"Sec-Purpose": "prefetch;prerender"})
    real = await follow(client, link)

    assert (head.status, prefetch.status, real.status) == (405, 401, 303)


async def test_a_planted_session_is_not_promoted(desk) -> None:
    """Session fixation: a cookie set before the login is neither kept nor any longer of use."""
    client = await desk.start()
    planted = await desk.token()
    link, _ = await desk.link(Role.ADMIN)
    client.session.cookie_jar.update_cookies({COOKIE: planted}, client.make_url("/"))
    response = await follow(client, link)

    assert response.cookies[COOKIE].value != planted
    assert await desk.sessions.authenticate(planted, now=desk.clock()) is None


async def test_logging_out_ends_the_session(desk) -> None:
    """The cookie is taken back, and a copy of it is worth nothing."""
    client = await desk.start()
    link, _ = await desk.link()
    secret = (await follow(client, link)).cookies[COOKIE].value
    response = await client.post(
        "/logout", headers={"Origin": f"http://127.0.0.1:{client.port}"}, allow_redirects=False
    )

    assert (response.status, response.headers["Location"]) == (303, "/login")
    assert response.cookies[COOKIE]["max-age"] == "0"
    assert await desk.sessions.authenticate(secret, now=desk.clock()) is None


async def test_logging_out_takes_a_post(desk) -> None:
    """A picture or a link on another page cannot log anybody out."""
    client = await desk.start()
    response = await client.get("/logout")

    assert (response.status, response.headers["Allow"]) == (405, "POST")


async def test_without_a_session_the_desk_asks_for_one(desk) -> None:
    """A stranger sees how to get in, and nothing else."""
    client = await desk.start()
    response = await client.get("/desk")
    page = await response.text()

    assert response.status == 401
    assert 'id="question"' not in page
    assert (await client.get("/login")).status == 200


async def test_an_idle_session_has_to_log_in_again(desk) -> None:
    """What was open in the evening is closed in the morning."""
    client = await desk.start()
    link, _ = await desk.link()
    await follow(client, link)
    before = (await client.get("/desk")).status
    desk.clock.now += dt.timedelta(hours=2)
    after = (await client.get("/desk")).status

    assert (before, after) == (200, 401)


@pytest.mark.parametrize(
    "header", ["Bearer", "Bearer ", "Basic eDp5", "Bearer x y z", "bearer " + "x" * 5000]
)
async def test_a_broken_authorization_header_is_no_login(desk, header: str) -> None:
    """Whatever stands in the header, only a session's secret opens the API."""
    client = await desk.start()
    response = await client.get("/api/v1/entries/discount", headers={"Authorization": header})

    assert response.status == 401


@pytest.mark.parametrize(
    ("role", "status"), [(Role.OPERATOR, 403), (Role.SUPERVISOR, 403), (Role.ADMIN, 200)]
)
async def test_a_role_is_required(desk, role: Role, status: int) -> None:
    """Whoever is logged in under a lower role is told which one is needed."""
    client = await desk.start()
    response = await client.get("/admins-only", headers=await desk.bearer(role))

    assert response.status == status
    assert (status == 403) == ("нужна роль «admin»" in await response.text())


async def test_no_secret_is_logged(desk) -> None:
    """Neither the link's token nor the session's secret nor the question gets into the log."""
    client = await desk.start()
    link, _ = await desk.link()
    with capture_logs() as lines:
        secret = (await follow(client, link)).cookies[COOKIE].value
        await client.post("/api/v1/ask?note=тайна", json={"question": "тайна"})
        await client.get("/api/v1/entries/discount?x=тайна")
    written = str(lines)

    assert [(line["method"], line["route"], line["status"]) for line in lines] == [
        ("GET", "/login", 303),
        ("POST", "/api/v1/ask", 200),
        ("GET", "/api/v1/entries/{id}", 200),
    ]
    assert link not in written
    assert secret not in written
    assert "тайна" not in written
