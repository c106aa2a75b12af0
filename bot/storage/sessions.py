"""
One-time login links and the sessions they open. Of every secret only the hash is kept.
"""

from __future__ import annotations

import datetime as dt
import json
import secrets
from typing import TYPE_CHECKING, Any

import structlog

from bot.domain.audit import MACHINE, Act, AuditRecord, By
from bot.domain.session import Client, OpenSession, Session
from bot.errors import LoginLinkInvalid, PersonUnknown
from bot.storage.audit import append
from bot.storage.columns import moment_from_text, moment_to_text, secret_hash
from bot.storage.people import end_access, person_from

if TYPE_CHECKING:
    from collections.abc import Collection
    from concurrent.futures import Future

    from sqlite_utils import Database as SqliteUtils

    from bot.domain.person import Person
    from bot.storage.database import Database

NO_CLIENT = Client()
SECRET_BYTES = 32
SEEN_EVERY = dt.timedelta(minutes=1)
"""How stale the moment of the last request may grow before it is written again."""

_log = structlog.get_logger(__name__)


class SessionStore:
    """
    Logins that end after `lifetime` in any case, and after `idle` without a request.
    """

    def __init__(self, database: Database, *, lifetime: dt.timedelta, idle: dt.timedelta) -> None:
        self._database = database
        self._lifetime = lifetime
        self._idle = idle

    async def issue_link(
        self, person_id: str, *, now: dt.datetime, valid_for: dt.timedelta, by: By = MACHINE
    ) -> str:
        """
        Return the secret of a new login link for the person; it is nowhere else to be had.

        Raises:
            PersonUnknown: if there is nobody active with this id.
        """
        secret = secrets.token_urlsafe(SECRET_BYTES)

        def write(db: SqliteUtils) -> None:
            if db.table("people").count_where("id = ? AND active = 1", [person_id]) == 0:
                raise PersonUnknown(person_id)
            db.table("login_links").insert(
                {
                    "token_hash": secret_hash(secret),
                    "person": person_id,
                    "expires_at": moment_to_text(now + valid_for),
                }
            )
            append(db, AuditRecord(now, Act.LOGIN_LINK_ISSUED, by, person_id))

        await self._database.write(write)
        return secret

    async def redeem(
        self, link: str, *, now: dt.datetime, replacing: str | None = None, client: Client = NO_CLIENT
    ) -> tuple[str, Session]:
        """
        Use a login link up and open a session under a new secret.

        Args:
            link: The link's secret.
            now: The moment of the login.
            replacing: The session secret that the browser came with; that session ends, so that one planted
                before the login gains nothing by it.
            client: Where the login comes from.

        Returns:
            The new session's secret, and the session.

        Raises:
            LoginLinkInvalid: if the link is unknown, used or expired.
        """

        def write(db: SqliteUtils) -> tuple[str, Session] | None:
            key = secret_hash(link)
            rows = list(
                db.query(
                    "SELECT people.*, expires_at FROM login_links JOIN people ON people.id = person"
                    " WHERE token_hash = ? AND active = 1",
                    [key],
                )
            )
            # Deleted whether or not it is still valid: it will not be asked for again.
            db.table("login_links").delete_where("token_hash = ?", [key])
            if not rows or moment_from_text(rows[0]["expires_at"]) <= now:
                return None
            return self.begin(
                db, person_from(rows[0]), now=now, replacing=replacing, client=client, means="link"
            )

        begun = await self._database.write(write)
        if begun is None:
            raise LoginLinkInvalid
        return begun

    def begin(
        self,
        db: SqliteUtils,
        person: Person,
        *,
        now: dt.datetime,
        replacing: str | None,
        client: Client,
        means: str,
    ) -> tuple[str, Session]:
        """
        Open a session under a new secret, inside a transaction of the caller's.

        The session of `replacing` ends; `means` tells the audit log how the person has proved who he is.
        """
        secret = secrets.token_urlsafe(SECRET_BYTES)
        if replacing is not None:
            db.table("sessions").delete_where("token_hash = ?", [secret_hash(replacing)])
        session = Session(
            id=secrets.token_hex(8), person=person, created_at=now, expires_at=now + self._lifetime
        )
        _insert(db, session, secret, client)
        append(db, AuditRecord(now, Act.LOGGED_IN, By(person.id, client.address), person.id, means))
        return secret, session

    async def authenticate(self, secret: str, *, now: dt.datetime) -> Session | None:
        """
        Return the session that `secret` opens, or None if it is unknown, ended, or its person is inactive.
        """
        key = secret_hash(secret)
        row = await self._database.read(lambda db: _row(db, key))
        if row is None:
            return None
        seen_at = moment_from_text(row["seen_at"])
        expires_at = moment_from_text(row["expires_at"])
        if expires_at <= now or seen_at + self._idle <= now:
            return None
        if now - seen_at >= SEEN_EVERY:
            # Not awaited: a request must not wait for the disk to note that it came.
            future = self._database.enqueue(
                lambda db: db.execute(
                    "UPDATE sessions SET seen_at = ? WHERE token_hash = ?", [moment_to_text(now), key]
                )
            )
            future.add_done_callback(_report)
        return Session(
            id=row["session_id"],
            person=person_from(row),
            created_at=moment_from_text(row["session_created_at"]),
            expires_at=expires_at,
        )

    async def revoke(self, secret: str) -> None:
        """
        End the session that `secret` opens; nothing happens if there is none.
        """
        key = secret_hash(secret)
        await self._database.write(lambda db: db.table("sessions").delete_where("token_hash = ?", [key]))

    async def revoke_all(self, person_id: str) -> None:
        """
        End every session of a person and void his unused links.
        """
        await self._database.write(lambda db: end_access(db, person_id))

    async def list(self, person_id: str, *, now: dt.datetime) -> tuple[OpenSession, ...]:
        """
        Return the person's sessions that still last, the one used last first.
        """
        rows = await self._database.read(
            lambda db: list(
                db.query(
                    "SELECT * FROM sessions WHERE person = ? AND expires_at > ? AND seen_at > ?"
                    " ORDER BY seen_at DESC",
                    [person_id, *self._limits(now)],
                )
            )
        )
        return tuple(
            OpenSession(
                id=row["id"],
                created_at=moment_from_text(row["created_at"]),
                seen_at=moment_from_text(row["seen_at"]),
                client=Client(row["address"], row["agent"]),
            )
            for row in rows
        )

    async def end(self, person_id: str, session_id: str, *, now: dt.datetime, by: By) -> bool:
        """
        End one of the person's own sessions; False if he has none with this id.
        """

        def write(db: SqliteUtils) -> bool:
            if db.table("sessions").count_where("id = ? AND person = ?", [session_id, person_id]) == 0:
                return False
            db.table("sessions").delete_where("id = ?", [session_id])
            append(db, AuditRecord(now, Act.SESSION_ENDED, by, person_id, session_id))
            return True

        return await self._database.write(write)

    async def lasting(self, ids: Collection[str], *, now: dt.datetime) -> frozenset[str]:
        """
        Return those of the sessions `ids` that still last and whose person may log in.
        """
        rows = await self._database.read(
            lambda db: db.execute(
                "SELECT sessions.id FROM json_each(?) AS asked JOIN sessions ON sessions.id = asked.value"
                " JOIN people ON people.id = person WHERE active = 1 AND expires_at > ? AND seen_at > ?",
                [json.dumps(list(ids)), *self._limits(now)],
            ).fetchall()
        )
        return frozenset(row[0] for row in rows)

    async def touch(self, ids: Collection[str], *, now: dt.datetime) -> None:
        """
        Note that the sessions `ids` are in use, as those of requests are by themselves.
        """
        await self._database.write(
            lambda db: db.execute(
                "UPDATE sessions SET seen_at = ? WHERE id IN (SELECT value FROM json_each(?))",
                [moment_to_text(now), json.dumps(list(ids))],
            )
        )

    async def purge(self, *, now: dt.datetime) -> None:
        """
        Forget links and sessions that have ended.
        """
        expired, idle = self._limits(now)

        def write(db: SqliteUtils) -> None:
            for table in ("login_links", "password_links", "invitations"):
                db.table(table).delete_where("expires_at <= ?", [expired])
            db.table("sessions").delete_where("expires_at <= ? OR seen_at <= ?", [expired, idle])

        await self._database.write(write)

    def _limits(self, now: dt.datetime) -> tuple[str, str]:
        return moment_to_text(now), moment_to_text(now - self._idle)


def _insert(db: SqliteUtils, session: Session, secret: str, client: Client) -> None:
    db.table("sessions").insert(
        {
            "token_hash": secret_hash(secret),
            "id": session.id,
            "person": session.person.id,
            "created_at": moment_to_text(session.created_at),
            "expires_at": moment_to_text(session.expires_at),
            "seen_at": moment_to_text(session.created_at),
            "address": client.address,
            "agent": client.agent,
        }
    )


def _row(db: SqliteUtils, key: bytes) -> dict[str, Any] | None:
    rows = db.query(
        "SELECT people.*, sessions.id AS session_id, sessions.created_at AS session_created_at,"
        " expires_at, seen_at"
        " FROM sessions JOIN people ON people.id = sessions.person WHERE token_hash = ? AND active = 1",
        [key],
    )
    return next(iter(rows), None)


def _report(future: Future[Any]) -> None:
    if not future.cancelled() and (error := future.exception()) is not None:
        _log.warning("session_not_touched", error=type(error).__name__)
