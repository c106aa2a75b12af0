"""
Lists of conversations for staff: the queue, one's own, colleagues', the bot's, closed ones, and a search.
"""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from bot.conversation_errors import CursorInvalid
from bot.storage.conversation_rows import conversation_from, messages_from
from bot.storage.message_search import match_expression

if TYPE_CHECKING:
    from sqlite_utils import Database as SqliteUtils

    from bot.domain.conversation import Conversation
    from bot.domain.message import Message
    from bot.storage.database import Database

LONGEST_PAGE = 100

_NEVER = "9999"
"""Sorts after every moment."""


class Box(StrEnum):
    """
    Which conversations are listed; `OTHERS` are those that colleagues lead.
    """

    QUEUE = "queue"
    MINE = "mine"
    OTHERS = "others"
    BOT = "bot"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Listed:
    """
    A conversation in a list, with its last message that is no event; None if there is none.
    """

    conversation: Conversation
    last: Message | None


@dataclass(frozen=True, slots=True)
class Page:
    """
    A piece of a list; `cursor` continues it, and is None at the end.
    """

    items: tuple[Listed, ...]
    cursor: str | None


@dataclass(frozen=True, slots=True)
class Found:
    """
    A message that a search has found, in its conversation.
    """

    conversation: Conversation
    message: Message


# Condition, and the column that orders: who waits longest comes first, what was active last comes first.
_BOXES = {
    Box.QUEUE: ("state = 'waiting'", f"COALESCE(owed_since, '{_NEVER}')", "ASC"),
    Box.MINE: ("state = 'operator' AND operator = :me", f"COALESCE(owed_since, '{_NEVER}')", "ASC"),
    Box.OTHERS: ("state = 'operator' AND operator <> :me", f"COALESCE(owed_since, '{_NEVER}')", "ASC"),
    Box.BOT: ("state = 'bot'", "active_at", "DESC"),
    Box.CLOSED: ("state = 'closed'", "closed_at", "DESC"),
}


class Inbox:
    """
    Reads lists of conversations.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def page(self, box: Box, *, me: str, cursor: str | None = None, limit: int = 50) -> Page:
        """
        Return a piece of a list.

        Args:
            box: Which list.
            me: The member of staff who asks.
            cursor: Where the last piece ended; None for the beginning.
            limit: How many at most.

        Raises:
            CursorInvalid: if the cursor is not one of ours.
        """
        condition, key, direction = _BOXES[box]
        values: dict[str, Any] = {"me": me, "limit": min(max(limit, 1), LONGEST_PAGE)}
        if cursor is not None:
            sign = ">" if direction == "ASC" else "<"
            condition += f" AND ({key}, id) {sign} (:key, :id)"
            values["key"], values["id"] = _read_cursor(cursor)
        statement = (
            f"SELECT *, {key} AS sort_key FROM conversations WHERE {condition}"  # noqa: S608 -- from our own table above
            f" ORDER BY sort_key {direction}, id {direction} LIMIT :limit + 1"
        )

        def read(db: SqliteUtils) -> tuple[list[dict[str, Any]], tuple[Listed, ...]]:
            rows = list(db.query(statement, values))
            listed = rows[: values["limit"]]
            return rows, tuple(_listed(db, row) for row in listed)

        rows, items = await self._database.read(read)
        if len(rows) <= len(items):
            return Page(items, None)
        last = rows[len(items) - 1]
        return Page(items, _write_cursor(last["sort_key"], last["id"]))

    async def counts(self, me: str) -> dict[Box, int]:
        """
        Return how many conversations each list of `me` has.
        """

        def read(db: SqliteUtils) -> dict[Box, int]:
            table = db.table("conversations")
            return {
                box: table.count_where(condition, {"me": me} if ":me" in condition else None)
                for box, (condition, _, _) in _BOXES.items()
            }

        return await self._database.read(read)

    async def waiting(self) -> int:
        """
        Return how many conversations wait for a person.
        """
        return await self._database.read(
            lambda db: db.table("conversations").count_where("state = 'waiting'")
        )

    async def search(self, query: str, *, limit: int = 50) -> tuple[Found, ...]:
        """
        Return messages that hold every word of `query` in some form, notes included, latest first.
        """
        expression = match_expression(query)
        if expression is None:
            return ()

        def read(db: SqliteUtils) -> tuple[Found, ...]:
            rows = list(
                db.query(
                    "SELECT messages.* FROM message_words JOIN messages ON messages.id = message_words.rowid"
                    " WHERE message_words MATCH ? AND kind <> 'event'"
                    " ORDER BY messages.id DESC LIMIT ?",
                    [expression, min(max(limit, 1), LONGEST_PAGE)],
                )
            )
            table = db.table("conversations")
            return tuple(
                Found(conversation_from(dict(table.get(message.conversation))), message)
                for message in messages_from(db, rows)
            )

        return await self._database.read(read)


def _listed(db: SqliteUtils, row: dict[str, Any]) -> Listed:
    last = db.table("messages").rows_where(
        "conversation = ? AND kind <> 'event'", [row["id"]], order_by="seq DESC", limit=1
    )
    return Listed(conversation_from(row), next(iter(messages_from(db, last)), None))


def _write_cursor(key: str, conversation: str) -> str:
    return base64.urlsafe_b64encode(json.dumps([key, conversation]).encode()).decode()


def _read_cursor(cursor: str) -> tuple[str, str]:
    try:
        key, conversation = json.loads(base64.urlsafe_b64decode(cursor))
    except (ValueError, TypeError, binascii.Error) as error:
        raise CursorInvalid from error
    if not isinstance(key, str) or not isinstance(conversation, str):
        raise CursorInvalid
    return key, conversation
