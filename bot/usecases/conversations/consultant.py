"""
The consultant's side: take, release, pass on, give back to the bot, note, reply through the gate, close.
"""

from __future__ import annotations

import asyncio
import functools
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

from bot.conversation_errors import (
    ColleagueInactive,
    ConversationError,
    DecisionNeeded,
    DraftBlocked,
    TooManyAttachments,
)
from bot.domain.assignment import Assignment
from bot.domain.conversation import (
    close,
    pass_on,
    release,
    replied,
    require_lead,
    return_to_bot,
    take,
)
from bot.domain.message import (
    MAX_ATTACHMENTS,
    SYSTEM,
    Happening,
    Kind,
    NewMessage,
    checked_key,
    checked_text,
    operator,
)
from bot.storage.ledger import require_same
from bot.storage.message_search import search_words
from bot.usecases.conversations import phrases
from bot.usecases.conversations.gate import LAST_TEXTS, context_of, pass_gate, refused

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.clock import Clock
    from bot.domain.assignment import GateFinding
    from bot.domain.conversation import Conversation
    from bot.domain.message import Attachment, Message
    from bot.domain.person import Person
    from bot.presence import Presence
    from bot.storage.attachments import AttachmentStore
    from bot.storage.ledger import Ledger
    from bot.usecases.conversations.gate import DraftGate
    from bot.usecases.conversations.journal import Journal


class People(Protocol):
    """
    Knows the staff.
    """

    async def get(self, person_id: str) -> Person:
        """
        Return a person; raises `PersonUnknown`.
        """
        ...


@dataclass(frozen=True, slots=True)
class Reply:
    """
    What an operator sends to a customer.

    `client_key` is made by his page, one a message. `decisions` give a reason for each doubtful rule.
    """

    text: str
    client_key: str
    reply_to: int | None = None
    attachments: tuple[str, ...] = ()
    decisions: Mapping[str, str] = field(default_factory=dict)


