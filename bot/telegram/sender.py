"""
Carrying messages of the core to customers in Telegram.

Every part that has arrived is noted under the delivery's key, so an attempt that was cut in the middle goes
on after its last part. Telegram takes no key of ours: a kill between its «ok» and our note, a single local
write, or a connection cut before that «ok» came back, shows one part again. None is ever lost.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import TYPE_CHECKING, Any, Final

from aiogram.exceptions import (
    TelegramAPIError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNotFound,
    TelegramRetryAfter,
)
from aiogram.methods import SendDocument, SendMessage, SendPhoto
from aiogram.types import FSInputFile, InlineKeyboardMarkup

from bot.domain.delivery import Postponed, Refused, Sent
from bot.domain.message import Happening, Role
from bot.telegram.html import from_markdown, plain, split
from bot.telegram.tools import Button

if TYPE_CHECKING:
    from aiogram.methods.base import TelegramMethod
    from aiogram.types import Message

    from bot.domain.delivery import Outcome, Outgoing
    from bot.domain.message import Attachment, CustomerMessage
    from bot.telegram.tools import Tools

CHANNEL: Final = "telegram"
PHOTOS: Final = frozenset({"image/jpeg", "image/png", "image/webp"})
STOP_SECONDS: Final = 5.0
GONE: Final = ("chat not found", "user is deactivated", "PEER_ID_INVALID")


class TelegramSender:
    """
    The channel «telegram» of the deliverer.
    """

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._on_the_wire: set[asyncio.Task[int]] = set()

    async def send(self, outgoing: Outgoing) -> Outcome:
        """
        Carry one message, in as many parts as it needs.
        """
        key, chat = outgoing.delivery.key, int(outgoing.delivery.address)
        arrived = await self._tools.store.sent_parts(key)
        try:
            for number, method in enumerate(await self._parts(outgoing.message, chat)):
                if number not in arrived:
                    arrived[number] = await self._unbroken(key, number, method)
        except TelegramRetryAfter as error:
            return Postponed("retry_after", dt.timedelta(seconds=error.retry_after))
        except TelegramForbiddenError:
            return Refused("blocked")
        except (TelegramBadRequest, TelegramNotFound) as error:
            gone = any(sign.lower() in error.message.lower() for sign in GONE)
            return Refused("gone" if gone else "bad_request")
        except TelegramAPIError as error:
            return Postponed(type(error).__name__)
        last = max(arrived.values(), default=None)
        return Sent(None if last is None else str(last))

    async def settle(self) -> None:
        """
        Wait until whatever is on the wire has its note.
        """
        if self._on_the_wire:
            await asyncio.wait(self._on_the_wire, timeout=STOP_SECONDS)

    async def _unbroken(self, key: str, number: int, method: TelegramMethod[Message]) -> int:
        # A stop between sending and noting would send it again.
        sending = asyncio.create_task(self._noted(key, number, method))
        self._on_the_wire.add(sending)
        sending.add_done_callback(self._on_the_wire.discard)
        return await asyncio.shield(sending)

    async def _noted(self, key: str, number: int, method: TelegramMethod[Message]) -> int:
        message = await self._send(method)
        await self._tools.store.note_sent(key, number, message.message_id, now=self._tools.container.clock())
        return message.message_id

    async def _send(self, method: TelegramMethod[Message]) -> Message:
        try:
            return await self._tools.bot(method)
        except TelegramBadRequest as error:
            if "parse entities" not in error.message or not isinstance(method, SendMessage):
                raise
            # Better without bold letters than not at all.
            return await self._tools.bot(method.model_copy(update={"parse_mode": None}))

    async def _parts(self, message: CustomerMessage, chat: int) -> list[TelegramMethod[Message]]:
        texts = split(shown_to_customer(message)) if message.text else []
        parts: list[TelegramMethod[Message]] = [
            SendMessage(chat_id=chat, text=text, parse_mode="HTML") for text in texts
        ]
        if parts:
            parts[-1] = parts[-1].model_copy(update={"reply_markup": await self._buttons(message, chat)})
        for attachment in message.attachments:
            _, path = await self._tools.container.conversations.customer.file(
                CHANNEL, str(chat), attachment.id
            )
            parts.append(with_file(attachment, path, chat_id=chat))
        return parts

    async def _buttons(self, message: CustomerMessage, chat: int) -> InlineKeyboardMarkup | None:
        rows = [
            [
                Button(
                    choice.label,
                    {
                        "do": "choice",
                        "kind": choice.kind.value,
                        "label": choice.label,
                        "entry": choice.entry,
                        "seq": message.seq,
                    },
                )
            ]
            for choice in message.choices
        ]
        if message.happening is Happening.CLOSED:
            rows = [
                [
                    Button("★" * score, {"do": "rate", "score": score, "closed": message.seq})
                    for score in range(1, 6)
                ]
            ]
        # In a private chat the chat's id is the user's.
        return await self._tools.keyboard(rows, owner=chat)


def shown_to_customer(message: CustomerMessage) -> str:
    """
    Return a message as HTML: approved Markdown rendered, a person's words under his name.
    """
    text = from_markdown(message.text) if message.markdown else plain(message.text)
    if message.author is Role.OPERATOR and message.signed:
        return f"<b>{plain(message.signed)}</b>\n{text}"
    return text


def with_file(attachment: Attachment, path: str, **where: Any) -> TelegramMethod[Message]:
    """
    Return the call that sends a file, as a photo if it is one.
    """
    file = FSInputFile(path, filename=attachment.name)
    if attachment.media_type in PHOTOS:
        return SendPhoto(photo=file, **where)
    return SendDocument(document=file, **where)
