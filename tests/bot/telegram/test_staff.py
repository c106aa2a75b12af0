"""
What members of staff do in their private chat and in inline mode.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.question import PickHow

if TYPE_CHECKING:
    from .conftest import World

BLOCKED = "Дорогуша, проверю ваш заказ."


async def test_question_is_answered(world: World) -> None:
    """
    Text is a question; the answer opens, comes as a block to copy, and is marked as used.
    """
    anna = world.telegram.person(100, "Анна")
    await world.hire(anna)
    await anna.writes("сколько стоит доставка")
    answer = await world.telegram.sees(100, "Доставка стоит 300")
    await anna.presses(answer, "Текст для копирования")
    await world.telegram.until(lambda: any("<pre>" in one.html for one in world.telegram.messages))
    await anna.presses(answer, "Использовал")
    await world.telegram.until(lambda: "Отмечено" in world.telegram.toasts)
    await anna.presses(answer, "Открыть целиком")
    await world.telegram.sees(100, "corpus.jsonl")
    (question,) = await world.container.questions.recent()

    assert question.pick is not None
    assert (question.pick.entry, question.pick.how) == ("delivery", PickHow.COPIED)


async def test_ask_needs_a_question(world: World) -> None:
    """
    /ask alone says how it is used.
    """
    anna = world.telegram.person(100, "Анна")
    await world.hire(anna)
    await anna.writes("/ask")

    assert await world.telegram.sees(100, "После /ask напишите вопрос")


async def test_forwarded_draft_is_checked(world: World) -> None:
    """
    A forwarded draft comes back underlined and reworded; the button gives the rewording to copy.
    """
    anna = world.telegram.person(100, "Анна")
    await world.hire(anna)
    origin = {"type": "hidden_user", "sender_user_name": "Борис", "date": 1}
    await anna.writes(BLOCKED, forward_origin=origin)
    report = await world.telegram.sees(100, "Найдено")
    assert "<u>" in report.html
    await anna.presses(report, "Взять исправленный")
    await world.telegram.until(lambda: report.buttons == [])

    assert "Дорогуша" not in world.telegram.told(100)[-1]


async def test_clean_draft(world: World) -> None:
    """
    /check of a draft that nothing stands against says so.
    """
    anna = world.telegram.person(100, "Анна")
    await world.hire(anna)
    await anna.writes("/check Добрый день! Проверю информацию по вашему заказу.")

    assert await world.telegram.sees(100, "Замечаний нет")


async def test_inline_offers_what_customers_may_read(world: World) -> None:
    """
    A word finds approved texts for customers while it is typed; internal ones are not among them.
    """
    anna = world.telegram.person(100, "Анна")
    await world.hire(anna)
    for _ in range(2):
        await anna.types_inline("возвр")
    await world.telegram.until(lambda: len(world.telegram.inline) == 2)
    titles = [one["title"] for one in world.telegram.inline[0]]

    assert titles[0] == "Как оформить возврат?"
    assert "Штраф оператора за возврат" not in titles
    assert world.telegram.inline[0] == world.telegram.inline[1]


async def test_inline_gives_strangers_nothing(world: World) -> None:
    """
    Whoever is not linked finds nothing.
    """
    await world.telegram.person(7).types_inline("возврат")
    await world.telegram.until(lambda: world.telegram.inline)

    assert world.telegram.inline == [[]]
