"""
The real process is killed while two hundred customers write: nothing is lost, doubled or reordered.
"""

from __future__ import annotations

import asyncio
import functools
import signal
import sys
from typing import TYPE_CHECKING

from bot.container import open_container
from bot.telegram.app import open_telegram

from .fake_api import TOKEN, FakeTelegram

if TYPE_CHECKING:
    from bot.settings import Settings

CUSTOMERS = 200
EACH = 3

PROGRAM = """
import asyncio, sys
from pathlib import Path
from bot.container import open_container
from bot.settings import Settings
from bot.telegram.app import open_telegram

async def main():
    settings = Settings.read(env_file=None).model_copy(
        update={"data_dir": Path(sys.argv[1]), "telegram_api_url": sys.argv[2], "burst_quiet_seconds": 0.2}
    )
    async with open_container(settings) as container, open_telegram(container, sys.argv[3]) as bot:
        async with asyncio.TaskGroup() as group:
            group.create_task(bot.run())
            group.create_task(container.conversations.keep())

asyncio.run(main())
"""


async def test_kill_while_two_hundred_write(settings: Settings) -> None:
    """
    After three kills, spread over the load, each conversation has every message once, in order.
    """
    telegram = FakeTelegram()
    async with telegram.serving() as address:
        users = [telegram.person(3000 + number) for number in range(CUSTOMERS)]
        for count in range(EACH):
            for user in users:
                await user.writes(f"Вопрос {count}")
        for acknowledged in (100, 300, 500):
            process = await _start(settings, address)
            reached = functools.partial(_reached, telegram, 1000 + acknowledged)
            await telegram.until(reached, seconds=60)
            process.send_signal(signal.SIGKILL)
            await process.wait()
        process = await _start(settings, address)
        # Everybody without an answer is handed over: each hears it.
        await telegram.until(lambda: all(telegram.told(user.id) for user in users), seconds=120)
        process.send_signal(signal.SIGKILL)
        await process.wait()
        settings = settings.model_copy(update={"telegram_api_url": address})
        async with open_container(settings) as container, open_telegram(container, TOKEN) as bot:
            await bot.lanes.start()
            await bot.lanes.idle()
            store = container.conversations.journal.store
            for user in users:
                (conversation,) = await store.of_customer("telegram", str(user.id))
                messages = await store.for_staff(conversation.id)
                own = [one.text for one in messages if one.author.role == "customer"]

                assert own == [f"Вопрос {count}" for count in range(EACH)]


def _reached(telegram: FakeTelegram, number: int) -> bool:
    return telegram.acknowledged >= number


async def _start(settings: Settings, address: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable, "-c", PROGRAM, str(settings.data_dir), address, TOKEN
    )
