"""
The parts work together in the program as it runs: real content, real search, tasks of their own.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from typing import TYPE_CHECKING

from bot.container import open_container
from bot.domain.conversation import Customer
from bot.domain.events import CustomerMessageStored, customer_topic
from bot.tasks import repeat
from bot.usecases.conversations.customer import Incoming

if TYPE_CHECKING:
    from pathlib import Path

    from bot.settings import Settings


def silent(_stage: str, _done: int, _total: int) -> None:
    """
    Take progress and show nothing.
    """


async def test_a_question_is_answered_by_itself(settings: Settings, tmp_path: Path) -> None:
    """
    A customer writes, and hears the approved text from the published version.
    """
    settings = settings.model_copy(update={"burst_quiet_seconds": 0.1, "answer_threshold": 0.0})
    content = tmp_path / "corpus.jsonl"
    entry = {
        "id": "delivery",
        "title": "Сколько стоит доставка?",
        "text": "Доставка стоит **300** рублей.",
        "audience": "customer",
        "owner": "Отдел",
    }
    content.write_text(json.dumps(entry, ensure_ascii=False), encoding="utf-8")
    visitor = Customer("web", "v")
    async with open_container(settings) as container:
        await container.publishing.publish(content, author="p", progress=silent)
        parts = container.conversations
        keeping = asyncio.create_task(parts.keep())
        with parts.events.subscribe(customer_topic("web", "v")) as events:
            await parts.customer.receive(Incoming(visitor, "k", "Сколько стоит доставка?"))
            async with asyncio.timeout(30):
                heard = [await anext(events), await anext(events)]
        keeping.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await keeping
    answer = heard[1]

    assert isinstance(answer, CustomerMessageStored)
    assert answer.message.text == "Доставка стоит **300** рублей."
    assert answer.message.markdown


async def test_a_task_outlives_its_failures() -> None:
    """
    What failed is tried again; only cancelling ends it.
    """
    done = asyncio.Event()
    runs = 0

    async def run() -> None:
        nonlocal runs
        runs += 1
        if runs == 1:
            raise RuntimeError
        done.set()

    task = asyncio.create_task(repeat("test", run, every=0.01))
    async with asyncio.timeout(30):
        await done.wait()
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task

    assert runs >= 2
    assert task.cancelled()
