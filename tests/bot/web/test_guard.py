"""
A page of another site can neither read nor change anything here, under whatever name it reaches us.
"""

import pytest

ASK = "/api/v1/ask"


@pytest.fixture
async def logged_in(desk):
    """A browser with a session cookie."""

    async def start(**options):
        client = await desk.start(**options)
        client.session.cookie_jar.update_cookies(
            {"copilot_session": await desk.token()}, client.make_url("/")
        )
        return client

    return start


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8080",
        "127.0.0.1.evil.example",
        "localhost.evil.example",
        "192.168.0.7",
        "[::2]",
        "",
        "[::1",
        "a b",
    ],
)
async def test_an_unknown_host_is_not_answered(desk, host: str) -> None:
    """DNS rebinding: a name that was made to point here is refused, on every path."""
    client = await desk.start()
    statuses = {
        (await client.get(path, headers={"Host": host})).status
        for path in ("/", "/desk", "/api/v1/health", "/nothing")
    }

    assert statuses <= {400, 421}


@pytest.mark.parametrize("host", ["127.0.0.1:8080", "localhost", "LOCALHOST:1", "[::1]:8080"])
async def test_this_machine_is_answered(desk, host: str) -> None:
    """Its own names are known."""
    client = await desk.start()

    assert (await client.get("/api/v1/health", headers={"Host": host})).status == 200


async def test_the_public_address_is_answered(desk) -> None:
    """The host of PUBLIC_URL is known, its neighbours are not."""
    client = await desk.start(public_url="https://desk.example:8443")
    known = await client.get("/api/v1/health", headers={"Host": "desk.example:8443"})
    unknown = await client.get("/api/v1/health", headers={"Host": "other.example"})

    assert (known.status, unknown.status) == (200, 421)


async def test_a_server_for_the_whole_network_answers_under_any_address(desk) -> None:
    """Bound to every interface it answers to addresses, which cannot be rebound, but to no new name."""
    client = await desk.start(host="0.0.0.0")  # noqa: S104 -- the claim is about it
    address = await client.get("/api/v1/health", headers={"Host": "192.168.0.7:8080"})
    name = await client.get("/api/v1/health", headers={"Host": "evil.example"})

    assert (address.status, name.status) == (200, 421)


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "http://127.0.0.1.evil.example"},
        {"Origin": ""},
        {"Origin": "http://["},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "junk"},
        {"Origin": "OWN", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "null", "Sec-Fetch-Site": "none"},
    ],
)
@pytest.mark.parametrize("path", [ASK, "/api/v1/questions/q1/pick", "/logout"])
async def test_another_sites_page_changes_nothing(
    desk, logged_in, headers: dict[str, str], path: str
) -> None:
    """A POST that carries the operator's cookie from elsewhere is refused before it is looked at."""
    client = await logged_in()
    own = f"http://127.0.0.1:{client.port}"
    sent = {name: own if value == "OWN" else value for name, value in headers.items()}
    response = await client.post(path, json={"question": "x"}, headers=sent, allow_redirects=False)

    assert response.status == 403
    assert desk.ask.calls == []
    assert (await client.get("/desk")).status == 200


@pytest.mark.parametrize(
    "headers", [{"Origin": "OWN"}, {"Origin": "OWN", "Sec-Fetch-Site": "same-origin"}, {}]
)
async def test_our_own_page_is_served(desk, logged_in, headers: dict[str, str]) -> None:
    """The desk's own calls pass, and so does a program that is no browser."""
    client = await logged_in()
    own = f"http://127.0.0.1:{client.port}"
    response = await client.post(
        ASK,
        json={"question": "x"},
        headers=dict.fromkeys(headers, own)
        | {name: value for name, value in headers.items() if value != "OWN"},
    )

    assert response.status == 200


async def test_a_form_of_our_own_page_is_served(desk, logged_in) -> None:
    """Our pages send no referrer, so browsers write `null` as the origin of their forms."""
    client = await logged_in()
    response = await client.post(
        "/logout", headers={"Origin": "null", "Sec-Fetch-Site": "same-origin"}, allow_redirects=False
    )

    assert (response.status, response.headers["Location"]) == (303, "/login")


async def test_the_public_origin_is_ours(desk) -> None:
    """Behind a proxy the browser's origin is PUBLIC_URL, whatever Host the proxy sends."""
    client = await desk.start(public_url="https://desk.example")
    headers = {**await desk.bearer(), "Host": "127.0.0.1", "Origin": "https://desk.example"}

    assert (await client.post(ASK, json={"question": "x"}, headers=headers)).status == 200
    assert (
        await client.post(ASK, json={"question": "x"}, headers={**headers, "Origin": "https://evil.example"})
    ).status == 403


@pytest.mark.parametrize("path", ["/desk", "/login", "/nothing", "/api/v1/ask", "/api/v1/health", "/logout"])
async def test_every_response_carries_the_safety_headers(desk, path: str) -> None:
    """Pages, problems and redirects alike."""
    client = await desk.start()
    headers = (await client.get(path, allow_redirects=False)).headers

    assert headers["Content-Security-Policy"] == (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Server"] == "copilot"
    assert "camera=()" in headers["Permissions-Policy"]
    assert "Access-Control-Allow-Origin" not in headers
