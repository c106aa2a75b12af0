"""
What is meant for staff reaches no customer, by whatever way he looks.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest

from bot.conversation_errors import AttachmentUnknown
from bot.domain.events import STAFF, CustomerMessageStored, MessageStored, customer_topic

if TYPE_CHECKING:
    from .conftest import World

SECRET = "Клиент скандальный, скидок не давать"


async def _with_secrets(world: World) -> str:
    conversation = await world.taken()
    await world.parts.consultant.note(conversation, world.boris, SECRET, "n")
    await world.parts.consultant.pass_on(conversation, world.anna, world.boris.id, SECRET)
    await world.parts.consultant.release(conversation, world.boris, SECRET)
    return conversation


async def test_a_customer_reads_no_note(world: World) -> None:
    """
    Neither notes nor the words said on passing on; no person's id either.
    """
    await _with_secrets(world)
    resumed = await world.parts.customer.resume("web", "visitor-1")
    earlier = await world.parts.customer.earlier("web", "visitor-1", before=99)

    assert resumed is not None
    for seen in (resumed.messages, earlier):
        text = repr([dataclasses.asdict(one) for one in seen])
        assert SECRET not in text
        assert world.anna.id not in text
        assert world.boris.id not in text


async def test_a_customer_hears_of_no_note(world: World) -> None:
    """
    Events on his topic leave out what staff's topic has.
    """
    with (
        world.parts.events.subscribe(customer_topic("web", "visitor-1")) as own,
        world.parts.events.subscribe(STAFF) as staff,
    ):
        await _with_secrets(world)
    heard = [event async for event in own]
    told = [event async for event in staff]

    assert SECRET not in repr(heard)
    assert world.anna.id not in repr(heard)
    assert sum(isinstance(event, CustomerMessageStored) for event in heard) == 3
    assert sum(isinstance(event, MessageStored) and event.message.internal for event in told) == 3


async def test_nothing_internal_is_in_the_outbox(world: World) -> None:
    """
    No channel is ever given a note to carry.
    """
    conversation = await _with_secrets(world)
    internal = {one.seq for one in await world.messages() if one.internal}
    deliveries = (await world.parts.reading.open(conversation)).deliveries

    assert internal
    assert not internal & {one.seq for one in deliveries}


async def test_files_are_seen_by_those_they_were_sent_to(world: World) -> None:
    """
    A customer gets his own and the consultant's files, nobody else's, and none that was not sent.
    """
    conversation = await world.taken()
    png = b"\x89PNG\r\n\x1a\n.."
    own = await world.parts.customer.upload(world.visitor, "чек.png", png, now=world.clock())
    with pytest.raises(AttachmentUnknown):
        await world.parts.customer.file("web", "visitor-1", own.id)
    await world.write("", attachments=(own.id,))
    answer = await world.parts.consultant.upload(conversation, world.anna, "счёт.pdf", b"%PDF-1.7 ..")
    await world.reply("", attachments=(answer.id,))

    for file in (own, answer):
        assert (await world.parts.customer.file("web", "visitor-1", file.id))[0] == file
        assert (await world.parts.reading.file(file.id))[0] == file
        with pytest.raises(AttachmentUnknown):
            await world.parts.customer.file("web", "visitor-2", file.id)
    assert [one.attachments for one in await world.messages() if one.attachments] == [(own,), (answer,)]


async def test_a_file_is_sent_once_by_who_uploaded_it(world: World) -> None:
    """
    Neither the other side nor a second message can send it.
    """
    conversation = await world.taken()
    png = b"\x89PNG\r\n\x1a\n.."
    file = await world.parts.customer.upload(world.visitor, "чек.png", png, now=world.clock())
    with pytest.raises(AttachmentUnknown):
        await world.reply("", attachments=(file.id,))
    await world.write("", attachments=(file.id,))
    with pytest.raises(AttachmentUnknown):
        await world.write("", attachments=(file.id,))

    assert (await world.conversation()).id == conversation


async def test_files_that_nobody_sent_are_deleted(world: World) -> None:
    """
    After a day; what was sent stays.
    """
    png = b"\x89PNG\r\n\x1a\n.."
    sent = await world.parts.customer.upload(world.visitor, "a.png", png, now=world.clock())
    await world.parts.customer.upload(world.visitor, "b.png", png, now=world.clock())
    await world.write("", attachments=(sent.id,))
    world.clock.advance(60)

    assert await world.parts.attachments.purge(older_than=world.clock()) == 1
    assert [path.name for path in world.settings.attachments_dir.rglob("*") if path.is_file()] == [sent.id]
