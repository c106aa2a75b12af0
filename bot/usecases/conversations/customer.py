"""
The customer's side: he writes, corrects himself, sends files, asks for a person, and says how it was.

A customer is known by the identity that his channel gives him and never names a conversation, so there is
none that he could guess.
"""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.conversation_errors import (
    ConversationUnknown,
    MessageUnknown,
    RatingInvalid,
    RatingTooEarly,
    TooManyAttachments,
)
from bot.domain.assignment import Assignment, Rating
from bot.domain.conversation import (
    State,
    begin,
    customer_edited,
    customer_wrote,
    reopen,
)
from bot.domain.message import (
    CUSTOMER,
    MAX_ATTACHMENTS,
    SYSTEM,
    ChoiceKind,
    Happening,
    Kind,
    NewMessage,
    Role,
    checked_key,
    checked_text,
    for_customer,
)
from bot.domain.person_request import asks_for_person
from bot.storage.ledger import require_same
from bot.storage.message_search import SearchWords, search_words
from bot.usecases.conversations.handing_over import into_queue

if TYPE_CHECKING:
    import datetime as dt

    from bot.domain.conversation import Conversation, Customer
    from bot.domain.message import Attachment, Choice, CustomerMessage, Message
    from bot.domain.working_hours import WorkingHours
    from bot.presence import Presence
    from bot.storage.attachments import AttachmentStore
    from bot.storage.ledger import Ledger
    from bot.usecases.conversations.journal import Journal

BEST, WORST = 5, 1
MAX_COMMENT = 1_000


@dataclass(frozen=True, slots=True)
class Incoming:
    """
    What a customer sends.

    Args:
        customer: Who, as his channel knows him.
        client_key: Made by the sender, one a message; the same at every retry.
        text: At most `MAX_TEXT` code points; the label of the button, if one was pressed.
        attachments: Ids of files uploaded before.
        reply_to: Number of the message it answers.
        choice: The button that was pressed.

    """

    customer: Customer
    client_key: str
    text: str = ""
    attachments: tuple[str, ...] = ()
    reply_to: int | None = None
    choice: Choice | None = None


@dataclass(frozen=True, slots=True)
class Received:
    """
    A stored message; `new` is false for one that had been stored before under the same key.
    """

    conversation: str
    message: CustomerMessage
    new: bool


@dataclass(frozen=True, slots=True)
class Resumed:
    """
    A customer's latest conversation as he sees it; `closed_seq` is set once it has ended.
    """

    conversation: str
    state: State
    last_seq: int
    closed_seq: int | None
    messages: tuple[CustomerMessage, ...]


