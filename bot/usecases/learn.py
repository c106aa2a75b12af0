"""
Operators' picks become the ranking of a new version, if they prove to make it better.
"""

from __future__ import annotations

import asyncio
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from bot.errors import NothingPublished
from faq.learn import LEAST_PICKS, Lesson, learn

if TYPE_CHECKING:
    import datetime as dt

    from bot.domain.version import Version
    from bot.library import Library
    from bot.usecases.publish import PublishKnowledge
    from faq.picks import Pick
    from index.arrays import Progress

LOW_PRIORITY: Final = 15


class Picks(Protocol):
    """
    Where confirmed picks are read from.
    """

    async def picks(self) -> tuple[Pick, ...]:
        """
        Return all of them, oldest first.
        """
        ...

    async def picks_since(self, moment: dt.datetime | None) -> int:
        """
        Count those made after `moment`.
        """
        ...


class Rankings(Protocol):
    """
    Tells which ranking is in force and since when.
    """

    async def current(self) -> Version | None:
        """
        Return the current version.
        """
        ...

    async def learnt_at(self, version: Version) -> dt.datetime | None:
        """
        Return when its ranking was learnt, None for the shipped one.
        """
        ...


@dataclass(frozen=True, slots=True)
class Learnt:
    """
    What came of it; `version` is None where nothing was published.
    """

    lesson: Lesson
    version: Version | None


class LearnFromPicks:
    """
    Learns in a thread of low priority: whoever asks meanwhile is answered as ever.

    Args:
        picks: Where picks are read from.
        rankings: Which version is in force.
        library: The knowledge base to learn for, and the encoder.
        publishing: Makes the new version.

    """

    def __init__(
        self, picks: Picks, rankings: Rankings, library: Library, publishing: PublishKnowledge
    ) -> None:
        self._picks = picks
        self._rankings = rankings
        self._library = library
        self._publishing = publishing
        self._tried = 0

    async def __call__(
        self, *, author: str, note: str = "", dry_run: bool = False, progress: Progress
    ) -> Learnt:
        """
        Learn from all picks there are.

        Raises:
            NothingPublished: there is no knowledge base, or no encoder, to learn with.
            VersionConflict: another version was published meanwhile; learn again.
            ContentRejected: an entry's example questions would not bring it any more.
            IndexFailure: the encoder failed.
        """
        base, encoder = self._library.base, self._library.encoder
        if base is None or base.version is None or encoder is None:
            raise NothingPublished
        picks = await self._picks.picks()
        # A niceness once taken is not given back, so the thread is the work's own and ends with it.
        thread = ThreadPoolExecutor(1, thread_name_prefix="learn", initializer=_step_back)
        try:
            lesson = await asyncio.wrap_future(thread.submit(learn, base, encoder, picks, progress))
        finally:
            thread.shutdown(wait=False)
        version = None
        if lesson.learned is not None and not dry_run:
            version = await self._publishing.teach(lesson.learned, base.version, author=author, note=note)
        return Learnt(lesson, version)

    async def due(self, after: int) -> bool:
        """
        Tell whether `after` picks have come since the ranking in force was learnt or last tried; 0 is never.
        """
        current = await self._rankings.current()
        if not after or current is None or self._library.encoder is None:
            return False
        fresh = await self._picks.picks_since(await self._rankings.learnt_at(current))
        if fresh < max(after, 1) or fresh - self._tried < after:
            return False
        if await self._picks.picks_since(None) < LEAST_PICKS:
            return False
        self._tried = fresh
        return True


def _step_back() -> None:
    # On Linux priorities belong to threads; elsewhere the call would slow down the whole process.
    if os.uname().sysname == "Linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), LOW_PRIORITY)
