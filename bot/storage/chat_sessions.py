"""
Sessions of customers in the web chat. Of a secret only the hash is kept.
"""

from __future__ import annotations

import datetime as dt
import secrets
from typing import TYPE_CHECKING, Any

import structlog

from bot.domain.chat_session import ChatSession
from bot.storage.columns import moment_from_text, moment_to_text, secret_hash

if TYPE_CHECKING:
    from concurrent.futures import Future

    from sqlite_utils import Database as SqliteUtils

    from bot.storage.database import Database

SECRET_BYTES = 32
SECRET_LIMIT = 200
"""Characters of the longest secret worth looking up."""

SEEN_EVERY = dt.timedelta(hours=1)
"""How stale the moment of the last visit may grow before it is written again."""

_log = structlog.get_logger(__name__)


class ChatSessionStore:
    """
    Anonymous customers; one who has not come back for `idle` is a stranger again.
    """

    def __init__(self, database: Database, *, idle: dt.timedelta) -> None:
        self._database = database
        self._idle = idle

    async def begin(
        self, *, language: str, time_zone: str | None, now: dt.datetime
    ) -> tuple[str, ChatSession]:
        """
        Make a session; returns its secret, which is nowhere else to be had, and the session.
        """
        secret = secrets.token_urlsafe(SECRET_BYTES)
        session = ChatSession(secrets.token_urlsafe(18), language, time_zone)
        await self._database.write(
            lambda db: db.table("chat_sessions").insert(
                {
                    "token_hash": secret_hash(secret),
                    "customer": session.id,
                    "language": language,
                    "time_zone": time_zone,
                    "created_at": moment_to_text(now),
                    "seen_at": moment_to_text(now),
                }
            )
        )
        return secret, session

    async def find(self, secret: str, *, now: dt.datetime) -> ChatSession | None:
        """
        Return the session that `secret` opens, or None.
        """
        if not 0 < len(secret) <= SECRET_LIMIT:
            return None
        key = secret_hash(secret)
        rows = await self._database.read(
            lambda db: list(db.table("chat_sessions").rows_where("token_hash = ?", [key]))
        )
        if not rows:
            return None
        seen_at = moment_from_text(rows[0]["seen_at"])
        if seen_at + self._idle <= now:
            return None
        if now - seen_at >= SEEN_EVERY:
            # Not awaited: a customer must not wait for the disk to note that he came.
            future = self._database.enqueue(
                lambda db: db.execute(
                    "UPDATE chat_sessions SET seen_at = ? WHERE token_hash = ?", [moment_to_text(now), key]
                )
            )
            future.add_done_callback(_report)
        return ChatSession(rows[0]["customer"], rows[0]["language"], rows[0]["time_zone"])

    async def purge(self, *, now: dt.datetime) -> None:
        """
        Forget sessions that have ended; what was said in them stays.
        """
        idle = moment_to_text(now - self._idle)

        def write(db: SqliteUtils) -> None:
            db.table("chat_sessions").delete_where("seen_at <= ?", [idle])

        await self._database.write(write)


def _report(future: Future[Any]) -> None:
    if not future.cancelled() and (error := future.exception()) is not None:
        _log.warning("chat_session_not_touched", error=type(error).__name__)