class CustomerSide:
    """
    What customers do.

    Args:
        journal: Where it is kept and told of.
        attachments: Where their files lie.
        presence: Where their typing is told of.
        hours: When people answer.
        reopen_within: How long after its end a conversation goes on; later a new one begins.

    """

    def __init__(
        self,
        journal: Journal,
        attachments: AttachmentStore,
        presence: Presence,
        *,
        hours: WorkingHours,
        reopen_within: dt.timedelta,
    ) -> None:
        self._journal = journal
        self._attachments = attachments
        self._presence = presence
        self._hours = hours
        self._reopen_within = reopen_within

    async def resume(self, channel: str, customer_id: str, *, after: int = 0) -> Resumed | None:
        """
        Return the customer's latest conversation with its messages above number `after`; None if he has none.
        """
        conversation = await self._latest(channel, customer_id)
        if conversation is None:
            return None
        return Resumed(
            conversation=conversation.id,
            state=conversation.state,
            last_seq=conversation.last_seq,
            closed_seq=conversation.closed_seq,
            messages=await self._journal.store.for_customer(conversation.id, after=after),
        )

    async def earlier(
        self, channel: str, customer_id: str, *, before: int, limit: int = 50
    ) -> tuple[CustomerMessage, ...]:
        """
        Return the last `limit` messages of the latest conversation below number `before`.

        Raises:
            ConversationUnknown: he has none.
        """
        conversation = await self._require(channel, customer_id)
        return await self._journal.store.for_customer(conversation.id, before=before, limit=limit)

    async def receive(self, incoming: Incoming) -> Received:
        """
        Store a message; once this returns it is on disk. A retry under the same key stores nothing.

        Raises:
            MessageEmpty: there is nothing visible in it, and no file.
            MessageTooLong: the text has more than `MAX_TEXT` code points.
            TooManyAttachments: it has more than `MAX_ATTACHMENTS` files.
            ClientKeyInvalid: the key cannot be kept.
            ClientKeyReused: the key came before with another text.
            AttachmentUnknown: a file was not uploaded by him, or is sent already.
            MessageUnknown: it answers a message that he does not see.
        """
        if len(incoming.attachments) > MAX_ATTACHMENTS:
            raise TooManyAttachments(MAX_ATTACHMENTS)
        key = checked_key(incoming.client_key)
        text = checked_text(incoming.text, attachments=len(incoming.attachments))
        words, by_words = await asyncio.to_thread(_read, text)
        chosen = incoming.choice.kind if incoming.choice is not None else None
        wants_person = by_words or chosen in {ChoiceKind.PERSON, ChoiceKind.NOT_HELPED}
        new = NewMessage(
            CUSTOMER,
            Kind.TEXT if text else Kind.FILE,
            text,
            client_key=key,
            reply_to=incoming.reply_to,
            attachments=tuple(dict.fromkeys(incoming.attachments)),
            choice=incoming.choice,
            happening=Happening.HELPED if chosen is ChoiceKind.HELPED else None,
        )

        def change(ledger: Ledger) -> Received:
            before = ledger.sent_before(incoming.customer, CUSTOMER, key)
            if before is not None:
                return _received(require_same(before, text, new.kind), new=False)
            conversation = self._open(ledger, incoming.customer)
            if (
                new.reply_to is not None
                and for_customer(ledger.message(conversation.id, new.reply_to)) is None
            ):
                raise MessageUnknown(new.reply_to)
            conversation, message = ledger.append(conversation, new, words)
            conversation = customer_wrote(conversation, ledger.now)
            if wants_person:
                conversation = into_queue(ledger, conversation, self._hours)
            ledger.save(conversation)
            return _received(message, new=True)

        return await self._journal.change(change)

    async def edit(self, customer: Customer, client_key: str, text: str) -> Received:
        """
        Give a message of the customer's another text; the earlier one is kept for staff.

        Raises:
            MessageUnknown: he has sent none under this key.
            MessageEmpty: nothing visible is left.
            MessageTooLong: it has more than `MAX_TEXT` code points.
        """
        key = checked_key(client_key)
        clean = checked_text(text)
        words = await asyncio.to_thread(search_words, clean)

        def change(ledger: Ledger) -> Received:
            message = ledger.sent_before(customer, CUSTOMER, key)
            if message is None:
                raise MessageUnknown(0)
            conversation = ledger.get(message.conversation)
            edited = ledger.edit(conversation, message, clean, words)
            if edited is not message:
                ledger.save(customer_edited(conversation, message.seq, ledger.now))
            return _received(edited, new=edited is not message)

        return await self._journal.change(change)

    async def upload(self, customer: Customer, name: str, data: bytes, *, now: dt.datetime) -> Attachment:
        """
        Keep a file for a message that will send it.

        Raises:
            AttachmentTooLarge: it is empty or too large.
            AttachmentRefused: it is of no allowed type.
        """
        conversation = await self._journal.change(
            lambda ledger: self._usable(ledger, customer) or self._begin(ledger, customer)
        )
        return await self._attachments.add(conversation.id, CUSTOMER, name, data, now=now)

    async def file(self, channel: str, customer_id: str, attachment_id: str) -> tuple[Attachment, str]:
        """
        Return a file that the customer may see, and the path where it lies.

        Raises:
            AttachmentUnknown: there is none.
        """
        attachment, path = await self._attachments.for_customer(channel, customer_id, attachment_id)
        return attachment, str(path)

    async def ask_person(self, customer: Customer) -> State:
        """
        Call a person without a word; returns the state after it. A second call changes nothing.
        """

        def change(ledger: Ledger) -> State:
            conversation = into_queue(ledger, self._open(ledger, customer), self._hours)
            return ledger.save(conversation).state

        return await self._journal.change(change)

    async def rate(
        self, customer: Customer, score: int, comment: str = "", *, closed_seq: int | None = None
    ) -> Rating:
        """
        Rate an ending of the latest conversation, the last one unless `closed_seq` says otherwise.

        A second rating of the same ending replaces the first.

        Raises:
            RatingInvalid: the score is not from 1 to 5, or the comment is too long.
            RatingTooEarly: the conversation has not ended.
            ConversationUnknown: he has none.
        """
        if not WORST <= score <= BEST or len(comment) > MAX_COMMENT:
            raise RatingInvalid
        clean = checked_text(comment, attachments=1)

        def change(ledger: Ledger) -> Rating:
            conversation = ledger.latest_of(customer.channel, customer.id)
            if conversation is None:
                raise ConversationUnknown("")
            seq = conversation.closed_seq if closed_seq is None else closed_seq
            if seq is None:
                raise RatingTooEarly
            rating = Rating(seq, score, clean, ledger.now)
            ledger.rate(conversation, rating)
            return rating

        return await self._journal.change(change)

    async def typing(self, channel: str, customer_id: str) -> None:
        """
        Tell staff that the customer is typing; nothing happens if he has no conversation.
        """
        conversation = await self._latest(channel, customer_id)
        if conversation is not None:
            self._presence.typing(conversation, CUSTOMER)

    def _open(self, ledger: Ledger, customer: Customer) -> Conversation:
        conversation = self._usable(ledger, customer)
        if conversation is None:
            return self._begin(ledger, customer)
        # A channel learns a name or a language later than the first message.
        conversation = replace(
            conversation,
            customer=replace(
                customer,
                name=customer.name or conversation.customer.name,
                time_zone=customer.time_zone or conversation.customer.time_zone,
            ),
        )
        if conversation.state is not State.CLOSED:
            return conversation
        ledger.note_assignment(
            conversation.id, Assignment(ledger.now, Happening.REOPENED, by=None, operator=None)
        )
        opened, _ = ledger.append(
            reopen(conversation),
            NewMessage(SYSTEM, Kind.EVENT, "", internal=True, happening=Happening.REOPENED),
        )
        return replace(opened, answered_up_to=opened.last_seq)

    def _usable(self, ledger: Ledger, customer: Customer) -> Conversation | None:
        """
        Return the customer's latest conversation unless it ended too long ago.
        """
        conversation = ledger.latest_of(customer.channel, customer.id)
        if conversation is None or conversation.closed_at is None:
            return conversation
        return conversation if ledger.now - conversation.closed_at <= self._reopen_within else None

    def _begin(self, ledger: Ledger, customer: Customer) -> Conversation:
        return ledger.create(begin(secrets.token_urlsafe(12), customer, ledger.now))

    async def _latest(self, channel: str, customer_id: str) -> Conversation | None:
        found = await self._journal.store.of_customer(channel, customer_id, limit=1)
        return found[0] if found else None

    async def _require(self, channel: str, customer_id: str) -> Conversation:
        conversation = await self._latest(channel, customer_id)
        if conversation is None:
            raise ConversationUnknown("")
        return conversation


def _read(text: str) -> tuple[SearchWords, bool]:
    return search_words(text), asks_for_person(text)


def _received(message: Message, *, new: bool) -> Received:
    seen = for_customer(message)
    assert seen is not None  # noqa: S101 -- a customer's own message is never internal
    assert message.author.role is Role.CUSTOMER  # noqa: S101 -- keys are looked up by author
    return Received(message.conversation, seen, new)
