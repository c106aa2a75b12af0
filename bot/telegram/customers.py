"""
Customers: what they write goes to the core of conversations, which answers through the deliverer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiogram import F, Router
from aiogram.exceptions import TelegramBadRequest
from aiogram.filters import KICKED, MEMBER, ChatMemberUpdatedFilter, CommandStart

from bot.conversation_errors import (
    AttachmentRefused,
    AttachmentTooLarge,
    ConversationUnknown,
    MessageEmpty,
    MessageUnknown,
    RatingTooEarly,
)
from bot.domain.conversation import Customer
from bot.domain.message import MAX_TEXT, Choice, ChoiceKind
from bot.telegram.failures import sentence
from bot.telegram.files import FileTooLarge, download, file_of
from bot.telegram.identity import is_stranger
from bot.telegram.sender import CHANNEL
from bot.telegram.texts import label, say
from bot.usecases.conversations.customer import Incoming

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from aiogram.types import ChatMemberUpdated, Location, Message, User

    from bot.telegram.presses import Press, Presses
    from bot.telegram.tools import Tools


class Customers:
    """
    Handlers of private chats with strangers.

    Args:
        tools: The surroundings.
        presses: Where the buttons are registered.
        reachable: Told when a customer blocks the bot (False) or comes back (True).

    """

    def __init__(
        self, tools: Tools, presses: Presses, reachable: Callable[[Customer, bool], Awaitable[None]]
    ) -> None:
        self._tools = tools
        self._side = tools.container.conversations.customer
        self._reachable = reachable
        self.router = Router(name="customers")
        self.router.message.filter(F.chat.type == "private", is_stranger)
        self.router.edited_message.filter(F.chat.type == "private", is_stranger)
        self.router.my_chat_member.filter(F.chat.type == "private")
        self.router.message.register(self._start, CommandStart())
        self.router.message.register(self._help, F.text == "/help")
        self.router.message.register(self._person, F.text == "/person")
        self.router.message.register(self._wrote)
        self.router.edited_message.register(self._edited)
        self.router.my_chat_member.register(self._blocked, ChatMemberUpdatedFilter(MEMBER >> KICKED))
        self.router.my_chat_member.register(self._back, ChatMemberUpdatedFilter(KICKED >> MEMBER))
        presses.on("choice", self._chose)
        presses.on("rate", self._rated)

    async def _start(self, message: Message, language: str) -> None:
        await self._tools.answer(message, say(language, "start"))

    async def _help(self, message: Message, language: str) -> None:
        await self._tools.answer(message, say(language, "help"))

    async def _person(self, message: Message, language: str) -> None:
        await self._side.ask_person(customer_of(message, language))

    async def _wrote(self, message: Message, language: str) -> None:
        customer = customer_of(message, language)
        try:
            attachments = await self._kept_files(message, customer)
            text = text_of(message, language)
            if not text and not attachments:
                await self._tools.answer(message, say(language, "unsupported"))
                return
            for number, piece in enumerate(pieces(text)):
                await self._side.receive(
                    Incoming(customer, _key(message, number), piece, attachments if number == 0 else ())
                )
        except MessageEmpty:
            await self._tools.answer(message, say(language, "empty"))
        except (AttachmentTooLarge, FileTooLarge):
            limit = self._tools.container.settings.attachment_megabytes
            await self._tools.answer(message, say(language, "too_large", megabytes=limit))
        except AttachmentRefused as error:
            await self._tools.answer(message, say(language, "refused", sentence=sentence(error, language)))

    async def _kept_files(self, message: Message, customer: Customer) -> tuple[str, ...]:
        file = file_of(message)
        if file is None:
            return ()
        container = self._tools.container
        data = await download(self._tools, file, limit=container.settings.attachment_megabytes * 2**20)
        kept = await self._side.upload(customer, file.name, data, now=container.clock())
        return (kept.id,)

    async def _edited(self, message: Message, language: str) -> None:
        customer = customer_of(message, language)
        for number, piece in enumerate(pieces(text_of(message, language))):
            try:
                await self._side.edit(customer, _key(message, number), piece)
            except MessageUnknown:
                # Written before we could hear it, or grown beyond one message: then it is new to us.
                await self._side.receive(Incoming(customer, _key(message, number), piece))
            except MessageEmpty:
                return  # what was said once is not taken back by an empty edit

    async def _chose(self, press: Press) -> str | None:
        action = press.action
        choice = Choice(ChoiceKind(action["kind"]), action["label"], action["entry"])
        customer = customer_from(press.query.from_user, press.language)
        # The key is the button's own: pressed twice, or brought twice, it is one message.
        await self._side.receive(Incoming(customer, f"button:{press.id}", action["label"], choice=choice))
        await self._tools.drop_buttons(press.message)
        return None

    async def _rated(self, press: Press) -> str | None:
        customer = customer_from(press.query.from_user, press.language)
        try:
            await self._side.rate(customer, press.action["score"], closed_seq=press.action["closed"])
        except (RatingTooEarly, ConversationUnknown):
            return label(press.language, "rating_late")
        stars = "★" * press.action["score"]
        thanks = f"{stars}\n{say(press.language, 'rated')}"
        try:
            await self._tools.call(press.message.edit_text(thanks))
        except TelegramBadRequest:
            return label(press.language, "rated")
        return None

    async def _blocked(self, event: ChatMemberUpdated, language: str) -> None:
        await self._reachable(customer_from(event.from_user, language), False)

    async def _back(self, event: ChatMemberUpdated, language: str) -> None:
        await self._reachable(customer_from(event.from_user, language), True)


def customer_of(message: Message, language: str) -> Customer:
    """
    Return the customer who wrote in a private chat; the chat's id is his, and Telegram vouches for it.
    """
    name = message.from_user.full_name if message.from_user else message.chat.full_name
    return Customer(CHANNEL, str(message.chat.id), name=_line(name), language=language)


def customer_from(user: User, language: str) -> Customer:
    """
    Return the customer who pressed a button in his private chat.
    """
    return Customer(CHANNEL, str(user.id), name=_line(user.full_name), language=language)


def text_of(message: Message, language: str) -> str:
    """
    Return what a message says in words.
    """
    if message.sticker is not None:
        return message.sticker.emoji or ""
    if message.contact is not None:
        name = " ".join(filter(None, (message.contact.first_name, message.contact.last_name)))
        return label(language, "contact", name=name, phone=message.contact.phone_number)
    place: Location | None = message.location or (message.venue.location if message.venue else None)
    if place is not None:
        return label(language, "location", lat=place.latitude, lon=place.longitude)
    return message.text or message.caption or ""


def pieces(text: str) -> list[str]:
    """
    Cut a text into messages that the core takes: Telegram allows a few letters more.
    """
    if len(text) <= MAX_TEXT:
        return [text]
    space = max(text.rfind(" ", MAX_TEXT // 2, MAX_TEXT), text.rfind("\n", MAX_TEXT // 2, MAX_TEXT))
    cut = space if space > 0 else MAX_TEXT
    rest = text[cut:]
    return [text[:cut], rest] if rest.strip() else [text[:cut]]


def _key(message: Message, number: int) -> str:
    return f"tg:{message.message_id}" + (f":{number}" if number else "")


def _line(name: str | None) -> str | None:
    return " ".join((name or "").split())[:200] or None
