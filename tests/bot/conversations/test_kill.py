"""
The process is killed while customers write: after the next start every acknowledged message is there, once.
"""

from __future__ import annotations

import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from bot.container import open_container
from bot.domain.message import Role

if TYPE_CHECKING:
    from bot.settings import Settings

WRITER = """
import asyncio, sys
from pathlib import Path
from bot.container import open_container
from bot.domain.conversation import Customer
from bot.settings import Settings
from bot.usecases.conversations.customer import Incoming

async def write(container, number):
    for count in range(10_000):
        key = f"{number}-{count}"
        await container.conversations.customer.receive(
            Incoming(Customer("web", f"v{number}"), key, f"Вопрос {key}")
        )
        print(key, flush=True)

async def main():
    settings = Settings.read(env_file=None).model_copy(update={"data_dir": Path(sys.argv[1])})
    async with open_container(settings) as container:
        async with asyncio.TaskGroup() as group:
            group.create_task(container.conversations.keep())
            for number in range(5):
                group.create_task(write(container, number))

asyncio.run(main())
"""


@pytest.mark.parametrize("acknowledged", [3, 60])
async def test_kill_while_writing(settings: Settings, acknowledged: int) -> None:
    """
    Retrying what was acknowledged stores nothing; numbers have no gaps.
    """
    keys = _kill_after(settings, acknowledged)

    async with open_container(settings) as container:
        store = container.conversations.journal.store
        for number in range(5):
            found = await store.of_customer("web", f"v{number}")
            messages = await store.for_staff(found[0].id) if found else ()
            own = [one.client_key for one in messages if one.author.role is Role.CUSTOMER]

            assert [one.seq for one in messages] == list(range(1, len(messages) + 1))
            assert len(own) == len(set(own))
            assert {key for key in keys if key.startswith(f"{number}-")} <= set(own)


def _kill_after(settings: Settings, acknowledged: int) -> list[str]:
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(settings.data_dir)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        keys = [process.stdout.readline().strip() for _ in range(acknowledged)]
        process.send_signal(signal.SIGKILL)
        # What was acknowledged between the last line read and the signal counts too.
        keys += [line.strip() for line in process.stdout if line.endswith("\n")]
    return keys
