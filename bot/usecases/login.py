"""
Logging in by name and password: the same steps and the same work, whether or not there is such an account.
"""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING, Protocol

from bot.access_errors import LoginFailed
from bot.domain.access import login_key

if TYPE_CHECKING:
    import datetime as dt

    from bot.clock import Clock
    from bot.domain.access import Credential
    from bot.domain.session import Client, Session
    from bot.passwords import Passwords

IPV6_NETWORK = 64
"""Bits of an IPv6 address that one customer of a provider shares; the rest he chooses freely."""


class Credentials(Protocol):
    """
    Where login names and password hashes are kept.
    """

    async def find(self, login: str) -> Credential | None:
        """
        Return the credential of a login name.
        """
        ...

    async def rehash(self, checked: Credential, password_hash: str) -> Credential:
        """
        Keep the same password under another hash; return what is then kept.
        """
        ...

    async def log_in(
        self, checked: Credential, *, now: dt.datetime, replacing: str | None, client: Client
    ) -> tuple[str, Session]:
        """
        Open a session; raise `LoginFailed` if the credential was changed meanwhile.
        """
        ...


class Failures(Protocol):
    """
    Counts failed logins for the audit log.
    """

    def login_failed(self, person_id: str | None, address: str | None, now: dt.datetime) -> None:
        """
        Count one; returns at once.
        """
        ...


class Throttle(Protocol):
    """
    Lets a key try only so often.
    """

    def take(self, key: str, now: dt.datetime) -> None:
        """
        Raise `TooManyRequests` if the key has tried too often.
        """
        ...

    def give_back(self, key: str) -> None:
        """
        Take the last try back.
        """
        ...


class LogIn:
    """
    Checks passwords and opens sessions.

    Failures are slowed down per account and per address. A try is counted before the password is looked at,
    so that a thousand at once gain nothing, and taken back when it was right. An account that nobody has is
    slowed down like any other.

    Args:
        credentials: Where login names and hashes are kept.
        passwords: Checks a password against a hash.
        failures: Counts failed logins for the audit log.
        accounts: Slows tries of one login name down.
        addresses: Slows tries from one address down.
        clock: Now.

    """

    def __init__(
        self,
        credentials: Credentials,
        passwords: Passwords,
        failures: Failures,
        *,
        accounts: Throttle,
        addresses: Throttle,
        clock: Clock,
    ) -> None:
        self._credentials = credentials
        self._passwords = passwords
        self._failures = failures
        self._accounts = accounts
        self._addresses = addresses
        self._clock = clock

    async def __call__(
        self, login: str, password: str, *, replacing: str | None, client: Client
    ) -> tuple[str, Session]:
        """
        Open a session for whoever has this login name and password.

        Args:
            login: As it was typed.
            password: As it was typed.
            replacing: The session secret that the browser came with; that session ends.
            client: Where the login comes from.

        Returns:
            The new session's secret, and the session.

        Raises:
            LoginFailed: if they do not belong together, or the person is shut out.
            TooManyRequests: after too many failures on this name or from this address.
            Overloaded: if too many logins wait already.
        """
        checked = await self.check(login, password, client=client)
        return await self._credentials.log_in(checked, now=self._clock(), replacing=replacing, client=client)

    async def check(self, login: str, password: str, *, client: Client) -> Credential:
        """
        Return the credential that login name and password prove.

        Raises:
            LoginFailed: if they do not belong together, or the person is shut out.
            TooManyRequests: after too many failures on this name or from this address.
            Overloaded: if too many logins wait already.
        """
        key = login_key(login) or ""
        network = network_of(client.address)
        self._addresses.take(network, self._clock())
        self._accounts.take(key, self._clock())
        credential = await self._credentials.find(key)
        verdict = await self._passwords.verify(credential.password_hash if credential else None, password)
        if credential is None or not verdict.fits or not credential.person.active:
            self._failures.login_failed(
                credential.person.id if credential else None, client.address, self._clock()
            )
            raise LoginFailed
        self._addresses.give_back(network)
        self._accounts.give_back(key)
        if verdict.rehashed is not None:
            return await self._credentials.rehash(credential, verdict.rehashed)
        return credential


def network_of(address: str | None) -> str:
    """
    Return what is slowed down together with an address: itself, or its IPv6 network.
    """
    try:
        parsed = ipaddress.ip_address((address or "").partition("%")[0])
    except ValueError:
        return ""
    if isinstance(parsed, ipaddress.IPv4Address):
        return str(parsed)
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((parsed, IPV6_NETWORK), strict=False))
