"""
The bot answers a burst once, from approved entries or not at all, and is silent once a person was called.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from bot.domain.conversation import Customer, State
from bot.domain.message import Choice, ChoiceKind, Happening, Role
from bot.errors import NothingPublished, Overloaded

if TYPE_CHECKING:
    from .conftest import World


async def test_a_burst_gets_one_answer(world: World) -> None:
    """
    Three messages within the quiet time are one question.
    """
    for text in ("Здравствуйте", "подскажите про доставку", "в Омск"):
        await world.write(text)
        world.clock.advance(1)
        await world.parts.bot.run_due()
    await world.bot()
    await world.bot()

    assert world.knowledge.asked == ["подскажите про доставку\nв Омск"]
    assert await world.said() == ["Ответ: delivery."]


async def test_who_never_stops_writing_is_answered_all_the_same(world: World) -> None:
    """
    Six seconds after the first message the bot answers, quiet or not.
    """
    for _ in range(7):
        await world.write("доставка")
        world.clock.advance(1)
        await world.parts.bot.run_due()

    assert len(world.knowledge.asked) == 1


async def test_a_message_that_comes_while_the_search_runs_is_part_of_the_question(world: World) -> None:
    """
    An answer to half of what was asked is thrown away.
    """

    async def add() -> None:
        await world.write("в Омск")

    world.knowledge.during = add
    await world.write("доставка")
    await world.bot()
    assert await world.said() == []
    await world.bot()

    assert world.knowledge.asked == ["доставка", "доставка\nв Омск"]
    assert await world.said() == ["Ответ: delivery."]


async def test_an_edit_before_the_answer_is_what_is_answered(world: World) -> None:
    """
    The question is read as it stands when he has finished.
    """
    await world.write("дастафка", key="k")
    world.clock.advance(1)
    await world.parts.customer.edit(world.visitor, "k", "доставка")
    await world.bot()

    assert world.knowledge.asked == ["доставка"]


async def test_nothing_is_answered_twice(world: World) -> None:
    """
    What was answered stays so after a restart; the next question is asked alone.
    """
    await world.write("доставка")
    await world.bot()
    await world.restart()
    await world.bot()
    await world.write("доставка в Тверь")
    await world.bot()

    assert world.knowledge.asked == ["доставка", "доставка в Тверь"]
    assert len(await world.said()) == 2


async def test_a_question_that_a_crash_left_open_is_answered_at_the_next_start(world: World) -> None:
    """
    What was not answered is still due.
    """
    await world.write("доставка")
    await world.restart()
    await world.bot()

    assert await world.said() == ["Ответ: delivery."]


async def test_an_answer_is_approved_text_with_its_source(world: World) -> None:
    """
    It says which entry of which version it is, and asks whether that helped.
    """
    await world.write("доставка")
    await world.bot()
    answer = (await world.messages())[-1]

    assert (answer.author.role, answer.entry, answer.kb_version) == (Role.BOT, "delivery", 1)
    assert [one.kind for one in answer.choices] == [ChoiceKind.HELPED, ChoiceKind.NOT_HELPED]


async def test_doubt_offers_up_to_three_titles_and_a_person(world: World) -> None:
    """
    In the middle zone the customer chooses; what is improbable is not offered.
    """
    await world.write("оплата")
    await world.bot()
    message = (await world.messages())[-1]

    assert message.text == "Вы имели в виду:"
    assert [one.entry for one in message.choices] == ["card", "cash", "credit", None]
    assert message.choices[-1].kind is ChoiceKind.PERSON
    assert (await world.conversation()).state is State.BOT


async def test_a_chosen_title_is_answered_from_its_entry(world: World) -> None:
    """
    A pressed button is not searched for again.
    """
    await world.write("оплата")
    await world.bot()
    await world.write("Про cash", choice=Choice(ChoiceKind.ENTRY, "Про cash", "cash"))
    await world.bot()

    assert (await world.said())[-1] == "Ответ: cash."
    assert world.knowledge.asked == ["оплата"]


async def test_a_forged_button_opens_nothing(world: World) -> None:
    """
    An entry that customers may not see is searched for by the button's words, and handed over.
    """
    await world.write("Тайна", choice=Choice(ChoiceKind.ENTRY, "Тайна", "secret"))
    await world.bot()

    assert world.knowledge.asked == ["Тайна"]
    assert (await world.conversation()).state is State.WAITING


async def test_it_helped(world: World) -> None:
    """
    Thanks are answered, and nobody is called.
    """
    await world.write("доставка")
    await world.bot()
    await world.write("Помогло", choice=Choice(ChoiceKind.HELPED, "Помогло"))
    await world.bot()
    messages = await world.messages()

    assert messages[-2].happening is Happening.HELPED
    assert (await world.said())[-1] == "Пожалуйста! Рады помочь."


async def test_what_the_bot_does_not_know_goes_to_a_person(world: World) -> None:
    """
    An honest text, and the conversation stands in the queue.
    """
    await world.write("Какого цвета ветер?")
    await world.bot()
    conversation = await world.conversation()

    assert conversation.state is State.WAITING
    assert conversation.owed_since is not None
    assert await world.said() == [
        "Передаю ваш вопрос консультанту. Он видит всю переписку, повторять ничего не нужно."
    ]


@pytest.mark.parametrize("failure", [NothingPublished(), RuntimeError("тайна")])
async def test_a_broken_search_hands_over(world: World, failure: Exception) -> None:
    """
    Whatever goes wrong, the customer gets a person.
    """
    world.knowledge.failure = failure
    await world.write("доставка")
    await world.bot()

    assert (await world.conversation()).state is State.WAITING


async def test_an_overloaded_search_is_asked_again_for_half_a_minute(world: World) -> None:
    """
    A moment's load costs a moment; a long one ends with a person.
    """
    world.knowledge.failure = Overloaded()
    await world.write("доставка")
    await world.bot()
    assert (await world.conversation()).state is State.BOT

    world.clock.advance(30)
    await world.bot()
    assert (await world.conversation()).state is State.WAITING


async def test_after_the_hand_off_the_bot_is_silent(world: World) -> None:
    """
    Neither in the queue nor in a person's hands does it say a word.
    """
    conversation = await world.waiting()
    await world.write("доставка")
    await world.bot()
    await world.parts.consultant.take(conversation, world.anna)
    await world.write("доставка")
    await world.bot()

    assert world.knowledge.asked == []
    assert not [one for one in (await world.messages())[2:] if one.author.role is Role.BOT]


@pytest.mark.parametrize("seconds", [0, 10])
async def test_an_answer_that_is_late_is_not_given(world: World, seconds: float) -> None:
    """
    A consultant took the conversation while the search ran, however long: the bot has lost the word.
    """

    async def take() -> None:
        world.clock.advance(seconds)
        await world.parts.consultant.take((await world.conversation()).id, world.anna)

    world.knowledge.during = take
    await world.write("доставка")
    await world.bot()

    assert [one.author.role for one in await world.messages()] == [Role.CUSTOMER, Role.SYSTEM]
    assert (await world.conversation()).owed_since is not None


async def test_back_with_the_bot_only_new_messages_are_answered(world: World) -> None:
    """
    What the consultant has dealt with is not dug up again.
    """
    conversation = await world.taken()
    await world.write("доставка")
    await world.parts.consultant.return_to_bot(conversation, world.anna)
    await world.bot()
    assert world.knowledge.asked == []

    await world.write("доставка в Омск")
    await world.bot()
    assert world.knowledge.asked == ["доставка в Омск"]


async def test_a_call_for_a_person_by_words_needs_no_search(world: World) -> None:
    """
    «Позовите оператора» hands over in the transaction of the message.
    """
    await world.write("Позовите оператора!")

    assert (await world.conversation()).state is State.WAITING
    assert [one.author.role for one in await world.messages()] == [Role.CUSTOMER, Role.BOT]


async def test_a_call_for_a_person_by_the_button_counts_once(world: World) -> None:
    """
    A double tap, and words after it, are one call.
    """
    await world.write("доставка")
    await world.parts.customer.ask_person(world.visitor)
    await world.parts.customer.ask_person(world.visitor)
    await world.write("Оператора!")
    await world.bot()

    assert len(await world.said()) == 1
    assert world.knowledge.asked == []


async def test_a_file_goes_to_a_person(world: World) -> None:
    """
    What a search cannot read is handed over.
    """
    file = await world.parts.customer.upload(
        world.visitor, "фото.png", b"\x89PNG\r\n\x1a\n..", now=world.clock()
    )
    await world.write("", attachments=(file.id,))
    await world.bot()

    assert (await world.conversation()).state is State.WAITING


@pytest.mark.parametrize(
    ("text", "answer"),
    [("Добрый день!", "Добрый день! Чем могу помочь?"), ("спасибо", "Пожалуйста! Рады помочь.")],
)
async def test_small_talk_calls_nobody(world: World, text: str, answer: str) -> None:
    """
    A greeting is returned by the customer's clock, thanks are answered.
    """
    await world.write(text, customer=Customer("web", "visitor-1", time_zone="Europe/Moscow"))
    await world.bot()

    assert await world.said() == [answer]
    assert world.knowledge.asked == []


async def test_an_english_customer_is_answered_in_english(world: World) -> None:
    """
    Texts and the search follow his language; a Russian question is still searched for in Russian.
    """
    english = Customer("web", "visitor-1", language="en-US")
    await world.write("оплата", customer=english)
    await world.bot()
    await world.write("payment", customer=english)
    await world.bot()

    assert world.knowledge.languages == ["ru", "en"]
    assert not re.search("[а-яА-Я]", (await world.said())[-1])


async def test_outside_working_hours_the_hour_is_named(world: World) -> None:
    """
    At night the customer is told when he will be answered, and waits all the same.
    """
    world.clock.advance(11 * 60 * 60)
    await world.write("Какого цвета ветер?")
    await world.bot()

    assert (await world.conversation()).state is State.WAITING
    assert await world.said() == [
        (
            "Сейчас нерабочее время, консультант ответит завтра после 09:00. "
            "Вопрос сохранён, здесь же его можно дополнить."
        )
    ]
