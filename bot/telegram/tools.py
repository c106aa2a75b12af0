"""
What every part of the bot is given: the Bot API, the container, the stores; and how calls are made patiently.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeVar

from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.types import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup

from bot.telegram.html import split

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from aiogram import Bot
    from aiogram.methods.base import TelegramMethod
    from aiogram.types import Message

    from bot.container import Container
    from bot.storage.telegram import TelegramStore

T = TypeVar("T")

TRIES: Final = 5
LONGEST_WAIT: Final = 60.0
"""Seconds that one answer to a person waits at most for Telegram's permission."""

_LABEL: Final = 60


@dataclass(frozen=True, slots=True)
class Button:
    """
    A button and what it does: `action` for ours, `copies` for a text that goes to the clipboard.
    """

    label: str
    action: Mapping[str, Any] | None = None
    copies: str | None = None


class Chats:
    """
    Groups by the id they are configured with; Telegram gives one another id when it grows.
    """

    def __init__(self, store: TelegramStore) -> None:
        self._store = store
        self._moved: dict[int, int] = {}

    async def load(self) -> None:
        """
        Read what moved in earlier runs.
        """
        self._moved = await self._store.moved_chats()

    def current(self, chat: int) -> int:
        """
        Return the id under which `chat` is reached now.
        """
        for _ in range(len(self._moved)):
            if chat not in self._moved:
                break
            chat = self._moved[chat]
        return chat

    async def moved(self, old: int, new: int) -> None:
        """
        Note a chat's new id.
        """
        if self._moved.get(old) != new and old != new:
            self._moved[old] = new
            await self._store.note_moved(old, new)


@dataclass(frozen=True, slots=True)
class Tools:
    """
    The surroundings of every handler.

    Args:
        bot: The Bot API.
        container: The use cases.
        store: Accounts and buttons.
        chats: Groups, wherever they have moved.

    """

    bot: Bot
    container: Container
    store: TelegramStore
    chats: Chats

    @property
    def default_language(self) -> str:
        """
        The language of who has not chosen one, and of groups.
        """
        return self.container.settings.interface_language

    @property
    def staff_chat(self) -> int | None:
        """
        The group with forum topics.
        """
        chat = self.container.settings.telegram_staff_chat
        return None if chat is None else self.chats.current(chat)

    @property
    def admin_chat(self) -> int | None:
        """
        Where alarms go.
        """
        chat = self.container.settings.telegram_admin_chat
        return None if chat is None else self.chats.current(chat)

    async def call(self, method: TelegramMethod[T]) -> T:
        """
        Call the Bot API, waiting where it asks to and trying again when the network is cut.

        Raises:
            TelegramAPIError: it refuses, or does not come back in time.
        """
        for attempt in range(1, TRIES):
            try:
                return await self.bot(method)
            except TelegramRetryAfter as error:
                if error.retry_after > LONGEST_WAIT:
                    raise
                await asyncio.sleep(error.retry_after)
            except (TelegramNetworkError, TelegramServerError):
                await asyncio.sleep(0.2 * 2**attempt)
            except TelegramMigrateToChat as error:
                await self.chats.moved(int(getattr(method, "chat_id", 0)), error.migrate_to_chat_id)
                method = method.model_copy(update={"chat_id": error.migrate_to_chat_id})
        return await self.bot(method)

    async def answer(
        self, to: Message, html: str, rows: Sequence[Sequence[Button]] = (), *, owner: int | None = None
    ) -> None:
        """
        Answer in the message's own chat and topic; a long text in several messages, buttons under the last.
        """
        parts = split(html)
        for number, part in enumerate(parts, 1):
            keyboard = await self.keyboard(rows, owner=owner) if number == len(parts) else None
            await self.call(to.answer(part, reply_markup=keyboard, parse_mode="HTML"))

    async def keyboard(
        self, rows: Sequence[Sequence[Button]], *, owner: int | None
    ) -> InlineKeyboardMarkup | None:
        """
        Make buttons that only `owner` may press, or any member of staff if None.
        """
        actions = [button.action for row in rows for button in row if button.action is not None]
        if not any(rows):
            return None
        ids = iter(await self.store.add_buttons(owner, actions, now=self.container.clock()))
        return InlineKeyboardMarkup(
            inline_keyboard=[
                [
                    InlineKeyboardButton(text=_short(button.label), callback_data=next(ids))
                    if button.action is not None
                    else InlineKeyboardButton(
                        text=_short(button.label), copy_text=CopyTextButton(text=button.copies or "")
                    )
                    for button in row
                ]
                for row in rows
            ]
        )

    async def drop_buttons(self, message: Message) -> None:
        """
        Take the buttons away from a message of ours; one that is gone or has none stays as it is.
        """
        try:
            await self.call(message.edit_reply_markup(reply_markup=None))
        except TelegramBadRequest:
            return


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LABEL else line[: _LABEL - 1] + "…"
