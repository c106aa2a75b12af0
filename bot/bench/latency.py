"""
How long an answer takes beside the encoder's own forward pass, a keystroke, and a publish under load.

Times are taken in one run and side by side, so that their ratios hold on a machine of any speed.
"""

from __future__ import annotations

import asyncio
import random
import statistics
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from knowledge.models import Audience, Location, Script, Sourced
from knowledge.writers import export

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from bot.container import Container
    from index.arrays import Progress

SEED: Final = 20_260_101
QUESTIONS: Final = 200
WARM_UP: Final = 20


@dataclass(frozen=True, slots=True)
class Latency:
    """
    Milliseconds: medians of the forward pass and of a whole answer, and the 95th percentile of a keystroke.
    """

    entries: int
    forward_p50: float
    answer_p50: float
    answer_p95: float
    keystroke_p50: float
    keystroke_p95: float

    @property
    def ratio(self) -> float:
        """
        The whole answer as a multiple of the bare forward pass.
        """
        return self.answer_p50 / self.forward_p50


@dataclass(frozen=True, slots=True)
class PublishUnderLoad:
    """
    Seconds that a publish of one changed entry took, and what a loop of questions saw meanwhile.
    """

    entries: int
    seconds: float
    asked: int
    errors: int
    empty: int
    slowest_ms: float


def synthetic_entries(seeds: Sequence[Sourced], count: int) -> list[Sourced]:
    """
    Make `count` distinct entries out of the words of `seeds`; the same at every call.
    """
    rng = random.Random(SEED)  # noqa: S311 -- repeatable, not secret
    titles = [item.entry.title for item in seeds]
    sentences = [part for item in seeds for part in item.entry.body.split("\n") if part]
    return [
        Sourced(
            entry=Script(
                id=f"s{number:05}",
                title=f"{rng.choice(titles)[:200]} ({number})",
                body="\n\n".join(rng.sample(sentences, 3))[:2000],
                variants=(f"{rng.choice(titles)[:200]} {number}",),
                owner="bench",
            ),
            source=Location(file="synthetic.jsonl", line=number + 1),
        )
        for number in range(count)
    ]


async def measure_latency(container: Container, questions: Sequence[str]) -> Latency:
    """
    Ask `questions` of what the container serves, each also encoded bare, in turn.
    """
    base, encoder = container.library.base, container.library.encoder
    assert base is not None  # noqa: S101 -- the caller has published
    assert encoder is not None  # noqa: S101 -- likewise

    async def ask(question: str, mode: str) -> float:
        started = time.perf_counter()
        await container.ask(
            question,
            audience=Audience.OPERATOR,
            top=5,
            mode="words" if mode == "words" else "full",
            asker=None,
            channel="bench",
            language=None,
        )
        return (time.perf_counter() - started) * 1000

    def forward(question: str) -> float:
        started = time.perf_counter()
        encoder.encode_query(question)
        return (time.perf_counter() - started) * 1000

    chosen = [questions[number % len(questions)] for number in range(QUESTIONS + WARM_UP)]
    rows = [
        (forward(question), await ask(question, "full"), await ask(question[: 3 + number % 30], "words"))
        for number, question in enumerate(chosen)
    ][WARM_UP:]
    forwards, answers, keystrokes = zip(*rows, strict=True)
    return Latency(
        entries=len(base.entries),
        forward_p50=statistics.median(forwards),
        answer_p50=statistics.median(answers),
        answer_p95=_p95(answers),
        keystroke_p50=statistics.median(keystrokes),
        keystroke_p95=_p95(keystrokes),
    )


async def measure_publish(
    container: Container,
    entries: Sequence[Sourced],
    questions: Sequence[str],
    folder: Path,
    author: str,
    progress: Progress,
) -> PublishUnderLoad:
    """
    Publish `entries`, then again with one of them changed while questions are asked in a loop.
    """
    export([item.entry for item in entries], folder / "corpus.jsonl")
    await container.publishing.publish(folder, author=author, progress=progress)
    await container.publishing.settle()
    changed = entries[len(entries) // 2]
    entry = changed.entry.model_copy(update={"body": changed.entry.body + "\n\nИзменено."})
    after = [Sourced(entry=entry, source=item.source) if item is changed else item for item in entries]
    export([item.entry for item in after], folder / "corpus.jsonl")
    done = asyncio.Event()
    seen: list[float] = []
    trouble = {"errors": 0, "empty": 0}

    async def ask_on() -> None:
        number = 0
        while not done.is_set():
            started = time.perf_counter()
            try:
                asked = await container.ask(
                    questions[number % len(questions)],
                    audience=Audience.OPERATOR,
                    top=5,
                    mode="full",
                    asker=None,
                    channel="bench",
                    language=None,
                )
            except Exception:  # noqa: BLE001 -- whatever it is, it is what is being counted
                trouble["errors"] += 1
            else:
                trouble["empty"] += not asked.answer.candidates
            seen.append((time.perf_counter() - started) * 1000)
            number += 1

    asking = asyncio.create_task(ask_on())
    await asyncio.sleep(0.2)
    started = time.perf_counter()
    await container.publishing.publish(folder, author=author, progress=_silent)
    seconds = time.perf_counter() - started
    done.set()
    await asking
    return PublishUnderLoad(
        entries=len(entries),
        seconds=seconds,
        asked=len(seen),
        errors=trouble["errors"],
        empty=trouble["empty"],
        slowest_ms=max(seen),
    )


def _silent(_stage: str, _done: int, _total: int) -> None:
    pass


def _p95(values: Sequence[float]) -> float:
    return statistics.quantiles(values, n=20)[-1]
