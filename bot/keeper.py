"""
What a running server does on its own: first content, the encoder, others' versions, conversations.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import TYPE_CHECKING

import structlog

from bot.errors import BotError
from index.errors import IndexFailure
from knowledge.collector import spare_the_collector
from knowledge.errors import ContentRejected
from knowledge.starter import starter_folder

if TYPE_CHECKING:
    from bot.container import Container
    from index.arrays import Progress

LOOK_EVERY = 1.0
"""Seconds between looks for a version published by another process."""

LEARN_EVERY = 5.0
"""Seconds between looks for enough new picks to learn from."""

LEARNT_NOTE = "Обучение на выборах операторов"

LONGEST_PAUSE = 60.0
"""Seconds between looks while they fail."""

PURGE_EVERY = dt.timedelta(hours=1)

_log = structlog.get_logger(__name__)


async def first_content(container: Container, author: str, progress: Progress) -> None:
    """
    Serve the current version by words at once; on an empty database publish the starter content first.
    """
    if await container.versions.current() is None:
        await container.publishing.publish(
            starter_folder(container.settings.interface_language),
            author=author,
            note="Начальное наполнение"
            if container.settings.interface_language == "ru"
            else "Starter content",
            progress=progress,
        )
    else:
        await container.publishing.catch_up(progress)


async def keep(container: Container, progress: Progress) -> None:
    """
    Load the encoder and the speech rules, follow what others change, keep conversations going, end sockets.

    Until cancelled. Failures are logged and tried again: words are searched meanwhile.
    """
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(_keep_knowledge(container, progress))
        tasks.create_task(container.conversations.keep())
        tasks.create_task(_keep_rules(container, progress))
        if container.settings.learn_after_picks:
            tasks.create_task(_keep_learning(container, progress))
        tasks.create_task(_end_sockets(container))


async def _end_sockets(container: Container) -> None:
    # Another process may have shut somebody out (`copilot user disable`), and sessions end by the clock.
    while True:
        try:
            await container.access.live.look(now=container.clock())
        except BotError as error:
            _log.error("sessions_not_looked_at", error=type(error).__name__)
        await asyncio.sleep(LOOK_EVERY)


async def _keep_rules(container: Container, progress: Progress) -> None:
    while True:
        await container.rules.look()
        await container.rules.learn(progress)
        await asyncio.sleep(LOOK_EVERY)


async def _learn(container: Container, progress: Progress) -> None:
    author = await container.people.machine_admin("learning", now=container.clock())
    _log.info("learning")
    learnt = await container.learning(author=author.id, note=LEARNT_NOTE, progress=progress)
    lesson, version = learnt.lesson, learnt.version
    _log.info(
        "learnt",
        given=lesson.given,
        used=lesson.used,
        before=lesson.before.reciprocal_rank if lesson.before else None,
        after=lesson.after.reciprocal_rank if lesson.after else None,
        model=lesson.learned.fingerprint if lesson.learned else None,
        version=version.number if version else None,
    )


async def _keep_learning(container: Container, progress: Progress) -> None:
    after = container.settings.learn_after_picks
    pause = LEARN_EVERY
    while True:
        await asyncio.sleep(pause)
        try:
            if await container.learning.due(after):
                await _learn(container, progress)
            pause = LEARN_EVERY
        except (BotError, IndexFailure, ContentRejected) as error:
            pause = min(pause * 2, LONGEST_PAUSE)
            # The name alone: content that is refused quotes its questions.
            _log.warning("learning_failed", error=type(error).__name__, again_in=pause)


async def _keep_knowledge(container: Container, progress: Progress) -> None:
    try:
        await container.load_encoder(progress)
    except IndexFailure as error:
        # Our errors about models and disks name paths and reasons, no texts.
        _log.error("encoder_failed", error=type(error).__name__, reason=str(error))
    pause = LOOK_EVERY
    purge_at = container.clock()
    settled = None
    while True:
        try:
            await container.publishing.catch_up(progress)
            pause = LOOK_EVERY
            if container.library.base is not settled:
                settled = container.library.base
                spare_the_collector()
            if container.clock() >= purge_at:
                oldest = container.clock() - dt.timedelta(days=container.settings.question_log_days)
                await container.questions.purge(oldest)
                await container.showings.purge(oldest)
                await container.sessions.purge(now=container.clock())
                await container.chat_sessions.purge(now=container.clock())
                purge_at = container.clock() + PURGE_EVERY
        except (BotError, IndexFailure) as error:
            pause = min(pause * 2, LONGEST_PAUSE)
            _log.error("catch_up_failed", error=type(error).__name__, reason=str(error), again_in=pause)
        await asyncio.sleep(pause)
