"""
Who an update comes from: a member of staff by his linked account, everybody else a customer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.telegram.texts import language_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from aiogram.types import TelegramObject, User

    from bot.domain.person import Person
    from bot.telegram.tools import Tools


class Identify:
    """
    Gives every handler `person` (None for strangers) and `language`.

    The account is asked for anew at each update, so a revoked one is a stranger's at once.
    """

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        """
        Add them and go on.
        """
        user: User | None = data.get("event_from_user")
        data["person"] = await self._tools.store.person_of(user.id) if user and not user.is_bot else None
        data["language"] = language_of(user.language_code if user else None, self._tools.default_language)
        return await handler(event, data)


async def is_stranger(_event: TelegramObject, person: Person | None) -> bool:
    """
    Let everybody else through.
    """
    return person is None


async def is_staff(_event: TelegramObject, person: Person | None) -> bool:
    """
    Let members of staff through.
    """
    return person is not None
