"""
Only admins change other people's access, and what they change holds at once.
"""

import asyncio

import pytest

from bot.domain.audit import Act, By
from bot.domain.person import Role
from bot.storage.people import MACHINE_ADMIN

COOKIE = "copilot_session"
CALLS = [
    ("GET", "/api/v1/people", None),
    ("POST", "/api/v1/people/invitations", {"name": "x", "role": "admin"}),
    ("DELETE", "/api/v1/people/invitations/i-1", None),
    ("POST", "/api/v1/people/{id}/role", {"role": "admin"}),
    ("POST", "/api/v1/people/{id}/active", {"active": False}),
    ("POST", "/api/v1/people/{id}/password-link", None),
    ("GET", "/desk/people", None),
    ("GET", "/desk/audit", None),
]


@pytest.mark.parametrize("role", [None, Role.OPERATOR, Role.SUPERVISOR])
@pytest.mark.parametrize(("method", "path", "body"), CALLS)
async def test_whoever_is_no_admin_is_refused(desk, role: Role | None, method: str, path: str, body) -> None:
    """Neither pages nor calls, on himself or on others; nothing changes, nothing is invited."""
    client = await desk.start()
    _, target = await desk.link(name="Цель")
    headers = await desk.bearer(role) if role else {}
    before = await desk.people.list()
    response = await client.request(method, path.format(id=target.id), json=body, headers=headers)

    assert response.status == (403 if role else 401)
    assert await desk.people.list() == before
    assert await desk.access.people.invitations() == ()


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/v1/people/{id}/role", {"role": "root"}),
        ("/api/v1/people/{id}/role", {"role": "admin", "active": True}),
        ("/api/v1/people/{id}/role", {"role": ["admin"]}),
        ("/api/v1/people/{id}/active", {"active": "false"}),
        ("/api/v1/people/{id}/active", {}),
        ("/api/v1/people/invitations", {"name": "", "role": "operator"}),
        ("/api/v1/people/invitations", {"name": "x\u202ey", "role": "operator"}),
        ("/api/v1/people/invitations", {"name": "x", "role": "operator", "days": 31}),
        ("/api/v1/people/invitations", {"name": "x", "role": "operator", "id": "i-1"}),
    ],
)
async def test_a_tampered_call_is_refused(desk, path: str, body) -> None:
    """Unknown roles, other types, additional fields: 422, and nothing changes."""
    client = await desk.start()
    _, target = await desk.link()
    headers = await desk.bearer(Role.ADMIN)
    before = await desk.people.list()
    response = await client.post(path.format(id=target.id), json=body, headers=headers)

    assert response.status == 422
    assert await desk.people.list() == before


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}]
)
@pytest.mark.parametrize(("method", "path", "body"), [one for one in CALLS if one[0] != "GET"])
async def test_another_sites_page_changes_nothing(desk, headers, method: str, path: str, body) -> None:
    """CSRF: the admin's cookie alone is not enough, where the request comes from counts."""
    client = await desk.start()
    _, target = await desk.link()
    client.session.cookie_jar.update_cookies({COOKIE: await desk.token(Role.ADMIN)}, client.make_url("/"))
    before = await desk.people.list()
    response = await client.request(method, path.format(id=target.id), json=body, headers=headers)

    assert response.status == 403
    assert await desk.people.list() == before


async def test_a_disabled_persons_session_is_dead_at_once(desk) -> None:
    """The next request fails, the open socket closes by itself, the password no longer works."""
    person = await desk.with_password()
    client, admin = await desk.start(), await desk.bearer(Role.ADMIN)
    await client.post("/login", data={"login": "anna", "password": "три зелёных чайника"})
    socket = await client.ws_connect("/open-socket")
    opened = await socket.receive_str()
    before = (await client.get("/desk")).status
    response = await client.post(f"/api/v1/people/{person.id}/active", json={"active": False}, headers=admin)
    async with asyncio.timeout(10):
        closing = await socket.receive()
    after = (await client.get("/desk")).status
    login = await client.post("/login", data={"login": "anna", "password": "три зелёных чайника"})

    assert (opened, before, response.status) == ("open", 200, 200)
    assert closing.data == 4401
    assert (after, login.status) == (401, 401)


async def test_one_shut_out_by_another_process_loses_his_sockets_too(desk) -> None:
    """`copilot user disable` beside a running server: its next look closes what is open."""
    _, person = await desk.link()
    link = await desk.sessions.issue_link(person.id, now=desk.clock(), valid_for=desk.sessions._lifetime)
    client = await desk.start()
    await client.get("/login", params={"token": link})
    socket = await client.ws_connect("/open-socket")
    await socket.receive_str()
    await desk.access.live.look(now=desk.clock())
    still_open = not socket.closed
    await desk.people.set_active(person.id, active=False, now=desk.clock())
    await desk.access.live.look(now=desk.clock())
    async with asyncio.timeout(10):
        closing = await socket.receive()

    assert (still_open, closing.data) == (True, 4401)


async def test_a_socket_in_use_keeps_its_session(desk) -> None:
    """A session is idle when neither requests nor frames come; an open but silent socket is no use of it."""
    secrets = [await desk.token() for _ in range(2)]
    used, silent = [await desk.sessions.authenticate(one, now=desk.clock()) for one in secrets]
    with desk.access.live.watch(used) as busy, desk.access.live.watch(silent) as quiet:
        for _ in range(4):
            desk.clock.advance(hours=1)
            busy.used()
            await desk.access.live.look(now=desk.clock())

        assert (busy.ended.is_set(), quiet.ended.is_set()) == (False, True)


