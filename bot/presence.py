"""
Who of the staff looks at which conversation, and who is typing; known for as long as it is repeated.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import TYPE_CHECKING

from bot.domain.events import PresenceChanged, Typing
from bot.events import announce

if TYPE_CHECKING:
    from bot.clock import Clock
    from bot.domain.conversation import Conversation
    from bot.domain.message import Author
    from bot.events import Events

LASTING = dt.timedelta(seconds=30)
"""How long a look holds; a desk repeats it every ten seconds."""


class Presence:
    """
    Looks of members of staff; used on the event loop only, kept in memory.
    """

    def __init__(self, events: Events, *, clock: Clock, lasting: dt.timedelta = LASTING) -> None:
        self._events = events
        self._clock = clock
        self._lasting = lasting
        self._until: defaultdict[str, dict[str, dt.datetime]] = defaultdict(dict)

    def look(self, conversation: str, person: str) -> None:
        """
        Note that `person` looks at the conversation, for as long as a look holds.
        """
        new = person not in self._until[conversation]
        self._until[conversation][person] = self._clock() + self._lasting
        if new:
            self._tell(conversation)

    def leave(self, conversation: str, person: str) -> None:
        """
        Note that `person` looks elsewhere.
        """
        if self._until.get(conversation, {}).pop(person, None) is not None:
            self._tell(conversation)

    def leave_all(self, person: str) -> None:
        """
        Note that `person` has gone.
        """
        for conversation in [key for key, viewers in self._until.items() if person in viewers]:
            self.leave(conversation, person)

    def viewers(self, conversation: str) -> tuple[str, ...]:
        """
        Return who looks at the conversation now.
        """
        now = self._clock()
        return tuple(
            sorted(person for person, until in self._until.get(conversation, {}).items() if until > now)
        )

    def typing(self, conversation: Conversation, author: Author) -> None:
        """
        Tell the others that `author` is typing.
        """
        announce(self._events, Typing(conversation.id, author, conversation.customer))

    def expire(self) -> None:
        """
        Forget looks that were not repeated; to be called every few seconds.
        """
        now = self._clock()
        for conversation, viewers in list(self._until.items()):
            gone = [person for person, until in viewers.items() if until <= now]
            for person in gone:
                del viewers[person]
            if gone:
                self._tell(conversation)

    def _tell(self, conversation: str) -> None:
        announce(self._events, PresenceChanged(conversation, self.viewers(conversation)))
        if not self._until[conversation]:
            del self._until[conversation]
