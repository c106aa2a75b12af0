"""
Staff find what they need: who waits longest, what is theirs, and any word that was ever said.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from bot.conversation_errors import CursorInvalid, RatingInvalid, RatingTooEarly
from bot.domain.conversation import Customer
from bot.domain.sla import Mark
from bot.storage.inbox import Box

if TYPE_CHECKING:
    from bot.usecases.conversations.reading import Summary

    from .conftest import World


async def _queue(world: World, count: int) -> list[str]:
    found = []
    for number in range(count):
        received = await world.write("Оператора!", customer=Customer("web", f"v{number}"))
        found.append(received.conversation)
        world.clock.advance(10)
    return found


async def test_who_waits_longest_comes_first(world: World) -> None:
    """
    With the time that is left, and a mark before it runs out.
    """
    waiting = await _queue(world, 7)
    box = await world.parts.reading.box(Box.QUEUE, world.anna.id)

    assert [one.conversation.id for one in box.items] == waiting
    assert [one.wait.mark for one in box.items if one.wait] == [Mark.BURST] * 2 + [Mark.SOON] * 3 + [
        Mark.IN_TIME
    ] * 2
    assert box.items[0].wait is not None
    assert box.items[0].wait.remaining == dt.timedelta(seconds=-10)
    assert await world.parts.reading.waiting() == 7


async def test_each_conversation_stands_in_its_box(world: World) -> None:
    """
    The queue, mine, colleagues', the bot's, closed.
    """
    first, second, third, fourth = await _queue(world, 4)
    await world.parts.consultant.take(second, world.anna)
    await world.parts.consultant.take(third, world.boris)
    await world.parts.consultant.take(fourth, world.boris)
    await world.parts.consultant.close(fourth, world.boris)
    with_bot = await world.write("доставка", customer=Customer("web", "other"))
    boxes = {
        box: [one.conversation.id for one in (await world.parts.reading.box(box, world.anna.id)).items]
        for box in Box
    }

    assert boxes == {
        Box.QUEUE: [first],
        Box.MINE: [second],
        Box.OTHERS: [third],
        Box.BOT: [with_bot.conversation],
        Box.CLOSED: [fourth],
    }


@pytest.mark.parametrize("box", [Box.QUEUE, Box.CLOSED])
async def test_pages_hold_everything_once(world: World, box: Box) -> None:
    """
    Paging through a list in pieces gives the list, equal moments included.
    """
    for number in range(7):
        conversation = (await world.write("Оператора!", customer=Customer("web", f"v{number}"))).conversation
        if box is Box.CLOSED:
            await world.parts.consultant.take(conversation, world.anna)
            await world.parts.consultant.close(conversation, world.anna)
    whole = (await world.parts.reading.box(box, world.anna.id)).items
    pieces: list[Summary] = []
    cursor = None
    for _ in range(4):
        page = await world.parts.reading.box(box, world.anna.id, cursor=cursor, limit=2)
        pieces += page.items
        cursor = page.cursor

    assert cursor is None
    assert [one.conversation.id for one in pieces] == [one.conversation.id for one in whole]
    assert len(whole) == 7


@pytest.mark.parametrize("cursor", ["", "!!", "W10=", "WzEsMl0=", "я"])
async def test_a_forged_cursor_is_refused(world: World, cursor: str) -> None:
    """
    Not an error of ours, and no query of theirs.
    """
    with pytest.raises(CursorInvalid):
        await world.parts.reading.box(Box.QUEUE, world.anna.id, cursor=cursor)


@pytest.mark.parametrize(
    "query", ["возврат", "ВОЗВРАТЫ", "возврата ещё", "еще", "ёлка", "елки", "возв", "17-Б", 'возврат"']
)
async def test_search_finds_any_form(world: World, query: str) -> None:
    """
    Inflected, cased, with «е» for «ё», begun, with signs in it.
    """
    await world.write("Ещё раз о возвратах: Ёлка 17-Б")
    found = await world.parts.reading.search(query)

    assert [one.message.text for one in found] == ["Ещё раз о возвратах: Ёлка 17-Б"]
    assert found[0].conversation.customer == world.visitor


@pytest.mark.parametrize("query", ["", '"', "OR", "words:x", "*", "доставка NOT", "^", "обмен возврат"])
async def test_search_takes_nothing_for_syntax(world: World, query: str) -> None:
    """
    Every word must be there; signs and operators of SQLite mean nothing.
    """
    await world.write("Ещё раз о возвратах")

    assert await world.parts.reading.search(query) == ()


async def test_search_follows_edits_and_finds_notes(world: World) -> None:
    """
    The earlier text is no longer found; what colleagues have noted is.
    """
    received = await world.write("дастафка", key="k")
    await world.parts.customer.edit(world.visitor, "k", "доставка")
    await world.parts.consultant.note(received.conversation, world.anna, "Вежливый клиент", "n")

    assert await world.parts.reading.search("дастафка") == ()
    assert len(await world.parts.reading.search("доставку")) == 1
    assert len(await world.parts.reading.search("вежливые клиенты")) == 1


async def test_a_dossier_has_the_customers_history(world: World) -> None:
    """
    Earlier conversations of the same customer are beside the present one.
    """
    old = await world.taken()
    await world.parts.consultant.close(old, world.anna)
    world.clock.advance(60 * 60 * 48)
    new = await world.waiting()
    dossier = await world.parts.reading.open(new)

    assert [one.id for one in dossier.history] == [new, old]
    assert [one.seq for one in dossier.messages] == [1, 2]


async def test_ratings_belong_to_an_ending(world: World) -> None:
    """
    One to five after closing; again replaces; after reopening the earlier ending keeps its own.
    """
    conversation = await world.taken()
    with pytest.raises(RatingTooEarly):
        await world.parts.customer.rate(world.visitor, 5)
    await world.parts.consultant.close(conversation, world.anna)
    first = await world.parts.customer.rate(world.visitor, 2, "Долго")
    await world.parts.customer.rate(world.visitor, 4, "Разобрались")
    await world.write("Оператора!")
    with pytest.raises(RatingTooEarly):
        await world.parts.customer.rate(world.visitor, 1)
    await world.parts.customer.rate(world.visitor, 3, closed_seq=first.closed_seq)
    for wrong in (0, 6):
        with pytest.raises(RatingInvalid):
            await world.parts.customer.rate(world.visitor, wrong)
    with pytest.raises(RatingTooEarly):
        await world.parts.customer.rate(world.visitor, 5, closed_seq=1)

    assert [(one.score, one.comment) for one in await world.parts.journal.store.ratings(conversation)] == [
        (3, "")
    ]
