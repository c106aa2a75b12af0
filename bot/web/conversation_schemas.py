"""
Conversations over the wire to and from staff. Nothing here is fit for a customer.
"""

from __future__ import annotations

import datetime as dt  # noqa: TC003 -- pydantic reads the annotations at run time
from typing import Annotated

from pydantic import ConfigDict, Field, StringConstraints

from bot.domain.conversation import State  # noqa: TC001 -- pydantic reads it at run time
from bot.domain.delivery import DeliveryState  # noqa: TC001 -- pydantic reads it at run time
from bot.domain.message import MAX_ATTACHMENTS, MAX_KEY, MAX_TEXT, Happening, Kind
from bot.domain.message import Role as AuthorRole
from bot.domain.person import Role  # noqa: TC001 -- pydantic reads it at run time
from bot.domain.sla import Mark  # noqa: TC001 -- pydantic reads it at run time
from bot.storage.inbox import LONGEST_PAGE, Box
from bot.usecases.conversations.gate import LONGEST_REASON
from bot.web.schemas import Incoming, Outgoing

Key = Annotated[str, StringConstraints(min_length=1, max_length=MAX_KEY)]
Text = Annotated[str, StringConstraints(max_length=MAX_TEXT)]
PersonId = Annotated[str, StringConstraints(min_length=1, max_length=64)]


class Query(Incoming):
    """
    What stands behind the question mark: always text, so numbers are read from it.
    """

    model_config = ConfigDict(strict=False)


class ListQuery(Query):
    """
    Which list, and where to go on in it.
    """

    box: Box = Box.QUEUE
    cursor: Annotated[str, StringConstraints(min_length=1, max_length=500)] | None = None
    limit: Annotated[int, Field(ge=1, le=LONGEST_PAGE)] = 50


class SearchQuery(Query):
    """
    Words of messages.
    """

    q: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
    limit: Annotated[int, Field(ge=1, le=LONGEST_PAGE)] = 50


class MessagesQuery(Query):
    """
    Messages above number `after`, or the last ones below `before`.
    """

    after: Annotated[int, Field(ge=0, le=2**53)] = 0
    before: Annotated[int, Field(ge=1, le=2**53)] | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 200


class FileQuery(Query):
    """
    Name of the file whose bytes are the body.
    """

    name: Annotated[str, StringConstraints(min_length=1, max_length=255)]


class NoteOnHands(Incoming):
    """
    A word for whoever has the conversation next.
    """

    note: Text = ""


class PassRequest(NoteOnHands):
    """
    To whom a conversation goes.
    """

    colleague: PersonId


class NoteRequest(Incoming):
    """
    An internal note; `client_key` is made by the page, one a note.
    """

    text: Text
    client_key: Key


class ReplyRequest(Incoming):
    """
    A reply to the customer; `decisions` give a reason for each doubtful rule that stays in it.
    """

    text: Text
    client_key: Key
    reply_to: Annotated[int, Field(ge=1, le=2**53)] | None = None
    attachments: Annotated[
        tuple[Annotated[str, StringConstraints(max_length=64)], ...], Field(max_length=MAX_ATTACHMENTS)
    ] = ()
    decisions: Annotated[
        dict[
            Annotated[str, StringConstraints(min_length=1, max_length=100)],
            Annotated[str, StringConstraints(max_length=LONGEST_REASON)],
        ],
        Field(max_length=100),
    ] = Field(default_factory=dict)


class CustomerOut(Outgoing):
    """
    The customer as staff see him: never the channel's own id of him, which would prove to be him.
    """

    channel: str
    name: str | None
    language: str
    time_zone: str | None
    local_time: str | None = Field(None, description="His clock, HH:MM, where his zone is known")


class WaitOut(Outgoing):
    """
    Until when the customer must have a person's word, from when it is marked, and how it stands.
    """

    deadline: dt.datetime
    soon_at: dt.datetime
    mark: Mark


class AttachmentOut(Outgoing):
    """
    A file.
    """

    id: str
    name: str
    media_type: str
    size: int


class ChoiceOut(Outgoing):
    """
    A button that the customer was shown.
    """

    label: str
    entry: str | None


class MessageOut(Outgoing):
    """
    A message in full; with `internal` the customer does not see it, with `entry` its text is Markdown.
    """

    seq: int
    author: AuthorRole
    person: str | None
    kind: Kind
    text: str
    at: dt.datetime
    internal: bool
    signed: str | None
    client_key: str | None
    reply_to: int | None
    edited_at: dt.datetime | None
    attachments: tuple[AttachmentOut, ...]
    choices: tuple[ChoiceOut, ...]
    happening: Happening | None
    entry: str | None


class ConversationOut(Outgoing):
    """
    A conversation as it stands; `operator` is the id of who leads it.
    """

    id: str
    customer: CustomerOut
    state: State
    operator: str | None
    created_at: dt.datetime
    active_at: dt.datetime
    last_seq: int
    owed_since: dt.datetime | None
    handed_over_at: dt.datetime | None
    first_response_at: dt.datetime | None
    closed_at: dt.datetime | None
    wait: WaitOut | None


class SummaryOut(Outgoing):
    """
    A conversation in a list.
    """

    conversation: ConversationOut
    last: MessageOut | None
    viewers: tuple[str, ...]


class Counts(Outgoing):
    """
    How many conversations are in each list.
    """

    queue: int
    mine: int
    others: int
    bot: int
    closed: int


class ListReply(Outgoing):
    """
    A piece of a list; `cursor` continues it. `now` is the server's clock, for the timers.
    """

    items: tuple[SummaryOut, ...]
    cursor: str | None
    counts: Counts
    now: dt.datetime


class FoundOut(Outgoing):
    """
    A message that a search has found.
    """

    conversation: ConversationOut
    message: MessageOut


class SearchReply(Outgoing):
    """
    What a search has found, latest first.
    """

    items: tuple[FoundOut, ...]


class MessagesReply(Outgoing):
    """
    Messages in order.
    """

    messages: tuple[MessageOut, ...]


class EditOut(Outgoing):
    """
    An earlier text of a message, and until when it stood.
    """

    earlier: str
    edited_at: dt.datetime


class EditsReply(Outgoing):
    """
    Earlier texts, oldest first.
    """

    edits: tuple[EditOut, ...]


class AssignmentOut(Outgoing):
    """
    A change of hands: ids of who did it and who has it since.
    """

    at: dt.datetime
    happening: Happening
    by: str | None
    operator: str | None
    note: str | None


class DeliveryOut(Outgoing):
    """
    How far message `seq` has come.
    """

    conversation: str
    seq: int
    state: DeliveryState
    attempts: int
    error: str | None


class RatingOut(Outgoing):
    """
    What the customer said after the end.
    """

    score: int
    comment: str
    at: dt.datetime


class DossierReply(Outgoing):
    """
    Everything about one conversation.
    """

    conversation: ConversationOut
    messages: tuple[MessageOut, ...]
    assignments: tuple[AssignmentOut, ...]
    deliveries: tuple[DeliveryOut, ...]
    ratings: tuple[RatingOut, ...]
    history: tuple[ConversationOut, ...]
    viewers: tuple[str, ...]
    now: dt.datetime


class Colleague(Outgoing):
    """
    A member of staff; `online` tells whether he has the page of conversations open.
    """

    id: str
    name: str
    role: Role
    active: bool
    online: bool


class ColleaguesReply(Outgoing):
    """
    Everybody who works here or did.
    """

    colleagues: tuple[Colleague, ...]
