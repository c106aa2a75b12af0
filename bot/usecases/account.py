"""
A person's own access: accepting an invitation, setting and changing a password, ending sessions.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.access import check_new_password, clean_login, clean_name
from bot.domain.audit import By

if TYPE_CHECKING:
    from bot.clock import Clock
    from bot.domain.access import Invitation
    from bot.domain.person import Person
    from bot.domain.session import Client, OpenSession, Session
    from bot.live_sessions import LiveSessions
    from bot.passwords import Passwords
    from bot.storage.access_links import AccessLinks
    from bot.storage.credentials import CredentialStore
    from bot.storage.sessions import SessionStore
    from bot.usecases.login import LogIn


@dataclass(frozen=True, slots=True)
class AccountStores:
    """
    Where access is kept.
    """

    credentials: CredentialStore
    links: AccessLinks
    sessions: SessionStore


class OwnAccount:
    """
    What a person does with his own access.

    Args:
        stores: Where access is kept.
        log_in: Checks the present password, under the same limits as a login.
        passwords: Hashes the new one.
        live: Told when a person's sessions end.
        clock: Now.

    """

    def __init__(
        self, stores: AccountStores, log_in: LogIn, passwords: Passwords, live: LiveSessions, *, clock: Clock
    ) -> None:
        self._credentials = stores.credentials
        self._links = stores.links
        self._sessions = stores.sessions
        self._log_in = log_in
        self._passwords = passwords
        self._live = live
        self._clock = clock

    async def invitation(self, secret: str) -> Invitation:
        """
        Return what a link invites to.

        Raises:
            AccessLinkInvalid: if it is no good.
        """
        return await self._links.invitation(secret, now=self._clock())

    async def accept(
        self, secret: str, *, name: str, login: str, password: str, replacing: str | None, client: Client
    ) -> tuple[str, Session]:
        """
        Become a member of staff by invitation; its role is not the invited person's to choose.

        Raises:
            AccessLinkInvalid: if the link is no good.
            NameUnfit: if the name is; likewise `LoginNameUnfit`, `PasswordUnfit`.
            LoginNameTaken: if somebody has the login name; the link stays good.
        """
        await self._links.invitation(secret, now=self._clock())  # before the work of a hash
        name, login = clean_name(name), clean_login(login)
        check_new_password(password, login=login, name=name)
        password_hash = await self._passwords.hash(password)
        return await self._links.accept(
            secret, name, login, password_hash, now=self._clock(), replacing=replacing, client=client
        )

    async def password_link(self, secret: str) -> tuple[Person, str | None]:
        """
        Return whose password a link may set, and his login name.

        Raises:
            AccessLinkInvalid: if it is no good.
        """
        return await self._links.password_link(secret, now=self._clock())

    async def reset(
        self, secret: str, *, login: str, password: str, replacing: str | None, client: Client
    ) -> tuple[str, Session]:
        """
        Set a password by link; `login` is for a person who has no login name yet.

        Raises:
            AccessLinkInvalid: if the link is no good.
            PasswordUnfit: if the password is; likewise `LoginNameUnfit`.
            LoginNameTaken: if somebody has the login name; the link stays good.
        """
        person, known = await self._links.password_link(secret, now=self._clock())
        login = known or clean_login(login)
        check_new_password(password, login=login, name=person.name)
        password_hash = await self._passwords.hash(password)
        begun = await self._links.set_password(
            secret, login, password_hash, now=self._clock(), replacing=replacing, client=client
        )
        self._live.end_person(person.id)
        return begun

    async def login_name(self, person: Person) -> str | None:
        """
        Return the person's login name, None while he has no password.
        """
        credential = await self._credentials.of(person.id)
        return credential.login if credential else None

    async def change(
        self, session: Session, *, login: str, current: str, new: str, client: Client
    ) -> tuple[str, Session]:
        """
        Change the password, or set a first one with a login name; every session ends, a new one begins.

        Raises:
            LoginFailed: if the present password is not `current`.
            PasswordUnfit: if the new password is; likewise `LoginNameUnfit`.
            LoginNameTaken: if somebody has the login name.
            TooManyRequests: after too many wrong passwords.
        """
        person = session.person
        credential = await self._credentials.of(person.id)
        if credential is None:
            login = clean_login(login)
        else:
            login = credential.login
            await self._log_in.check(login, current, client=client)
        check_new_password(new, login=login, name=person.name)
        password_hash = await self._passwords.hash(new)
        begun = await self._credentials.change(person, login, password_hash, now=self._clock(), client=client)
        self._live.end_person(person.id)
        return begun

    async def sessions(self, person: Person) -> tuple[OpenSession, ...]:
        """
        Return the person's own sessions, the one used last first.
        """
        return await self._sessions.list(person.id, now=self._clock())

    async def end_session(self, person: Person, session_id: str, *, client: Client) -> None:
        """
        End one of the person's own sessions; nothing happens to anybody else's.
        """
        by = By(person.id, client.address)
        if await self._sessions.end(person.id, session_id, now=self._clock(), by=by):
            self._live.end_session(session_id)
