"""
Admins: publish, go back, look, and shut people out, from their private chat.
"""

from __future__ import annotations

import asyncio
import re
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from aiogram import F, Router
from aiogram.exceptions import TelegramAPIError
from aiogram.filters import Command

from bot.domain.person import Role
from bot.errors import BotError
from bot.telegram.failures import sentence
from bot.telegram.files import FileTooLarge, TelegramFile, download, file_of
from bot.telegram.html import plain, split
from bot.telegram.menus import hide_staff_menu
from bot.telegram.texts import label, say
from bot.telegram.tools import Button
from index.errors import IndexFailure
from knowledge.diff import render
from knowledge.errors import ContentRejected
from knowledge.problems import errors_of

if TYPE_CHECKING:
    from aiogram.filters import CommandObject
    from aiogram.types import Message

    from bot.domain.person import Person
    from bot.telegram.presses import Press, Presses
    from bot.telegram.tools import Tools
    from bot.usecases.content import CheckedContent

MOST_LINES: Final = 30
VERSIONS: Final = 10
SHOW_EVERY: Final = 2.0
"""Seconds between edits of the progress: Telegram takes one a second."""

_NAME: Final = re.compile(r"[\w-][\w.-]{0,80}\.(?:md|yaml|yml|csv|xlsx|docx|jsonl)", re.IGNORECASE)


async def is_admin(_event: object, person: Person | None) -> bool:
    """
    Let admins through.
    """
    return person is not None and person.role.includes(Role.ADMIN)


class Admins:
    """
    Handlers of private chats with admins.
    """

    def __init__(self, tools: Tools, presses: Presses) -> None:
        self._tools = tools
        self._container = tools.container
        self.router = Router(name="admins")
        self.router.message.filter(is_admin, F.chat.type == "private")
        self.router.message.register(self._reload, Command("reload"))
        self.router.message.register(self._rollback, Command("rollback"))
        self.router.message.register(self._stats, Command("stats"))
        self.router.message.register(self._who, Command("who"))
        self.router.message.register(self._uploaded, F.document, ~F.forward_origin)
        presses.on("publish", self._publish, role=Role.ADMIN)
        presses.on("revoke", self._revoke, role=Role.ADMIN)

    async def _reload(self, message: Message, language: str) -> None:
        folder = self._container.settings.content_dir
        if folder is None:
            await self._tools.answer(message, say(language, "reload_no_folder"))
            return
        await self._offer(message, folder, None, language)

    async def _uploaded(self, message: Message, language: str) -> None:
        """
        Look at a file as if it lay in the content folder; it is put there once somebody says so.
        """
        folder, file = self._container.settings.content_dir, file_of(message)
        if folder is None:
            await self._tools.answer(message, say(language, "reload_no_folder"))
            return
        if file is None or _NAME.fullmatch(file.name) is None:
            await self._tools.answer(message, say(language, "upload_refused"))
            return
        limit = self._container.settings.attachment_megabytes
        try:
            data = await download(self._tools, file, limit=limit * 2**20)
        except FileTooLarge:
            await self._tools.answer(message, say(language, "too_large", megabytes=limit))
            return
        aside = await asyncio.to_thread(_copy_with, folder, file.name, data)
        try:
            upload = {"file": file.id, "name": file.name}
            await self._offer(message, aside, upload, language)
        finally:
            await asyncio.to_thread(shutil.rmtree, aside.parent)

    async def _offer(
        self, message: Message, folder: Path, upload: dict[str, str] | None, language: str
    ) -> None:
        """
        Show what is wrong with a folder, or what it would change, with a button that publishes it.
        """
        progress = await self._tools.call(message.answer(label(language, "checking")))
        try:
            content = await self._container.publishing.check(folder)
        except (BotError, ContentRejected) as error:
            await self._edit(progress, plain(_told(error, language)))
            return
        errors = errors_of(content.problems)
        if errors:
            lines = [plain(one.text("en" if language == "en" else "ru")) for one in errors[:MOST_LINES]]
            text = "\n".join([say(language, "problems", count=len(errors)), "", *lines])
            await self._edit(progress, text)
            return
        if content.diff.is_empty:
            await self._edit(progress, say(language, "no_changes"))
            return
        action: dict[str, Any] = {"do": "publish", **(upload or {})}
        owner = message.from_user.id if message.from_user else None
        keyboard = await self._tools.keyboard([[Button(label(language, "publish"), action)]], owner=owner)
        await self._edit(progress, _diff_html(content, language), keyboard)

    async def _publish(self, press: Press) -> str | None:
        folder = self._container.settings.content_dir
        if folder is None:
            return label(press.language, "button_old")
        await self._tools.drop_buttons(press.message)
        shown = await self._tools.call(press.message.answer(label(press.language, "checking")))
        file, before = None, None
        if "file" in press.action:
            file = TelegramFile(press.action["file"], press.action["name"], 0)
            limit = self._container.settings.attachment_megabytes * 2**20
            data = await download(self._tools, file, limit=limit)
            before = await asyncio.to_thread(_replace, folder / file.name, data)
        reporter = _Reporter(self, shown, press.language)
        showing = asyncio.create_task(reporter.run())
        try:
            published = await self._container.publishing.publish(
                folder, author=press.staff.id, note="Telegram", progress=reporter.note
            )
        except (BotError, ContentRejected, IndexFailure) as error:
            text = say(press.language, "publish_failed", sentence=_told(error, press.language))
            if file is not None:
                # What was not published does not stay in the folder either.
                await asyncio.to_thread(_restore, folder / file.name, before)
        else:
            version = published.version
            text = (
                say(press.language, "no_changes")
                if version is None
                else say(press.language, "published", number=version.number)
            )
        finally:
            showing.cancel()
            await asyncio.wait({showing})
        await self._edit(shown, text)
        return None

    async def _rollback(
        self, message: Message, command: CommandObject, person: Person, language: str
    ) -> None:
        wanted = (command.args or "").strip()
        if not (wanted.isascii() and wanted.isdigit() and len(wanted) < VERSIONS):
            versions = await self._container.versions.list(VERSIONS)
            lines = "\n".join(f"{one.number} · {one.created_at:%d.%m.%Y %H:%M}" for one in versions)
            await self._tools.answer(message, say(language, "rollback_usage", versions=lines))
            return
        shown = await self._tools.call(message.answer(label(language, "checking")))
        reporter = _Reporter(self, shown, language)
        showing = asyncio.create_task(reporter.run())
        try:
            version = await self._container.publishing.rollback(
                int(wanted), author=person.id, note="Telegram", progress=reporter.note
            )
        except (BotError, IndexFailure) as error:
            text = say(language, "publish_failed", sentence=_told(error, language))
        else:
            text = say(language, "rolled_back", number=version.number, to=wanted)
        finally:
            showing.cancel()
            await asyncio.wait({showing})
        await self._edit(shown, text)

    async def _stats(self, message: Message, language: str) -> None:
        base = self._container.library.base
        await self._tools.answer(
            message,
            say(
                language,
                "stats",
                version=base.version if base else "–",
                entries=len(base.entries) if base else 0,
                waiting=await self._container.conversations.reading.waiting(),
                encoder=self._container.library.encoder_state.value,
            ),
        )

    async def _who(self, message: Message, language: str) -> None:
        accounts = await self._tools.store.accounts()
        lines = [
            say(language, "who_line", name=one.person.name, role=one.person.role.value, user=one.user)
            for one in accounts
        ]
        rows = [
            [Button(label(language, "revoke", name=one.person.name), {"do": "revoke", "user": one.user})]
            for one in accounts
        ]
        await self._tools.answer(
            message,
            "\n".join(lines) or say(language, "who_none"),
            rows,
            owner=message.from_user.id if message.from_user else None,
        )

    async def _revoke(self, press: Press) -> str | None:
        await self._tools.store.unlink(press.action["user"])
        await hide_staff_menu(self._tools, press.action["user"])
        return label(press.language, "revoked")

    async def _edit(self, message: Message, html: str, keyboard: Any = None) -> None:
        parts = split(html)
        await self._tools.call(message.edit_text(parts[0], reply_markup=keyboard, parse_mode="HTML"))
        for part in parts[1:]:
            await self._tools.call(message.answer(part, parse_mode="HTML"))


