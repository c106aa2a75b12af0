"""
What a customer lives through in Telegram.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .conftest import World

JPEG = b"\xff\xd8\xff\xe0" + b"0" * 100


async def test_question_is_answered_with_buttons(world: World) -> None:
    """
    Free text gets the approved text, its Markdown rendered and its signs escaped, with buttons under it.
    """
    peter = world.telegram.person(7)
    await peter.writes("Сколько стоит доставка?")
    answer = await world.telegram.sees(7, "Доставка стоит")

    assert answer.html == "Доставка стоит <b>300</b> рублей &amp; приходит &lt;завтра&gt;."
    assert [one["text"] for one in answer.buttons] == ["Помогло", "Нужен консультант"]


async def test_person_is_called_by_button(world: World) -> None:
    """
    «Нужен консультант» hands over, once however often it is pressed, and the buttons go.
    """
    peter = world.telegram.person(7)
    await peter.writes("Сколько стоит доставка?")
    answer = await world.telegram.sees(7, "Доставка стоит")
    data = answer.buttons[1]["callback_data"]
    await peter.presses(answer, "Нужен консультант")
    await world.telegram.sees(7, "Передаю ваш вопрос консультанту")
    await peter.sends_data(answer, data)
    await world.telegram.until(lambda: len(world.telegram.toasts) == 2)

    assert await world.said_by(peter) == ["Сколько стоит доставка?", "Нужен консультант"]
    assert answer.buttons == []


async def test_answer_helped(world: World) -> None:
    """
    «Помогло» is thanked for.
    """
    peter = world.telegram.person(7)
    await peter.writes("Сколько стоит доставка?")
    await peter.presses(await world.telegram.sees(7, "Доставка стоит"), "Помогло")

    assert (await world.telegram.sees(7, "Рады помочь")).buttons == []


async def test_english_by_the_users_language(world: World) -> None:
    """
    A user whose Telegram is not Russian is spoken to in English.
    """
    john = world.telegram.person(8, "John", "de-DE")
    await john.writes("/start")
    await world.telegram.sees(8, "Write your question")
    await john.writes("/person")

    assert "I am passing your question" in (await world.telegram.sees(8, "consultant. He sees")).text


async def test_edit_is_followed(world: World) -> None:
    """
    What he changes is changed, and the earlier text is kept for staff.
    """
    peter = world.telegram.person(7)
    message = await peter.writes("Позовите оператора, заказ 1")
    await world.telegram.sees(7, "Передаю")
    topic = await world.topic()
    await peter.edits(message, "Позовите оператора, заказ 2")
    await world.telegram.sees(-1001, "✏️ Исправлено: Позовите оператора, заказ 2", topic)

    assert await world.said_by(peter) == ["Позовите оператора, заказ 2"]


async def test_files_are_kept_for_the_operator(world: World) -> None:
    """
    A photo with its words reaches the topic; the conversation is handed over.
    """
    peter = world.telegram.person(7)
    world.telegram.files["ph1"] = JPEG
    photo = {"file_id": "ph1", "file_unique_id": "u", "width": 1, "height": 1, "file_size": len(JPEG)}
    await peter.writes(photo=[photo], caption="Вот чек")
    await world.telegram.sees(7, "Передаю")
    topic = await world.topic()
    await world.telegram.sees(-1001, "Вот чек", topic)
    await world.telegram.until(lambda: any(one.file for one in world.telegram.messages))

    assert world.telegram.files["photo.jpg"] == JPEG


async def test_file_that_is_refused(world: World) -> None:
    """
    A program under a picture's name, and a file too large to fetch, are refused with a word.
    """
    peter = world.telegram.person(7)
    world.telegram.files["exe"] = b"MZ\x90\x00\x00"
    document = {"file_id": "exe", "file_unique_id": "u", "file_name": "чек.jpg", "file_size": 5}
    await peter.writes(document=document)
    await world.telegram.sees(7, "jpg")
    await peter.writes(document={**document, "file_size": 50 * 2**20})

    assert "до 10 МБ" in (await world.telegram.sees(7, "слишком большой")).text


async def test_rating_after_the_end(world: World) -> None:
    """
    A conversation that ends asks for a rating; pressing a star keeps it, pressing another replaces it.
    """
    peter, anna = world.telegram.person(7), world.telegram.person(100, "Анна")
    await world.hire(anna)
    await peter.writes("Позовите оператора")
    topic = await world.topic()
    await anna.writes_in_topic(-1001, topic, "/close")
    asked = await world.telegram.sees(7, "Оцените")
    await peter.presses(asked, "★★★★")
    await world.telegram.sees(7, "Спасибо за оценку")
    (conversation,) = await world.container.conversations.journal.store.of_customer("telegram", "7")
    ratings = await world.container.conversations.journal.store.ratings(conversation.id)

    assert [one.score for one in ratings] == [4]


async def test_long_message_arrives_whole(world: World) -> None:
    """
    A message longer than the core takes becomes two, in order, nothing lost.
    """
    peter = world.telegram.person(7)
    text = "вопрос " * 584
    await peter.writes(text)
    await world.telegram.until(lambda: world.telegram.told(7))

    assert " ".join(await world.said_by(peter)).split() == text.split()
