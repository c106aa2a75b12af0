"""
Linking a Telegram user to a staff account by a one-time deep link.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from aiogram import F, Router
from aiogram.filters import CommandObject, CommandStart

from bot.telegram.menus import show_staff_menu
from bot.telegram.texts import say

if TYPE_CHECKING:
    from aiogram.types import Message

    from bot.telegram.tools import Tools

PREFIX: Final = "staff_"


def payload(secret: str) -> str:
    """
    Return what stands after `?start=` in the link.
    """
    return PREFIX + secret


class Linking:
    """
    The one way from customer to staff.
    """

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self.router = Router(name="linking")
        self.router.message.register(
            self._link,
            F.chat.type == "private",
            CommandStart(deep_link=True, magic=F.args.startswith(PREFIX)),
        )

    async def _link(self, message: Message, command: CommandObject, language: str) -> None:
        secret = (command.args or "").removeprefix(PREFIX)
        user = message.from_user
        assert user is not None  # noqa: S101 -- a private message has a sender
        person = await self._tools.store.link(secret, user.id, now=self._tools.container.clock())
        if person is None:
            await self._tools.answer(message, say(language, "link_bad"))
            return
        await show_staff_menu(self._tools, user.id, person.role)
        await self._tools.answer(message, say(language, "linked", name=person.name))
