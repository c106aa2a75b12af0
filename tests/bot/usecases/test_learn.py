"""
Operators' picks become the ranking of a version: it is proved, published, kept, and taken back.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

import pytest

from bot.container import Container, open_container
from bot.domain.question import LoggedQuestion, PickHow
from bot.errors import NothingPublished
from bot.keeper import LEARNT_NOTE, _learn
from knowledge.models import Audience

from .conftest import silent

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bot.settings import Settings
    from index.encoder import OnnxEncoder

TOPICS = (
    "вернуть деньги",
    "узнать срок доставки",
    "поменять адрес",
    "получить чек",
    "применить промокод",
    "удалить учётную запись",
    "обменять обувь на другой размер",
    "пожаловаться на курьера",
)
PATTERNS = ("как {}", "подскажите как {}", "хочу {}", "не получается {}", "помогите {}", "можно ли {}")
"""Each operator's customers ask for every topic in each of these ways."""

ENTRIES = tuple({"id": f"module-{n}", "title": f"Модуль {n}", "text": "Текст."} for n in range(len(TOPICS)))
"""Titles that say nothing: only picks can tell which module answers what."""


async def pick_all(container: Container, patterns: tuple[str, ...] = PATTERNS) -> int:
    """
    Log a question and its copied module for every topic and pattern.
    """
    count = 0
    for number, topic in enumerate(TOPICS):
        for pattern in patterns:
            question = LoggedQuestion(
                id=uuid.uuid4().hex,
                asked_at=container.clock(),
                asker=f"p{count % 3}",
                channel="desk",
                audience=Audience.OPERATOR,
                language="",
                text=pattern.format(topic),
                kb_version=1,
                entry=None,
                confidence=0.1,
                answered=False,
                words_only=False,
                duration_ms=1.0,
            )
            container.questions.add(question)
            await container.questions.flush()
            await container.questions.record_pick(
                question.id,
                f"module-{number}",
                PickHow.COPIED,
                asker=f"p{count % 3}",
                now=container.clock(),
            )
            count += 1
    return count


async def share_found(container: Container) -> float:
    """
    Ask for every topic in words that were not picked.
    """
    hits = 0
    for number, topic in enumerate(TOPICS):
        asked = await container.ask(
            f"мне надо {topic}",
            audience=Audience.OPERATOR,
            top=5,
            mode="full",
            asker=None,
            channel="test",
            language=None,
        )
        hits += asked.answer.candidates[0].entry == f"module-{number}"
    return hits / len(TOPICS)


@pytest.fixture
async def picked(meaning: Container, content: Callable[..., Path]) -> Container:
    """
    A published base with its picks.
    """
    await meaning.publishing.publish(content(*ENTRIES), author="p", progress=silent)
    await pick_all(meaning)
    return meaning


async def test_better_ranking_is_published_and_answers(picked: Container):
    """
    Learning makes a new version with the same entries, and unseen questions are answered by it at once.
    """
    before = await share_found(picked)
    learnt = await picked.learning(author="p", progress=silent)

    assert learnt.version is not None
    assert learnt.version.number == 2
    assert learnt.version.diff.changed == 0
    assert learnt.version.learned == learnt.lesson.learned.fingerprint
    assert await share_found(picked) > before + 0.4


async def test_dry_run_changes_nothing(picked: Container):
    """
    With `dry_run` the figures come, the version does not.
    """
    learnt = await picked.learning(author="p", dry_run=True, progress=silent)

    assert learnt.lesson.learned is not None
    assert learnt.version is None
    assert (await picked.versions.current()).number == 1
    assert picked.library.base.lens is None


async def test_a_restart_ranks_by_what_was_learnt(
    picked: Container, settings: Settings, encoder: OnnxEncoder
):
    """
    Another process that opens the same data ranks by it too.
    """
    await picked.learning(author="p", progress=silent)
    share = await share_found(picked)
    await picked.publishing.settle()
    async with open_container(settings) as other:
        other.library.encoder = encoder
        await other.publishing.catch_up(silent)
        assert await share_found(other) == share


async def test_rollback_brings_the_earlier_ranking_back(picked: Container):
    """
    Going back to the version before learning unlearns; going forth brings it again.
    """
    cold = await share_found(picked)
    learnt = await picked.learning(author="p", progress=silent)
    share = await share_found(picked)

    back = await picked.publishing.rollback(1, author="p", progress=silent)
    assert (back.learned, await share_found(picked)) == (None, cold)
    forth = await picked.publishing.rollback(learnt.version.number, author="p", progress=silent)
    assert (forth.learned, await share_found(picked)) == (learnt.version.learned, share)


async def test_new_content_keeps_what_was_learnt(picked: Container, content: Callable[..., Path]):
    """
    A publish that leaves the picked entries in place keeps the ranking; one that takes most away does not.
    """
    cold = await share_found(picked)
    await picked.learning(author="p", progress=silent)

    more = {"id": "more", "title": "Модуль 99", "text": "Другой ответ."}
    kept = await picked.publishing.publish(content(*ENTRIES, more), author="p", progress=silent)
    assert kept.version.learned is not None
    assert await share_found(picked) > cold + 0.4
    gone = await picked.publishing.publish(content(more, ENTRIES[0]), author="p", progress=silent)
    assert gone.version.learned is None


async def test_a_damaged_ranking_does_not_stop_answers(
    picked: Container, settings: Settings, encoder: OnnxEncoder
):
    """
    Where the stored ranking cannot be read, the shipped one answers from the same entries.
    """
    await picked.learning(author="p", progress=silent)
    await picked.database.write(lambda db: db.execute("UPDATE learned_models SET model = X'00'"))
    await picked.publishing.settle()
    async with open_container(settings) as other:
        other.library.encoder = encoder
        await other.publishing.catch_up(silent)
        assert (other.library.base.version, other.library.base.lens) == (2, None)


async def test_learning_is_due_after_enough_new_picks(picked: Container):
    """
    Not before, not again for the same picks, and never where it is switched off.
    """
    count = len(TOPICS) * len(PATTERNS)

    assert not await picked.learning.due(0)
    assert not await picked.learning.due(count + 1)
    assert await picked.learning.due(count)
    assert not await picked.learning.due(count)


async def test_looks_and_misses_teach_nothing(meaning: Container, content: Callable[..., Path]):
    """
    An entry that was only opened is no confirmation.
    """
    await meaning.publishing.publish(content(*ENTRIES), author="p", progress=silent)
    await pick_all(meaning)
    await meaning.database.write(lambda db: db.execute("UPDATE questions SET pick_how = 'opened'"))

    assert await meaning.questions.picks() == ()


async def test_without_a_base_there_is_nothing_to_learn(meaning: Container):
    """
    An empty copilot says so.
    """
    with pytest.raises(NothingPublished):
        await meaning.learning(author="p", progress=silent)


async def test_a_server_learns_by_itself(picked: Container):
    """
    What the server does in the background publishes too, in the name of the machine's admin.
    """
    await _learn(picked, silent)

    version = await picked.versions.current()
    assert (version.number, version.note) == (2, LEARNT_NOTE)
    assert picked.library.base.lens is not None
