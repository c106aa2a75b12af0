"""
The outbox: what customers are to be sent, written in the transaction of the message itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.conversation_errors import DeliveryUnknown
from bot.domain.delivery import Delivery, DeliveryState, Outgoing
from bot.domain.message import for_customer
from bot.storage.columns import moment_to_text
from bot.storage.conversation_rows import delivery_from, messages_from

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

    from sqlite_utils import Database as SqliteUtils

    from bot.storage.database import Database


class DeliveryStore:
    """
    Deliveries by conversation and message number.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def due(
        self, channels: Collection[str], now: dt.datetime, limit: int = 100
    ) -> tuple[Outgoing, ...]:
        """
        Return the next message of each address whose time has come, at most one a conversation.

        A message that waits for its next attempt holds back those after it: order is kept.
        """
        places = ",".join("?" * len(channels))
        statement = (
            "SELECT deliveries.* FROM deliveries JOIN ("  # noqa: S608 -- question marks only
            " SELECT conversation AS first_of, MIN(seq) AS first FROM deliveries"
            f" WHERE state = 'pending' AND channel IN ({places}) GROUP BY conversation"
            ") ON conversation = first_of AND seq = first"
            " WHERE next_at <= ? ORDER BY next_at LIMIT ?"
        )

        def read(db: SqliteUtils) -> tuple[Outgoing, ...]:
            rows = list(db.query(statement, [*channels, moment_to_text(now), limit]))
            return tuple(_outgoing(db, delivery_from(row)) for row in rows)

        return await self._database.read(read)

    async def settle(self, delivery: Delivery) -> bool:
        """
        Store what has become of a pending delivery; False if it was settled meanwhile by something else.
        """

        def write(db: SqliteUtils) -> bool:
            return (
                db.execute(
                    "UPDATE deliveries SET state = ?, attempts = ?, next_at = ?, error = ?, reference = ?"
                    " WHERE conversation = ? AND seq = ? AND state = 'pending'",
                    [
                        delivery.state.value,
                        delivery.attempts,
                        moment_to_text(delivery.next_at),
                        delivery.error,
                        delivery.reference,
                        delivery.conversation,
                        delivery.seq,
                    ],
                ).rowcount
                == 1
            )

        return await self._database.write(write)

    async def acknowledge(self, conversation_id: str, up_to: int) -> tuple[Delivery, ...]:
        """
        Mark everything up to message `up_to` as arrived, failed ones too; returns what was not so before.
        """

        def write(db: SqliteUtils) -> tuple[Delivery, ...]:
            rows = list(
                db.table("deliveries").rows_where(
                    "conversation = ? AND seq <= ? AND state <> 'sent'", [conversation_id, up_to]
                )
            )
            db.execute(
                "UPDATE deliveries SET state = 'sent', error = NULL"
                " WHERE conversation = ? AND seq <= ? AND state <> 'sent'",
                [conversation_id, up_to],
            )
            return tuple(
                delivery_from({**row, "state": DeliveryState.SENT.value, "error": None}) for row in rows
            )

        return await self._database.write(write)

    async def retry(self, conversation_id: str, seq: int, now: dt.datetime) -> Delivery:
        """
        Put a failed delivery back into the outbox.

        Raises:
            DeliveryUnknown: there is no failed one.
        """

        def write(db: SqliteUtils) -> Delivery:
            changed = db.execute(
                "UPDATE deliveries SET state = 'pending', attempts = 0, next_at = ?, error = NULL"
                " WHERE conversation = ? AND seq = ? AND state = 'failed'",
                [moment_to_text(now), conversation_id, seq],
            )
            if changed.rowcount != 1:
                raise DeliveryUnknown(seq)
            return delivery_from(dict(db.table("deliveries").get((conversation_id, seq))))

        return await self._database.write(write)

    async def of_conversation(self, conversation_id: str) -> tuple[Delivery, ...]:
        """
        Return the deliveries of a conversation in the order of its messages.
        """
        rows = await self._database.read(
            lambda db: list(
                db.table("deliveries").rows_where("conversation = ?", [conversation_id], order_by="seq")
            )
        )
        return tuple(delivery_from(row) for row in rows)


def _outgoing(db: SqliteUtils, delivery: Delivery) -> Outgoing:
    rows = db.table("messages").rows_where(
        "conversation = ? AND seq = ?", [delivery.conversation, delivery.seq]
    )
    (message,) = messages_from(db, rows)
    seen = for_customer(message)
    assert seen is not None  # noqa: S101 -- only what the customer may see is put into the outbox
    return Outgoing(delivery, seen)
