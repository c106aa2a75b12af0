"""
Pressed buttons: what one does is looked up by its random id, and only its owner may press it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aiogram import Router
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import AnswerCallbackQuery
from aiogram.types import CallbackQuery, Message

from bot.errors import BotError
from bot.telegram.failures import sentence
from bot.telegram.texts import label

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.domain.person import Person, Role
    from bot.telegram.tools import Tools

_TOAST = 200


@dataclass(frozen=True, slots=True)
class Press:
    """
    A pressed button of ours: what it does, who pressed it, and the message it stands under.
    """

    id: str
    query: CallbackQuery
    message: Message
    action: Mapping[str, Any]
    language: str
    person: Person | None

    @property
    def staff(self) -> Person:
        """
        The member of staff who pressed; handlers with a role are only given such presses.
        """
        assert self.person is not None  # noqa: S101 -- `Presses` has looked
        return self.person


Handler = Callable[[Press], Awaitable[str | None]]
"""Does what the button says; returns a short word for the toast."""


class Presses:
    """
    Handlers of buttons by the name of their action.
    """

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._handlers: dict[str, tuple[Handler, Role | None]] = {}
        self.router = Router(name="presses")
        self.router.callback_query.register(self._pressed)

    def on(self, action: str, handler: Handler, *, role: Role | None = None) -> None:
        """
        Let `handler` deal with buttons of this name; with `role`, for members of staff of that role only.
        """
        self._handlers[action] = (handler, role)

    async def _pressed(self, query: CallbackQuery, person: Person | None, language: str) -> None:
        try:
            toast = await self._handle(query, person, language)
        except BotError as error:
            toast = sentence(error, language)
        try:
            await self._tools.call(
                AnswerCallbackQuery(callback_query_id=query.id, text=toast[:_TOAST] if toast else None)
            )
        except TelegramBadRequest:
            return  # Telegram forgets a press after a while; what it asked for is done

    async def _handle(self, query: CallbackQuery, person: Person | None, language: str) -> str | None:
        old = label(language, "button_old")
        button = await self._tools.store.button(query.data or "")
        if button is None or not isinstance(query.message, Message):
            return old
        # A button without an owner is the staff's.
        if (person is None) if button.owner is None else (button.owner != query.from_user.id):
            return old
        handler, role = self._handlers.get(button.action.get("do", ""), (None, None))
        if handler is None or (role is not None and (person is None or not person.role.includes(role))):
            return old
        return await handler(Press(query.data or "", query, query.message, button.action, language, person))
