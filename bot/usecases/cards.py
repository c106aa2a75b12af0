"""
An entry in full, for a reader who may see it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.card import EntryCard, EntryLink
from bot.errors import NothingPublished
from knowledge.models import Audience, Script

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from bot.clock import Clock
    from bot.library import Library


class EntryCards:
    """
    Finds entries of the served version.
    """

    def __init__(self, library: Library, *, clock: Clock, zone: ZoneInfo) -> None:
        self._library = library
        self._clock = clock
        self._zone = zone

    async def __call__(self, entry_id: str, *, audience: Audience, language: str) -> EntryCard | None:  # noqa: ARG002 -- an id names one entry, whatever language it is in
        """
        Return the card of `entry_id`; None if there is none or `audience` may not see it.

        Staff may open an entry that is out of date, and is told so; a customer may not.

        Raises:
            NothingPublished: there is no knowledge base yet.
        """
        base = self._library.base
        if base is None or base.version is None:
            raise NothingPublished
        item = base.get(entry_id)
        day = self._clock().astimezone(self._zone).date()
        if item is None or (audience is Audience.CUSTOMER and not base.shows(entry_id, audience, day)):
            return None
        follow_ups = item.entry.follow_ups if isinstance(item.entry, Script) else ()
        return EntryCard(
            entry=item.entry,
            source=str(item.source),
            valid=item.entry.is_valid_on(day),
            kb_version=base.version,
            follow_ups=tuple(
                EntryLink(id=target, title=found.entry.title)
                for target in follow_ups
                if base.shows(target, audience, day) and (found := base.get(target)) is not None
            ),
        )
