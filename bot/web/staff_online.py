"""
Which members of staff have the page of conversations open.
"""

from __future__ import annotations

import contextlib
from collections import defaultdict
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class Pushes(Protocol):
    """
    A socket, as far as it is told things.
    """

    def push(self, frame: Mapping[str, object]) -> None:
        """
        Send a frame as soon as the other end reads.
        """
        ...


class StaffOnline:
    """
    Open pages by person; everybody is told when somebody comes or goes. Used on the event loop only.
    """

    def __init__(self) -> None:
        self._pages: defaultdict[str, list[Pushes]] = defaultdict(list)

    @property
    def ids(self) -> frozenset[str]:
        """
        Who is there.
        """
        return frozenset(self._pages)

    @contextlib.contextmanager
    def here(self, person: str, page: Pushes) -> Iterator[None]:
        """
        Count `person` as there inside the `with`.
        """
        self._pages[person].append(page)
        self._tell()
        try:
            yield
        finally:
            self._pages[person].remove(page)
            if not self._pages[person]:
                del self._pages[person]
            self._tell()

    def has(self, person: str) -> bool:
        """
        Tell whether `person` has a page open.
        """
        return person in self._pages

    def _tell(self) -> None:
        frame = {"type": "staff", "online": sorted(self._pages)}
        for pages in list(self._pages.values()):
            for page in pages:
                page.push(frame)