class ConsultantSide:
    """
    What members of staff do. Whether somebody is one is the channel's to know.

    Args:
        journal: Where it is kept and told of.
        attachments: Where files lie.
        presence: Where typing is told of.
        people: The staff.
        gate: What every reply passes.
        clock: Now.
        shop_name: Full name of the shop, for the gate.

    """

    def __init__(  # noqa: PLR0913 -- a consultant touches this many things
        self,
        journal: Journal,
        attachments: AttachmentStore,
        presence: Presence,
        people: People,
        gate: DraftGate,
        *,
        clock: Clock,
        shop_name: str | None,
    ) -> None:
        self._journal = journal
        self._attachments = attachments
        self._presence = presence
        self._people = people
        self._gate = gate
        self._clock = clock
        self._shop_name = shop_name

    async def take(self, conversation_id: str, person: Person) -> Conversation:
        """
        Take a conversation, from the queue or from the bot. Of two who try, one wins; taking twice is once.

        Raises:
            AlreadyTaken: the colleague `by` was faster.
            ConversationClosed: it has ended.
            ConversationUnknown: there is none.
        """

        def change(ledger: Ledger) -> Conversation:
            before = ledger.get(conversation_id)
            after = take(before, person.id, ledger.now)
            if after is before:
                return before
            text = phrases.joined(phrases.language_of(before.customer), person.name)
            return self._moved(ledger, after, person, Happening.TAKEN, text=text)

        return await self._journal.change(change)

    async def release(self, conversation_id: str, person: Person, note: str = "") -> Conversation:
        """
        Put a conversation back into the queue.

        Raises:
            NotYours: somebody else leads it, or nobody.
            ConversationClosed: it has ended.
            ConversationUnknown: there is none.
            MessageTooLong: the note has more than `MAX_TEXT` code points.
        """
        kept = checked_text(note, attachments=1)
        return await self._journal.change(
            lambda ledger: self._moved(
                ledger,
                release(ledger.get(conversation_id), person.id, ledger.now),
                person,
                Happening.RELEASED,
                note=kept,
            )
        )

    async def pass_on(
        self, conversation_id: str, person: Person, colleague_id: str, note: str = ""
    ) -> Conversation:
        """
        Give a conversation to a colleague, with a note for him.

        Raises:
            PersonUnknown: there is no such colleague.
            ColleagueInactive: he no longer works here.
            PassedToSelf: he is the same person.
            NotYours: somebody else leads it, or nobody.
            ConversationClosed: it has ended.
            ConversationUnknown: there is none.
            MessageTooLong: the note has more than `MAX_TEXT` code points.
        """
        kept = checked_text(note, attachments=1)
        colleague = await self._people.get(colleague_id)
        if not colleague.active:
            raise ColleagueInactive(colleague_id)
        return await self._journal.change(
            lambda ledger: self._moved(
                ledger,
                pass_on(ledger.get(conversation_id), person.id, colleague.id),
                person,
                Happening.PASSED,
                note=kept,
            )
        )

    async def return_to_bot(self, conversation_id: str, person: Person) -> Conversation:
        """
        Give a conversation back to the bot, which answers what the customer writes from now on.

        Raises:
            NotYours: somebody else leads it, or nobody.
            ConversationClosed: it has ended.
            ConversationUnknown: there is none.
        """
        return await self._journal.change(
            lambda ledger: self._moved(
                ledger,
                return_to_bot(ledger.get(conversation_id), person.id),
                person,
                Happening.RETURNED,
            )
        )

    async def close(self, conversation_id: str, person: Person) -> Conversation:
        """
        End a conversation and ask the customer how it was.

        Raises:
            NotYours: somebody else leads it, or nobody.
            ConversationClosed: it has ended already.
            ConversationUnknown: there is none.
        """

        def change(ledger: Ledger) -> Conversation:
            conversation = ledger.get(conversation_id)
            require_lead(conversation, person.id)
            return closed_by(ledger, conversation, person)

        return await self._journal.change(change)

    async def release_all(self, person: Person) -> int:
        """
        Put everything that a person leads back into the queue, because he has gone; returns how much.
        """
        count = 0
        for conversation_id in await self._journal.store.led_by(person.id):
            try:
                await self.release(conversation_id, person)
            except ConversationError:
                continue  # it has changed hands meanwhile
            count += 1
        return count

    async def note(self, conversation_id: str, person: Person, text: str, client_key: str) -> Message:
        """
        Keep a note that only staff see; anybody of them may write one, at any time.

        Raises:
            MessageEmpty: it is empty.
            MessageTooLong: it has more than `MAX_TEXT` code points.
            ClientKeyReused: the key came before with another text.
            ConversationUnknown: there is no such conversation.
        """
        key = checked_key(client_key)
        clean = checked_text(text)
        words = await asyncio.to_thread(search_words, clean)
        new = NewMessage(
            operator(person.id), Kind.NOTE, clean, internal=True, signed=person.name, client_key=key
        )

        def change(ledger: Ledger) -> Message:
            conversation = ledger.get(conversation_id)
            before = ledger.sent_before(conversation.customer, new.author, key)
            if before is not None:
                return require_same(before, clean, Kind.NOTE)
            _, message = ledger.append(conversation, new, words)
            return message

        return await self._journal.change(change)

    async def reply(self, conversation_id: str, person: Person, reply: Reply) -> Message:
        """
        Send a reply through the gate; once this returns it is on disk and in the outbox.

        Raises:
            DraftBlocked: it holds what must not be said.
            DecisionNeeded: it holds what is doubtful, and no reason is given.
            GateUnavailable: it could not be checked.
            NotYours: somebody else leads the conversation, or nobody.
            ConversationClosed: it has ended.
            ConversationUnknown: there is none.
            MessageEmpty: there is nothing visible in it, and no file.
            MessageTooLong: it has more than `MAX_TEXT` code points.
            TooManyAttachments: it has more than `MAX_ATTACHMENTS` files.
            ClientKeyReused: the key came before with another text.
            AttachmentUnknown: a file was not uploaded by him, or is sent already.
        """
        if len(reply.attachments) > MAX_ATTACHMENTS:
            raise TooManyAttachments(MAX_ATTACHMENTS)
        key = checked_key(reply.client_key)
        clean = checked_text(reply.text, attachments=len(reply.attachments))
        author = operator(person.id)
        kind = Kind.TEXT if clean else Kind.FILE
        conversation = await self._journal.store.get(conversation_id)
        before = await self._journal.store.sent_before(conversation.customer, author, key)
        if before is not None:
            return require_same(before, clean, kind)
        require_lead(conversation, person.id)
        decided = await self._checked(conversation, person, clean, reply.decisions) if clean else ()
        words = await asyncio.to_thread(search_words, clean)
        new = NewMessage(
            author,
            kind,
            clean,
            signed=person.name,
            client_key=key,
            reply_to=reply.reply_to,
            attachments=tuple(dict.fromkeys(reply.attachments)),
        )

        def change(ledger: Ledger) -> Message:
            current = ledger.get(conversation_id)
            twice = ledger.sent_before(current.customer, author, key)
            if twice is not None:
                return require_same(twice, clean, kind)
            # While the gate was looking, a colleague may have been given the conversation.
            require_lead(current, person.id)
            current, message = ledger.append(current, new, words)
            ledger.save(replied(current, person.id, ledger.now))
            ledger.note_findings(
                conversation_id, person.id, [replace(one, seq=message.seq) for one in decided]
            )
            return message

        return await self._journal.change(change)

    async def upload(self, conversation_id: str, person: Person, name: str, data: bytes) -> Attachment:
        """
        Keep a file for a reply that will send it.

        Raises:
            AttachmentTooLarge: it is empty or too large.
            AttachmentRefused: it is of no allowed type.
            ConversationUnknown: there is no such conversation.
        """
        await self._journal.store.get(conversation_id)
        return await self._attachments.add(
            conversation_id, operator(person.id), name, data, now=self._clock()
        )

    async def typing(self, conversation_id: str, person: Person) -> None:
        """
        Tell the customer and the colleagues that `person` is typing.

        Raises:
            ConversationUnknown: there is no such conversation.
        """
        self._presence.typing(await self._journal.store.get(conversation_id), operator(person.id))

    async def _checked(
        self, conversation: Conversation, person: Person, text: str, decisions: Mapping[str, str]
    ) -> tuple[GateFinding, ...]:
        texts = await self._journal.store.customer_texts(conversation.id, LAST_TEXTS)
        # A time zone's rules are read from disk when first needed.
        context = await asyncio.to_thread(
            context_of, conversation, person, texts, now=self._clock(), shop_name=self._shop_name
        )
        try:
            return await pass_gate(self._gate, text, context, decisions)
        except (DraftBlocked, DecisionNeeded) as stopped:
            found = refused(stopped.report)
            await self._journal.change(functools.partial(_note_refusal, conversation.id, person.id, found))
            raise

    def _moved(
        self,
        ledger: Ledger,
        after: Conversation,
        person: Person,
        happening: Happening,
        *,
        text: str | None = None,
        note: str = "",
    ) -> Conversation:
        """
        Keep a change of hands. `text` is what the customer is told of it; None tells staff alone.
        """
        ledger.note_assignment(
            after.id,
            Assignment(ledger.now, happening, by=person.id, operator=after.operator, note=note or None),
        )
        new = NewMessage(
            SYSTEM,
            Kind.EVENT,
            note if text is None else text,
            internal=text is None,
            signed=person.name,
            happening=happening,
        )
        changed, _ = ledger.append(after, new)
        return ledger.save(changed)


def closed_by(ledger: Ledger, conversation: Conversation, person: Person | None) -> Conversation:
    """
    End a conversation in this transaction, by `person` or, with None, by the clock.

    Raises:
        ConversationClosed: it has ended already.
    """
    language = phrases.language_of(conversation.customer)
    ended = close(conversation, ledger.now, event_seq=conversation.last_seq + 1)
    ledger.note_assignment(
        conversation.id,
        Assignment(ledger.now, Happening.CLOSED, by=person.id if person else None, operator=None),
    )
    ended, _ = ledger.append(
        ended, NewMessage(SYSTEM, Kind.EVENT, phrases.closed(language), happening=Happening.CLOSED)
    )
    return ledger.save(ended)


def _note_refusal(
    conversation_id: str, person_id: str, found: tuple[GateFinding, ...], ledger: Ledger
) -> None:
    ledger.note_findings(conversation_id, person_id, found)
