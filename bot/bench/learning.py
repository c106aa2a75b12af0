"""
What learning from picks gains: half of the labelled questions are given as picks, the other half is asked.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from faq.picks import Pick

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.bench.retrieval import Labelled
    from bot.usecases.batch import FolderAnswerer
    from faq.learn import Lesson
    from faq.models import Answer
    from index.arrays import Progress

BINS: Final = 10
TOP: Final = 10


@dataclass(frozen=True, slots=True)
class Line:
    """
    One raw output: the entries in rank order, and the confidence in the first of them.
    """

    question: str
    entries: tuple[str, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class Half:
    """
    One way round: what was learnt from one half, and what the other half was answered before and after.
    """

    lesson: Lesson
    cold: tuple[Line, ...]
    learnt: tuple[Line, ...]


def halves(
    answerer: FolderAnswerer,
    labelled: Sequence[Labelled],
    *,
    seed: int,
    poison: float,
    progress: Progress,
) -> Iterator[Half]:
    """
    Learn from each half in turn and ask the other.

    Args:
        answerer: The content, not taught anything.
        labelled: The questions; those that no entry answers take no part.
        seed: Deals the halves and the poison.
        poison: Share of the picks whose entry is replaced by some other.
        progress: Told about the stages of learning.

    """
    dice = random.Random(seed)  # noqa: S311 -- deals cards, guards nothing
    known = [item.entry.id for item in answerer.base.entries]
    questions = [one for one in labelled if one.right.intersection(known)]
    dice.shuffle(questions)
    middle = len(questions) // 2
    for given, asked in (
        (questions[:middle], questions[middle:]),
        (questions[middle:], questions[:middle]),
    ):
        wrong = set(dice.sample(range(len(given)), round(poison * len(given))))
        picks = [
            Pick(one.text, dice.choice(known) if number in wrong else min(one.right.intersection(known)))
            for number, one in enumerate(given)
        ]
        taught, lesson = answerer.taught(picks, progress)
        yield Half(
            lesson,
            tuple(_line(one.id, answerer.ask(one.text, top=TOP)) for one in asked),
            tuple(_line(one.id, taught.ask(one.text, top=TOP)) for one in asked),
        )


def calibration_error(labelled: Sequence[Labelled], lines: Sequence[Line]) -> float:
    """
    Return the expected calibration error of the first candidates over `BINS` equal bins of confidence.
    """
    right = {one.id: one.right for one in labelled}
    sums = [[0.0, 0.0] for _ in range(BINS)]
    for line in lines:
        one = sums[min(int(line.confidence * BINS), BINS - 1)]
        one[0] += line.confidence
        one[1] += bool(line.entries) and line.entries[0] in right[line.question]
    return sum(abs(said - was) for said, was in sums) / max(1, len(lines))


def _line(question: str, answer: Answer) -> Line:
    return Line(question, tuple(candidate.entry for candidate in answer.candidates), answer.confidence)
