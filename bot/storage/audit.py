"""
The audit log: rows are added in the transaction of the act itself, and never changed.

Failed logins are gathered first: whoever tries passwords by the thousand must not fill the disk as well.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import structlog

from bot.domain.audit import Act, AuditLine, AuditRecord, By
from bot.errors import StorageError
from bot.storage.columns import moment_from_text, moment_to_text

if TYPE_CHECKING:
    import datetime as dt

    from sqlite_utils import Database as SqliteUtils

    from bot.storage.database import Database

PAGE = 100
GATHER_SECONDS = 10.0
MOST_TALLIES = 1000
"""Pairs of account and address counted apart; those beyond are counted together, without either."""

_log = structlog.get_logger(__name__)


def append(db: SqliteUtils, record: AuditRecord) -> None:
    """
    Add a record inside a transaction of the caller's: the act and its record are kept together, or neither.
    """
    db.table("audit").insert(
        {
            "at": moment_to_text(record.at),
            "act": record.act.value,
            "actor": record.by.actor,
            "address": record.by.address,
            "target": record.target,
            "detail": record.detail,
            "count": record.count,
        }
    )


class AuditLog:
    """
    Reads the log, newest first, and takes failed logins for it.

    Args:
        database: Where the log is.
        gather_seconds: How long failed logins gather before they are written as counts; a kill loses those.

    """

    def __init__(self, database: Database, *, gather_seconds: float = GATHER_SECONDS) -> None:
        self._database = database
        self._gather_seconds = gather_seconds
        self._failures: dict[tuple[str | None, str | None], tuple[dt.datetime, int]] = {}
        self._task: asyncio.Task[None] | None = None

    async def list(self, *, before: int | None = None, limit: int = PAGE) -> tuple[AuditLine, ...]:
        """
        Return at most `limit` records, newest first; with `before` only those of smaller numbers.
        """
        rows = await self._database.read(
            lambda db: list(
                db.query(
                    "SELECT audit.*, actors.name AS actor_name, targets.name AS target_name FROM audit"
                    " LEFT JOIN people AS actors ON actors.id = actor"
                    " LEFT JOIN people AS targets ON targets.id = target"
                    " WHERE number < coalesce(?, number + 1) ORDER BY number DESC LIMIT ?",
                    [before, limit],
                )
            )
        )
        return tuple(_line(row) for row in rows)

    def login_failed(self, person_id: str | None, address: str | None, now: dt.datetime) -> None:
        """
        Count a failed login on a person's account (None: there is no such account). Call it on the loop.

        The name that was typed is not kept: people type their password there by mistake.
        """
        key = (person_id, address)
        if key not in self._failures and len(self._failures) >= MOST_TALLIES:
            key = (None, None)
        _, count = self._failures.get(key, (now, 0))
        self._failures[key] = (now, count + 1)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._flush_later())

    async def flush(self) -> None:
        """
        Write the failed logins counted so far.

        Raises:
            StorageError: if that fails; the counts are kept.
        """
        failures, self._failures = self._failures, {}
        records = [
            AuditRecord(at, Act.LOGIN_FAILED, By(address=address), person, count=count)
            for (person, address), (at, count) in failures.items()
        ]

        def write(db: SqliteUtils) -> None:
            for record in records:
                append(db, record)

        if not records:
            return
        try:
            await self._database.write(write)
        except BaseException:
            for key, (at, count) in failures.items():
                later, more = self._failures.get(key, (at, 0))
                self._failures[key] = (later, count + more)
            raise

    async def close(self) -> None:
        """
        Write what has gathered and stop. What cannot be written is logged, not raised.
        """
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])
        try:
            await self.flush()
        except StorageError as error:
            _log.error("login_failures_lost", count=len(self._failures), error=type(error).__name__)

    async def _flush_later(self) -> None:
        while self._failures:
            await asyncio.sleep(self._gather_seconds)
            try:
                await self.flush()
            except StorageError as error:
                _log.warning("login_failures_not_written", error=type(error).__name__)


def _line(row: dict[str, Any]) -> AuditLine:
    return AuditLine(
        number=row["number"],
        record=AuditRecord(
            at=moment_from_text(row["at"]),
            act=Act(row["act"]),
            by=By(row["actor"], row["address"]),
            target=row["target"],
            detail=row["detail"],
            count=row["count"],
        ),
        actor_name=row["actor_name"],
        target_name=row["target_name"],
    )
