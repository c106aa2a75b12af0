"""
One-time login links and the sessions they open. Of every secret only the hash is kept.
"""

from __future__ import annotations

import datetime as dt
import secrets
from typing import TYPE_CHECKING, Any

import structlog

from bot.domain.session import Session
from bot.errors import LoginLinkInvalid, PersonUnknown
from bot.storage.columns import moment_from_text, moment_to_text, secret_hash
from bot.storage.people import person_from

if TYPE_CHECKING:
    from concurrent.futures import Future

    from sqlite_utils import Database as SqliteUtils

    from bot.storage.database import Database

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

    async def issue_link(self, person_id: str, *, now: dt.datetime, valid_for: dt.timedelta) -> str:
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

        await self._database.write(write)
        return secret

    async def redeem(
        self, link: str, *, now: dt.datetime, replacing: str | None = None
    ) -> tuple[str, Session]:
        """
        Use a login link up and open a session under a new secret.

        Args:
            link: The link's secret.
            now: The moment of the login.
            replacing: The session secret that the browser came with; that session ends, so that one planted
                before the login gains nothing by it.

        Returns:
            The new session's secret, and the session.

        Raises:
            LoginLinkInvalid: if the link is unknown, used or expired.
        """
        secret = secrets.token_urlsafe(SECRET_BYTES)

        def write(db: SqliteUtils) -> Session | None:
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
            if replacing is not None:
                db.table("sessions").delete_where("token_hash = ?", [secret_hash(replacing)])
            session = Session(
                id=secrets.token_hex(8),
                person=person_from(rows[0]),
                created_at=now,
                expires_at=now + self._lifetime,
            )
            _insert(db, session, secret)
            return session

        session = await self._database.write(write)
        if session is None:
            raise LoginLinkInvalid
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

        def write(db: SqliteUtils) -> None:
            for table in ("sessions", "login_links"):
                db.table(table).delete_where("person = ?", [person_id])

        await self._database.write(write)

    async def purge(self, *, now: dt.datetime) -> None:
        """
        Forget links and sessions that have ended.
        """
        expired = moment_to_text(now)
        idle = moment_to_text(now - self._idle)

        def write(db: SqliteUtils) -> None:
            db.table("login_links").delete_where("expires_at <= ?", [expired])
            db.table("sessions").delete_where("expires_at <= ? OR seen_at <= ?", [expired, idle])

        await self._database.write(write)


def _insert(db: SqliteUtils, session: Session, secret: str) -> None:
    db.table("sessions").insert(
        {
            "token_hash": secret_hash(secret),
            "id": session.id,
            "person": session.person.id,
            "created_at": moment_to_text(session.created_at),
            "expires_at": moment_to_text(session.expires_at),
            "seen_at": moment_to_text(session.created_at),
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
