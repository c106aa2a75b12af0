"""
What members of staff write in a customer's topic: replies through the gate, notes, commands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from aiogram import F, Router
from aiogram.exceptions import TelegramBadRequest
from aiogram.filters import Command, CommandObject
from aiogram.types import Message, ReactionTypeEmoji

from bot.conversation_errors import DecisionNeeded, DraftBlocked
from bot.domain.conversation import State
from bot.domain.person import Role
from bot.errors import BotError
from bot.telegram.customers import text_of
from bot.telegram.failures import sentence
from bot.telegram.files import FileTooLarge, download, file_of
from bot.telegram.html import plain
from bot.telegram.staff import copying, report_html
from bot.telegram.texts import label, say
from bot.telegram.tools import Button
from bot.usecases.conversations.consultant import Reply

if TYPE_CHECKING:
    from bot.domain.conversation import Conversation
    from bot.domain.person import Person
    from bot.storage.telegram_topics import TopicStore
    from bot.telegram.presses import Press, Presses
    from bot.telegram.tools import Tools
    from knowledge.speech.report import DraftReport

NOTE_PREFIX: Final = "//"


class Topics:
    """
    Handlers of the staff group. The group proves nothing: who writes must be linked to an account.
    """

    def __init__(self, tools: Tools, topics: TopicStore, presses: Presses) -> None:
        self._tools = tools
        self._topics = topics
        self._parts = tools.container.conversations
        self.router = Router(name="topics")
        for observer in (self.router.message, self.router.edited_message):
            observer.filter(F.is_topic_message, self._in_staff_chat)
        self.router.message.register(self._command, Command("close", "bot", "release"))
        self.router.message.register(
            self._wrote,
            F.text
            | F.caption
            | F.photo
            | F.document
            | F.voice
            | F.video
            | F.video_note
            | F.sticker
            | F.location,
        )
        self.router.edited_message.register(self._edited)
        presses.on("send", self._send_anyway, role=Role.OPERATOR)

    async def _in_staff_chat(self, message: Message) -> bool:
        return self._tools.staff_chat == self._tools.chats.current(message.chat.id)

    async def _conversation(self, message: Message) -> Conversation | None:
        customer = await self._topics.customer_of(message.message_thread_id or 0)
        if customer is None:
            return None
        found = await self._parts.journal.store.of_customer(*customer, limit=1)
        return found[0] if found else None

    async def _command(
        self, message: Message, command: CommandObject, person: Person | None, language: str
    ) -> None:
        conversation = await self._ready(message, person, language)
        if conversation is None or person is None:
            return
        side = self._parts.consultant
        change = {"close": side.close, "bot": side.return_to_bot, "release": side.release}[command.command]
        try:
            if command.command == "close":
                await self._lead(conversation, person)
            await change(conversation.id, person)
        except BotError as error:
            await self._refused(message, error, language)

    async def _wrote(self, message: Message, person: Person | None, language: str) -> None:
        conversation = await self._ready(message, person, language)
        if conversation is None or person is None:
            return
        text, key = text_of(message, language), f"topic:{message.message_id}"
        if text.startswith("/") and not text.startswith(NOTE_PREFIX):
            await self._tools.answer(message, say(language, "no_command"))
            return
        try:
            if text.startswith(NOTE_PREFIX):
                await self._parts.consultant.note(
                    conversation.id, person, text.removeprefix(NOTE_PREFIX), key
                )
                return
            files = await self._kept_files(message, conversation, person)
            await self._reply(message, conversation, person, Reply(text, key, attachments=files), language)
        except FileTooLarge:
            limit = self._tools.container.settings.attachment_megabytes
            await self._tools.answer(message, say(language, "too_large", megabytes=limit))
        except BotError as error:
            await self._refused(message, error, language)

    async def _ready(self, message: Message, person: Person | None, language: str) -> Conversation | None:
        if message.from_user is not None and message.from_user.id == self._tools.bot.id:
            return None
        if person is None:
            await self._tools.answer(message, say(language, "stranger"))
            return None
        conversation = await self._conversation(message)
        if conversation is None:
            await self._tools.answer(message, say(language, "topic_unknown"))
        return conversation

    async def _lead(self, conversation: Conversation, person: Person) -> None:
        # Whoever answers first leads; a colleague's conversation is refused by the core, by name.
        if conversation.state in {State.WAITING, State.BOT}:
            await self._parts.consultant.take(conversation.id, person)

    async def _kept_files(
        self, message: Message, conversation: Conversation, person: Person
    ) -> tuple[str, ...]:
        file = file_of(message)
        if file is None:
            return ()
        limit = self._tools.container.settings.attachment_megabytes * 2**20
        data = await download(self._tools, file, limit=limit)
        kept = await self._parts.consultant.upload(conversation.id, person, file.name, data)
        return (kept.id,)

    async def _reply(
        self, message: Message, conversation: Conversation, person: Person, reply: Reply, language: str
    ) -> None:
        await self._lead(conversation, person)
        try:
            await self._parts.consultant.reply(conversation.id, person, reply)
        except DraftBlocked as stopped:
            await self._bounced(message, conversation, reply, stopped.report, (), language)
        except DecisionNeeded as stopped:
            await self._bounced(message, conversation, reply, stopped.report, stopped.rules, language)
        else:
            await self._sent(message)

    async def _bounced(
        self,
        message: Message,
        conversation: Conversation,
        reply: Reply,
        report: DraftReport,
        rules: tuple[str, ...],
        language: str,
    ) -> None:
        """
        Tell the author why nothing left, with what he may send instead.
        """
        base = {"do": "send", "conversation": conversation.id, "files": list(reply.attachments)}
        rows = []
        if report.rewrite is not None and not report.rewrite.open_slots:
            fixed = {**base, "text": report.rewrite.text, "key": f"{reply.client_key}:fixed", "rules": []}
            rows.append([Button(label(language, "send_fixed"), fixed)])
        if rules:
            kept = {**base, "text": reply.text, "key": f"{reply.client_key}:kept", "rules": list(rules)}
            rows.append([Button(label(language, "send_anyway"), kept)])
        rows += copying(report, language)
        heading = say(language, "not_sent", sentence="").rstrip(": ")
        await self._tools.answer(
            message,
            f"{heading}\n{report_html(reply.text, report, language)}",
            rows,
            owner=message.from_user.id if message.from_user else None,
        )

    async def _send_anyway(self, press: Press) -> str | None:
        action = press.action
        reason = label(press.language, "sent_anyway")
        reply = Reply(
            action["text"],
            action["key"],
            attachments=tuple(action["files"]),
            decisions=dict.fromkeys(action["rules"], reason),
        )
        try:
            conversation = await self._parts.journal.store.get(action["conversation"])
            await self._lead(conversation, press.staff)
            await self._parts.consultant.reply(conversation.id, press.staff, reply)
        except (DraftBlocked, DecisionNeeded) as stopped:
            # The rules have changed since, or the rewording was not the last word.
            rules = stopped.rules if isinstance(stopped, DecisionNeeded) else ()
            return sentence(stopped, press.language) + " ".join(rules)
        await self._tools.drop_buttons(press.message)
        await self._tools.answer(
            press.message, f"✅ <b>{plain(press.staff.name)}</b>: {plain(action['text'])}"
        )
        return label(press.language, "sent")

    async def _edited(self, message: Message, person: Person | None, language: str) -> None:
        text = text_of(message, language)
        if person is not None and not text.startswith(NOTE_PREFIX):
            await self._tools.answer(message, say(language, "edit_ignored"))

    async def _refused(self, message: Message, error: BotError, language: str) -> None:
        await self._tools.answer(message, say(language, "not_sent", sentence=sentence(error, language)))

    async def _sent(self, message: Message) -> None:
        # A quiet mark on the message itself; groups may forbid reactions.
        try:
            await self._tools.call(message.react([ReactionTypeEmoji(emoji="👌")]))
        except TelegramBadRequest:
            return
