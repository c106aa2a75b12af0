"""
Conversations and messages as rows, and back.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from bot.domain.conversation import Conversation, Customer, State
from bot.domain.delivery import Delivery, DeliveryState
from bot.domain.message import (
    Attachment,
    Author,
    Choice,
    ChoiceKind,
    Happening,
    Kind,
    Message,
    NewMessage,
    Role,
)
from bot.storage.columns import moment_from_text, moment_to_text

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    from sqlite_utils import Database as SqliteUtils

Row = dict[str, Any]


def optional_moment(text: str | None) -> dt.datetime | None:
    """
    Read a moment that may be missing.
    """
    return None if text is None else moment_from_text(text)


def _optional_text(moment: dt.datetime | None) -> str | None:
    return None if moment is None else moment_to_text(moment)


def conversation_row(conversation: Conversation) -> Row:
    """
    Write a conversation as the columns of its table.
    """
    customer = conversation.customer
    return {
        "id": conversation.id,
        "channel": customer.channel,
        "customer": customer.id,
        "customer_name": customer.name,
        "language": customer.language,
        "time_zone": customer.time_zone,
        "state": conversation.state.value,
        "operator": conversation.operator,
        "created_at": moment_to_text(conversation.created_at),
        "active_at": moment_to_text(conversation.active_at),
        "last_seq": conversation.last_seq,
        "answered_up_to": conversation.answered_up_to,
        "pending_since": _optional_text(conversation.pending_since),
        "pending_last": _optional_text(conversation.pending_last),
        "owed_since": _optional_text(conversation.owed_since),
        "handed_over_at": _optional_text(conversation.handed_over_at),
        "first_response_at": _optional_text(conversation.first_response_at),
        "closed_at": _optional_text(conversation.closed_at),
        "closed_seq": conversation.closed_seq,
    }


def conversation_from(row: Row) -> Conversation:
    """
    Read what `conversation_row` has written.
    """
    return Conversation(
        id=row["id"],
        customer=Customer(
            channel=row["channel"],
            id=row["customer"],
            name=row["customer_name"],
            language=row["language"],
            time_zone=row["time_zone"],
        ),
        state=State(row["state"]),
        operator=row["operator"],
        created_at=moment_from_text(row["created_at"]),
        active_at=moment_from_text(row["active_at"]),
        last_seq=row["last_seq"],
        answered_up_to=row["answered_up_to"],
        pending_since=optional_moment(row["pending_since"]),
        pending_last=optional_moment(row["pending_last"]),
        owed_since=optional_moment(row["owed_since"]),
        handed_over_at=optional_moment(row["handed_over_at"]),
        first_response_at=optional_moment(row["first_response_at"]),
        closed_at=optional_moment(row["closed_at"]),
        closed_seq=row["closed_seq"],
    )


def message_row(conversation: str, seq: int, new: NewMessage, now: dt.datetime) -> Row:
    """
    Write a new message as the columns of its table.
    """
    return {
        "conversation": conversation,
        "seq": seq,
        "role": new.author.role.value,
        "person": new.author.person,
        "kind": new.kind.value,
        "internal": int(new.internal or new.kind is Kind.NOTE),
        "text": new.text,
        "at": moment_to_text(now),
        "signed": new.signed,
        "author_key": new.author.key,
        "client_key": new.client_key,
        "reply_to": new.reply_to,
        "choices": _choices_json(new.choices) if new.choices else None,
        "choice": _choices_json([new.choice]) if new.choice else None,
        "happening": new.happening.value if new.happening else None,
        "entry": new.entry,
        "kb_version": new.kb_version,
    }


def message_from(row: Row, attachments: tuple[Attachment, ...]) -> Message:
    """
    Read a message; its files come from a table of their own.
    """
    return Message(
        conversation=row["conversation"],
        seq=row["seq"],
        author=Author(Role(row["role"]), row["person"]),
        kind=Kind(row["kind"]),
        text=row["text"],
        at=moment_from_text(row["at"]),
        internal=bool(row["internal"]),
        signed=row["signed"],
        client_key=row["client_key"],
        reply_to=row["reply_to"],
        edited_at=optional_moment(row["edited_at"]),
        attachments=attachments,
        choices=choices_from(row["choices"]),
        happening=Happening(row["happening"]) if row["happening"] else None,
        entry=row["entry"],
        kb_version=row["kb_version"],
    )


def messages_from(db: SqliteUtils, rows: Iterable[Row]) -> tuple[Message, ...]:
    """
    Read messages together with their files.
    """
    found = list(rows)
    files = _attachments(db, [row["id"] for row in found])
    return tuple(message_from(row, files.get(row["id"], ())) for row in found)


def choices_from(text: str | None) -> tuple[Choice, ...]:
    """
    Read the buttons of a message.
    """
    if text is None:
        return ()
    return tuple(
        Choice(ChoiceKind(item["kind"]), item["label"], item.get("entry")) for item in json.loads(text)
    )


def attachment_from(row: Row) -> Attachment:
    """
    Read a file's description.
    """
    return Attachment(row["id"], row["name"], row["media_type"], row["size"])


def delivery_from(row: Row) -> Delivery:
    """
    Read the way of a message.
    """
    return Delivery(
        conversation=row["conversation"],
        seq=row["seq"],
        channel=row["channel"],
        address=row["address"],
        state=DeliveryState(row["state"]),
        attempts=row["attempts"],
        next_at=moment_from_text(row["next_at"]),
        error=row["error"],
        reference=row["reference"],
    )


def _attachments(db: SqliteUtils, ids: list[int]) -> Mapping[int, tuple[Attachment, ...]]:
    if not ids:
        return {}
    places = ",".join("?" * len(ids))
    rows = db.query(
        f"SELECT * FROM attachments WHERE message IN ({places}) ORDER BY message, position",  # noqa: S608 -- question marks only
        ids,
    )
    found: dict[int, tuple[Attachment, ...]] = {}
    for row in rows:
        found[row["message"]] = (*found.get(row["message"], ()), attachment_from(row))
    return found


def _choices_json(choices: Iterable[Choice]) -> str:
    return json.dumps(
        [{"kind": item.kind.value, "label": item.label, "entry": item.entry} for item in choices],
        ensure_ascii=False,
    )
