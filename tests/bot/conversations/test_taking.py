"""
A conversation has one operator at a time, and who tries in vain learns why.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from bot.conversation_errors import (
    AlreadyTaken,
    ColleagueInactive,
    ConversationClosed,
    ConversationUnknown,
    NotYours,
    PassedToSelf,
)
from bot.domain.conversation import State
from bot.domain.message import Happening
from bot.errors import PersonUnknown

if TYPE_CHECKING:
    from .conftest import World


async def test_of_two_who_take_one_wins(world: World) -> None:
    """
    The other learns who it was.
    """
    conversation = await world.waiting()
    results = await asyncio.gather(
        world.parts.consultant.take(conversation, world.anna),
        world.parts.consultant.take(conversation, world.boris),
        return_exceptions=True,
    )
    (refused,) = [one for one in results if isinstance(one, AlreadyTaken)]
    winner = (await world.conversation()).operator

    assert refused.by == winner
    assert winner in {world.anna.id, world.boris.id}


async def test_taking_twice_is_taking_once(world: World) -> None:
    """
    A double tap tells the customer once.
    """
    conversation = await world.waiting()
    await asyncio.gather(*(world.parts.consultant.take(conversation, world.anna) for _ in range(3)))

    assert (await world.said())[1:] == ["На связи Анна"]
    assert [one.happening for one in await world.parts.journal.store.assignments(conversation)] == [
        Happening.HANDED_OVER,
        Happening.TAKEN,
    ]


async def test_released_it_waits_again(world: World) -> None:
    """
    The customer has been waiting since he wrote, or since the release.
    """
    conversation = await world.taken()
    await world.reply("Смотрю")
    world.clock.advance(10)
    released = await world.parts.consultant.release(conversation, world.anna, "Ухожу на обед")

    assert (released.state, released.operator, released.owed_since) == (State.WAITING, None, world.clock())
    await world.parts.consultant.take(conversation, world.boris)
    assert (await world.conversation()).operator == world.boris.id


async def test_passed_on_with_a_note(world: World) -> None:
    """
    The colleague has it at once and reads why; the customer does not.
    """
    conversation = await world.taken()
    passed = await world.parts.consultant.pass_on(conversation, world.anna, world.boris.id, "Нужен техник")
    last = (await world.parts.journal.store.assignments(conversation))[-1]

    assert passed.operator == world.boris.id
    assert (last.happening, last.by, last.operator, last.note) == (
        Happening.PASSED,
        world.anna.id,
        world.boris.id,
        "Нужен техник",
    )
    assert "Нужен техник" not in await world.said()


async def test_whom_it_cannot_be_passed_to(world: World) -> None:
    """
    Not to oneself, not to nobody, not to who no longer works here.
    """
    conversation = await world.taken()
    await world.people.set_active(world.boris.id, active=False, now=world.clock())

    for colleague, refusal in (
        (world.anna.id, PassedToSelf),
        ("p-nobody", PersonUnknown),
        (world.boris.id, ColleagueInactive),
    ):
        with pytest.raises(refusal):
            await world.parts.consultant.pass_on(conversation, world.anna, colleague)


@pytest.mark.parametrize("act", ["release", "return_to_bot", "close"])
async def test_only_who_leads_it_decides(world: World, act: str) -> None:
    """
    A colleague's conversation is not touched, nor is one that nobody leads.
    """
    waiting = await world.waiting()
    with pytest.raises(NotYours):
        await getattr(world.parts.consultant, act)(waiting, world.boris)

    await world.parts.consultant.take(waiting, world.anna)
    with pytest.raises(NotYours) as refused:
        await getattr(world.parts.consultant, act)(waiting, world.boris)
    assert refused.value.by == world.anna.id


async def test_an_ended_conversation_stays_ended_for_staff(world: World) -> None:
    """
    A second click on «close» is refused, and so is everything else.
    """
    conversation = await world.taken()
    await world.parts.consultant.close(conversation, world.anna)

    for act in ("take", "release", "return_to_bot", "close"):
        with pytest.raises(ConversationClosed):
            await getattr(world.parts.consultant, act)(conversation, world.anna)
    with pytest.raises(ConversationClosed):
        await world.reply("Ещё слово")


async def test_a_guessed_conversation_is_unknown(world: World) -> None:
    """
    An id that was never given out leads nowhere.
    """
    with pytest.raises(ConversationUnknown):
        await world.parts.consultant.take("guess", world.anna)


async def test_who_leaves_puts_everything_back(world: World) -> None:
    """
    A consultant who is shut out leaves no customer behind.
    """
    await world.taken()

    assert await world.parts.consultant.release_all(world.anna) == 1
    assert (await world.conversation()).state is State.WAITING


async def test_silence_ends_a_conversation_only_when_nothing_is_owed(world: World) -> None:
    """
    An answered customer's conversation ends after an hour; one who waits is never closed.
    """
    await world.taken()
    world.clock.advance(2 * 60 * 60)
    await world.parts.idle.run_due()
    assert (await world.conversation()).state is State.OPERATOR

    await world.reply("Готово")
    world.clock.advance(59 * 60)
    await world.parts.idle.run_due()
    assert (await world.conversation()).state is State.OPERATOR

    world.clock.advance(2 * 60)
    await world.parts.idle.run_due()
    assert (await world.conversation()).state is State.CLOSED
    assert (await world.messages())[-1].happening is Happening.CLOSED
