"""
Telling subscribers what happens, without ever waiting for one of them.

Every subscriber has a bounded queue. Whoever does not read is cut off: he gets `Lagged`, reads again what he
shows, from its last `seq`, and subscribes anew. What reaches him until then is found in the database.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import defaultdict, deque
from typing import TYPE_CHECKING, Protocol

from bot.conversation_errors import Lagged
from bot.domain.events import STAFF, customer_topic, customer_view

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from bot.domain.events import Event, StaffEvent

CAPACITY = 256
"""Events that a subscriber may be behind."""


class Events(Protocol):
    """
    Where events go to and come from; the hub below within one process, a message broker across several.
    """

    def publish(self, topic: str, event: Event) -> None:
        """
        Tell the subscribers of `topic`; returns at once.
        """
        ...

    def subscribe(
        self, *topics: str, capacity: int = CAPACITY
    ) -> contextlib.AbstractContextManager[Subscription]:
        """
        Hear of everything that is published on `topics` from now on.
        """
        ...


class Subscription:
    """
    The events of one subscriber, in the order of publishing: an asynchronous iterator.
    """

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._events: deque[Event] = deque()
        self._arrived = asyncio.Event()
        self._lagged = False
        self._ended = False

    def __aiter__(self) -> AsyncIterator[Event]:
        return self

    async def __anext__(self) -> Event:
        """
        Wait for the next event; the iteration ends when the subscription does.

        Raises:
            Lagged: events were lost, because they were not read in time. No more will come.
        """
        while not self._events and not self._lagged and not self._ended:
            self._arrived.clear()
            await self._arrived.wait()
        if self._lagged:
            raise Lagged
        if self._events:
            return self._events.popleft()
        raise StopAsyncIteration

    def push(self, event: Event) -> None:
        """
        Take an event for the subscriber; one too many cuts him off.
        """
        if self._lagged or self._ended:
            return
        if len(self._events) >= self._capacity:
            self._events.clear()
            self._lagged = True
        else:
            self._events.append(event)
        self._arrived.set()

    def end(self) -> None:
        """
        Let the iteration end once everything that has arrived is read.
        """
        self._ended = True
        self._arrived.set()


class Hub:
    """
    Topics and their subscribers within one process; used on the event loop only.
    """

    def __init__(self) -> None:
        self._subscribers: defaultdict[str, set[Subscription]] = defaultdict(set)

    def publish(self, topic: str, event: Event) -> None:
        """
        Tell the subscribers of `topic`; returns at once.
        """
        for subscriber in self._subscribers.get(topic, ()):
            subscriber.push(event)

    @contextlib.contextmanager
    def subscribe(self, *topics: str, capacity: int = CAPACITY) -> Iterator[Subscription]:
        """
        Hear of everything that is published on `topics` inside the `with`.
        """
        subscription = Subscription(capacity)
        for topic in topics:
            self._subscribers[topic].add(subscription)
        try:
            yield subscription
        finally:
            subscription.end()
            for topic in topics:
                self._subscribers[topic].discard(subscription)
                if not self._subscribers[topic]:
                    del self._subscribers[topic]

    def close(self) -> None:
        """
        End every subscription.
        """
        for subscribers in list(self._subscribers.values()):
            for subscriber in subscribers:
                subscriber.end()


def announce(events: Events, event: StaffEvent) -> None:
    """
    Tell staff of an event, and its customer what he may see of it.
    """
    events.publish(STAFF, event)
    seen = customer_view(event)
    if seen is not None:
        customer, view = seen
        events.publish(customer_topic(customer.channel, customer.id), view)
