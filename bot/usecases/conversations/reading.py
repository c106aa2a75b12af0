"""
What staff read: lists with their timers, one conversation with everything about it, a search.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.clock import Clock
    from bot.domain.assignment import Assignment, Edit, Rating
    from bot.domain.conversation import Conversation
    from bot.domain.delivery import Delivery
    from bot.domain.message import Attachment, Message
    from bot.domain.sla import Sla, Wait
    from bot.presence import Presence
    from bot.storage.attachments import AttachmentStore
    from bot.storage.conversations import ConversationStore
    from bot.storage.deliveries import DeliveryStore
    from bot.storage.inbox import Box, Found, Inbox


@dataclass(frozen=True, slots=True)
class Summary:
    """
    A conversation in a list; `wait` is None when nobody owes the customer a word.
    """

    conversation: Conversation
    last: Message | None
    wait: Wait | None
    viewers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Summaries:
    """
    A piece of a list; `cursor` continues it, and is None at the end.
    """

    items: tuple[Summary, ...]
    cursor: str | None


@dataclass(frozen=True, slots=True)
class Dossier:
    """
    Everything about one conversation: its last messages, its way, its deliveries, the customer's others.
    """

    conversation: Conversation
    messages: tuple[Message, ...]
    assignments: tuple[Assignment, ...]
    deliveries: tuple[Delivery, ...]
    ratings: tuple[Rating, ...]
    history: tuple[Conversation, ...]
    wait: Wait | None
    viewers: tuple[str, ...]


class StaffReading:
    """
    Reads for staff; nothing here is fit for a customer.
    """

    def __init__(  # noqa: PLR0913 -- a dossier is drawn from all of them
        self,
        store: ConversationStore,
        inbox: Inbox,
        deliveries: DeliveryStore,
        attachments: AttachmentStore,
        presence: Presence,
        *,
        sla: Sla,
        clock: Clock,
    ) -> None:
        self._store = store
        self._inbox = inbox
        self._deliveries = deliveries
        self._attachments = attachments
        self._presence = presence
        self._sla = sla
        self._clock = clock

    async def box(self, box: Box, person_id: str, *, cursor: str | None = None, limit: int = 50) -> Summaries:
        """
        Return a piece of a list: who has waited longest comes first, in closed ones what ended last.

        Raises:
            CursorInvalid: if the cursor is not one of ours.
        """
        page = await self._inbox.page(box, me=person_id, cursor=cursor, limit=limit)
        now = self._clock()
        return Summaries(
            tuple(
                Summary(
                    item.conversation,
                    item.last,
                    self._sla.wait(item.conversation, now),
                    self._presence.viewers(item.conversation.id),
                )
                for item in page.items
            ),
            page.cursor,
        )

    async def counts(self, person_id: str) -> dict[Box, int]:
        """
        Return how many conversations are in each list of `person_id`.
        """
        return await self._inbox.counts(person_id)

    async def waiting(self) -> int:
        """
        Return how many conversations wait for a person.
        """
        return await self._inbox.waiting()

    async def open(self, conversation_id: str) -> Dossier:
        """
        Return everything about a conversation.

        Raises:
            ConversationUnknown: if there is none.
        """
        conversation = await self._store.get(conversation_id)
        customer = conversation.customer
        return Dossier(
            conversation=conversation,
            messages=await self._store.for_staff(conversation_id, before=conversation.last_seq + 1),
            assignments=await self._store.assignments(conversation_id),
            deliveries=await self._deliveries.of_conversation(conversation_id),
            ratings=await self._store.ratings(conversation_id),
            history=await self._store.of_customer(customer.channel, customer.id),
            wait=self._sla.wait(conversation, self._clock()),
            viewers=self._presence.viewers(conversation_id),
        )

    async def messages(
        self, conversation_id: str, *, after: int = 0, before: int | None = None, limit: int = 200
    ) -> tuple[Message, ...]:
        """
        Return messages above number `after`, or the last ones below `before`, in order.
        """
        return await self._store.for_staff(conversation_id, after=after, before=before, limit=limit)

    async def edits(self, conversation_id: str, seq: int) -> tuple[Edit, ...]:
        """
        Return the earlier texts of a message, oldest first.
        """
        return await self._store.edits(conversation_id, seq)

    async def search(self, query: str, *, limit: int = 50) -> tuple[Found, ...]:
        """
        Return messages that hold every word of `query` in some form, latest first.
        """
        return await self._inbox.search(query, limit=limit)

    async def file(self, attachment_id: str) -> tuple[Attachment, str]:
        """
        Return a file that was sent, and the path where it lies.

        Raises:
            AttachmentUnknown: if there is none.
        """
        attachment, path = await self._attachments.for_staff(attachment_id)
        return attachment, str(path)
