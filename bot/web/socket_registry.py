"""
Which sockets are open, how many each caller may hold, and ending them.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from bot.channel_errors import TooManySockets

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.clock import Clock

GOING_AWAY = 1001
TRY_AGAIN_LATER = 1013
SESSION_ENDED = 4401
"""Ours: the page must not come back with the same session."""


@dataclass(frozen=True, slots=True)
class SocketTerms:
    """
    What one connection may do.

    Args:
        heartbeat: Seconds between pings; who answers none within half of that is gone.
        frame_bytes: Largest frame taken.
        queue_chars: How far its other end may be behind in reading, in characters of frames.
        frames_per_second: How fast it may send for long.
        frames_at_once: How many frames it may send in a burst.
        faults: Bad or too frequent frames in a row that end it.
        close_seconds: How long its other end may take to say goodbye.

    """

    heartbeat: float = 20.0
    frame_bytes: int = 64 * 1024
    queue_chars: int = 1024 * 1024
    frames_per_second: float = 10.0
    frames_at_once: int = 50
    faults: int = 10
    close_seconds: float = 2.0


class Closable(Protocol):
    """
    An open socket.
    """

    @property
    def owner(self) -> str | None:
        """
        Whose it is.
        """
        ...

    def end(self, code: int, reason: str = "") -> None:
        """
        Let it close soon; returns at once.
        """
        ...

    async def wait_closed(self) -> None:
        """
        Wait until it is.
        """
        ...


class Sockets:
    """
    The open sockets of one application; used on the event loop only.

    Args:
        clock: Now.
        terms: What each connection may do.

    """

    def __init__(self, *, clock: Clock, terms: SocketTerms | None = None) -> None:
        self.clock = clock
        self.terms = terms or SocketTerms()
        self._open: set[Closable] = set()
        self._places: Counter[str] = Counter()
        self._closing = False

    @property
    def count(self) -> int:
        """
        How many are open.
        """
        return len(self._open)

    @contextlib.contextmanager
    def place(self, key: str, *, limit: int) -> Iterator[None]:
        """
        Hold one of the `limit` places that `key` (an address, a session) has.

        Raises:
            TooManySockets: they are all taken.
        """
        if self._places[key] >= limit:
            raise TooManySockets
        self._places[key] += 1
        try:
            yield
        finally:
            self._places[key] -= 1
            if not self._places[key]:
                del self._places[key]

    @contextlib.contextmanager
    def registered(self, socket: Closable) -> Iterator[None]:
        """
        Know of `socket` inside the `with`; one that opens while the server stops ends at once.
        """
        self._open.add(socket)
        if self._closing:
            socket.end(GOING_AWAY)
        try:
            yield
        finally:
            self._open.discard(socket)

    def close_owner(self, owner: str, code: int = SESSION_ENDED, reason: str = "session ended") -> None:
        """
        End every socket of `owner`, who has logged out or was shut out.
        """
        for socket in [each for each in self._open if each.owner == owner]:
            socket.end(code, reason)

    async def close_all(self) -> None:
        """
        Tell every page that the server goes away, so that it comes back to the next one.
        """
        self._closing = True
        sockets = list(self._open)
        for socket in sockets:
            socket.end(GOING_AWAY, "restart")
        await asyncio.gather(*(socket.wait_closed() for socket in sockets))
