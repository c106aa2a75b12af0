"""
Login names and password hashes, and the sessions that they open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.access_errors import LoginFailed, LoginNameTaken
from bot.domain.access import Credential
from bot.domain.audit import Act, AuditRecord, By
from bot.storage.audit import append
from bot.storage.columns import moment_to_text
from bot.storage.people import end_access, person_from

if TYPE_CHECKING:
    import datetime as dt

    from sqlite_utils import Database as SqliteUtils

    from bot.domain.person import Person
    from bot.domain.session import Client, Session
    from bot.storage.database import Database
    from bot.storage.sessions import SessionStore

_SELECT = "SELECT people.*, login, password_hash FROM credentials JOIN people ON people.id = person WHERE "


class CredentialStore:
    """
    Credentials by login name, which is unique, or by person.
    """

    def __init__(self, database: Database, sessions: SessionStore) -> None:
        self._database = database
        self._sessions = sessions

    async def find(self, login: str) -> Credential | None:
        """
        Return the credential of a login name as `login_key` gives it, whoever may use it.
        """
        return await self._database.read(lambda db: _one(db, "login = ?", login))

    async def of(self, person_id: str) -> Credential | None:
        """
        Return the person's credential, None if he has no password yet.
        """
        return await self._database.read(lambda db: _one(db, "person = ?", person_id))

    async def rehash(self, checked: Credential, password_hash: str) -> Credential:
        """
        Keep the same password under another hash, unless it was changed in the meantime.

        Returns:
            The credential as it then stands, or `checked` if it was changed.
        """

        def write(db: SqliteUtils) -> Credential:
            db.execute(
                "UPDATE credentials SET password_hash = ? WHERE person = ? AND password_hash = ?",
                [password_hash, checked.person.id, checked.password_hash],
            )
            now_kept = _one(db, "person = ?", checked.person.id)
            return now_kept if now_kept and now_kept.password_hash == password_hash else checked

        return await self._database.write(write)

    async def log_in(
        self, checked: Credential, *, now: dt.datetime, replacing: str | None, client: Client
    ) -> tuple[str, Session]:
        """
        Open a session for a credential whose password was found right, and end that of `replacing`.

        Raises:
            LoginFailed: if the password was changed, or the person shut out, since it was read.
        """

        def write(db: SqliteUtils) -> tuple[str, Session]:
            kept = _one(db, "person = ?", checked.person.id)
            if kept is None or kept.password_hash != checked.password_hash or not kept.person.active:
                raise LoginFailed
            return self._sessions.begin(
                db, kept.person, now=now, replacing=replacing, client=client, means="password"
            )

        return await self._database.write(write)

    async def change(
        self, person: Person, login: str, password_hash: str, *, now: dt.datetime, client: Client
    ) -> tuple[str, Session]:
        """
        Give a logged-in person this login name and password: every session ends, and a new one begins.

        Raises:
            LoginNameTaken: if somebody else has the login name.
        """
        by = By(person.id, client.address)

        def write(db: SqliteUtils) -> tuple[str, Session]:
            return self.set_within(db, person, login, password_hash, now=now, by=by, client=client)

        return await self._database.write(write)

    def set_within(  # noqa: PLR0913 -- a new password has this many sides
        self,
        db: SqliteUtils,
        person: Person,
        login: str,
        password_hash: str,
        *,
        now: dt.datetime,
        by: By,
        client: Client,
        replacing: str | None = None,
    ) -> tuple[str, Session]:
        """
        Do what `change` does inside a transaction of the caller's; the session of `replacing` ends too.

        Raises:
            LoginNameTaken: if somebody else has the login name.
        """
        if db.table("credentials").count_where("login = ? AND person <> ?", [login, person.id]):
            raise LoginNameTaken
        db.table("credentials").upsert(
            {
                "person": person.id,
                "login": login,
                "password_hash": password_hash,
                "changed_at": moment_to_text(now),
            },
            pk="person",
        )
        append(db, AuditRecord(now, Act.PASSWORD_SET, by, person.id))
        end_access(db, person.id)
        return self._sessions.begin(
            db, person, now=now, replacing=replacing, client=client, means="new_password"
        )


def _one(db: SqliteUtils, where: str, value: str) -> Credential | None:
    row: dict[str, Any] | None = next(iter(db.query(_SELECT + where, [value])), None)
    if row is None:
        return None
    return Credential(person=person_from(row), login=row["login"], password_hash=row["password_hash"])
