"""
A conversation and its states: pure functions from one value to the next, which refuse what must not be.

    bot ──hand over──▶ waiting ──take──▶ operator ──close──▶ closed ──customer writes──▶ bot
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.conversation_errors import AlreadyTaken, ConversationClosed, NotYours, PassedToSelf

if TYPE_CHECKING:
    import datetime as dt


class State(StrEnum):
    """
    Who has the word: the bot, nobody yet, an operator, or nobody any more.
    """

    BOT = "bot"
    WAITING = "waiting"
    OPERATOR = "operator"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Customer:
    """
    A customer as a channel knows him; `id` is the channel's, unique there, and must not be guessable.
    """

    channel: str
    id: str
    name: str | None = None
    language: str = "ru"
    time_zone: str | None = None


@dataclass(frozen=True, slots=True)
class Conversation:
    """
    One conversation with one customer.

    Args:
        id: Random, says nothing.
        customer: Whom it is held with.
        state: Who has the word.
        created_at: When it began.
        active_at: When the last message was stored.
        operator: Who leads it, in the state `OPERATOR` and only there.
        last_seq: Number of the last message; 0 if there is none.
        answered_up_to: The bot is done with every message up to this number.
        pending_since: When the first message was stored that the bot has not answered yet.
        pending_last: When the last of these was stored or changed.
        owed_since: Since when the customer has been waiting for a person's word.
        handed_over_at: When a person was first asked for.
        first_response_at: When a person first answered.
        closed_at: When it ended.
        closed_seq: Number of the event that says so; a rating belongs to it.

    """

    id: str
    customer: Customer
    state: State
    created_at: dt.datetime
    active_at: dt.datetime
    operator: str | None = None
    last_seq: int = 0
    answered_up_to: int = 0
    pending_since: dt.datetime | None = None
    pending_last: dt.datetime | None = None
    owed_since: dt.datetime | None = None
    handed_over_at: dt.datetime | None = None
    first_response_at: dt.datetime | None = None
    closed_at: dt.datetime | None = None
    closed_seq: int | None = None

    def __post_init__(self) -> None:
        if (self.state is State.OPERATOR) != (self.operator is not None):
            raise ValueError("an operator leads the conversation in the state operator, and only there")


def begin(conversation_id: str, customer: Customer, now: dt.datetime) -> Conversation:
    """
    A new conversation; the bot has the word.
    """
    return Conversation(conversation_id, customer, State.BOT, created_at=now, active_at=now)


def customer_wrote(conversation: Conversation, now: dt.datetime) -> Conversation:
    """
    After a message of the customer: the bot, or a person, owes him an answer.

    Raises:
        ConversationClosed: reopen it first.
    """
    if conversation.state is State.CLOSED:
        raise ConversationClosed
    if conversation.state is State.BOT:
        return replace(
            conversation, pending_since=conversation.pending_since or now, pending_last=now, active_at=now
        )
    return replace(conversation, owed_since=conversation.owed_since or now, active_at=now)


def customer_edited(conversation: Conversation, seq: int, now: dt.datetime) -> Conversation:
    """
    After a change to message `seq`: what the bot has not answered yet is read anew.
    """
    if conversation.state is State.BOT and seq > conversation.answered_up_to and conversation.pending_since:
        return replace(conversation, pending_last=now)
    return conversation


def bot_answered(
    conversation: Conversation, up_to: int, still_pending_since: dt.datetime | None
) -> Conversation:
    """
    After the bot's answer to everything up to message `up_to`.

    Args:
        conversation: In the state `BOT`.
        up_to: Number of the last message that the answer is about.
        still_pending_since: When the first message after it was stored; None if there is none.

    Raises:
        NotYours: the bot has lost the word meanwhile.
    """
    if conversation.state is not State.BOT:
        raise NotYours(conversation.operator)
    return replace(
        conversation,
        answered_up_to=up_to,
        pending_since=still_pending_since,
        pending_last=conversation.pending_last if still_pending_since else None,
    )


def hand_over(conversation: Conversation, now: dt.datetime) -> Conversation:
    """
    From the bot into the queue. Nothing changes where a person was called for already.

    Raises:
        ConversationClosed: it has ended.
    """
    if conversation.state is State.CLOSED:
        raise ConversationClosed
    if conversation.state is not State.BOT:
        return conversation
    return replace(
        _bot_is_done(conversation),
        state=State.WAITING,
        owed_since=conversation.owed_since or now,
        handed_over_at=conversation.handed_over_at or now,
    )


def take(conversation: Conversation, person: str, now: dt.datetime) -> Conversation:
    """
    Into the hands of `person`, from the queue or from the bot; nothing changes where he has it already.

    Raises:
        AlreadyTaken: a colleague has it.
        ConversationClosed: it has ended.
    """
    if conversation.state is State.CLOSED:
        raise ConversationClosed
    if conversation.operator == person:
        return conversation
    if conversation.operator is not None:
        raise AlreadyTaken(conversation.operator)
    # Taken from the bot in the middle of a burst: the person owes the answer that the bot did.
    owed = conversation.owed_since or conversation.pending_since
    return replace(
        _bot_is_done(conversation),
        state=State.OPERATOR,
        operator=person,
        owed_since=owed,
        handed_over_at=conversation.handed_over_at or now,
    )


def release(conversation: Conversation, person: str, now: dt.datetime) -> Conversation:
    """
    Back into the queue.

    Raises:
        NotYours: `person` does not lead it.
        ConversationClosed: it has ended.
    """
    require_lead(conversation, person)
    return replace(
        conversation, state=State.WAITING, operator=None, owed_since=conversation.owed_since or now
    )


def pass_on(conversation: Conversation, person: str, colleague: str) -> Conversation:
    """
    From `person` to `colleague`.

    Raises:
        PassedToSelf: they are the same.
        NotYours: `person` does not lead it.
        ConversationClosed: it has ended.
    """
    require_lead(conversation, person)
    if person == colleague:
        raise PassedToSelf
    return replace(conversation, operator=colleague)


def return_to_bot(conversation: Conversation, person: str) -> Conversation:
    """
    Back to the bot, which answers the next message and none before it.

    Raises:
        NotYours: `person` does not lead it.
        ConversationClosed: it has ended.
    """
    require_lead(conversation, person)
    return replace(_bot_is_done(conversation), state=State.BOT, operator=None, owed_since=None)


def replied(conversation: Conversation, person: str, now: dt.datetime) -> Conversation:
    """
    After an operator's word to the customer.

    Raises:
        NotYours: `person` does not lead it.
        ConversationClosed: it has ended.
    """
    require_lead(conversation, person)
    return replace(
        conversation,
        owed_since=None,
        first_response_at=conversation.first_response_at or now,
        active_at=now,
    )


def close(conversation: Conversation, now: dt.datetime, *, event_seq: int) -> Conversation:
    """
    Ended; `event_seq` is the number of the message that says so.

    Raises:
        ConversationClosed: it has ended already.
    """
    if conversation.state is State.CLOSED:
        raise ConversationClosed
    return replace(
        _bot_is_done(conversation),
        state=State.CLOSED,
        operator=None,
        owed_since=None,
        closed_at=now,
        closed_seq=event_seq,
    )


def reopen(conversation: Conversation) -> Conversation:
    """
    Open again, with the bot, because the customer writes; clocks of service start anew.
    """
    return replace(
        conversation,
        state=State.BOT,
        answered_up_to=conversation.last_seq,
        handed_over_at=None,
        first_response_at=None,
        closed_at=None,
        closed_seq=None,
    )


def require_lead(conversation: Conversation, person: str) -> None:
    """
    Refuse whoever does not lead the conversation.

    Raises:
        NotYours: `person` does not lead it.
        ConversationClosed: it has ended.
    """
    if conversation.state is State.CLOSED:
        raise ConversationClosed
    if conversation.operator != person:
        raise NotYours(conversation.operator)


def is_idle(conversation: Conversation, before: dt.datetime) -> bool:
    """
    Tell whether nothing has happened since `before`, and nobody owes the customer a word.
    """
    return (
        conversation.state in {State.BOT, State.OPERATOR}
        and conversation.owed_since is None
        and conversation.pending_since is None
        and conversation.active_at < before
    )


def _bot_is_done(conversation: Conversation) -> Conversation:
    return replace(conversation, answered_up_to=conversation.last_seq, pending_since=None, pending_last=None)
