"""
Sessions with something open that outlasts a request: it ends the moment its session does.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from bot.domain.session import Session


TOUCH_EVERY = dt.timedelta(minutes=1)


class Lasting(Protocol):
    """
    Knows which sessions still last.
    """

    async def lasting(self, ids: Collection[str], *, now: dt.datetime) -> frozenset[str]:
        """
        Return those of the sessions `ids` that still last.
        """
        ...

    async def touch(self, ids: Collection[str], *, now: dt.datetime) -> None:
        """
        Note that the sessions `ids` are in use.
        """
        ...


class Watch:
    """
    One open socket's view of its session: `ended` is set when the session ends, or its role has changed.

    Args:
        session: Whose socket it is.

    """

    def __init__(self, session: Session) -> None:
        self.session = session
        self.ended = asyncio.Event()
        self._in_use = False

    def used(self) -> None:
        """
        Note that the person does something: a socket in use keeps its session from going idle.
        """
        self._in_use = True

    def take_used(self) -> bool:
        """
        Tell whether the session was used since the last call.
        """
        used, self._in_use = self._in_use, False
        return used


class LiveSessions:
    """
    The sockets that are open, by session.

    What this process ends is told at once. What another process or the clock ends is noticed by `look`.
    """

    def __init__(self, sessions: Lasting) -> None:
        self._sessions = sessions
        self._watches: set[Watch] = set()
        self._touched_at: dt.datetime | None = None

    @contextlib.contextmanager
    def watch(self, session: Session) -> Iterator[Watch]:
        """
        Watch a session while a socket of its is open; close the socket once `Watch.ended` is set.
        """
        watch = Watch(session)
        self._watches.add(watch)
        try:
            yield watch
        finally:
            self._watches.discard(watch)

    def end_session(self, session_id: str) -> None:
        """
        Tell the sockets of one session that it has ended.
        """
        self._tell(watch for watch in self._watches if watch.session.id == session_id)

    def end_person(self, person_id: str) -> None:
        """
        Tell all sockets of a person that his access has changed: whoever still has it connects again.
        """
        self._tell(watch for watch in self._watches if watch.session.person.id == person_id)

    async def look(self, *, now: dt.datetime) -> None:
        """
        Look which of the watched sessions still last; cheap when nothing is watched.

        Raises:
            StorageError: if that cannot be read; nothing is ended then.
        """
        watches = list(self._watches)
        if not watches:
            return
        if self._touched_at is None or now - self._touched_at >= TOUCH_EVERY:
            self._touched_at = now
            used = {watch.session.id for watch in watches if watch.take_used()}
            if used:
                await self._sessions.touch(used, now=now)
        lasting = await self._sessions.lasting({watch.session.id for watch in watches}, now=now)
        self._tell(watch for watch in watches if watch.session.id not in lasting)

    def _tell(self, watches: Iterator[Watch]) -> None:
        for watch in list(watches):
            watch.ended.set()
