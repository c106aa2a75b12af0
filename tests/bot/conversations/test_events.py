"""
Everybody hears of everything in order; who does not listen is cut off and holds up nobody.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from bot.conversation_errors import Lagged
from bot.domain.events import (
    STAFF,
    CustomerTyping,
    MessageEdited,
    MessageStored,
    PresenceChanged,
    QueueChanged,
    StateChanged,
    Typing,
    customer_topic,
)
from bot.events import Hub
from bot.presence import Presence

from .fakes import StandingClock

if TYPE_CHECKING:
    from .conftest import World


async def test_staff_hear_of_all_that_happens(world: World) -> None:
    """
    Each stored message, each change of state, and how many wait.
    """
    with world.parts.events.subscribe(STAFF) as staff:
        await world.write("доставка", key="k")
        await world.parts.customer.edit(world.visitor, "k", "Доставка?")
        await world.taken()
    heard = [event async for event in staff]

    assert [event.message.seq for event in heard if isinstance(event, MessageStored)] == [1, 2, 3, 4]
    assert [event.message.text for event in heard if isinstance(event, MessageEdited)] == ["Доставка?"]
    assert [event.conversation.state for event in heard if isinstance(event, StateChanged)] == [
        "waiting",
        "operator",
    ]
    assert [event.waiting for event in heard if isinstance(event, QueueChanged)] == [1, 0]


async def test_a_refused_change_is_not_told(world: World) -> None:
    """
    What was rolled back did not happen.
    """
    await world.taken()
    with world.parts.events.subscribe(STAFF) as staff:
        await asyncio.gather(
            world.parts.consultant.take((await world.conversation()).id, world.boris),
            return_exceptions=True,
        )

    assert [event async for event in staff] == []


async def test_a_cancelled_caller_takes_no_event_along(world: World) -> None:
    """
    The customer's line breaks while his message is stored: staff hear of it all the same.
    """
    with world.parts.events.subscribe(STAFF) as staff:
        task = asyncio.create_task(world.write("Вопрос"))
        while not world.parts.journal._under_way:  # noqa: ASYNC110 -- the moment that matters has no event
            await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await world.parts.journal.settle()

    assert len([event async for event in staff if isinstance(event, MessageStored)]) == 1
    assert len(await world.messages()) == 1


async def test_a_deaf_subscriber_is_cut_off_alone() -> None:
    """
    He gets `Lagged`, not a part of the truth; his neighbour gets everything.
    """
    hub = Hub()
    with hub.subscribe("t", capacity=3) as deaf, hub.subscribe("t") as alert:
        for number in range(10):
            hub.publish("t", QueueChanged(number))
        with pytest.raises(Lagged):
            await anext(deaf)
        with pytest.raises(Lagged):
            await anext(deaf)
    assert [event async for event in alert] == [QueueChanged(number) for number in range(10)]


async def test_after_lagging_everything_is_found_by_number(world: World) -> None:
    """
    Reading again from the last number seen gives exactly what was missed.
    """
    with world.parts.events.subscribe(STAFF, capacity=2) as deaf:
        first = await world.write("Первое")
        event = await anext(deaf)
        assert isinstance(event, MessageStored)
        for number in range(5):
            await world.write(f"Ещё {number}")
        with pytest.raises(Lagged):
            await anext(deaf)
    missed = await world.parts.reading.messages(first.conversation, after=event.message.seq)

    assert [one.seq for one in missed] == [2, 3, 4, 5, 6]


async def test_a_closed_hub_lets_everybody_go() -> None:
    """
    Stopping the program ends every wait.
    """
    hub = Hub()
    with hub.subscribe("t") as subscription:
        waiting = asyncio.create_task(anext(subscription, None))
        await asyncio.sleep(0)
        hub.close()

        assert await waiting is None


async def test_looks_are_told_and_expire() -> None:
    """
    Who looks is seen by the others until he looks away or falls silent.
    """
    hub, clock = Hub(), StandingClock()
    presence = Presence(hub, clock=clock)
    with hub.subscribe(STAFF) as staff:
        presence.look("c", "anna")
        presence.look("c", "boris")
        clock.advance(20)
        presence.look("c", "boris")
        clock.advance(15)
        assert presence.viewers("c") == ("boris",)
        presence.expire()
        presence.leave_all("boris")

    assert [event async for event in staff] == [
        PresenceChanged("c", ("anna",)),
        PresenceChanged("c", ("anna", "boris")),
        PresenceChanged("c", ("boris",)),
        PresenceChanged("c", ()),
    ]


async def test_typing_is_told_to_the_other_side(world: World) -> None:
    """
    Staff see the customer typing, the customer sees a person typing, and no name.
    """
    conversation = await world.taken()
    with (
        world.parts.events.subscribe(STAFF) as staff,
        world.parts.events.subscribe(customer_topic("web", "visitor-1")) as own,
    ):
        await world.parts.customer.typing("web", "visitor-1")
        await world.parts.consultant.typing(conversation, world.anna)

    assert [type(event) async for event in staff] == [Typing, Typing]
    assert [event async for event in own] == [CustomerTyping(conversation)]
