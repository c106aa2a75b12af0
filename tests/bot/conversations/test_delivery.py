"""
What stands in the outbox arrives once, in order, or somebody is told that it did not.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from bot.conversation_errors import DeliveryUnknown
from bot.domain.conversation import Customer
from bot.domain.delivery import (
    LONGEST_PAUSE,
    MAX_ATTEMPTS,
    DeliveryState,
    Postponed,
    Refused,
    pause_after,
)
from bot.domain.events import STAFF, DeliveryChanged

from .fakes import Channel

if TYPE_CHECKING:
    from .conftest import World


@pytest.fixture
def channel(world: World) -> Channel:
    """
    A channel that messages are carried to; the customer writes there.
    """
    channel = Channel()
    world.visitor = Customer("telegram", "4711")
    world.parts.deliverer.register("telegram", channel)
    return channel


async def _run(world: World, times: int = 10, pause: float = 0) -> None:
    for _ in range(times):
        await world.parts.deliverer.run_due()
        world.clock.advance(pause)


async def _states(world: World) -> list[DeliveryState]:
    conversation = await world.conversation()
    return [one.state for one in (await world.parts.reading.open(conversation.id)).deliveries]


async def test_everything_arrives_once_in_order(world: World, channel: Channel) -> None:
    """
    What the customer may see, by number.
    """
    await world.taken()
    for number in range(3):
        await world.reply(f"Ответ {number}")
    await _run(world)

    assert list(channel.shown.values()) == await world.said()
    assert len(channel.attempts) == len(set(channel.attempts)) == 5


async def test_a_stumble_holds_back_what_comes_after(world: World, channel: Channel) -> None:
    """
    A message that must wait is not overtaken by the next one to the same customer.
    """
    await world.taken()
    await world.reply("Ответ")
    channel.outcomes = [
        Postponed("network"),
        RuntimeError("bug"),
        Postponed("flood", dt.timedelta(seconds=40)),
    ]
    await _run(world, 6, pause=0.5)
    assert channel.shown == {}
    await _run(world, 100, pause=0.5)

    assert list(channel.shown.values()) == await world.said()


async def test_another_customer_does_not_wait(world: World, channel: Channel) -> None:
    """
    One customer's trouble is not another's.
    """
    await world.waiting()
    channel.outcomes = [Postponed("network", dt.timedelta(hours=1))]
    await _run(world, 1)
    other = Customer("telegram", "4712")
    await world.write("Оператора!", customer=other)
    await _run(world, 2)

    assert len(channel.shown) == 1


async def test_a_refusal_is_told_to_staff_and_can_be_tried_again(world: World, channel: Channel) -> None:
    """
    A customer who has blocked us gets nothing more from us until somebody says «again».
    """
    conversation = await world.waiting()
    channel.outcomes = [Refused("blocked")]
    with world.parts.events.subscribe(STAFF) as staff:
        await _run(world)
    (event,) = [one async for one in staff]
    assert isinstance(event, DeliveryChanged)
    assert (event.delivery.state, event.delivery.error) == (DeliveryState.FAILED, "blocked")
    assert len(channel.attempts) == 1

    await world.parts.deliverer.retry(conversation, event.delivery.seq)
    await _run(world)
    assert await _states(world) == [DeliveryState.SENT]
    with pytest.raises(DeliveryUnknown):
        await world.parts.deliverer.retry(conversation, event.delivery.seq)


async def test_nobody_tries_for_ever(world: World, channel: Channel) -> None:
    """
    After the last attempt a message has failed.
    """
    await world.waiting()
    channel.outcomes = [Postponed("network")] * 50
    await _run(world, 40, pause=LONGEST_PAUSE.total_seconds())

    assert await _states(world) == [DeliveryState.FAILED]
    assert len(channel.attempts) == MAX_ATTEMPTS


async def test_a_crash_between_storing_and_sending_loses_nothing(world: World, channel: Channel) -> None:
    """
    The outbox is found at the next start, and everything is sent once.
    """
    await world.waiting()
    await world.restart()
    world.parts.deliverer.register("telegram", channel)
    await _run(world)
    await world.restart()
    world.parts.deliverer.register("telegram", channel)
    await _run(world)

    assert len(channel.attempts) == 1


async def test_a_crash_between_sending_and_noting_it_shows_nothing_twice(
    world: World, channel: Channel
) -> None:
    """
    The second attempt carries the same key.
    """
    await world.waiting()
    (outgoing,) = await world.parts.deliverer._store.due(["telegram"], world.clock())
    await channel.send(outgoing)
    await world.restart()
    world.parts.deliverer.register("telegram", channel)
    await _run(world)

    assert len(channel.attempts) == 2
    assert list(channel.shown.values()) == await world.said()
    assert await _states(world) == [DeliveryState.SENT]


async def test_the_web_has_arrived_when_it_is_acknowledged(world: World) -> None:
    """
    A channel that is fetched from: everything up to the number that the page has shown.
    """
    conversation = await world.taken()
    reply = await world.reply("Ответ")
    await world.reply("Ещё")
    assert await world.parts.deliverer.run_due() == 0
    with world.parts.events.subscribe(STAFF) as staff:
        await world.parts.deliverer.acknowledge(conversation, reply.seq)
        await world.parts.deliverer.acknowledge(conversation, reply.seq)

    assert await _states(world) == [DeliveryState.SENT] * 3 + [DeliveryState.PENDING]
    assert len([one async for one in staff]) == 3


def test_pauses_grow_up_to_a_limit() -> None:
    """
    1, 2, 4 … seconds, and never more than five minutes.
    """
    assert [pause_after(number).total_seconds() for number in (1, 2, 3, 9, 10, 1000)] == [
        1,
        2,
        4,
        256,
        300,
        300,
    ]
