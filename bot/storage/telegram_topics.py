"""
Which customer has which forum topic, and how far his conversations are shown there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.storage.columns import moment_from_text, moment_to_text

if TYPE_CHECKING:
    import datetime as dt

    from sqlite_utils import Database as SqliteUtils

    from bot.domain.conversation import Customer
    from bot.storage.database import Database


@dataclass(frozen=True, slots=True)
class Shown:
    """
    A topic shows messages up to number `seq`, and edits up to the moment `edits_until`.
    """

    seq: int
    edits_until: dt.datetime


@dataclass(frozen=True, slots=True)
class FailedDelivery:
    """
    A message that did not reach its customer, for the reason `error`.
    """

    seq: int
    error: str


class TopicStore:
    """
    Topics by customer, and what they show by conversation.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def topic(self, customer: Customer) -> int | None:
        """
        Return the customer's topic.
        """
        rows = await self._database.read(
            lambda db: list(
                db.table("telegram_topics").rows_where(
                    "channel = ? AND customer = ?", [customer.channel, customer.id]
                )
            )
        )
        return int(rows[0]["topic"]) if rows else None

    async def customer_of(self, topic: int) -> tuple[str, str] | None:
        """
        Return the channel and id of the customer whose topic this is.
        """
        rows = await self._database.read(
            lambda db: list(db.table("telegram_topics").rows_where("topic = ?", [topic]))
        )
        return (rows[0]["channel"], rows[0]["customer"]) if rows else None

    async def set_topic(self, customer: Customer, topic: int) -> None:
        """
        Give the customer a topic, instead of the one he had.
        """
        await self._database.write(
            lambda db: db.execute(
                "INSERT OR REPLACE INTO telegram_topics (channel, customer, topic) VALUES (?, ?, ?)",
                [customer.channel, customer.id, topic],
            )
        )

    async def shown(self, conversation: str) -> Shown | None:
        """
        Return how far a conversation is shown; None if it never was.
        """
        rows = await self._database.read(
            lambda db: list(db.table("telegram_mirrored").rows_where("conversation = ?", [conversation]))
        )
        return Shown(rows[0]["seq"], moment_from_text(rows[0]["edits_until"])) if rows else None

    async def set_shown(self, conversation: str, shown: Shown) -> None:
        """
        Note how far a conversation is shown.
        """
        await self._database.write(
            lambda db: db.execute(
                "INSERT OR REPLACE INTO telegram_mirrored (conversation, seq, edits_until) VALUES (?, ?, ?)",
                [conversation, shown.seq, moment_to_text(shown.edits_until)],
            )
        )

    async def behind(self) -> tuple[str, ...]:
        """
        Return conversations that have to be shown, or shown further, oldest wait first.
        """
        rows = await self._database.read(
            lambda db: list(
                db.query(
                    "SELECT id FROM conversations LEFT JOIN telegram_mirrored ON conversation = id"
                    " WHERE (telegram_mirrored.seq IS NULL AND state IN ('waiting', 'operator'))"
                    " OR telegram_mirrored.seq < last_seq"
                    " OR EXISTS (SELECT 1 FROM messages WHERE messages.conversation = id"
                    "  AND messages.seq <= telegram_mirrored.seq AND edited_at > edits_until)"
                    " OR (telegram_mirrored.seq IS NOT NULL AND EXISTS (SELECT 1 FROM deliveries"
                    "  WHERE deliveries.conversation = id AND deliveries.state = 'failed'"
                    "  AND NOT EXISTS (SELECT 1 FROM telegram_told WHERE"
                    "   telegram_told.conversation = id AND telegram_told.seq = deliveries.seq)))"
                    " ORDER BY owed_since"
                )
            )
        )
        return tuple(row["id"] for row in rows)

    async def edited(self, conversation: str, shown: Shown) -> tuple[int, ...]:
        """
        Return numbers of shown messages whose text was changed since.
        """
        rows = await self._database.read(
            lambda db: list(
                db.query(
                    "SELECT seq FROM messages WHERE conversation = ? AND seq <= ? AND edited_at > ?"
                    " ORDER BY edited_at",
                    [conversation, shown.seq, moment_to_text(shown.edits_until)],
                )
            )
        )
        return tuple(row["seq"] for row in rows)

    async def untold_failures(self, conversation: str) -> tuple[FailedDelivery, ...]:
        """
        Return failed deliveries that the topic has not been told of.
        """
        rows = await self._database.read(
            lambda db: list(
                db.query(
                    "SELECT seq, error FROM deliveries WHERE conversation = ? AND state = 'failed'"
                    " AND seq NOT IN (SELECT seq FROM telegram_told WHERE conversation = ?) ORDER BY seq",
                    [conversation, conversation],
                )
            )
        )
        return tuple(FailedDelivery(row["seq"], row["error"] or "") for row in rows)

    async def note_told(self, conversation: str, seq: int) -> None:
        """
        Note that the topic knows of a failed delivery.
        """
        await self._database.write(
            lambda db: db.execute(
                "INSERT OR IGNORE INTO telegram_told (conversation, seq) VALUES (?, ?)", [conversation, seq]
            )
        )

    async def forget_told(self, conversation: str, seq: int) -> None:
        """
        Let a delivery that is tried again be told of again.
        """

        def write(db: SqliteUtils) -> None:
            db.table("telegram_told").delete_where("conversation = ? AND seq = ?", [conversation, seq])

        await self._database.write(write)
