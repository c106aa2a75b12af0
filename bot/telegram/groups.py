"""
Groups: the bot stays in the two it is configured for, and leaves every other at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog
from aiogram import F, Router
from aiogram.exceptions import TelegramAPIError
from aiogram.methods import LeaveChat

if TYPE_CHECKING:
    from aiogram.types import ChatMemberUpdated, Message

    from bot.telegram.tools import Tools

GONE = frozenset({"left", "kicked"})

_log = structlog.get_logger(__name__)


class Groups:
    """
    Keeps the bot where it belongs. Asked before all others: nothing from a strange group goes any further.
    """

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self.router = Router(name="groups")
        elsewhere = F.chat.type != "private"
        self.router.message.register(self._moved, elsewhere, F.migrate_to_chat_id)
        self.router.my_chat_member.register(self._added, elsewhere)
        for observer in (self.router.message, self.router.edited_message):
            observer.register(self._heard, elsewhere, self._is_strange)

    def _is_ours(self, chat: int) -> bool:
        return chat in {self._tools.staff_chat, self._tools.admin_chat}

    async def _is_strange(self, message: Message) -> bool:
        return not self._is_ours(self._tools.chats.current(message.chat.id))

    async def _moved(self, message: Message) -> None:
        if self._is_ours(message.chat.id) and message.migrate_to_chat_id is not None:
            await self._tools.chats.moved(message.chat.id, message.migrate_to_chat_id)

    async def _added(self, event: ChatMemberUpdated) -> None:
        if event.new_chat_member.status not in GONE and not self._is_ours(event.chat.id):
            await self._leave(event.chat.id)

    async def _heard(self, message: Message) -> None:
        await self._leave(message.chat.id)

    async def _leave(self, chat: int) -> None:
        _log.warning("strange_group_left", chat=chat)
        try:
            await self._tools.call(LeaveChat(chat_id=chat))
        except TelegramAPIError as error:
            _log.warning("strange_group_not_left", chat=chat, error=type(error).__name__)
