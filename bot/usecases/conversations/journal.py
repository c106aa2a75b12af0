"""
Changing conversations and telling of it: first on disk, then announced, whatever becomes of the caller.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeVar

from bot.events import announce

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.events import Events
    from bot.storage.conversations import ConversationStore
    from bot.storage.ledger import Ledger

T = TypeVar("T")


class Journal:
    """
    The one way in which conversations are changed.
    """

    def __init__(self, store: ConversationStore, events: Events) -> None:
        self.store = store
        self._events = events
        self._under_way: set[asyncio.Task[object]] = set()

    async def change(self, change: Callable[[Ledger], T]) -> T:
        """
        Run `change` in one transaction, then publish its events.

        A caller who is cancelled (his connection broke) misses the result; subscribers miss nothing.

        Raises:
            StorageError: one of its leaves, when SQLite fails; what `change` itself raises comes through.
        """
        task = asyncio.create_task(self._run(change))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        return await asyncio.shield(task)

    async def settle(self) -> None:
        """
        Wait until every change under way is told of.
        """
        await asyncio.gather(*self._under_way, return_exceptions=True)

    async def _run(self, change: Callable[[Ledger], T]) -> T:
        result, events = await self.store.transact(change)
        for event in events:
            announce(self._events, event)
        return result
