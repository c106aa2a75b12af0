"""
New content becomes what everybody is answered from, or nothing changes.
"""

from __future__ import annotations

import asyncio
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from bot.container import Container, open_container
from bot.errors import VersionUnknown
from knowledge.errors import ContentRejected
from knowledge.models import Audience

from .conftest import silent

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bot.settings import Settings
    from bot.usecases.ask import Asked
    from index.encoder import OnnxEncoder

RETURN = {"id": "return", "title": "Как вернуть товар?", "text": "За 14 дней."}
DELIVERY = {"id": "delivery", "title": "Сколько стоит доставка?", "text": "299 рублей."}


async def ask(container: Container, question: str) -> Asked:
    """
    Ask as an operator, in full.
    """
    return await container.ask(
        question,
        audience=Audience.OPERATOR,
        top=5,
        mode="full",
        asker=None,
        channel="test",
        language=None,
    )


async def test_published_content_answers(meaning: Container, content: Callable[..., Path]):
    """
    After a publish the next question is answered from the new version, which names itself.
    """
    await meaning.publishing.publish(content(RETURN), author="p", progress=silent)
    published = await meaning.publishing.publish(content(RETURN, DELIVERY), author="p", progress=silent)

    asked = await ask(meaning, "цена доставки")
    assert published.version is not None
    assert published.version.number == 2
    assert published.version.diff.added == 1
    assert asked.answer.kb_version == 2
    assert asked.answer.candidates[0].entry == "delivery"
    assert not asked.answer.words_only


async def test_changed_text_is_answered_at_once(meaning: Container, content: Callable[..., Path]):
    """
    An edited entry answers with its new text, and its old text is nowhere to be found.
    """
    await meaning.publishing.publish(content(RETURN, DELIVERY), author="p", progress=silent)
    await meaning.publishing.publish(
        content(RETURN, {**DELIVERY, "text": "Теперь 350 рублей."}), author="p", progress=silent
    )

    (best, *_) = (await ask(meaning, "сколько стоит доставка")).answer.candidates
    assert best.entry == "delivery"
    assert "350" in best.excerpt.text
    assert "299" not in best.excerpt.text


async def test_same_content_makes_no_version(container: Container, content: Callable[..., Path]):
    """
    Publishing what is published already changes nothing and says so.
    """
    await container.publishing.publish(content(RETURN), author="p", progress=silent)
    again = await container.publishing.publish(content(RETURN), author="p", progress=silent)

    assert again.version is None
    assert len(await container.versions.list()) == 1


async def test_rejected_content_changes_nothing(container: Container, content: Callable[..., Path]):
    """
    Content with errors is refused with all of them, and the version of before goes on answering.
    """
    await container.publishing.publish(content(RETURN), author="p", progress=silent)

    with pytest.raises(ContentRejected) as refused:
        await container.publishing.publish(
            content(
                {**RETURN, "title": "Другое"}, {**DELIVERY, "id": "return"}, {"id": "bad id", "title": "т"}
            ),
            author="p",
            progress=silent,
        )

    assert {problem.code for problem in refused.value.problems} >= {"duplicate_id"}
    assert (await ask(container, "вернуть товар")).answer.kb_version == 1


async def test_failing_example_refuses_the_publish(meaning: Container, content: Callable[..., Path]):
    """
    An entry whose own example question does not bring it is not published.
    """
    others = [{"id": f"e{n}", "title": f"Возврат денег на карту {n}"} for n in range(5)]
    wrong = {**DELIVERY, "examples": ["возврат денег на карту"]}

    with pytest.raises(ContentRejected) as refused:
        await meaning.publishing.publish(content(wrong, *others), author="p", progress=silent)

    assert [problem.code for problem in refused.value.problems] == ["example_fails"]
    assert await meaning.versions.current() is None


async def test_rollback_is_a_new_version_with_the_old_answers(
    meaning: Container, content: Callable[..., Path]
):
    """
    Going back brings the old text, and history keeps both.
    """
    await meaning.publishing.publish(content(DELIVERY), author="p", progress=silent)
    await meaning.publishing.publish(
        content({**DELIVERY, "text": "Теперь 350 рублей."}), author="p", progress=silent
    )

    version = await meaning.publishing.rollback(1, author="p", progress=silent)

    asked = await ask(meaning, "сколько стоит доставка")
    assert (version.number, version.restored) == (3, 1)
    assert asked.answer.kb_version == 3
    assert "299" in asked.answer.candidates[0].excerpt.text
    with pytest.raises(VersionUnknown):
        await meaning.publishing.rollback(99, author="p", progress=silent)


