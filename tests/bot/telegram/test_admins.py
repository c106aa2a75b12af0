"""
What admins do in their private chat, and what the alarms say.
"""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

import pytest

from bot.domain.person import Role
from bot.library import EncoderState

from .conftest import ADMINS, ENTRIES

if TYPE_CHECKING:
    from pathlib import Path

    from bot.settings import Settings

    from .conftest import World
    from .fake_api import User


@pytest.fixture
def settings(settings: Settings, tmp_path: Path) -> Settings:
    """
    With a content folder that says what is published, and a little more.
    """
    folder = tmp_path / "content"
    folder.mkdir()
    entries = [*ENTRIES, {**ENTRIES[0], "id": "hours", "title": "Когда вы работаете?"}]
    (folder / "base.jsonl").write_text(
        "\n".join(json.dumps(one, ensure_ascii=False) for one in entries), encoding="utf-8"
    )
    return settings.model_copy(update={"content_dir": folder, "sla_seconds": "telegram=1"})


async def admin(world: World) -> User:
    """
    Hire an admin.
    """
    user = world.telegram.person(1, "Вера")
    await world.hire(user, "Вера", Role.ADMIN)
    return user


async def test_reload_shows_the_difference_and_publishes(world: World) -> None:
    """
    /reload shows what would change; the button publishes it; pressed again, there is nothing to do.
    """
    vera = await admin(world)
    await vera.writes("/reload")
    offered = await world.telegram.sees(1, "Когда вы работаете?")
    data = offered.buttons[0]["callback_data"]
    await vera.presses(offered, "Опубликовать")
    await world.telegram.sees(1, "Опубликована версия 2")
    await vera.sends_data(offered, data)

    assert await world.telegram.sees(1, "Изменений нет")


async def test_mistakes_are_named(world: World) -> None:
    """
    A folder with mistakes is not offered; each is named with its place.
    """
    vera = await admin(world)
    assert world.settings.content_dir is not None
    await asyncio.to_thread((world.settings.content_dir / "bad.jsonl").write_text, '{"id": "x"}\n')
    await vera.writes("/reload")
    refused = await world.telegram.sees(1, "Не опубликовано")

    assert "bad.jsonl:1" in refused.text
    assert refused.buttons == []


async def test_uploaded_file_goes_through_the_same_checks(world: World) -> None:
    """
    A knowledge file is shown as a difference, and lies in the folder only once it is published.
    """
    vera = await admin(world)
    folder = world.settings.content_dir
    assert folder is not None
    entry = {**ENTRIES[0], "id": "gift", "title": "Есть ли подарочные карты?"}
    world.telegram.files["kb"] = json.dumps(entry, ensure_ascii=False).encode()
    await vera.writes(document={"file_id": "kb", "file_unique_id": "u", "file_name": "gifts.jsonl"})
    offered = await world.telegram.sees(1, "Есть ли подарочные карты?")
    assert not await asyncio.to_thread((folder / "gifts.jsonl").exists)
    await vera.presses(offered, "Опубликовать")
    await world.telegram.sees(1, "Опубликована версия 2")

    assert await asyncio.to_thread((folder / "gifts.jsonl").exists)


@pytest.mark.parametrize("name", ["../x.jsonl", "x.exe", ".env", "a/b.md", ""])
async def test_upload_under_a_bad_name(world: World, name: str) -> None:
    """
    Only plain names of knowledge files are taken.
    """
    vera = await admin(world)
    await vera.writes(document={"file_id": "kb", "file_unique_id": "u", "file_name": name})

    assert await world.telegram.sees(1, "Файл базы знаний: .md")


async def test_rollback(world: World) -> None:
    """
    /rollback alone lists versions; with a number it brings one back; an unknown one is refused.
    """
    vera = await admin(world)
    await vera.writes("/rollback")
    await world.telegram.sees(1, "Версии:")
    await vera.writes("/rollback 1")
    await world.telegram.sees(1, "Версия 2: содержание версии 1")
    await vera.writes("/rollback 99")

    assert await world.telegram.sees(1, "Публикация не удалась")


async def test_who_and_revoking(world: World) -> None:
    """
    /who lists who is linked; the button makes one a stranger at once.
    """
    vera, anna = await admin(world), world.telegram.person(100, "Анна")
    await world.hire(anna)
    await vera.writes("/who")
    listed = await world.telegram.sees(1, "Анна · operator · Telegram 100")
    await vera.presses(listed, "Отключить: Анна")
    await world.telegram.until(lambda: "Отключено" in world.telegram.toasts)

    assert await world.bot.tools.store.person_of(100) is None


async def test_stats(world: World) -> None:
    """
    /stats says which version is served and who waits.
    """
    vera = await admin(world)
    await vera.writes("/stats")

    assert await world.telegram.sees(1, "Ожидают человека: 0")


@pytest.mark.parametrize("text", ["/reload", "/who", "/stats", "/rollback 1"])
async def test_operators_are_no_admins(world: World, text: str) -> None:
    """
    An operator's admin command does nothing but show what he may do.
    """
    anna = world.telegram.person(100, "Анна")
    await world.hire(anna)
    await anna.writes(text)
    shown = await world.telegram.sees(100, "пересланное сообщение")

    assert "/reload" not in shown.text


async def test_alarms(world: World) -> None:
    """
    A part that stops and a customer who waits too long are told once, and what works again is told too.
    """
    world.container.library.encoder_state = EncoderState.FAILED
    await world.telegram.sees(ADMINS, "Не работает: encoder")
    await world.telegram.person(7, "Пётр").writes("Позовите оператора")
    await world.telegram.sees(ADMINS, "Клиент ждёт")
    world.container.library.encoder_state = EncoderState.READY
    await world.telegram.sees(ADMINS, "Снова работает: encoder")
    told = [one.split(":")[0] for one in world.telegram.told(ADMINS)]

    assert sorted(told) == sorted(set(told))
