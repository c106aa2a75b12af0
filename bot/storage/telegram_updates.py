"""
Updates from Telegram: on disk before they are acknowledged, each handled once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.storage.columns import moment_to_text

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from sqlite_utils import Database as SqliteUtils

    from bot.storage.database import Database


@dataclass(frozen=True, slots=True)
class StoredUpdate:
    """
    An update as it came, and the lane in which order is kept.
    """

    update_id: int
    lane: str
    payload: str


class UpdateStore:
    """
    The inbox. A handled update keeps its number, so that it is known again, and loses its content.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, updates: Sequence[StoredUpdate], now: dt.datetime) -> tuple[StoredUpdate, ...]:
        """
        Keep updates in one transaction; returns those that had not come before.
        """
        moment = moment_to_text(now)

        def write(db: SqliteUtils) -> tuple[StoredUpdate, ...]:
            return tuple(
                update
                for update in updates
                if db.execute(
                    "INSERT OR IGNORE INTO telegram_updates (update_id, lane, payload, received_at)"
                    " VALUES (?, ?, ?, ?)",
                    [update.update_id, update.lane, update.payload, moment],
                ).rowcount
                == 1
            )

        return await self._database.write(write)

    async def unhandled(self) -> tuple[StoredUpdate, ...]:
        """
        Return what an earlier run has left, in the order in which Telegram numbered it.
        """
        rows = await self._database.read(
            lambda db: list(
                db.query(
                    "SELECT update_id, lane, payload FROM telegram_updates"
                    " WHERE payload IS NOT NULL ORDER BY update_id"
                )
            )
        )
        return tuple(StoredUpdate(row["update_id"], row["lane"], row["payload"]) for row in rows)

    async def handled(self, update_ids: Iterable[int]) -> None:
        """
        Note that these are dealt with; their content is deleted.
        """
        ids = [(update_id,) for update_id in update_ids]
        await self._database.write(
            lambda db: db.conn.executemany(
                "UPDATE telegram_updates SET payload = NULL WHERE update_id = ?", ids
            )
        )

    async def purge(self, *, older_than: dt.datetime) -> None:
        """
        Forget the numbers of what was handled before `older_than`; Telegram repeats nothing after a day.
        """
        await self._database.write(
            lambda db: db.table("telegram_updates").delete_where(
                "payload IS NULL AND received_at < ?", [moment_to_text(older_than)]
            )
        )
