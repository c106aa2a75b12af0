"""
The queue in the staff group: a forum topic for each customer a person was called for, kept up to date.

How far a topic is shown is on disk, so after a restart it goes on from there. What members of staff have
written in the topic itself is there already and is not repeated.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final

import structlog
from aiogram.exceptions import (
    TelegramAPIError,
    TelegramBadRequest,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.methods import CreateForumTopic, ReopenForumTopic, SendMessage

from bot.conversation_errors import DeliveryUnknown, Lagged
from bot.domain.events import STAFF, DeliveryChanged, MessageEdited, MessageStored, StateChanged
from bot.domain.message import Happening, Kind
from bot.domain.message import Role as Author
from bot.domain.person import Role
from bot.storage.telegram_topics import Shown
from bot.telegram.html import from_markdown, plain, split
from bot.telegram.sender import with_file
from bot.telegram.texts import label, say
from bot.telegram.tools import Button

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from aiogram.methods.base import TelegramMethod

    from bot.domain.conversation import Conversation, Customer
    from bot.domain.message import Message
    from bot.events import Subscription
    from bot.storage.telegram_topics import TopicStore
    from bot.telegram.presses import Press, Presses
    from bot.telegram.tools import Tools

CLOSED_SIGNS: Final = ("topic_closed", "topic closed")
DELETED_SIGNS: Final = ("thread not found", "topic_deleted", "topic_id_invalid", "topic deleted")
LONGEST_NAME: Final = 100
STOP_SECONDS: Final = 3.0
LOOK_EVERY: Final = 15.0
"""Seconds between looks for what an event did not tell of."""

_log = structlog.get_logger(__name__)


class Mirror:
    """
    Shows conversations in topics.
    """

    def __init__(self, tools: Tools, topics: TopicStore, presses: Presses) -> None:
        self._tools = tools
        self._topics = topics
        self._parts = tools.container.conversations
        self._one_at_a_time = asyncio.Lock()
        presses.on("retry", self._retry, role=Role.OPERATOR)

    async def run(self) -> None:
        """
        Show what happens until cancelled; returns when events were lost, to be run again.
        """
        wanted: set[str] = set()
        arrived = asyncio.Event()
        with self._parts.events.subscribe(STAFF) as events:
            listening = asyncio.create_task(_listen(events, wanted, arrived))
            try:
                while not listening.done():
                    wanted.update(await self._topics.behind())
                    await self._follow(wanted, arrived, listening)
            finally:
                listening.cancel()

    async def _follow(self, wanted: set[str], arrived: asyncio.Event, listening: asyncio.Task[None]) -> None:
        """
        Show what events tell of, until it is time to look for what they did not.
        """
        deadline = asyncio.get_running_loop().time() + LOOK_EVERY
        while not listening.done():
            while wanted:
                await self._unbroken(wanted.pop())
            arrived.clear()
            try:
                async with asyncio.timeout_at(deadline):
                    await arrived.wait()
            except TimeoutError:
                return

    async def _unbroken(self, conversation_id: str) -> None:
        # A stop between a post and the note of it would post it again.
        showing = asyncio.create_task(self.catch_up(conversation_id))
        try:
            await asyncio.shield(showing)
        except asyncio.CancelledError:
            await asyncio.wait({showing}, timeout=STOP_SECONDS)
            showing.cancel()
            raise

    async def catch_up(self, conversation_id: str) -> None:
        """
        Show what a conversation's topic does not show yet; nothing for one that no person was called for.

        Raises:
            TelegramAPIError: the group cannot be written to; to be tried again.
        """
        async with self._one_at_a_time:
            conversation = await self._parts.journal.store.get(conversation_id)
            shown = await self._topics.shown(conversation_id)
            if shown is None:
                if conversation.state not in {"waiting", "operator"}:
                    return
                shown = Shown(0, conversation.created_at)
            shown = await self._show_new(conversation, shown)
            await self._show_edits(conversation, shown)
            await self._tell_failures(conversation)

    async def say_in_topic(self, customer: Customer, key: str) -> None:
        """
        Say a sentence in the customer's topic; nothing happens if he has none.
        """
        topic = await self._topics.topic(customer)
        if topic is not None:
            text = say(self._tools.default_language, key)
            await self._post(customer, lambda where: SendMessage(text=text, parse_mode="HTML", **where))

    async def _show_new(self, conversation: Conversation, shown: Shown) -> Shown:
        while messages := await self._parts.journal.store.for_staff(conversation.id, after=shown.seq):
            texts: list[str] = []
            for message in messages:
                if self._is_from_topic(message):
                    continue
                texts.append(self._html(message))
                if message.attachments:
                    await self._post_text(conversation.customer, "\n".join(filter(None, texts)))
                    texts = []
                    await self._post_files(conversation.customer, message)
            await self._post_text(conversation.customer, "\n".join(filter(None, texts)))
            shown = Shown(messages[-1].seq, max(shown.edits_until, messages[-1].at))
            await self._topics.set_shown(conversation.id, shown)
        return shown

    async def _show_edits(self, conversation: Conversation, shown: Shown) -> None:
        for seq in await self._topics.edited(conversation.id, shown):
            (message,) = await self._parts.journal.store.for_staff(conversation.id, after=seq - 1, limit=1)
            text = say(self._tools.default_language, "edited", text=message.text)
            await self._post_text(conversation.customer, text)
            if message.edited_at is not None:
                shown = Shown(shown.seq, max(shown.edits_until, message.edited_at))
                await self._topics.set_shown(conversation.id, shown)

    async def _tell_failures(self, conversation: Conversation) -> None:
        language = self._tools.default_language
        for failed in await self._topics.untold_failures(conversation.id):
            known = {"blocked": "reason_blocked", "gone": "reason_gone"}.get(failed.error, "reason_other")
            text = say(
                language, "not_delivered", seq=failed.seq, reason=label(language, known, code=failed.error)
            )
            action = {"do": "retry", "conversation": conversation.id, "seq": failed.seq}
            await self._post_text(conversation.customer, text, [[Button(label(language, "retry"), action)]])
            await self._topics.note_told(conversation.id, failed.seq)

    async def _retry(self, press: Press) -> str | None:
        conversation, seq = press.action["conversation"], press.action["seq"]
        try:
            await self._parts.deliverer.retry(conversation, seq)
        except DeliveryUnknown:
            return label(press.language, "button_old")
        await self._topics.forget_told(conversation, seq)
        await self._tools.drop_buttons(press.message)
        return label(press.language, "retrying")

    def _is_from_topic(self, message: Message) -> bool:
        return message.author.role is Author.OPERATOR and (message.client_key or "").startswith("topic:")

    def _html(self, message: Message) -> str:
        language = self._tools.default_language
        text = from_markdown(message.text) if message.entry is not None else plain(message.text)
        if message.kind is Kind.EVENT:
            happened = message.happening or Happening.HANDED_OVER
            return f"<i>· {text or happened.value}{_by(message)}</i>"
        if message.kind is Kind.NOTE:
            return f"📝 <b>{say(language, 'note')}</b>{_by(message)}: {text}"
        match message.author.role:
            case Author.CUSTOMER:
                who = f"👤 <b>{say(language, 'customer')}</b>"
            case Author.OPERATOR:
                who = f"<b>{plain(message.signed or '')}</b>"
            case _:
                who = f"🤖 <b>{say(language, 'bot')}</b>"
        return f"{who}: {text}" if text else ("" if message.attachments else who)

    async def _post_text(self, customer: Customer, html: str, rows: Sequence[Sequence[Button]] = ()) -> None:
        parts = split(html)
        for number, part in enumerate(parts, 1):
            keyboard = await self._tools.keyboard(rows, owner=None) if number == len(parts) else None

            def build(where: dict[str, Any], part: str = part, keyboard: Any = keyboard) -> SendMessage:
                return SendMessage(text=part, reply_markup=keyboard, parse_mode="HTML", **where)

            await self._post(customer, build)

    async def _post_files(self, customer: Customer, message: Message) -> None:
        for attachment in message.attachments:
            _, path = await self._parts.reading.file(attachment.id)

            def build(where: dict[str, Any], attachment: Any = attachment, path: str = path) -> Any:
                return with_file(attachment, path, **where)

            await self._post(customer, build)

    async def _post(self, customer: Customer, build: Callable[[dict[str, Any]], TelegramMethod[Any]]) -> None:
        """
        Post into the customer's topic; one that was closed is opened again, one that was deleted made anew.
        """
        for _ in range(3):
            topic = await self._topics.topic(customer) or await self._create(customer)
            where = {"chat_id": self._tools.staff_chat, "message_thread_id": topic}
            try:
                await self._patiently(build(where))
            except TelegramBadRequest as error:
                reason = error.message.lower()
                if any(sign in reason for sign in CLOSED_SIGNS) and await self._reopened(topic):
                    continue
                if not any(sign in reason for sign in (*CLOSED_SIGNS, *DELETED_SIGNS)):
                    _log.error("topic_refused", topic=topic, error=type(error).__name__)
                    return
                await self._create(customer)
            else:
                return

    async def _create(self, customer: Customer) -> int:
        language = self._tools.default_language
        name = (customer.name or f"{label(language, 'customer')} {customer.id}")[:LONGEST_NAME]
        made = await self._patiently(CreateForumTopic(chat_id=self._tools.staff_chat or 0, name=name))
        topic: int = made.message_thread_id
        await self._topics.set_topic(customer, topic)
        await self._patiently(
            SendMessage(
                chat_id=self._tools.staff_chat or 0,
                message_thread_id=topic,
                text=say(language, "topic_opened", name=name, channel=customer.channel),
                parse_mode="HTML",
            )
        )
        return topic

    async def _reopened(self, topic: int) -> bool:
        try:
            await self._patiently(
                ReopenForumTopic(chat_id=self._tools.staff_chat or 0, message_thread_id=topic)
            )
        except (TelegramNetworkError, TelegramServerError):
            raise
        except TelegramAPIError:
            return False
        return True

    async def _patiently(self, method: TelegramMethod[Any]) -> Any:
        # A group takes some twenty messages a minute: waiting is part of the work here, however long.
        while True:
            try:
                return await self._tools.call(method)
            except TelegramRetryAfter as error:
                await asyncio.sleep(error.retry_after)


async def _listen(events: Subscription, wanted: set[str], arrived: asyncio.Event) -> None:
    """
    Gather the conversations that events are about, until the subscription ends or falls behind.
    """
    try:
        async for event in events:
            if isinstance(event, MessageStored | MessageEdited):
                wanted.add(event.message.conversation)
            elif isinstance(event, StateChanged):
                wanted.add(event.conversation.id)
            elif isinstance(event, DeliveryChanged):
                wanted.add(event.delivery.conversation)
            arrived.set()
    except Lagged:
        wanted.clear()
    finally:
        arrived.set()


def _by(message: Message) -> str:
    return f" ({plain(message.signed)})" if message.signed else ""
