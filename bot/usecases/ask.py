"""
A question from any channel: answered off the event loop, noted in the question log.
"""

from __future__ import annotations

import time
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

from bot.domain.question import LoggedQuestion
from bot.errors import NothingPublished
from faq.answering import Request, answer

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from bot.clock import Clock
    from bot.library import Library
    from bot.workers import Workers
    from faq.models import Answer
    from knowledge.models import Audience


class Log(Protocol):
    """
    Takes a question without making its asker wait.
    """

    def add(self, question: LoggedQuestion) -> None:
        """
        Note one question.
        """
        ...


@dataclass(frozen=True, slots=True)
class Asked:
    """
    An answer, and the id under which the asker may report what he made of it.
    """

    answer: Answer
    question_id: str


class AskQuestion:
    """
    Answers from whatever the library holds at that moment.

    Args:
        library: Where the knowledge base and the encoder are taken from.
        workers: Threads the search runs in.
        log: Where complete questions are noted; those still being typed are not.
        clock: Now.
        zone: Where the day begins on which entries become valid.
        threshold: Confidence from which the best candidate is given as the answer.

    """

    def __init__(
        self, library: Library, workers: Workers, log: Log, *, clock: Clock, zone: ZoneInfo, threshold: float
    ) -> None:
        self._library = library
        self._workers = workers
        self._log = log
        self._clock = clock
        self._zone = zone
        self._threshold = threshold

    async def __call__(  # noqa: PLR0913 -- one question has this many sides
        self,
        question: str,
        *,
        audience: Audience,
        top: int,
        mode: Literal["words", "full"],
        asker: str | None,
        channel: str,
        language: str | None,
    ) -> Asked:
        """
        Answer `question`; mode «words» leaves the encoder out and takes the last word as unfinished.

        Raises:
            NothingPublished: there is no knowledge base yet.
            Overloaded: too many questions wait already.
        """
        base, encoder = self._library.base, self._library.encoder
        if base is None:
            raise NothingPublished
        now = self._clock()
        started = time.perf_counter()
        request = Request(
            question=question,
            audience=audience,
            day=now.astimezone(self._zone).date(),
            threshold=self._threshold,
            top=top,
            language=language,
            typing=mode == "words",
        )
        reply = await self._workers.run(answer, base, request, encoder if mode == "full" else None)
        asked = Asked(reply, uuid.uuid4().hex)
        if mode == "full":
            self._log.add(
                LoggedQuestion(
                    id=asked.question_id,
                    asked_at=now,
                    asker=asker,
                    channel=channel,
                    audience=audience,
                    language=language or "",
                    text=question,
                    kb_version=reply.kb_version,
                    entry=reply.candidates[0].entry if reply.candidates else None,
                    confidence=reply.confidence,
                    answered=reply.answered,
                    words_only=reply.words_only,
                    duration_ms=(time.perf_counter() - started) * 1000,
                )
            )
        return asked
