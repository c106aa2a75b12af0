"""
What subscribers are told of: events for staff, and what a customer may see of each.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.message import Role, for_customer

if TYPE_CHECKING:
    from bot.domain.conversation import Conversation, Customer, State
    from bot.domain.delivery import Delivery
    from bot.domain.message import Author, CustomerMessage, Message


@dataclass(frozen=True, slots=True)
class MessageStored:
    """
    A message has been stored.
    """

    message: Message
    customer: Customer


@dataclass(frozen=True, slots=True)
class MessageEdited:
    """
    A message has another text; the earlier one is kept.
    """

    message: Message
    customer: Customer


@dataclass(frozen=True, slots=True)
class StateChanged:
    """
    A conversation has another state, operator or clock.
    """

    conversation: Conversation


@dataclass(frozen=True, slots=True)
class QueueChanged:
    """
    So many conversations wait now for a person.
    """

    waiting: int


@dataclass(frozen=True, slots=True)
class DeliveryChanged:
    """
    A message has arrived, has failed, or is tried again.
    """

    delivery: Delivery


@dataclass(frozen=True, slots=True)
class PresenceChanged:
    """
    These members of staff look at the conversation now.
    """

    conversation: str
    viewers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Typing:
    """
    Somebody is typing in the conversation; it holds for a few seconds.
    """

    conversation: str
    author: Author
    customer: Customer


StaffEvent = (
    MessageStored | MessageEdited | StateChanged | QueueChanged | DeliveryChanged | PresenceChanged | Typing
)


@dataclass(frozen=True, slots=True)
class CustomerMessageStored:
    """
    A message that the customer may see has been stored.
    """

    conversation: str
    message: CustomerMessage


@dataclass(frozen=True, slots=True)
class CustomerMessageEdited:
    """
    A message that the customer may see has another text.
    """

    conversation: str
    message: CustomerMessage


@dataclass(frozen=True, slots=True)
class CustomerStateChanged:
    """
    Somebody else has the word, or the conversation has ended; `closed_seq` is then what a rating is given to.
    """

    conversation: str
    state: State
    closed_seq: int | None


@dataclass(frozen=True, slots=True)
class CustomerTyping:
    """
    A person is typing an answer.
    """

    conversation: str


CustomerEvent = CustomerMessageStored | CustomerMessageEdited | CustomerStateChanged | CustomerTyping
Event = StaffEvent | CustomerEvent

STAFF = "staff"
"""The topic on which staff hear of every conversation."""


def customer_topic(channel: str, customer: str) -> str:
    """
    The topic on which a customer hears of his conversations.
    """
    return f"customer:{channel}:{customer}"


def customer_view(event: StaffEvent) -> tuple[Customer, CustomerEvent] | None:
    """
    Return whom the event concerns, and the event as he may see it; None if he may not.
    """
    match event:
        case MessageStored(message, customer):
            seen = for_customer(message)
            return (customer, CustomerMessageStored(message.conversation, seen)) if seen else None
        case MessageEdited(message, customer):
            seen = for_customer(message)
            return (customer, CustomerMessageEdited(message.conversation, seen)) if seen else None
        case StateChanged(conversation):
            return conversation.customer, CustomerStateChanged(
                conversation.id, conversation.state, conversation.closed_seq
            )
        case Typing(conversation_id, author, customer) if author.role is Role.OPERATOR:
            return customer, CustomerTyping(conversation_id)
        case _:
            return None