async def test_a_new_role_holds_from_the_next_request(desk) -> None:
    """Without a new login, upwards and downwards."""
    client, admin = await desk.start(), await desk.bearer(Role.ADMIN)
    link, person = await desk.link()
    secret, _ = await desk.sessions.redeem(link, now=desk.clock())
    hers = {"Authorization": f"Bearer {secret}"}
    statuses = []
    for role in ("admin", "supervisor"):
        await client.post(f"/api/v1/people/{person.id}/role", json={"role": role}, headers=admin)
        statuses.append((await client.get("/desk/people", headers=hers)).status)

    assert statuses == [200, 403]


async def test_nobody_locks_himself_or_the_machine_out(desk) -> None:
    """One's own access and that of the machine's admin stay as they are; an unknown id is said to be."""
    client = await desk.start()
    link, boss = await desk.link(Role.ADMIN)
    await desk.people.machine_admin("root", now=desk.clock())
    secret, _ = await desk.sessions.redeem(link, now=desk.clock())
    headers = {"Authorization": f"Bearer {secret}"}
    seen = {}
    for target in (boss.id, MACHINE_ADMIN, "p-nobody"):
        for act, body in (("role", {"role": "operator"}), ("active", {"active": False})):
            path = f"/api/v1/people/{target}/{act}"
            reply = await client.post(path, json=body, headers=headers)
            seen[target, act] = (await reply.json())["code"]

    assert seen == {
        (boss.id, "role"): "own-access",
        (boss.id, "active"): "own-access",
        (MACHINE_ADMIN, "role"): "machine-admin-fixed",
        (MACHINE_ADMIN, "active"): "machine-admin-fixed",
        ("p-nobody", "role"): "person-unknown",
        ("p-nobody", "active"): "person-unknown",
    }
    assert (await client.get("/desk/people", headers=headers)).status == 200


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{7*7}}&amp;"]
)
async def test_html_in_a_name_is_text(desk, name: str) -> None:
    """On the list, in the log, in the attributes that the script reads."""
    await desk.link(name=name)
    await desk.access.people.invite(name, Role.OPERATOR, by=By())
    client, admin = await desk.start(), await desk.bearer(Role.ADMIN)
    pages = [await (await client.get(path, headers=admin)).text() for path in ("/desk/people", "/desk/audit")]

    for page in pages:
        assert "<script>alert" not in page
        assert "<img" not in page
        assert "49" not in page.partition("<main")[2].partition("data-")[0]
    assert "&lt;script&gt;" in pages[0] or "&lt;img" in pages[0] or "{{7*7}}&amp;amp;" in pages[0]


async def test_the_list_tells_who_is_who(desk) -> None:
    """The API lists everybody with login name and last login, and open invitations without their links."""
    person = await desk.with_password()
    secret, invitation = await desk.access.people.invite("Борис", Role.SUPERVISOR, by=By())
    client = await desk.start()
    text = await (await client.get("/api/v1/people", headers=await desk.bearer(Role.ADMIN))).text()

    assert f'"id":"{person.id}"' in text
    assert '"login":"anna"' in text
    assert invitation.id in text
    assert secret not in text


async def test_every_act_is_in_the_audit_log(desk) -> None:
    """Who, on whom, from where, in the order in which it happened."""
    client = await desk.start()
    link, boss = await desk.link(Role.ADMIN, "Глава")
    _, anna = await desk.link(name="Анна")
    secret, _ = await desk.sessions.redeem(link, now=desk.clock())
    headers = {"Authorization": f"Bearer {secret}"}
    before = (await desk.access.audit.list(limit=1))[0].number
    for act, body in (
        ("role", {"role": "supervisor"}),
        ("role", {"role": "supervisor"}),
        ("password-link", None),
        ("active", {"active": False}),
        ("active", {"active": True}),
    ):
        await client.post(f"/api/v1/people/{anna.id}/{act}", json=body, headers=headers)
    lines = [line for line in await desk.access.audit.list() if line.number > before][::-1]
    page = await (await client.get("/desk/audit", headers=headers)).text()

    assert [(line.record.act, line.record.detail) for line in lines] == [
        (Act.ROLE_CHANGED, "operator → supervisor"),
        (Act.PASSWORD_LINK_ISSUED, ""),
        (Act.PERSON_DISABLED, ""),
        (Act.PERSON_ENABLED, ""),
    ]
    assert {(line.actor_name, line.target_name, line.record.by.address) for line in lines} == {
        ("Глава", "Анна", "127.0.0.1")
    }
    assert {boss.id} == {line.record.by.actor for line in lines}
    assert "Роль изменена" in page


async def test_the_log_is_read_by_pages(desk) -> None:
    """Older records are a link away, and a made-up page number is the first page."""
    for number in range(120):
        await desk.people.add(f"Сотрудник {number}", Role.OPERATOR, now=desk.clock())
    client, admin = await desk.start(), await desk.bearer(Role.ADMIN)
    first = await (await client.get("/desk/audit", headers=admin)).text()
    older = first.partition("/desk/audit?before=")[2].partition('"')[0]
    second = await (await client.get(f"/desk/audit?before={older}", headers=admin)).text()
    statuses = {
        (await client.get("/desk/audit", params={"before": odd}, headers=admin)).status
        for odd in ("-1", "x", "9" * 40, "٣", "")
    }

    assert "Сотрудник 119" in first
    assert "Сотрудник 0<" not in first
    assert "Сотрудник 0<" in second
    assert statuses == {200}
