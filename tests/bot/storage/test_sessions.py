"""
A login link works once and not for long; a session lasts as long as it should, and no secret is ever stored.
"""

import asyncio
import datetime as dt
from pathlib import Path

import pytest

from bot.domain.person import Role
from bot.errors import LoginLinkInvalid, PersonUnknown
from bot.storage.database import Database

QUARTER = dt.timedelta(minutes=15)
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
async def anna(stores, now: dt.datetime):
    """An operator."""
    return await stores.people.add("Анна", Role.OPERATOR, now=now)


async def link_for(stores, person, now) -> str:
    """Issue a link for a quarter of an hour."""
    return await stores.sessions.issue_link(person.id, now=now, valid_for=QUARTER)


async def test_a_link_opens_a_session(stores, anna, now) -> None:
    """Whoever has the link is the person it was made for, until the session's end."""
    secret, session = await stores.sessions.redeem(await link_for(stores, anna, now), now=now)

    assert session.person == anna
    assert session.expires_at == now + dt.timedelta(hours=12)
    assert await stores.sessions.authenticate(secret, now=now) == session


async def test_a_link_works_once(stores, anna, now) -> None:
    """A used link opens nothing, and the session it opened is not hurt."""
    link = await link_for(stores, anna, now)
    secret, session = await stores.sessions.redeem(link, now=now)

    with pytest.raises(LoginLinkInvalid):
        await stores.sessions.redeem(link, now=now)
    assert await stores.sessions.authenticate(secret, now=now) == session


async def test_two_who_race_for_a_link_do_not_both_win(stores, anna, now) -> None:
    """Used at the same moment from two places, it still works once."""
    link = await link_for(stores, anna, now)
    results = await asyncio.gather(
        *(stores.sessions.redeem(link, now=now) for _ in range(8)), return_exceptions=True
    )

    assert [type(result) for result in results].count(tuple) == 1


async def test_a_link_expires(stores, anna, now) -> None:
    """It works just before its end and not at it."""
    early, late = await link_for(stores, anna, now), await link_for(stores, anna, now)
    await stores.sessions.redeem(early, now=now + QUARTER - MINUTE)

    with pytest.raises(LoginLinkInvalid):
        await stores.sessions.redeem(late, now=now + QUARTER)


@pytest.mark.parametrize("link", ["", "x", "x" * 10_000, "\udcd0", "' OR 1=1 --"])
async def test_an_invented_link_is_refused(stores, anna, now, link: str) -> None:
    """Whatever is put in its place, only an issued link works."""
    with pytest.raises(LoginLinkInvalid):
        await stores.sessions.redeem(link, now=now)


async def test_login_replaces_the_session_the_browser_came_with(stores, anna, now) -> None:
    """A secret planted before the login is worthless after it, and the new one is another."""
    planted, _ = await stores.sessions.redeem(await link_for(stores, anna, now), now=now)
    secret, _ = await stores.sessions.redeem(await link_for(stores, anna, now), now=now, replacing=planted)

    assert secret != planted
    assert await stores.sessions.authenticate(planted, now=now) is None


async def test_a_session_ends_in_any_case(stores, anna, now) -> None:
    """Used every hour, it still ends twelve hours after the login."""
    secret, _ = await stores.sessions.redeem(await link_for(stores, anna, now), now=now)
    alive = []
    for hour in range(14):
        session = await stores.sessions.authenticate(secret, now=now + dt.timedelta(hours=hour))
        alive.append(session is not None)
        await stores.sessions.revoke("nobody's")  # by then the request before has been noted

    assert alive == [True] * 12 + [False] * 2


async def test_a_session_ends_when_it_is_left_alone(stores, anna, now) -> None:
    """Two hours without a request end it."""
    secret, _ = await stores.sessions.redeem(await link_for(stores, anna, now), now=now)

    assert await stores.sessions.authenticate(secret, now=now + dt.timedelta(hours=2) - MINUTE) is not None
    secret, _ = await stores.sessions.redeem(await link_for(stores, anna, now), now=now)
    assert await stores.sessions.authenticate(secret, now=now + dt.timedelta(hours=2)) is None


async def test_a_revoked_session_is_over(stores, anna, now) -> None:
    """Logging out ends it on the server, and twice is no error."""
    secret, _ = await stores.sessions.redeem(await link_for(stores, anna, now), now=now)
    await stores.sessions.revoke(secret)
    await stores.sessions.revoke(secret)

    assert await stores.sessions.authenticate(secret, now=now) is None


async def test_revoking_everything_of_a_person_spares_the_others(stores, anna, now) -> None:
    """All of a person's sessions and unused links end; nobody else notices."""
    boris = await stores.people.add("Борис", Role.ADMIN, now=now)
    hers, _ = await stores.sessions.redeem(await link_for(stores, anna, now), now=now)
    his, _ = await stores.sessions.redeem(await link_for(stores, boris, now), now=now)
    unused = await link_for(stores, anna, now)
    await stores.sessions.revoke_all(anna.id)

    assert await stores.sessions.authenticate(hers, now=now) is None
    assert await stores.sessions.authenticate(his, now=now) is not None
    with pytest.raises(LoginLinkInvalid):
        await stores.sessions.redeem(unused, now=now)


async def test_an_inactive_person_is_out_at_once(stores, anna, now) -> None:
    """Neither her session nor her link work, and she gets no new one."""
    secret, _ = await stores.sessions.redeem(await link_for(stores, anna, now), now=now)
    link = await link_for(stores, anna, now)
    await stores.people.set_active(anna.id, active=False, now=now)

    assert await stores.sessions.authenticate(secret, now=now) is None
    with pytest.raises(LoginLinkInvalid):
        await stores.sessions.redeem(link, now=now)
    with pytest.raises(PersonUnknown):
        await link_for(stores, anna, now)


async def test_a_new_role_counts_from_the_next_request(stores, anna, now) -> None:
    """The session tells the role the person has now."""
    secret, _ = await stores.sessions.redeem(await link_for(stores, anna, now), now=now)
    await stores.people.set_role(anna.id, Role.SUPERVISOR, now=now)
    session = await stores.sessions.authenticate(secret, now=now)

    assert session.person.role is Role.SUPERVISOR


async def test_purging_keeps_what_still_works(stores, anna, now) -> None:
    """Ended links and sessions are forgotten, the others are not."""
    old, _ = await stores.sessions.redeem(await link_for(stores, anna, now), now=now)
    later = now + dt.timedelta(hours=3)
    new, _ = await stores.sessions.redeem(await link_for(stores, anna, later), now=later)
    link = await link_for(stores, anna, later)
    await stores.sessions.purge(now=later)

    # Asked for a moment at which both would still work: the old one is no longer there.
    assert await stores.sessions.authenticate(old, now=now) is None
    assert await stores.sessions.authenticate(new, now=later) is not None
    await stores.sessions.redeem(link, now=later)


async def test_no_secret_is_in_the_file(stores, database: Database, path: Path, anna, now) -> None:
    """Whoever gets hold of the file cannot log in with what is in it."""
    link = await link_for(stores, anna, now)
    secret, _ = await stores.sessions.redeem(await link_for(stores, anna, now), now=now)
    await asyncio.to_thread(database.close)
    content = await asyncio.to_thread(path.read_bytes)

    assert link.encode() not in content
    assert secret.encode() not in content
