"""
Questions asked of a content folder that is not published; nothing is kept.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from faq.answering import Request, answer
from faq.learn import Lesson, learn
from faq.shelf import Shelf
from index.encoder import open_encoder
from knowledge.errors import ContentRejected
from knowledge.models import Audience
from knowledge.readers import read_folder

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from pathlib import Path

    from bot.settings import Settings
    from faq.knowledge_base import KnowledgeBase
    from faq.models import Answer
    from faq.picks import Pick
    from index.arrays import Progress
    from index.encoder import OnnxEncoder
    from knowledge.problems import Problem


@dataclass(frozen=True, slots=True)
class FolderAnswerer:
    """
    The index of a folder, in memory; `problems` is what is wrong with its files.
    """

    base: KnowledgeBase
    encoder: OnnxEncoder
    problems: tuple[Problem, ...]
    day: dt.date
    threshold: float

    def ask(self, question: str, *, top: int) -> Answer:
        """
        Answer for an operator.
        """
        request = Request(question, Audience.OPERATOR, self.day, self.threshold, top)
        return answer(self.base, request, self.encoder)

    def taught(self, picks: Sequence[Pick], progress: Progress) -> tuple[FolderAnswerer, Lesson]:
        """
        Learn from picks, oldest first; the answerer returned ranks by what proved better, if anything did.

        Raises:
            EncodingFailed: the encoder gave numbers that are not finite.
        """
        lesson = learn(self.base, self.encoder, picks, progress)
        return replace(self, base=self.base.taught(lesson.learned)), lesson


def open_folder(path: Path, settings: Settings, today: dt.date, progress: Progress) -> FolderAnswerer:
    """
    Read and index what is right in the folder or file at `path`.

    Raises:
        ContentRejected: nothing in it is.
        IndexFailure: the encoder is missing or damaged.
    """
    reading = read_folder(path)
    if not reading.entries:
        raise ContentRejected(reading.problems)
    unique = {item.entry.id: item for item in reversed(reading.entries)}
    entries = [item for item in reading.entries if unique[item.entry.id] is item]
    encoder = open_encoder(settings.embedding_model, settings.models_dir, progress)
    base = Shelf(settings.snapshots_dir, cache=None).open(entries, encoder, progress=progress)
    return FolderAnswerer(base, encoder, reading.problems, today, settings.answer_threshold)
