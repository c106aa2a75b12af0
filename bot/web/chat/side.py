"""
What a customer's page may ask for, whichever way it asks: the core's values in, views for the page out.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from bot.conversation_errors import MessageUnknown
from bot.domain.conversation import Customer
from bot.usecases.conversations.customer import Incoming
from bot.web.card_html import render_prose
from bot.web.chat.wire import (
    ButtonView,
    ChatView,
    EarlierReply,
    FileView,
    HoursView,
    MessageView,
    StateReply,
    StoredReply,
)

if TYPE_CHECKING:
    from bot.conversations import Conversations
    from bot.domain.chat_session import ChatSession
    from bot.domain.message import Attachment, Choice, CustomerMessage
    from bot.web.chat.wire import EditRequest, MessageRequest, Pressed, RatingRequest
    from bot.web.limits import Limiter

CHANNEL = "web"
PAGE = 50
"""Messages that a page is given at first, and at each step back."""


class CustomerChat:
    """
    The chat for one customer.

    Args:
        conversations: The core.
        limiter: How fast customers may write.
        session: Who he is.

    """

    def __init__(self, conversations: Conversations, limiter: Limiter, session: ChatSession) -> None:
        self.session = session
        self._core = conversations
        self._limiter = limiter
        self._customer = Customer(CHANNEL, session.id, None, session.language, session.time_zone)

    async def view(self, *, conversation: str | None = None, after: int | None = None) -> ChatView:
        """
        Return what is new since message `after` of `conversation`, else the last messages.
        """
        known = after if conversation is not None else None
        resumed = await self._core.customer.resume(CHANNEL, self.session.id, after=known or 0)
        if resumed is None:
            return ChatView(
                conversation=None,
                state=None,
                closed_seq=None,
                last_seq=0,
                messages=(),
                more=False,
                hours=self.hours(),
            )
        messages, more = resumed.messages, False
        if known is None or resumed.conversation != conversation:
            messages = await self._core.customer.earlier(
                CHANNEL, self.session.id, before=resumed.last_seq + 1, limit=PAGE
            )
            more = len(messages) == PAGE
        return ChatView(
            conversation=resumed.conversation,
            state=resumed.state,
            closed_seq=resumed.closed_seq,
            last_seq=resumed.last_seq,
            messages=tuple(map(message_view, messages)),
            more=more,
            hours=self.hours(),
        )

    async def earlier(self, before: int) -> EarlierReply:
        """
        Return messages before number `before`.
        """
        messages = await self._core.customer.earlier(CHANNEL, self.session.id, before=before, limit=PAGE)
        return EarlierReply(messages=tuple(map(message_view, messages)), more=len(messages) == PAGE)

    async def send(self, request: MessageRequest) -> StoredReply:
        """
        Store a message; once this returns it is on disk.

        Raises:
            TooManyRequests: he writes too fast.
            MessageUnknown: there is no such button.
            ConversationError: what the core refuses.
        """
        self._limit()
        choice = await self._choice(request.pressed) if request.pressed is not None else None
        received = await self._core.customer.receive(
            Incoming(
                self._customer,
                request.key,
                choice.label if choice is not None else request.text,
                request.files,
                choice=choice,
            )
        )
        return StoredReply(conversation=received.conversation, message=message_view(received.message))

    async def edit(self, request: EditRequest) -> StoredReply:
        """
        Give a message another text.
        """
        self._limit()
        received = await self._core.customer.edit(self._customer, request.key, request.text)
        return StoredReply(conversation=received.conversation, message=message_view(received.message))

    async def ask_person(self) -> StateReply:
        """
        Call a person.
        """
        self._limit()
        return StateReply(state=await self._core.customer.ask_person(self._customer))

    async def rate(self, request: RatingRequest) -> None:
        """
        Keep a rating.
        """
        self._limit()
        await self._core.customer.rate(
            self._customer, request.score, request.comment, closed_seq=request.closed_seq
        )

    async def typing(self) -> None:
        """
        Tell staff that he is typing.
        """
        await self._core.customer.typing(CHANNEL, self.session.id)

    async def seen(self, conversation: str, seq: int) -> None:
        """
        Note what his page has; only of his latest conversation, others are none of his.
        """
        resumed = await self._core.customer.resume(CHANNEL, self.session.id, after=seq)
        if resumed is not None and resumed.conversation == conversation:
            await self._core.deliverer.acknowledge(conversation, min(seq, resumed.last_seq))

    async def upload(self, name: str, data: bytes) -> FileView:
        """
        Keep a file for a message to come.
        """
        self._limit()
        attachment = await self._core.customer.upload(self._customer, name, data, now=self._core.clock())
        return file_view(attachment)

    async def file(self, attachment_id: str) -> tuple[Attachment, str]:
        """
        Return one of his files and where it lies.
        """
        return await self._core.customer.file(CHANNEL, self.session.id, attachment_id)

    def hours(self) -> HoursView:
        """
        Tell whether people answer.
        """
        now, hours = self._core.clock(), self._core.hours
        is_open = hours.is_open(now)
        return HoursView(open=is_open, opens_at=None if is_open else hours.next_opening(now))

    async def _choice(self, pressed: Pressed) -> Choice:
        found = await self._core.customer.earlier(CHANNEL, self.session.id, before=pressed.seq + 1, limit=1)
        # What a button does is ours to say: the page only tells which one it was.
        if not found or found[0].seq != pressed.seq or pressed.index >= len(found[0].choices):
            raise MessageUnknown(pressed.seq)
        return found[0].choices[pressed.index]

    def _limit(self) -> None:
        self._limiter.take(self.session.id, self._core.clock())


def message_view(message: CustomerMessage) -> MessageView:
    """
    A message as the page shows it.
    """
    return MessageView(
        seq=message.seq,
        author=message.author,
        kind=message.kind,
        text=message.text,
        html=_html(message.text) if message.markdown else None,
        at=message.at,
        signed=message.signed,
        key=message.client_key,
        edited_at=message.edited_at,
        files=tuple(map(file_view, message.attachments)),
        buttons=tuple(ButtonView(kind=choice.kind, label=choice.label) for choice in message.choices),
        happening=message.happening,
    )


def file_view(attachment: Attachment) -> FileView:
    """
    A file as the page shows it.
    """
    return FileView(
        id=attachment.id, name=attachment.name, media_type=attachment.media_type, size=attachment.size
    )


@lru_cache(maxsize=512)
def _html(markdown: str) -> str:
    """
    Render an approved answer; the same few are given to many.
    """
    return render_prose(markdown)
