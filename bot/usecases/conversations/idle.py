"""
Ending conversations in which nobody has anything more to say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.conversation import is_idle
from bot.usecases.conversations.consultant import closed_by

if TYPE_CHECKING:
    import datetime as dt

    from bot.clock import Clock
    from bot.storage.ledger import Ledger
    from bot.usecases.conversations.journal import Journal


class CloseIdle:
    """
    Closes conversations that have been silent for `after`; never one whose customer waits for an answer.
    """

    def __init__(self, journal: Journal, *, after: dt.timedelta, clock: Clock) -> None:
        self._journal = journal
        self._after = after
        self._clock = clock

    async def run_due(self) -> int:
        """
        Close what has gone silent; returns how many conversations that were.

        Raises:
            StorageError: if conversations cannot be read or written.
        """
        before = self._clock() - self._after
        closed = 0
        for conversation_id in await self._journal.store.idle(before):

            def change(ledger: Ledger, conversation_id: str = conversation_id) -> bool:
                conversation = ledger.get(conversation_id)
                # Read again inside the transaction: the customer may have written meanwhile.
                if not is_idle(conversation, before):
                    return False
                closed_by(ledger, conversation, None)
                return True

            closed += await self._journal.change(change)
        return closed
