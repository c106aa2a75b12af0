"""
One message of a conversation, and what each audience gets to see of it.

A `Message` is for staff. Customers get `CustomerMessage`, a type of its own that only `for_customer` makes:
whoever forgets to filter does not get past the type checker.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.conversation_errors import ClientKeyInvalid, MessageEmpty, MessageTooLong
from index.text import fold

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

MAX_TEXT = 4_000
"""Code points of a message that a person writes; an approved answer may be longer."""

MAX_KEY = 100
MAX_ATTACHMENTS = 10


class Kind(StrEnum):
    """
    What a message is; a note is for staff alone.
    """

    TEXT = "text"
    NOTE = "note"
    EVENT = "event"
    FILE = "file"


class Role(StrEnum):
    """
    Who a message comes from.
    """

    CUSTOMER = "customer"
    BOT = "bot"
    OPERATOR = "operator"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Author:
    """
    Who wrote; `person` is the id of a member of staff, and only an operator has one.
    """

    role: Role
    person: str | None = None

    def __post_init__(self) -> None:
        if (self.role is Role.OPERATOR) != (self.person is not None):
            raise ValueError("an operator, and nobody else, is a person")

    @property
    def key(self) -> str:
        """
        The author as one word; idempotency keys are unique per conversation and this.
        """
        return self.role.value if self.person is None else f"{self.role}:{self.person}"


CUSTOMER = Author(Role.CUSTOMER)
BOT = Author(Role.BOT)
SYSTEM = Author(Role.SYSTEM)


def operator(person: str) -> Author:
    """
    The member of staff `person` as an author.
    """
    return Author(Role.OPERATOR, person)


class Happening(StrEnum):
    """
    What an event message tells of.
    """

    HANDED_OVER = "handed_over"
    TAKEN = "taken"
    RELEASED = "released"
    PASSED = "passed"
    RETURNED = "returned"
    CLOSED = "closed"
    REOPENED = "reopened"
    HELPED = "helped"


class ChoiceKind(StrEnum):
    """
    What a button does: give an entry's answer, call a person, or say how the answer was.
    """

    ENTRY = "entry"
    PERSON = "person"
    HELPED = "helped"
    NOT_HELPED = "not_helped"


@dataclass(frozen=True, slots=True)
class Choice:
    """
    A button under a message; `entry` is set for `ENTRY`, and only there.
    """

    kind: ChoiceKind
    label: str
    entry: str | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """
    A file: its id, name as shown, media type and size in bytes. Where it lies is the storage's business.
    """

    id: str
    name: str
    media_type: str
    size: int


@dataclass(frozen=True, slots=True)
class Message:
    """
    A stored message. `seq` counts from 1 without gaps: it is the order that everybody sees.

    Args:
        conversation: Id of the conversation.
        seq: Its number there.
        author: Who wrote it.
        kind: What it is.
        text: As written; Markdown if `entry` is set, plain otherwise.
        at: When it was stored.
        internal: Whether only staff may see it.
        signed: Name of the author as customers see it.
        client_key: The idempotency key it came with.
        reply_to: `seq` of the message it answers.
        edited_at: When its text was last changed.
        attachments: Its files.
        choices: Buttons under it.
        happening: What an event tells of.
        entry: The knowledge entry the text was taken from.
        kb_version: The version of the knowledge base that held the entry.

    """

    conversation: str
    seq: int
    author: Author
    kind: Kind
    text: str
    at: dt.datetime
    internal: bool = False
    signed: str | None = None
    client_key: str | None = None
    reply_to: int | None = None
    edited_at: dt.datetime | None = None
    attachments: tuple[Attachment, ...] = ()
    choices: tuple[Choice, ...] = ()
    happening: Happening | None = None
    entry: str | None = None
    kb_version: int | None = None


@dataclass(frozen=True, slots=True)
class NewMessage:
    """
    A message on its way into a conversation, which gives it its number; fields as in `Message`.

    `attachments` are ids of uploaded files. `choice` is the button that the customer pressed.
    """

    author: Author
    kind: Kind
    text: str
    internal: bool = False
    signed: str | None = None
    client_key: str | None = None
    reply_to: int | None = None
    attachments: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    choice: Choice | None = None
    happening: Happening | None = None
    entry: str | None = None
    kb_version: int | None = None


@dataclass(frozen=True, slots=True)
class CustomerMessage:
    """
    What a customer sees of a message: no person's id, no note, no internal event.

    Numbers of messages that he does not see are missing in his order.
    """

    seq: int
    author: Role
    kind: Kind
    text: str
    at: dt.datetime
    signed: str | None
    client_key: str | None
    reply_to: int | None
    edited_at: dt.datetime | None
    attachments: tuple[Attachment, ...]
    choices: tuple[Choice, ...]
    happening: Happening | None
    markdown: bool


def for_customer(message: Message) -> CustomerMessage | None:
    """
    What the customer sees of `message`; None if that is nothing.
    """
    if message.internal or message.kind is Kind.NOTE:
        return None
    own = message.author.role is Role.CUSTOMER
    return CustomerMessage(
        seq=message.seq,
        author=message.author.role,
        kind=message.kind,
        text=message.text,
        at=message.at,
        signed=message.signed,
        client_key=message.client_key if own else None,
        reply_to=message.reply_to,
        edited_at=message.edited_at,
        attachments=message.attachments,
        choices=message.choices,
        happening=message.happening,
        markdown=message.entry is not None,
    )


def all_for_customer(messages: Iterable[Message]) -> tuple[CustomerMessage, ...]:
    """
    What the customer sees of `messages`, in their order.
    """
    seen = (for_customer(message) for message in messages)
    return tuple(message for message in seen if message is not None)


def checked_text(text: str, *, attachments: int = 0) -> str:
    """
    Return `text` fit for storing: no NUL, no lone surrogates, no blanks around it.

    Args:
        text: As it came.
        attachments: How many files come with it; with a file, the text may be empty.

    Raises:
        MessageEmpty: nothing visible is left, and there is no file.
        MessageTooLong: it has more than `MAX_TEXT` code points.
    """
    if len(text) > MAX_TEXT:
        raise MessageTooLong(MAX_TEXT)
    clean = text.replace("\0", "").replace("\r\n", "\n").encode("utf-8", "replace").decode().strip()
    visible = bool(fold(clean).strip())
    if not visible and not attachments:
        raise MessageEmpty
    return clean if visible else ""


def checked_key(key: str) -> str:
    """
    Return an idempotency key that can be kept.

    Raises:
        ClientKeyInvalid: it is empty, too long, or not printable ASCII.
    """
    if not 0 < len(key) <= MAX_KEY or not key.isascii() or not key.isprintable():
        raise ClientKeyInvalid
    return key
