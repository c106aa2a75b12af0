"""
The deliverer: carries what stands in the outbox to the channels until it arrives or is refused.

A message is stored together with its outbox row, so a crash in between loses neither. One that strikes after
the channel took the message and before that was written down sends it again, under the same key: a channel
that remembers keys shows it once.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

import structlog

from bot.domain.delivery import (
    MAX_ATTEMPTS,
    DeliveryState,
    Outcome,
    Postponed,
    Refused,
    Sent,
    pause_after,
)
from bot.domain.events import DeliveryChanged
from bot.events import announce

if TYPE_CHECKING:
    from bot.clock import Clock
    from bot.domain.delivery import Delivery, Outgoing
    from bot.events import Events
    from bot.storage.deliveries import DeliveryStore

AT_ONCE = 20
"""Messages under way at the same time, each to another customer."""

TIMEOUT = 60.0
"""Seconds that one attempt may take."""

_log = structlog.get_logger(__name__)


class Sender(Protocol):
    """
    A channel that messages are carried to.

    One that customers fetch from, as the web, has none: there a message has arrived when it is acknowledged.
    """

    async def send(self, outgoing: Outgoing) -> Outcome:
        """
        Carry one message; `outgoing.delivery.key` is the same at every attempt.
        """
        ...


class Deliverer:
    """
    Empties the outbox.

    Args:
        store: The outbox.
        events: Where staff hear what has become of a message.
        clock: Now.

    """

    def __init__(self, store: DeliveryStore, events: Events, *, clock: Clock) -> None:
        self._store = store
        self._events = events
        self._senders: dict[str, Sender] = {}
        self._clock = clock
        self._places = asyncio.Semaphore(AT_ONCE)

    def register(self, channel: str, sender: Sender) -> None:
        """
        Carry the messages of `channel` by `sender` from now on; those of other channels are fetched.
        """
        self._senders[channel] = sender

    async def run_due(self) -> int:
        """
        Attempt everything whose time has come, one message an address; returns how many that were.

        Raises:
            StorageError: if the outbox cannot be read or written.
        """
        if not self._senders:
            return 0
        due = await self._store.due(self._senders, self._clock())
        async with asyncio.TaskGroup() as group:
            for outgoing in due:
                group.create_task(self._attempt(outgoing))
        return len(due)

    async def acknowledge(self, conversation: str, up_to: int) -> None:
        """
        Note that the customer has everything up to message `up_to`.
        """
        for delivery in await self._store.acknowledge(conversation, up_to):
            announce(self._events, DeliveryChanged(delivery))

    async def retry(self, conversation: str, seq: int) -> Delivery:
        """
        Try a failed message again, at once.

        Raises:
            DeliveryUnknown: message `seq` has no failed delivery.
        """
        delivery = await self._store.retry(conversation, seq, self._clock())
        announce(self._events, DeliveryChanged(delivery))
        return delivery

    async def _attempt(self, outgoing: Outgoing) -> None:
        async with self._places:
            outcome = await self._send(outgoing)
        delivery = self._settled(outgoing.delivery, outcome)
        if await self._store.settle(delivery):
            announce(self._events, DeliveryChanged(delivery))

    async def _send(self, outgoing: Outgoing) -> Outcome:
        delivery = outgoing.delivery
        try:
            async with asyncio.timeout(TIMEOUT):
                return await self._senders[delivery.channel].send(outgoing)
        except Exception as error:  # noqa: BLE001 -- a channel's bug must not hold up the others' messages
            _log.error(
                "delivery_attempt_failed",
                conversation=delivery.conversation,
                seq=delivery.seq,
                error=type(error).__name__,
            )
            return Postponed("error")

    def _settled(self, delivery: Delivery, outcome: Outcome) -> Delivery:
        attempts = delivery.attempts + 1
        match outcome:
            case Sent(reference):
                return replace(
                    delivery,
                    state=DeliveryState.SENT,
                    attempts=attempts,
                    error=None,
                    reference=reference,
                )
            case Postponed(code, retry_after) if attempts < MAX_ATTEMPTS:
                pause = pause_after(attempts) if retry_after is None else retry_after
                return replace(delivery, attempts=attempts, error=code, next_at=self._clock() + pause)
            case Postponed(code, _) | Refused(code):
                return replace(delivery, state=DeliveryState.FAILED, attempts=attempts, error=code)