async def test_questions_are_answered_while_publishing(meaning: Container, content: Callable[..., Path]):
    """
    During a publish no question fails and none comes back empty.
    """
    entries = [{"id": f"e{n}", "title": f"Доставка в город номер {n}"} for n in range(60)]
    await meaning.publishing.publish(content(*entries), author="p", progress=silent)
    changed = [{**entry, "text": "Новый ответ."} for entry in entries]
    answers = []

    async def keep_asking() -> None:
        while True:
            answers.append((await ask(meaning, "доставка в город")).answer)

    asking = asyncio.create_task(keep_asking())
    await meaning.publishing.publish(content(*changed), author="p", progress=silent)
    await ask(meaning, "доставка в город")
    asking.cancel()

    assert answers
    assert all(answer.candidates for answer in answers)
    assert {answer.kb_version for answer in answers} <= {1, 2}


async def test_another_process_is_noticed(
    container: Container, settings: Settings, content: Callable[..., Path]
):
    """
    What another process publishes is served after the next look.
    """
    async with open_container(settings) as other:
        await other.publishing.publish(content(RETURN), author="p", progress=silent)
        await container.publishing.catch_up(silent)
        await other.publishing.publish(content(RETURN, DELIVERY), author="p", progress=silent)

    await container.publishing.catch_up(silent)

    assert container.library.base is not None
    assert container.library.base.version == 2


async def test_words_first_then_meaning(
    container: Container, encoder: OnnxEncoder, content: Callable[..., Path]
):
    """
    While the encoder loads, answers come from words and say so; once it is there, from meaning.
    """
    await container.publishing.publish(content(RETURN, DELIVERY), author="p", progress=silent)
    before = (await ask(container, "доставка")).answer

    container.library.encoder = encoder
    await container.publishing.catch_up(silent)
    after = (await ask(container, "доставка")).answer

    assert before.words_only
    assert not after.words_only


@pytest.mark.parametrize("damage", ["truncate", "flip", "remove"])
async def test_damaged_index_is_rebuilt(
    damage: str, settings: Settings, encoder: OnnxEncoder, content: Callable[..., Path]
):
    """
    A snapshot that is cut short, changed or gone is never served: the next start builds it anew.
    """

    def spoil() -> None:
        for path in settings.snapshots_dir.rglob("*"):
            if not path.is_file() or path.stat().st_size == 0:
                continue
            data = path.read_bytes()
            if damage == "truncate":
                path.write_bytes(data[: len(data) // 2])
            elif damage == "flip":
                path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
        if damage == "remove":
            shutil.rmtree(settings.snapshots_dir)

    async with open_container(settings) as first:
        first.library.encoder = encoder
        await first.publishing.publish(content(RETURN, DELIVERY), author="p", progress=silent)
    await asyncio.to_thread(spoil)

    async with open_container(settings) as second:
        second.library.encoder = encoder
        await second.publishing.catch_up(silent)
        asked = await ask(second, "цена доставки")

    assert asked.answer.candidates[0].entry == "delivery"
    assert not asked.answer.words_only


async def test_questions_are_logged_without_keystrokes(container: Container, content: Callable[..., Path]):
    """
    A complete question is in the log with version, entry and confidence; what is being typed is not.
    """
    await container.publishing.publish(content(RETURN), author="p", progress=silent)
    terms: dict[str, Any] = {
        "audience": Audience.OPERATOR,
        "top": 5,
        "asker": "p-1",
        "channel": "desk",
        "language": None,
    }
    await container.ask("верн", mode="words", **terms)
    asked = await container.ask("вернуть товар", mode="full", **terms)
    await container.questions.flush()

    (logged,) = await container.questions.recent()
    assert logged.id == asked.question_id
    assert (logged.text, logged.kb_version, logged.entry) == ("вернуть товар", 1, "return")
    assert (logged.asker, logged.channel) == ("p-1", "desk")


async def test_wrong_layout_reaches_the_encoder_as_meant(meaning: Container, content: Callable[..., Path]):
    """
    A question typed in the wrong keyboard layout is searched by the meaning of the words meant.
    """
    await meaning.publishing.publish(content(RETURN, DELIVERY), author="p", progress=silent)

    typed = (await ask(meaning, "wtyf ljcnfdrb")).answer
    meant = (await ask(meaning, "цена доставки")).answer
    assert typed.confidence == meant.confidence
    assert typed.candidates[0].entry == "delivery"
