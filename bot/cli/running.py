"""
What every command that touches the data folder does: settings, container, event loop.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeVar

from bot.cli.progress import progress
from bot.container import Container, open_container
from bot.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from index.arrays import Progress

T = TypeVar("T")


def with_container(command: Callable[[Container, Progress], Awaitable[T]], *, encoder: bool) -> T:
    """
    Run `command` with an open container, with the encoder in its library if `encoder`.
    """
    settings = Settings.read()

    async def run() -> T:
        async with open_container(settings) as container:
            with progress() as report:
                if encoder:
                    await container.load_encoder(report)
                return await command(container, report)

    return asyncio.run(run())
