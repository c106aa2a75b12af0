"""
Guessing passwords is slow, per account and per address, and being slowed down tells nobody what exists.
"""

import asyncio

import pytest

from bot.access import ADDRESS_TRIES_AT_ONCE, SECONDS_A_TRY, SECONDS_AN_ADDRESS_TRY, TRIES_AT_ONCE

WRONG = "не тот пароль"
PASSWORD = "три зелёных чайника"


async def log_in(client, login: str, password: str = WRONG, **headers: str):
    """Send the login form."""
    fields = {"login": login, "password": password}
    return await client.post("/login", data=fields, headers=headers, allow_redirects=False)


@pytest.mark.parametrize("login", ["anna", "nobody"])
async def test_an_account_is_slowed_down(desk, login: str) -> None:
    """After a burst of failures even the right password waits; an account that nobody has does likewise."""
    await desk.with_password()
    client = await desk.start()
    statuses = [(await log_in(client, login)).status for _ in range(TRIES_AT_ONCE)]
    desk.hasher.work.clear()
    refused = await log_in(client, login.upper(), PASSWORD)
    desk.clock.advance(seconds=SECONDS_A_TRY)
    later = await log_in(client, login, PASSWORD)

    assert statuses == [401] * TRIES_AT_ONCE
    assert (refused.status, refused.headers["Retry-After"]) == (429, str(SECONDS_A_TRY))
    assert later.status == (303 if login == "anna" else 401)
    assert [kind for kind, _ in desk.hasher.work] == ["verify"]


async def test_other_accounts_are_not_slowed_down(desk) -> None:
    """Whoever tries Anna's password keeps nobody else out."""
    await desk.with_password()
    await desk.with_password(login="boris")
    client = await desk.start()
    for _ in range(TRIES_AT_ONCE + 1):
        await log_in(client, "anna")

    assert (await log_in(client, "boris", PASSWORD)).status == 303


async def test_tries_at_once_gain_nothing(desk) -> None:
    """A try is counted before the password is looked at: of many at the same moment, few are looked at."""
    await desk.with_password()
    client = await desk.start()
    desk.hasher.work.clear()
    await asyncio.gather(*(log_in(client, "anna") for _ in range(TRIES_AT_ONCE * 2)))

    assert len([kind for kind, _ in desk.hasher.work if kind == "verify"]) <= TRIES_AT_ONCE


async def test_success_costs_nothing(desk) -> None:
    """Somebody who knows his password may log in as often as he likes."""
    await desk.with_password()
    client = await desk.start()
    statuses = {(await log_in(client, "anna", PASSWORD)).status for _ in range(TRIES_AT_ONCE * 2)}

    assert statuses == {303}


async def test_an_address_is_slowed_down(desk) -> None:
    """One password tried on many accounts from one address is noticed too."""
    client = await desk.start()
    for number in range(ADDRESS_TRIES_AT_ONCE):
        await log_in(client, f"somebody-{number}")
    refused = await log_in(client, "somebody-else")

    assert (refused.status, refused.headers["Retry-After"]) == (429, str(SECONDS_AN_ADDRESS_TRY))


async def test_an_address_is_the_one_that_our_own_proxy_saw(desk) -> None:
    """Behind a proxy callers have addresses of their own; what they claim themselves is not believed."""
    client = await desk.start(trusted_proxies=1)
    for number in range(ADDRESS_TRIES_AT_ONCE):
        await log_in(client, f"somebody-{number}", **{"X-Forwarded-For": f"10.0.0.{number}, 192.0.2.1"})
    same = await log_in(client, "x1", **{"X-Forwarded-For": "10.9.9.9, 192.0.2.1"})
    other = await log_in(client, "x2", **{"X-Forwarded-For": "192.0.2.1, 192.0.2.2"})

    assert (same.status, other.status) == (429, 401)


async def test_without_a_proxy_the_header_is_not_believed(desk) -> None:
    """Nobody gets a fresh address by claiming one."""
    client = await desk.start()
    for number in range(ADDRESS_TRIES_AT_ONCE):
        await log_in(client, f"somebody-{number}", **{"X-Forwarded-For": f"10.0.0.{number}"})

    assert (await log_in(client, "x", **{"X-Forwarded-For": "10.1.1.1"})).status == 429


async def test_the_password_form_inside_is_slowed_down_too(desk) -> None:
    """A stolen session does not help with guessing the password behind it."""
    await desk.with_password()
    client = await desk.start()
    await log_in(client, "anna", PASSWORD)
    fields = {"current": "wrong password", "password": "четыре синих блюдца"}
    statuses = [
        (await client.post("/desk/account/password", data=fields)).status for _ in range(TRIES_AT_ONCE + 1)
    ]

    assert statuses == [401] * TRIES_AT_ONCE + [429]
