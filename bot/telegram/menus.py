"""
The menus of commands: one for customers, one for each role of staff, one for the group, in both languages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import structlog
from aiogram.exceptions import TelegramAPIError
from aiogram.methods import DeleteMyCommands, SetMyCommands, SetMyShortDescription
from aiogram.types import BotCommand, BotCommandScopeAllPrivateChats, BotCommandScopeChat

from bot.domain.person import Role
from bot.telegram.texts import label

if TYPE_CHECKING:
    from aiogram.types import BotCommandScopeUnion

    from bot.telegram.tools import Tools

CUSTOMER: Final = ("person", "help")
OPERATOR: Final = ("ask", "check", "help")
ADMIN: Final = ("reload", "rollback", "stats", "who")
TOPIC: Final = ("close", "bot", "release", "ask", "check")

_log = structlog.get_logger(__name__)


async def show_menus(tools: Tools) -> None:
    """
    Set what everybody sees; a refusal is logged, for a bot without menus still answers.
    """
    try:
        await _set(tools, BotCommandScopeAllPrivateChats(), CUSTOMER)
        if tools.staff_chat is not None:
            await _set(tools, BotCommandScopeChat(chat_id=tools.staff_chat), TOPIC)
        for account in await tools.store.accounts():
            await show_staff_menu(tools, account.user, account.person.role)
        for code in (None, "ru"):
            about = label(code or "en", "about")
            await tools.call(SetMyShortDescription(short_description=about, language_code=code))
    except TelegramAPIError as error:
        _log.warning("menus_not_set", error=type(error).__name__)


async def show_staff_menu(tools: Tools, user: int, role: Role) -> None:
    """
    Give a member of staff his own menu.
    """
    commands = (*OPERATOR, *ADMIN) if role.includes(Role.ADMIN) else OPERATOR
    try:
        await _set(tools, BotCommandScopeChat(chat_id=user), commands)
    except TelegramAPIError as error:
        _log.warning("menu_not_set", error=type(error).__name__)


async def hide_staff_menu(tools: Tools, user: int) -> None:
    """
    Give a former member of staff the customers' menu again.
    """
    try:
        for code in (None, "ru"):
            await tools.call(DeleteMyCommands(scope=BotCommandScopeChat(chat_id=user), language_code=code))
    except TelegramAPIError as error:
        _log.warning("menu_not_hidden", error=type(error).__name__)


async def _set(tools: Tools, scope: BotCommandScopeUnion, names: tuple[str, ...]) -> None:
    # Without a language for everybody, and once more for readers of Russian.
    for code in (None, "ru"):
        commands = [
            BotCommand(command=name, description=label(code or "en", f"menu_{name}")) for name in names
        ]
        await tools.call(SetMyCommands(commands=commands, scope=scope, language_code=code))
