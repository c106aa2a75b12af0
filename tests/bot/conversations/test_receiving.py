"""
What a customer sends is stored once, in order, whole, whatever his line does.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import TYPE_CHECKING

import pytest

from bot.conversation_errors import (
    ClientKeyInvalid,
    ClientKeyReused,
    MessageEmpty,
    MessageTooLong,
    MessageUnknown,
)
from bot.domain.conversation import Customer, State
from bot.domain.message import MAX_TEXT

if TYPE_CHECKING:
    from .conftest import World


async def test_messages_are_numbered_without_gaps(world: World) -> None:
    """
    Twenty messages at once get the numbers 1 to 20.
    """
    received = await asyncio.gather(*(world.write(f"Вопрос {n}") for n in range(20)))

    assert sorted(one.message.seq for one in received) == list(range(1, 21))
    assert [one.seq for one in await world.messages()] == list(range(1, 21))


async def test_a_retry_is_stored_once(world: World) -> None:
    """
    The same key, five times at once, is one message; each attempt is answered with it.
    """
    received = await asyncio.gather(*(world.write("Где заказ?", key="k") for _ in range(5)))

    assert {one.message.seq for one in received} == {1}
    assert sorted(one.new for one in received) == [False] * 4 + [True]
    assert len(await world.messages()) == 1


async def test_a_retry_after_the_restart_is_stored_once(world: World) -> None:
    """
    A key is remembered on disk.
    """
    await world.write("Где заказ?", key="k")
    await world.restart()

    assert not (await world.write("Где заказ?", key="k")).new


async def test_a_retry_that_comes_after_a_new_conversation_began_finds_the_old_one(world: World) -> None:
    """
    A key is looked up in every conversation of the customer.
    """
    old = await world.write("Где заказ?", key="k")
    world.clock.advance(2 * 60 * 60)
    await world.bot()
    await world.parts.idle.run_due()
    conversation = await world.conversation()
    await world.parts.consultant.take(conversation.id, world.anna)
    await world.parts.consultant.close(conversation.id, world.anna)
    world.clock.advance(25 * 60 * 60)
    new = await world.write("Другое")

    assert new.conversation != old.conversation
    assert (await world.write("Где заказ?", key="k")).conversation == old.conversation


async def test_a_key_stands_for_one_text(world: World) -> None:
    """
    Another text under a key that was used is refused: it would be lost.
    """
    await world.write("Где заказ?", key="k")

    with pytest.raises(ClientKeyReused):
        await world.write("Отмените заказ", key="k")


async def test_two_customers_may_use_the_same_key(world: World) -> None:
    """
    Keys belong to their customer.
    """
    one = await world.write("Привет", key="k")
    other = await world.write("Пока", key="k", customer=Customer("web", "visitor-2"))

    assert one.conversation != other.conversation


@pytest.mark.parametrize("text", ["", "   \n", "\u200b\u2060\ufeff", "\0"])
async def test_nothing_visible_is_no_message(world: World, text: str) -> None:
    """
    Blanks and invisible characters say nothing.
    """
    with pytest.raises(MessageEmpty):
        await world.write(text)


async def test_the_longest_message(world: World) -> None:
    """
    4000 characters are taken, one more is not.
    """
    assert len((await world.write("я" * MAX_TEXT)).message.text) == MAX_TEXT

    with pytest.raises(MessageTooLong):
        await world.write("я" * (MAX_TEXT + 1))


@pytest.mark.parametrize("key", ["", "к", "a" * 101, "a\nb"])
async def test_a_key_is_printable(world: World, key: str) -> None:
    """
    What cannot be logged or put into a header is no key.
    """
    with pytest.raises(ClientKeyInvalid):
        await world.parts.customer.edit(world.visitor, key, "x")


async def test_hostile_characters_do_not_stop_the_store(world: World) -> None:
    """
    A lone surrogate and a NUL are replaced; markup stays the text that it is.
    """
    received = await world.write("<b>\ud800\0</b>")

    assert received.message.text == "<b>?</b>"


async def test_an_edit_keeps_the_earlier_text(world: World) -> None:
    """
    The customer sees his last word, staff see all of them.
    """
    await world.write("Где заказ?", key="k")
    world.clock.advance(1)
    await world.parts.customer.edit(world.visitor, "k", "Где мой заказ 17?")
    await world.parts.customer.edit(world.visitor, "k", "Где мой заказ 71?")
    await world.parts.customer.edit(world.visitor, "k", "Где мой заказ 71?")
    (message,) = await world.messages()
    edits = await world.parts.reading.edits(message.conversation, message.seq)

    assert message.text == "Где мой заказ 71?"
    assert message.edited_at == world.clock()
    assert [one.earlier for one in edits] == ["Где заказ?", "Где мой заказ 17?"]


async def test_only_ones_own_message_is_edited(world: World) -> None:
    """
    Another customer's key opens nothing.
    """
    await world.write("Где заказ?", key="k")

    with pytest.raises(MessageUnknown):
        await world.parts.customer.edit(Customer("web", "visitor-2"), "k", "Ха")


async def test_a_reply_names_a_message_that_is_seen(world: World) -> None:
    """
    A customer can answer what he sees, and cannot find out which numbers are notes.
    """
    conversation = await world.taken()
    note = await world.parts.consultant.note(conversation, world.anna, "Проверить", "n")
    reply = await world.reply("Слушаю вас")

    assert (await world.write("Да", reply_to=reply.seq)).message.reply_to == reply.seq
    for hidden in (note.seq, 99):
        with pytest.raises(MessageUnknown):
            await world.write("Да", reply_to=hidden)


async def test_he_comes_back_to_what_was_said(world: World) -> None:
    """
    After a reload the conversation is there; only what is new is read again.
    """
    await world.write("Здравствуйте")
    await world.bot()
    await world.restart()
    resumed = await world.parts.customer.resume("web", "visitor-1", after=1)

    assert resumed is not None
    assert [one.seq for one in resumed.messages] == [2]
    assert await world.parts.customer.resume("web", "visitor-2") is None


@pytest.mark.parametrize(("hours", "same"), [(23, True), (25, False)])
async def test_a_closed_conversation_is_reopened_for_a_day(world: World, hours: int, same: bool) -> None:
    """
    Soon after its end the customer goes on in it, with the bot; later a new one begins.
    """
    old = await world.taken()
    await world.parts.consultant.close(old, world.anna)
    world.clock.advance(dt.timedelta(hours=hours).total_seconds())
    received = await world.write("Есть доставка?")
    conversation = await world.conversation()

    assert (received.conversation == old) is same
    assert conversation.state is State.BOT
    await world.bot()
    assert world.knowledge.asked == ["Есть доставка?"]


async def test_what_the_channel_learns_later_is_kept(world: World) -> None:
    """
    A name and a time zone that come with a later message are known from then on.
    """
    await world.write("Привет")
    await world.write("Я Ольга", customer=Customer("web", "visitor-1", "Ольга", "ru", "Asia/Omsk"))
    await world.write("Где заказ?")
    customer = (await world.conversation()).customer

    assert (customer.name, customer.time_zone) == ("Ольга", "Asia/Omsk")
