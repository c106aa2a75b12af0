"""
What one change to conversations may do, inside one write transaction: all of it is kept, or nothing.

A message, the new state and the outbox row of the delivery are written together; the events that tell of
them are gathered here and published by the caller once the transaction is on disk.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bot.conversation_errors import (
    AttachmentUnknown,
    ClientKeyReused,
    ConversationUnknown,
    MessageUnknown,
    RatingTooEarly,
)
from bot.domain.conversation import State
from bot.domain.delivery import DeliveryState
from bot.domain.events import MessageEdited, MessageStored, QueueChanged, StateChanged
from bot.domain.message import Kind, Role
from bot.storage.columns import moment_to_text
from bot.storage.conversation_rows import (
    conversation_from,
    conversation_row,
    message_row,
    messages_from,
)
from bot.storage.message_search import search_words

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from sqlite_utils import Database as SqliteUtils

    from bot.domain.assignment import Assignment, GateFinding, Rating
    from bot.domain.conversation import Conversation, Customer
    from bot.domain.events import StaffEvent
    from bot.domain.message import Author, Message, NewMessage
    from bot.storage.message_search import SearchWords


class Ledger:
    """
    The open transaction; lives no longer than the function that is given it.

    Args:
        db: The writer's connection, inside a transaction.
        now: The moment of everything that is written.

    """

    def __init__(self, db: SqliteUtils, now: dt.datetime) -> None:
        self._db = db
        self.now = now
        self._events: list[StaffEvent] = []
        self._before: dict[str, Conversation] = {}
        self._after: dict[str, Conversation] = {}

    def get(self, conversation_id: str) -> Conversation:
        """
        Return a conversation as it stands.

        Raises:
            ConversationUnknown: if there is none.
        """
        rows = list(self._db.table("conversations").rows_where("id = ?", [conversation_id]))
        if not rows:
            raise ConversationUnknown(conversation_id)
        return self._remember(conversation_from(rows[0]))

    def latest_of(self, channel: str, customer: str) -> Conversation | None:
        """
        Return the customer's latest conversation.
        """
        rows = self._db.table("conversations").rows_where(
            "channel = ? AND customer = ?",
            [channel, customer],
            order_by="created_at DESC, rowid DESC",
            limit=1,
        )
        row = next(iter(rows), None)
        return None if row is None else self._remember(conversation_from(row))

    def create(self, conversation: Conversation) -> Conversation:
        """
        Store a new conversation.
        """
        self._db.table("conversations").insert(conversation_row(conversation))
        self._after[conversation.id] = conversation
        return conversation

    def save(self, conversation: Conversation) -> Conversation:
        """
        Store what has become of a conversation that `get` or `latest_of` gave.
        """
        row = conversation_row(conversation)
        del row["id"]
        self._update(conversation.id, row)
        self._after[conversation.id] = conversation
        return conversation

    def append(
        self, conversation: Conversation, new: NewMessage, words: SearchWords | None = None
    ) -> tuple[Conversation, Message]:
        """
        Store a message under the next number, and its delivery if the customer is to get it.

        Args:
            conversation: Where it belongs; its other changes are not stored here, see `save`.
            new: The message.
            words: What it is found by; found out here if not given, which long texts should not wait for.

        Returns:
            The conversation with its new last number, and the message.

        Raises:
            MessageUnknown: it answers a message that is not there.
            AttachmentUnknown: a file is not there, sent already, or somebody else's.
        """
        seq = conversation.last_seq + 1
        if new.reply_to is not None:
            self.message(conversation.id, new.reply_to)
        row = message_row(conversation.id, seq, new, self.now)
        message_id = self._db.conn.execute(
            f"INSERT INTO messages ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})",  # noqa: S608 -- our own column names
            list(row.values()),
        ).lastrowid
        for position, attachment in enumerate(new.attachments):
            self._attach(conversation.id, new.author, attachment, message_id, position)
        self._index(message_id, words or search_words(new.text))
        if not row["internal"] and new.author.role is not Role.CUSTOMER:
            self._post(conversation, seq)
        self._update(conversation.id, {"last_seq": seq})
        message = self.message(conversation.id, seq)
        self._events.append(MessageStored(message, conversation.customer))
        changed = replace(conversation, last_seq=seq)
        if conversation.id in self._after:
            self._after[conversation.id] = replace(self._after[conversation.id], last_seq=seq)
        return changed, message

    def message(self, conversation_id: str, seq: int) -> Message:
        """
        Return message `seq`.

        Raises:
            MessageUnknown: if there is none.
        """
        row = self._message_row(conversation_id, seq)
        return messages_from(self._db, [row])[0]

    def sent_before(self, customer: Customer, author: Author, client_key: str) -> Message | None:
        """
        Return the message that the author has sent under this key in any conversation of the customer.

        All of them count: a retry may come after a new one has begun.
        """
        rows = self._db.query(
            "SELECT messages.* FROM messages JOIN conversations ON conversations.id = conversation"
            " WHERE channel = ? AND customer = ? AND author_key = ? AND client_key = ?",
            [customer.channel, customer.id, author.key, client_key],
        )
        return next(iter(messages_from(self._db, rows)), None)

    def edit(self, conversation: Conversation, message: Message, text: str, words: SearchWords) -> Message:
        """
        Give a message another text and keep the earlier one; the same text changes nothing.
        """
        row = self._message_row(message.conversation, message.seq)
        if row["text"] == text:
            return message
        moment = moment_to_text(self.now)
        self._db.table("message_edits").insert(
            {"message": row["id"], "edited_at": moment, "earlier": row["text"]}
        )
        self._db.table("messages").update(row["id"], {"text": text, "edited_at": moment})
        self._db.execute("DELETE FROM message_words WHERE rowid = ?", [row["id"]])
        self._index(row["id"], words)
        edited = self.message(message.conversation, message.seq)
        self._events.append(MessageEdited(edited, conversation.customer))
        return edited

    def pending_after(self, conversation_id: str, seq: int) -> dt.datetime | None:
        """
        Return when the customer's first message after number `seq` was stored.
        """
        rows = self._db.table("messages").rows_where(
            "conversation = ? AND seq > ? AND role = 'customer'",
            [conversation_id, seq],
            order_by="seq",
            limit=1,
        )
        found = messages_from(self._db, rows)
        return found[0].at if found else None

    def note_assignment(self, conversation_id: str, assignment: Assignment) -> None:
        """
        Keep who changed whose hands the conversation is in.
        """
        self._db.table("assignments").insert(
            {
                "conversation": conversation_id,
                "at": moment_to_text(assignment.at),
                "happening": assignment.happening.value,
                "by_person": assignment.by,
                "operator": assignment.operator,
                "note": assignment.note,
            }
        )

    def note_findings(self, conversation_id: str, person: str, findings: Iterable[GateFinding]) -> None:
        """
        Keep what the gate found in an operator's reply.
        """
        rows = [
            {
                "conversation": conversation_id,
                "operator": person,
                "at": moment_to_text(self.now),
                "seq": finding.seq,
                "rule": finding.rule,
                "category": finding.category,
                "severity": finding.severity,
                "reason": finding.reason,
            }
            for finding in findings
        ]
        self._db.table("gate_findings").insert_all(rows)

    def rate(self, conversation: Conversation, rating: Rating) -> None:
        """
        Keep the customer's rating of an ending; a second one replaces the first.

        Raises:
            RatingTooEarly: the conversation has no such ending.
        """
        row = self._db.table("messages").rows_where(
            "conversation = ? AND seq = ? AND happening = 'closed'", [conversation.id, rating.closed_seq]
        )
        if next(iter(row), None) is None:
            raise RatingTooEarly
        self._db.execute(
            "INSERT OR REPLACE INTO ratings (conversation, closed_seq, score, comment, at)"
            " VALUES (?, ?, ?, ?, ?)",
            [conversation.id, rating.closed_seq, rating.score, rating.comment, moment_to_text(rating.at)],
        )

    def events(self) -> tuple[StaffEvent, ...]:
        """
        What subscribers are to be told once this is on disk.
        """
        changed = [
            (self._before.get(key), after)
            for key, after in self._after.items()
            if _seen_differently(self._before.get(key), after)
        ]
        told: list[StaffEvent] = [*self._events, *(StateChanged(after) for _, after in changed)]
        sides = [side for pair in changed for side in pair if side is not None]
        if any(side.state is State.WAITING for side in sides):
            told.append(QueueChanged(self._db.table("conversations").count_where("state = 'waiting'")))
        return tuple(told)

    def _update(self, conversation_id: str, columns: dict[str, Any]) -> None:
        # By hand: the library's own `update` asks for the schema each time, which is half of its cost here.
        assignments = ", ".join(f"{name} = ?" for name in columns)
        self._db.conn.execute(
            f"UPDATE conversations SET {assignments} WHERE id = ?",  # noqa: S608 -- our own column names
            [*columns.values(), conversation_id],
        )

    def _remember(self, conversation: Conversation) -> Conversation:
        self._before.setdefault(conversation.id, conversation)
        return conversation

    def _message_row(self, conversation_id: str, seq: int) -> dict[str, Any]:
        rows = list(
            self._db.table("messages").rows_where("conversation = ? AND seq = ?", [conversation_id, seq])
        )
        if not rows:
            raise MessageUnknown(seq)
        return rows[0]

    def _attach(
        self, conversation_id: str, author: Author, attachment: str, message_id: int | None, position: int
    ) -> None:
        taken = self._db.execute(
            "UPDATE attachments SET message = ?, position = ?"
            " WHERE id = ? AND conversation = ? AND author_key = ? AND message IS NULL",
            [message_id, position, attachment, conversation_id, author.key],
        )
        if taken.rowcount != 1:
            raise AttachmentUnknown(attachment)

    def _index(self, message_id: int | None, words: SearchWords) -> None:
        self._db.execute(
            "INSERT INTO message_words (rowid, words, lemmas) VALUES (?, ?, ?)", [message_id, *words]
        )

    def _post(self, conversation: Conversation, seq: int) -> None:
        self._db.table("deliveries").insert(
            {
                "conversation": conversation.id,
                "seq": seq,
                "channel": conversation.customer.channel,
                "address": conversation.customer.id,
                "state": DeliveryState.PENDING.value,
                "attempts": 0,
                "next_at": moment_to_text(self.now),
                "error": None,
                "reference": None,
            }
        )


def require_same(message: Message, text: str, kind: Kind) -> Message:
    """
    Return a message that was sent before under the same key, if it is the same.

    Raises:
        ClientKeyReused: it says something else.
    """
    # An edit in between is no contradiction: the key stands for the message, whatever it says today.
    if message.kind is not kind or (message.text != text and message.edited_at is None):
        raise ClientKeyReused
    return message


def _seen_differently(before: Conversation | None, after: Conversation) -> bool:
    if before is None:
        # With the bot it is no news to anybody; whoever calls a person with his first word is.
        return after.state is not State.BOT
    return (before.state, before.operator, before.owed_since) != (
        after.state,
        after.operator,
        after.owed_since,
    )
