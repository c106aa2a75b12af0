"""
The staff group: a topic a customer, replies through the gate, trouble told where it matters.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .conftest import GROUP

if TYPE_CHECKING:
    from .conftest import World
    from .fake_api import User

BLOCKED = "Дорогуша, проверю ваш заказ."


async def waiting(world: World) -> tuple[User, User, int]:
    """
    Bring Peter into the queue; returns him, Anna, and his topic.
    """
    peter, anna = world.telegram.person(7), world.telegram.person(100, "Анна")
    await world.hire(anna)
    await peter.writes("Позовите оператора, где заказ 15?")
    topic = await world.topic()
    await world.telegram.sees(GROUP, "заказ 15", topic)
    return peter, anna, topic


async def test_reply_reaches_the_customer(world: World) -> None:
    """
    What an operator writes in the topic leaves under his name, is marked, and is not repeated in the topic.
    """
    _, anna, topic = await waiting(world)
    message = await anna.writes_in_topic(GROUP, topic, "Добрый день! Заказ 15 уже в пути.")
    reply = await world.telegram.sees(7, "уже в пути")
    await world.telegram.until(lambda: world.telegram.reactions)

    assert reply.html == "<b>Анна</b>\nДобрый день! Заказ 15 уже в пути."
    assert world.telegram.reactions == [message["message_id"]]
    assert [one for one in world.telegram.told(GROUP, topic) if "уже в пути" in one] == []


async def test_blocked_reply_bounces_with_its_rewording(world: World) -> None:
    """
    An error does not leave: it comes back underlined, and «Отправить исправленное» sends the rewording, once.
    """
    peter, anna, topic = await waiting(world)
    await anna.writes_in_topic(GROUP, topic, BLOCKED)
    bounced = await world.telegram.sees(GROUP, "Не отправлено", topic)
    assert "<u>" in bounced.html
    assert "Отправить исправленное" in [one["text"] for one in bounced.buttons]
    data = bounced.buttons[0]["callback_data"]
    await anna.presses(bounced, "Отправить исправленное")
    await world.telegram.until(lambda: any(one.startswith("Анна\n") for one in world.telegram.told(7)))
    await anna.sends_data(bounced, data)
    await peter.writes("ясно")
    await world.telegram.sees(GROUP, "ясно", topic)

    assert [one for one in world.telegram.told(7) if "Дорогуша" in one] == []
    assert len([one for one in world.telegram.told(7) if one.startswith("Анна\n")]) == 1


async def test_doubtful_reply_wants_a_decision(world: World) -> None:
    """
    A warning does not leave by itself; «Отправить как есть» sends it, with the decision kept.
    """
    _, anna, topic = await waiting(world)
    await anna.writes_in_topic(GROUP, topic, "Угу, проверю ваш заказ.")
    bounced = await world.telegram.sees(GROUP, "Не отправлено", topic)
    assert [one["text"] for one in bounced.buttons] == ["Отправить исправленное", "Отправить как есть"]
    await anna.presses(bounced, "Отправить как есть")

    assert await world.telegram.sees(7, "Угу, проверю ваш заказ.")


async def test_colleagues_conversation(world: World) -> None:
    """
    A conversation that a colleague leads is answered by nobody else, and no button is his either.
    """
    _, anna, topic = await waiting(world)
    boris = world.telegram.person(101, "Борис")
    await world.hire(boris, "Борис")
    await anna.writes_in_topic(GROUP, topic, BLOCKED)
    bounced = await world.telegram.sees(GROUP, "Не отправлено", topic)
    await boris.presses(bounced, "Отправить исправленное")
    await boris.writes_in_topic(GROUP, topic, "Добрый день! Проверяю заказ 15.")
    await world.telegram.until(lambda: len(world.telegram.told(GROUP, topic)) >= 5)
    await world.bot.lanes.idle()

    assert [one for one in world.telegram.told(7) if "роверю" in one or "роверяю" in one] == []


async def test_note_stays_inside(world: World) -> None:
    """
    A message that begins with two strokes is a note: kept, never sent.
    """
    _, anna, topic = await waiting(world)
    await anna.writes_in_topic(GROUP, topic, "// клиент раздражён")
    await anna.writes_in_topic(GROUP, topic, "Добрый день! Проверяю заказ.")
    await world.telegram.sees(7, "Проверяю заказ")
    (conversation,) = await world.container.conversations.journal.store.of_customer("telegram", "7")
    messages = await world.container.conversations.journal.store.for_staff(conversation.id)

    assert [one.text for one in messages if one.kind == "note"] == ["клиент раздражён"]
    assert [one for one in world.telegram.told(7) if "раздражён" in one] == []


async def test_stranger_in_the_group_sends_nothing(world: World) -> None:
    """
    Being in the group proves nothing: who is not linked to an account is told so, and nothing leaves.
    """
    _, _, topic = await waiting(world)
    await world.telegram.person(500, "Чужой").writes_in_topic(GROUP, topic, "Ваш заказ отменён.")
    await world.telegram.sees(GROUP, "не связан с учётной записью", topic)

    assert [one for one in world.telegram.told(7) if "отменён" in one] == []


async def test_unknown_command_is_not_sent(world: World) -> None:
    """
    A mistyped command in a topic is no message to the customer.
    """
    _, anna, topic = await waiting(world)
    await anna.writes_in_topic(GROUP, topic, "/clsoe")
    await world.telegram.sees(GROUP, "Нет такой команды", topic)

    assert [one for one in world.telegram.told(7) if "clsoe" in one] == []


async def test_deleted_topic_is_made_anew(world: World) -> None:
    """
    A message for a topic that was deleted arrives in a new one, where the reply works.
    """
    peter, anna, topic = await waiting(world)
    del world.telegram.topics[topic]
    await peter.writes("вы тут?")
    await world.telegram.until(lambda: world.telegram.topics)
    new = max(world.telegram.topics)
    await world.telegram.sees(GROUP, "вы тут?", new)
    await anna.writes_in_topic(GROUP, new, "Добрый день! Да, проверяю заказ.")

    assert await world.telegram.sees(7, "проверяю заказ")


async def test_closed_topic_is_opened_again(world: World) -> None:
    """
    A message for a topic that was closed opens it and arrives there.
    """
    peter, _, topic = await waiting(world)
    world.telegram.closed.add(topic)
    await peter.writes("вы тут?")

    assert await world.telegram.sees(GROUP, "вы тут?", topic)
    assert list(world.telegram.topics) == [topic]


async def test_customer_who_blocked_the_bot(world: World) -> None:
    """
    The topic hears that he has blocked the bot and what failed; the button sends it once he is back.
    """
    peter, anna, topic = await waiting(world)
    await peter.blocks()
    await world.telegram.sees(GROUP, "Клиент заблокировал бота", topic)
    await anna.writes_in_topic(GROUP, topic, "Добрый день! Заказ 15 в пути.")
    await world.telegram.until(
        lambda: len([one for one in world.telegram.messages if "Не доставлено" in one.text]) == 2
    )
    await peter.blocks(blocked=False)
    await world.telegram.sees(GROUP, "снова доступен", topic)
    failed = [one for one in world.telegram.messages if "Не доставлено" in one.text]
    for one in failed:
        await anna.presses(one, "Отправить ещё раз")

    assert await world.telegram.sees(7, "Заказ 15 в пути")


async def test_group_that_became_a_supergroup(world: World) -> None:
    """
    When Telegram says that the group has another id, messages go there, after a restart too.
    """
    world.telegram.moved[GROUP] = -2002
    peter = world.telegram.person(7)
    await peter.writes("Позовите оператора, заказ 15")
    topic = await world.topic()
    await world.telegram.sees(-2002, "заказ 15", topic)
    await world.restart()
    await peter.writes("вы тут?")

    assert await world.telegram.sees(-2002, "вы тут?", topic)


async def test_topic_goes_on_after_a_restart(world: World) -> None:
    """
    What was said while the program stood still is shown once it runs; nothing is repeated.
    """
    peter, _, topic = await waiting(world)
    await world.stop()
    await peter.writes("вы тут?")
    await world.start()
    await world.telegram.sees(GROUP, "вы тут?", topic)

    assert len([one for one in world.telegram.told(GROUP, topic) if "заказ 15" in one]) == 1