class _Reporter:
    """
    Shows how far a publish is by editing one message, not oftener than Telegram likes.
    """

    def __init__(self, admins: Admins, message: Message, language: str) -> None:
        self._admins = admins
        self._message = message
        self._language = language
        self._latest: tuple[str, int, int] | None = None

    def note(self, stage: str, done: int, total: int) -> None:
        """
        Note a step; called from threads.
        """
        self._latest = (stage, done, total)

    async def run(self) -> None:
        """
        Show the latest step until cancelled.
        """
        shown = None
        while True:
            await asyncio.sleep(SHOW_EVERY)
            if self._latest is None or self._latest == shown:
                continue
            shown = self._latest
            stage, done, total = shown
            text = say(self._language, "publishing", stage=stage, done=done, total=total)
            try:
                await self._message.edit_text(text)
            except TelegramAPIError:
                continue  # the outcome is what matters


def _diff_html(content: CheckedContent, language: str) -> str:
    lines = render(content.diff, "en" if language == "en" else "ru").splitlines()
    shown = lines[: MOST_LINES * 2]
    return "\n".join(plain(one) for one in shown) + ("\n…" if len(lines) > len(shown) else "")


def _told(error: Exception, language: str) -> str:
    return sentence(error, language) if isinstance(error, BotError) else str(error)


def _copy_with(folder: Path, name: str, data: bytes) -> Path:
    """
    Return a copy of the content folder, in a folder of its own, with the file in it.
    """
    aside = Path(tempfile.mkdtemp(prefix="copilot-")) / folder.name
    shutil.copytree(folder, aside, symlinks=True)
    _replace(aside / name, data)
    return aside


def _restore(path: Path, before: bytes | None) -> None:
    if before is None:
        path.unlink(missing_ok=True)
    else:
        _replace(path, before)


def _replace(path: Path, data: bytes) -> bytes | None:
    """
    Put `data` at `path` in one step; returns what was there.
    """
    before = path.read_bytes() if path.is_file() else None
    aside = path.with_name(path.name + ".new")
    aside.write_bytes(data)
    aside.replace(path)
    return before
