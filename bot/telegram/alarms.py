"""
Alarms to the admins' chat: a customer who waits too long, a part that stopped working. Each is told once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiogram.methods import SendMessage

from bot.domain.sla import Mark
from bot.errors import BotError
from bot.library import EncoderState
from bot.speech import RulesState
from bot.storage.inbox import Box
from bot.telegram.texts import label, say

if TYPE_CHECKING:
    from bot.telegram.tools import Tools


class Alarms:
    """
    What has been told of; in memory, so that a restart tells of what still lasts.
    """

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._late: set[str] = set()
        self._broken: set[str] = set()

    async def look(self) -> None:
        """
        Tell of what is new and of what is over; to be called every few seconds.

        Raises:
            TelegramAPIError: the chat cannot be written to; the alarm is told later.
        """
        await self._waits()
        await self._parts()

    async def _waits(self) -> None:
        page = await self._tools.container.conversations.reading.box(Box.QUEUE, "")
        late = {
            one.conversation.id: one.conversation.customer.name
            for one in page.items
            if one.wait is not None and one.wait.mark is not Mark.IN_TIME
        }
        self._late &= late.keys()
        language = self._tools.default_language
        for conversation, name in late.items():
            if conversation not in self._late:
                shown = name or label(language, "customer")
                await self._tell(say(language, "alarm_sla", name=shown, conversation=conversation))
                self._late.add(conversation)

    async def _parts(self) -> None:
        language = self._tools.default_language
        broken = await self._not_working()
        for part in sorted(broken - self._broken):
            await self._tell(say(language, "alarm_probe", part=part))
            self._broken.add(part)
        for part in sorted(self._broken - broken):
            await self._tell(say(language, "alarm_over", part=part))
            self._broken.discard(part)

    async def _not_working(self) -> set[str]:
        container = self._tools.container
        broken = set()
        for name, ping in (
            ("database", container.database.ping),
            ("question_log", container.questions.ping),
            ("showing_log", container.showings.ping),
        ):
            try:
                await ping()
            except BotError:
                broken.add(name)
        if container.library.encoder_state is EncoderState.FAILED:
            broken.add("encoder")
        if container.speech.state in {RulesState.FAILED, RulesState.OUTDATED}:
            broken.add("speech_rules")
        return broken

    async def _tell(self, html: str) -> None:
        chat = self._tools.admin_chat
        if chat is not None:
            await self._tools.call(SendMessage(chat_id=chat, text=html, parse_mode="HTML"))
