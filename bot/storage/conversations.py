"""
Conversations on disk: changes through a ledger in one transaction, and a read function for each audience.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from bot.conversation_errors import ConversationUnknown
from bot.domain.assignment import Assignment, Edit, Rating
from bot.domain.message import Happening, all_for_customer
from bot.storage.columns import moment_from_text, moment_to_text
from bot.storage.conversation_rows import choices_from, conversation_from, messages_from
from bot.storage.ledger import Ledger

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from sqlite_utils import Database as SqliteUtils

    from bot.clock import Clock
    from bot.domain.conversation import Conversation, Customer
    from bot.domain.events import StaffEvent
    from bot.domain.message import Author, Choice, CustomerMessage, Message
    from bot.storage.database import Database

T = TypeVar("T")

PAGE = 200
"""Messages read at once, at most."""

_FOR_CUSTOMER = "internal = 0 AND kind <> 'note'"


@dataclass(frozen=True, slots=True)
class Pending:
    """
    A conversation of the bot's, and the customer's messages in it that have no answer yet.

    `choice` is the button that he pressed last.
    """

    conversation: Conversation
    messages: tuple[Message, ...]
    choice: Choice | None


class ConversationStore:
    """
    Conversations and their messages.
    """

    def __init__(self, database: Database, *, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def transact(self, change: Callable[[Ledger], T]) -> tuple[T, tuple[StaffEvent, ...]]:
        """
        Run `change` in one write transaction; returns what it returned, and the events to publish now.

        Raises:
            StorageError: one of its leaves, when SQLite fails; what `change` itself raises comes through,
                and nothing is kept.
        """

        def write(db: SqliteUtils) -> tuple[T, tuple[StaffEvent, ...]]:
            # The clock is read inside: moments are in the order of the writes.
            ledger = Ledger(db, self._clock())
            result = change(ledger)
            return result, ledger.events()

        return await self._database.write(write)

    async def get(self, conversation_id: str) -> Conversation:
        """
        Return a conversation.

        Raises:
            ConversationUnknown: if there is none.
        """
        rows = await self._database.read(
            lambda db: list(db.table("conversations").rows_where("id = ?", [conversation_id]))
        )
        if not rows:
            raise ConversationUnknown(conversation_id)
        return conversation_from(rows[0])

    async def of_customer(self, channel: str, customer: str, limit: int = 50) -> tuple[Conversation, ...]:
        """
        Return the customer's conversations, latest first.
        """
        rows = await self._database.read(
            lambda db: list(
                db.table("conversations").rows_where(
                    "channel = ? AND customer = ?",
                    [channel, customer],
                    order_by="created_at DESC, rowid DESC",
                    limit=limit,
                )
            )
        )
        return tuple(conversation_from(row) for row in rows)

    async def led_by(self, person: str) -> tuple[str, ...]:
        """
        Return ids of the conversations that a person leads.
        """
        rows = await self._database.read(
            lambda db: list(db.table("conversations").rows_where("operator = ?", [person], select="id"))
        )
        return tuple(row["id"] for row in rows)

    async def sent_before(self, customer: Customer, author: Author, client_key: str) -> Message | None:
        """
        Return the message that the author has sent under this key in any conversation of the customer.
        """
        return await self._database.read(
            lambda db: Ledger(db, self._clock()).sent_before(customer, author, client_key)
        )

    async def for_staff(
        self, conversation_id: str, *, after: int = 0, before: int | None = None, limit: int = PAGE
    ) -> tuple[Message, ...]:
        """
        Return messages with everything in them, in order.

        Args:
            conversation_id: The conversation.
            after: Only numbers above it; the first `limit` of them.
            before: Only numbers below it; the last `limit` of them.
            limit: How many at most.

        """
        return await self._messages(conversation_id, "1", after, before, limit)

    async def for_customer(
        self, conversation_id: str, *, after: int = 0, before: int | None = None, limit: int = PAGE
    ) -> tuple[CustomerMessage, ...]:
        """
        Return messages as the customer sees them, in order; arguments as in `for_staff`.
        """
        return all_for_customer(await self._messages(conversation_id, _FOR_CUSTOMER, after, before, limit))

    async def customer_texts(self, conversation_id: str, limit: int) -> tuple[str, ...]:
        """
        Return the customer's last texts, oldest first.
        """
        rows = await self._database.read(
            lambda db: list(
                db.table("messages").rows_where(
                    "conversation = ? AND role = 'customer' AND text <> ''",
                    [conversation_id],
                    select="text",
                    order_by="seq DESC",
                    limit=limit,
                )
            )
        )
        return tuple(row["text"] for row in reversed(rows))

    async def edits(self, conversation_id: str, seq: int) -> tuple[Edit, ...]:
        """
        Return earlier texts of a message, for staff, oldest first.
        """
        rows = await self._database.read(
            lambda db: list(
                db.query(
                    "SELECT message_edits.* FROM message_edits JOIN messages ON messages.id = message"
                    " WHERE conversation = ? AND seq = ? ORDER BY message_edits.rowid",
                    [conversation_id, seq],
                )
            )
        )
        return tuple(Edit(row["earlier"], moment_from_text(row["edited_at"])) for row in rows)

    async def assignments(self, conversation_id: str) -> tuple[Assignment, ...]:
        """
        Return who had the conversation, oldest first.
        """
        rows = await self._database.read(
            lambda db: list(
                db.table("assignments").rows_where("conversation = ?", [conversation_id], order_by="id")
            )
        )
        return tuple(
            Assignment(
                at=moment_from_text(row["at"]),
                happening=Happening(row["happening"]),
                by=row["by_person"],
                operator=row["operator"],
                note=row["note"],
            )
            for row in rows
        )

    async def ratings(self, conversation_id: str) -> tuple[Rating, ...]:
        """
        Return the customer's ratings, one an ending, oldest first.
        """
        rows = await self._database.read(
            lambda db: list(
                db.table("ratings").rows_where("conversation = ?", [conversation_id], order_by="closed_seq")
            )
        )
        return tuple(
            Rating(row["closed_seq"], row["score"], row["comment"], moment_from_text(row["at"]))
            for row in rows
        )

    async def pending(self, *, quiet_since: dt.datetime, waiting_since: dt.datetime) -> tuple[Pending, ...]:
        """
        Return what the bot has to answer now.

        Args:
            quiet_since: Customers silent since then have finished their burst.
            waiting_since: Customers whose burst began before it have waited long enough.

        """

        def read(db: SqliteUtils) -> tuple[Pending, ...]:
            rows = db.query(
                "SELECT * FROM conversations WHERE pending_since IS NOT NULL AND state = 'bot'"
                " AND (pending_last <= ? OR pending_since <= ?) ORDER BY pending_since LIMIT 100",
                [moment_to_text(quiet_since), moment_to_text(waiting_since)],
            )
            return tuple(_pending(db, conversation_from(row)) for row in list(rows))

        return await self._database.read(read)

    async def idle(self, before: dt.datetime) -> tuple[str, ...]:
        """
        Return ids of conversations in which nothing has happened since `before` and no answer is owed.
        """
        rows = await self._database.read(
            lambda db: list(
                db.table("conversations").rows_where(
                    "state IN ('bot', 'operator') AND owed_since IS NULL AND pending_since IS NULL"
                    " AND active_at < ?",
                    [moment_to_text(before)],
                    select="id",
                    limit=PAGE,
                )
            )
        )
        return tuple(row["id"] for row in rows)

    async def _messages(
        self, conversation_id: str, condition: str, after: int, before: int | None, limit: int
    ) -> tuple[Message, ...]:
        order = "seq" if before is None else "seq DESC"
        where = f"conversation = ? AND seq > ? AND seq < ? AND {condition}"
        values = [conversation_id, after, 2**62 if before is None else before]

        def read(db: SqliteUtils) -> tuple[Message, ...]:
            return messages_from(
                db, db.table("messages").rows_where(where, values, order_by=order, limit=min(limit, PAGE))
            )

        found = await self._database.read(read)
        return found if before is None else found[::-1]


def _pending(db: SqliteUtils, conversation: Conversation) -> Pending:
    rows = list(
        db.table("messages").rows_where(
            "conversation = ? AND seq > ? AND role = 'customer'",
            [conversation.id, conversation.answered_up_to],
            order_by="seq",
            limit=PAGE,
        )
    )
    chosen = [choice for row in rows for choice in choices_from(row["choice"])]
    return Pending(conversation, messages_from(db, rows), chosen[-1] if chosen else None)
