"""
An invitation makes one member of staff, once, under the role that the admin chose; a password link likewise.
"""

import re

import pytest

from bot.domain.audit import By
from bot.domain.person import Role

COOKIE = "copilot_session"
PASSWORD = "три зелёных чайника"
NEW = "четыре синих блюдца"


async def invite(desk, role: str = "operator", **more: object) -> str:
    """Have an admin invite somebody; returns the link's token."""
    client = await desk.start()
    response = await client.post(
        "/api/v1/people/invitations",
        json={"name": "Борис", "role": role, **more},
        headers=await desk.bearer(Role.ADMIN),
    )
    assert response.status == 201
    return (await response.json())["link"].partition("token=")[2]


async def accept(client, token: str, **fields: str):
    """Send the form of an invitation."""
    form = {"token": token, "name": "Борис", "login": "boris", "password": PASSWORD, **fields}
    return await client.post("/invitation", data=form, allow_redirects=False)


async def test_the_invited_person_chooses_all_but_the_role(desk) -> None:
    """Name, login name and password are his; a role or an id that he sends along changes nothing."""
    token = await invite(desk, "supervisor")
    client = await desk.start()
    form = await (await client.get("/invitation", params={"token": token})).text()
    response = await accept(
        client, token, name="Борис <b>Иванов", role="admin", id="machine-admin", active="1"
    )
    page = await (await client.get("/desk/account")).text()
    (boris,) = [one.person for one in await desk.people.staff() if one.login == "boris"]

    assert "старший смены" in form
    assert 'value="Борис"' in form
    assert (response.status, response.headers["Location"]) == (303, "/desk")
    assert (boris.name, boris.role) == ("Борис <b>Иванов", Role.SUPERVISOR)
    assert "Борис &lt;b&gt;Иванов" in page


async def test_an_invitation_works_once(desk) -> None:
    """Looking at it does not use it up; accepting it does."""
    token = await invite(desk)
    client = await desk.start()
    looks = [(await client.get("/invitation", params={"token": token})).status for _ in range(2)]
    first = await accept(client, token)
    second = await accept(client, token, login="boris2")

    assert (looks, first.status, second.status) == ([200, 200], 303, 410)
    assert (await client.get("/invitation", params={"token": token})).status == 410


async def test_an_invitation_expires(desk) -> None:
    """After its days it opens nothing, and is no longer listed."""
    token = await invite(desk, days=1)
    desk.clock.advance(days=1)
    client = await desk.start()

    assert (await accept(client, token)).status == 410
    assert await desk.access.people.invitations() == ()


async def test_a_withdrawn_invitation_is_void(desk) -> None:
    """An admin can take it back; a second time there is none."""
    token = await invite(desk)
    admin = await desk.bearer(Role.ADMIN)
    client = await desk.start()
    listed = await (await client.get("/api/v1/people", headers=admin)).json()
    path = f"/api/v1/people/invitations/{listed['invitations'][0]['id']}"
    first, again = (
        await client.delete(path, headers=admin),
        await client.delete(path, headers=admin),
    )

    assert (first.status, again.status) == (204, 404)
    assert (await accept(client, token)).status == 410


async def test_a_former_admin_leaves_no_way_back(desk) -> None:
    """Invitations and password links of an admin who is shut out, or is none any more, are void."""
    _, boss = await desk.link(Role.ADMIN, "Глава")
    _, mole = await desk.link(Role.ADMIN, "Крот")
    people, client = desk.access.people, await desk.start()
    invitation, _ = await people.invite("Друг", Role.ADMIN, by=By(mole.id))
    link, _ = await people.password_link(boss.id, by=By(mole.id))
    await people.set_active(mole.id, active=False, by=By(boss.id))

    assert (await accept(client, invitation)).status == 410
    assert (await client.get("/password", params={"token": link})).status == 410


@pytest.mark.parametrize("token", ["", "x", "x" * 5000, "' OR 1=1 --", "\x00"])
@pytest.mark.parametrize("path", ["/invitation", "/password"])
async def test_an_invented_link_is_refused(desk, path: str, token: str) -> None:
    """Only issued links work, by GET and by POST."""
    client = await desk.start()
    form = {"token": token, "name": "x", "login": "boris", "password": PASSWORD}
    got = await client.get(path, params={"token": token})
    sent = await client.post(path, data=form, allow_redirects=False)

    assert (got.status, sent.status) == (410, 410)
    assert desk.hasher.work == []


@pytest.mark.parametrize(
    ("field", "value", "status"),
    [
        ("password", "короткий", 422),
        ("password", "1" * 12, 422),
        ("password", "8916123456789", 422),
        ("password", "boris-boris-boris", 422),
        ("password", "б о р и с", 422),
        ("password", "абв" * 70, 422),
        ("login", "b", 422),
        ("login", "<script>", 422),
        ("login", "ANNA", 409),
        ("name", "  ", 422),
        ("name", "x" * 81, 422),
        ("name", "Бор\u202eис", 422),
    ],
)
async def test_what_does_not_fit_is_said_in_the_form(desk, field: str, value: str, status: int) -> None:
    """The form comes back with a sentence and what was typed, no password; the link stays good."""
    await desk.with_password()
    token = await invite(desk)
    client = await desk.start()
    response = await accept(client, token, **{field: value})
    page = await response.text()

    assert response.status == status
    assert 'role="alert"' in page
    assert re.findall(r'type="password"[^>]*value=', page) == []
    assert (await accept(client, token)).status == 303


async def test_a_password_link_ends_what_was_open(desk) -> None:
    """A new password by link: old sessions and other links are gone, the old password too."""
    person = await desk.with_password()
    old, _ = await desk.access.log_in("anna", PASSWORD, replacing=None, client=desk.client)
    first, _ = await desk.access.people.password_link(person.id, by=By("p-admin"))
    link, _ = await desk.access.people.password_link(person.id, by=By("p-admin"))
    client = await desk.start()
    superseded = await client.get("/password", params={"token": first})
    reset = {"token": link, "password": NEW, "login": "other-name"}
    response = await client.post("/password", data=reset, allow_redirects=False)
    again = await client.post("/password", data=reset, allow_redirects=False)
    logins = [
        (await client.post("/login", data={"login": "anna", "password": one}, allow_redirects=False)).status
        for one in (PASSWORD, NEW)
    ]

    assert (superseded.status, response.status, again.status) == (410, 303, 410)
    assert await desk.sessions.authenticate(old, now=desk.clock()) is None
    assert logins == [401, 303]


async def test_a_password_link_expires_and_ends_with_the_person(desk) -> None:
    """A day later, or once the person is shut out, it opens nothing."""
    anna = await desk.with_password()
    boris = await desk.with_password(login="boris")
    late, _ = await desk.access.people.password_link(anna.id, by=By())
    void, _ = await desk.access.people.password_link(boris.id, by=By())
    await desk.access.people.set_active(boris.id, active=False, by=By())
    client = await desk.start()
    disabled = await client.get("/password", params={"token": void})
    desk.clock.advance(hours=24)
    expired = await client.get("/password", params={"token": late})

    assert (disabled.status, expired.status) == (410, 410)


async def test_a_person_without_a_password_gets_one_by_link(desk) -> None:
    """Whoever logged in by link so far chooses a login name with it."""
    _, person = await desk.link()
    link, _ = await desk.access.people.password_link(person.id, by=By())
    client = await desk.start()
    form = {"token": link, "login": "Anna.I", "password": PASSWORD}
    response = await client.post("/password", data=form, allow_redirects=False)

    assert response.status == 303
    assert (await desk.access.account.login_name(person)) == "anna.i"
