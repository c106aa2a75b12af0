"""
People who mean harm, or do not know better.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.domain.person import Role

if TYPE_CHECKING:
    from .conftest import World

GROUP = -1001


async def test_deep_link_works_once(world: World) -> None:
    """
    A link that was used makes nobody else staff.
    """
    person = await world.container.people.add("Анна", Role.ADMIN, now=world.container.clock())
    link = f"/start {await world.secret(person)}"
    await world.telegram.person(100).writes(link)
    await world.telegram.sees(100, "рабочий чат")
    await world.telegram.person(666).writes(link)
    await world.telegram.sees(666, "уже использована")

    assert await world.bot.tools.store.person_of(666) is None


async def test_dismissed_person_is_a_stranger_at_once(world: World) -> None:
    """
    A person who was disabled is a customer from his next message on.
    """
    anna = world.telegram.person(100)
    person = await world.hire(anna)
    await world.container.people.set_active(person.id, active=False, now=world.container.clock())
    await anna.writes("/start")

    assert await world.telegram.sees(100, "Напишите вопрос своими словами")


@pytest.mark.parametrize("text", ["/reload", "/who", "/ask возврат", "/check", "/rollback 1", "/stats"])
async def test_staff_commands_mean_nothing_to_customers(world: World, text: str) -> None:
    """
    A customer who addresses a staff command has written a message like any other.
    """
    peter = world.telegram.person(7)
    await peter.writes(text)
    await world.telegram.until(lambda: world.telegram.told(7))

    assert await world.said_by(peter) == [text]


@pytest.mark.parametrize("data", ["", "x", "../../etc", "0" * 64, '{"do": "apply"}'])
async def test_forged_callback_data(world: World, data: str) -> None:
    """
    Data that we have not made does nothing.
    """
    peter = world.telegram.person(7)
    await peter.writes("Сколько стоит доставка?")
    answer = await world.telegram.sees(7, "Доставка стоит")
    await peter.sends_data(answer, data)
    await world.telegram.until(lambda: world.telegram.toasts)

    assert world.telegram.toasts == ["Кнопка устарела. Напишите вопрос ещё раз."]
    assert await world.said_by(peter) == ["Сколько стоит доставка?"]


async def test_button_of_somebody_else(world: World) -> None:
    """
    A button's data, sent by another user, does nothing.
    """
    peter = world.telegram.person(7)
    await peter.writes("Сколько стоит доставка?")
    answer = await world.telegram.sees(7, "Доставка стоит")
    await world.telegram.person(8).sends_data(answer, answer.buttons[1]["callback_data"])
    await world.telegram.until(lambda: world.telegram.toasts)

    assert world.telegram.toasts == ["Кнопка устарела. Напишите вопрос ещё раз."]
    assert await world.said_by(peter) == ["Сколько стоит доставка?"]


async def test_html_in_names_and_messages(world: World) -> None:
    """
    Tags in a customer's name and text are shown as they are.
    """
    peter = world.telegram.person(7, "<b>Пётр</b> & <i>")
    await peter.writes("Позовите оператора <script>alert(1)</script> </b>")
    topic = await world.topic()
    await world.telegram.sees(GROUP, "<script>alert(1)</script> </b>", topic)

    assert world.telegram.topics[topic] == "<b>Пётр</b> & <i>"
    assert await world.telegram.sees(GROUP, "<b>Пётр</b> & <i>", topic)


async def test_invisible_text(world: World) -> None:
    """
    4096 zero-width characters are no message; the next one is answered.
    """
    peter = world.telegram.person(7)
    await peter.writes("\u200b" * 4096)
    await world.telegram.sees(7, "Сообщение пришло пустым")
    await peter.writes("Сколько стоит доставка?")

    assert await world.telegram.sees(7, "Доставка стоит")


async def test_strange_group_is_left(world: World) -> None:
    """
    A group that the bot was added to without leave is left; what is written there goes nowhere.
    """
    stranger = world.telegram.person(9)
    await stranger.adds_bot_to(-555)
    await world.telegram.until(lambda: world.telegram.left)
    await stranger.writes("Позовите оператора", chat={"id": -556, "type": "group", "title": "x"})
    await world.telegram.until(lambda: len(world.telegram.left) == 2)

    assert world.telegram.left == [-555, -556]
    assert await world.said_by(stranger) == []


async def test_topic_number_of_another_group(world: World) -> None:
    """
    A topic's number means nothing outside the staff group.
    """
    peter, anna = world.telegram.person(7), world.telegram.person(100)
    await world.hire(anna)
    await peter.writes("Позовите оператора")
    topic = await world.topic()
    await anna.writes_in_topic(-777, topic, "Добрый день!")
    await world.telegram.until(lambda: world.telegram.left)

    assert [one for one in world.telegram.told(7) if "Добрый день" in one] == []
