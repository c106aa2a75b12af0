"""
What goes over the wire between the chat page and the server, by socket and by request alike.
"""

from __future__ import annotations

import datetime as dt  # noqa: TC003 -- pydantic looks the fields' types up
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from bot.domain.conversation import State  # noqa: TC001 -- likewise
from bot.domain.message import MAX_ATTACHMENTS, MAX_KEY, MAX_TEXT, ChoiceKind, Happening, Kind, Role
from bot.web.schemas import Incoming, Outgoing
from bot.web.sockets import Frame

Key = Annotated[str, Field(min_length=1, max_length=MAX_KEY)]
Seq = Annotated[int, Field(ge=0, lt=2**53)]
Identifier = Annotated[str, Field(min_length=1, max_length=100)]


class SessionRequest(Incoming):
    """
    The page introduces itself; inside another site's page it keeps its secret itself, as cookies fail there.
    """

    embedded: bool
    language: Literal["ru", "en"] = "ru"
    time_zone: Annotated[str, Field(max_length=64)] | None = None


class SessionReply(Outgoing):
    """
    The session goes on if `new` is false. `token` is set for an embedded page that has got a new one.
    """

    new: bool
    token: str | None


class Pressed(Incoming):
    """
    A button: its message, and its place among the buttons there, from 0.
    """

    seq: Seq
    index: Annotated[int, Field(ge=0, lt=100)]


class MessageRequest(Incoming):
    """
    A message; `key` is made by the page, one a message, the same at every attempt.
    """

    key: Key
    text: Annotated[str, Field(max_length=MAX_TEXT)] = ""
    files: Annotated[tuple[Identifier, ...], Field(max_length=MAX_ATTACHMENTS)] = ()
    pressed: Pressed | None = None


class EditRequest(Incoming):
    """
    Another text for the message with this key.
    """

    key: Key
    text: Annotated[str, Field(min_length=1, max_length=MAX_TEXT)]


class RatingRequest(Incoming):
    """
    How the conversation was that ended with event `closed_seq`.
    """

    closed_seq: Seq
    score: Annotated[int, Field(ge=1, le=5)]
    comment: Annotated[str, Field(max_length=1000)] = ""


class SeenRequest(Incoming):
    """
    The page has everything up to message `seq`.
    """

    conversation: Identifier
    seq: Seq


class EarlierRequest(Incoming):
    """
    Messages before number `before`.
    """

    before: Seq


class PollRequest(Incoming):
    """
    What is new since message `after` of `conversation`; without them, the last messages.
    """

    conversation: Identifier | None = None
    after: Seq | None = None


class FileView(Outgoing):
    """
    A file.
    """

    id: str
    name: str
    media_type: str
    size: int


class ButtonView(Outgoing):
    """
    A button under a message.
    """

    kind: ChoiceKind
    label: str


class MessageView(Outgoing):
    """
    A message as its customer sees it.

    `text` is plain. An approved answer has `html` as well: safe markup made from the entry's Markdown.
    """

    seq: int
    author: Role
    kind: Kind
    text: str
    html: str | None
    at: dt.datetime
    signed: str | None
    key: str | None
    edited_at: dt.datetime | None
    files: tuple[FileView, ...]
    buttons: tuple[ButtonView, ...]
    happening: Happening | None


class HoursView(Outgoing):
    """
    Whether people answer now, and else from when on, where that is known.
    """

    open: bool
    opens_at: dt.datetime | None


class ChatView(Outgoing):
    """
    The customer's latest conversation; `conversation` is None as long as he has none.

    `more` tells that there are messages before the first one given. A rating is given to `closed_seq`.
    """

    conversation: str | None
    state: State | None
    closed_seq: int | None
    last_seq: int
    messages: tuple[MessageView, ...]
    more: bool
    hours: HoursView


class StoredReply(Outgoing):
    """
    A message that is on disk.
    """

    conversation: str
    message: MessageView


class StateReply(Outgoing):
    """
    Who has the word now.
    """

    state: State


class EarlierReply(Outgoing):
    """
    Earlier messages in order.
    """

    messages: tuple[MessageView, ...]
    more: bool


class Hello(Frame, PollRequest):
    """
    The first frame of a connection; `token` is left out where a cookie proves the session.
    """

    type: Literal["hello"]
    token: Annotated[str, Field(max_length=200)] | None = None


class MessageFrame(Frame, MessageRequest):
    """
    A message.
    """

    type: Literal["message"]


class EditFrame(Frame, EditRequest):
    """
    Another text.
    """

    type: Literal["edit"]


class RatingFrame(Frame, RatingRequest):
    """
    A rating.
    """

    type: Literal["rate"]


class SeenFrame(Frame, SeenRequest):
    """
    What has arrived.
    """

    type: Literal["seen"]


class EarlierFrame(Frame, EarlierRequest):
    """
    Earlier messages are wanted.
    """

    type: Literal["earlier"]


class PersonFrame(Frame):
    """
    A person is wanted.
    """

    type: Literal["person"]


class TypingFrame(Frame):
    """
    The customer is typing.
    """

    type: Literal["typing"]


ChatFrame = (
    Hello | MessageFrame | EditFrame | RatingFrame | SeenFrame | EarlierFrame | PersonFrame | TypingFrame
)
CHAT_FRAMES: TypeAdapter[ChatFrame] = TypeAdapter(Annotated[ChatFrame, Field(discriminator="type")])
