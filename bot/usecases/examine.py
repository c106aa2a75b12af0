"""
A look at every part the copilot needs: each check says what it found, and none stops the others.
"""

from __future__ import annotations

import asyncio
import os
import platform
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.error_table import describe
from bot.errors import BotError, NothingPublished
from bot.storage.database import Database
from bot.storage.versions import VersionStore
from faq.knowledge_base import documents
from faq.shelf import Shelf
from index.embedding_cache import EmbeddingCache
from index.errors import IndexFailure

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.settings import Settings

LEAST_FREE: Final = 2 * 2**30
"""Bytes: the unpacked model takes half of that, snapshots and caches the rest."""

_NAMES: Final = {
    "python": ("Python", "Python"),
    "disk": ("Место и права в папке данных", "Room and rights in the data folder"),
    "database": ("База данных", "Database"),
    "version": ("Опубликованная версия", "Published version"),
    "encoder": ("Модель смысла", "Encoder"),
    "index": ("Индекс опубликованной версии", "Index of the published version"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """
    One check: its name, whether it passed, and what was seen.
    """

    name: str
    ok: bool
    detail: str


class _Examination:
    def __init__(self, settings: Settings, language: str) -> None:
        self._settings = settings
        self._language = language

    def say(self, ru: str, en: str) -> str:
        return en if self._language == "en" else ru

    async def python(self) -> str:
        return platform.python_version()

    async def disk(self) -> str:
        folder = self._settings.data_dir
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not os.access(folder, os.W_OK):
            raise OSError(self.say(f"нет права писать в {folder}", f"no right to write to {folder}"))
        free = shutil.disk_usage(folder).free
        if free < LEAST_FREE:
            raise OSError(
                self.say(
                    f"свободно {free >> 20} МиБ в {folder}, нужно {LEAST_FREE >> 20}",
                    f"{free >> 20} MiB free in {folder}, {LEAST_FREE >> 20} needed",
                )
            )
        return f"{folder.resolve()}, {free >> 30} GiB"

    async def database(self) -> str:
        database = await asyncio.to_thread(Database, self._settings.database_path)
        try:
            await asyncio.to_thread(database.verify_sync)
        finally:
            await asyncio.to_thread(database.close)
        return str(self._settings.database_path)

    async def version(self) -> str:
        database = await asyncio.to_thread(Database, self._settings.database_path)
        try:
            current = await VersionStore(database).current()
        finally:
            await asyncio.to_thread(database.close)
        if current is None:
            raise NothingPublished
        return self.say(
            f"№ {current.number}, записей {current.entries}",
            f"no. {current.number}, {current.entries} entries",
        )

    async def encoder(self) -> str:
        from index.encoder import open_encoder  # noqa: PLC0415 -- onnxruntime takes a moment to import

        settings = self._settings
        encoder = await asyncio.to_thread(open_encoder, settings.embedding_model, settings.models_dir)
        return f"{settings.embedding_model}, {encoder.dimension}-d, {encoder.fingerprint[:12]}"

    async def index(self) -> str:
        from index.encoder import open_encoder  # noqa: PLC0415 -- onnxruntime takes a moment to import

        settings = self._settings
        database = await asyncio.to_thread(Database, settings.database_path)
        try:
            store = VersionStore(database)
            current = await store.current()
            if current is None:
                raise NothingPublished
            entries = await store.load(current.number)
        finally:
            await asyncio.to_thread(database.close)
        encoder = await asyncio.to_thread(open_encoder, settings.embedding_model, settings.models_dir)
        shelf = Shelf(settings.snapshots_dir, EmbeddingCache(settings.data_dir / "embeddings.db"))
        if await asyncio.to_thread(shelf.holds, documents(entries), encoder.fingerprint):
            return self.say("на диске, цел", "on disk, whole")
        return self.say("будет построен при запуске", "will be built at start")


async def examine(settings: Settings, language: str) -> tuple[Finding, ...]:
    """
    Run every check.
    """
    examination = _Examination(settings, language)
    checks: dict[str, Callable[[], Awaitable[str]]] = {name: getattr(examination, name) for name in _NAMES}
    return tuple(
        [await _one(_NAMES[name][language == "en"], check, language) for name, check in checks.items()]
    )


async def _one(name: str, check: Callable[[], Awaitable[str]], language: str) -> Finding:
    try:
        return Finding(name, True, await check())
    except BotError as error:
        return Finding(name, False, describe(error, language).sentence)
    except (IndexFailure, OSError) as error:
        return Finding(name, False, str(error))
