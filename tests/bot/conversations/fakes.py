"""
Named fakes of what conversations are given: a clock that stands still, a knowledge base of a few words.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from bot.domain.card import EntryCard
from bot.domain.delivery import Sent
from bot.usecases.ask import Asked
from faq.models import Answer, AnswerText, Candidate, Excerpt
from knowledge.models import Audience, Kind, Script
from knowledge.speech.report import DraftReport

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.domain.delivery import Outcome, Outgoing
    from knowledge.speech.context import CheckContext

NOON = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)
"""A Monday, 12:00 in Moscow."""


class StandingClock:
    """A clock that moves when it is told to."""

    def __init__(self, now: dt.datetime = NOON) -> None:
        self.now = now

    def __call__(self) -> dt.datetime:
        """Tell the time."""
        return self.now

    def advance(self, seconds: float) -> None:
        """Let so many seconds pass."""
        self.now += dt.timedelta(seconds=seconds)


class SmallKnowledge:
    """Knows «доставка» well, «оплата» perhaps, and nothing else; notes what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.languages: list[str | None] = []
        self.during: Callable[[], Awaitable[None]] | None = None
        self.failure: Exception | None = None

    async def __call__(self, question: str, **terms: Any) -> Asked:
        """Answer as the search does."""
        self.asked.append(question)
        self.languages.append(terms["language"])
        assert terms["audience"] is Audience.CUSTOMER
        if self.during is not None:
            during, self.during = self.during, None
            await during()
        if self.failure is not None:
            raise self.failure
        found: dict[str, float] = {}
        if "доставк" in question.lower():
            found = {"delivery": 0.9}
        elif "оплат" in question.lower():
            found = {"card": 0.4, "cash": 0.3, "credit": 0.25, "bonus": 0.22, "gift": 0.05}
        best = next(iter(found), None)
        answered = best is not None and found[best] >= 0.5
        return Asked(
            Answer(
                question=question,
                kb_version=1,
                answered=answered,
                confidence=max(found.values(), default=0.0),
                rung=Kind.SCRIPT if answered else None,
                answer=AnswerText(entry=best, title=best, text="# card", speakable=None, source="f:1:1")
                if answered and best is not None
                else None,
                candidates=tuple(
                    Candidate(
                        entry=entry,
                        kind=Kind.SCRIPT,
                        title=f"Про {entry}",
                        excerpt=Excerpt(text=""),
                        speakable=None,
                        source="f:1:1",
                        audience=Audience.CUSTOMER,
                        confidence=confidence,
                    )
                    for entry, confidence in found.items()
                ),
            ),
            "q",
        )


class SmallShelf:
    """Opens any entry but «secret»."""

    async def __call__(self, entry_id: str, *, audience: Audience, language: str) -> EntryCard | None:
        """Open as the cards do."""
        if entry_id == "secret":
            return None
        return EntryCard(
            Script(id=entry_id, title=entry_id, body=f"Ответ: {entry_id}."), "f:1:1", valid=True, kb_version=1
        )


class OpenGate:
    """Lets everything through; notes what it was told."""

    def __init__(self) -> None:
        self.contexts: list[CheckContext] = []

    async def check(self, text: str, context: CheckContext) -> DraftReport:
        """Find nothing."""
        self.contexts.append(context)
        return DraftReport(verdict="clean")


class Channel:
    """A channel that remembers keys, as an honest one does, and fails as it is told."""

    def __init__(self) -> None:
        self.shown: dict[str, str] = {}
        self.attempts: list[str] = []
        self.outcomes: list[Outcome | Exception] = []

    async def send(self, outgoing: Outgoing) -> Outcome:
        """Show a message, or do what stands next in `outcomes`."""
        key = outgoing.delivery.key
        self.attempts.append(key)
        if self.outcomes:
            outcome = self.outcomes.pop(0)
            if isinstance(outcome, Exception):
                raise outcome
            return outcome
        self.shown.setdefault(key, outgoing.message.text)
        return Sent(f"ref-{key}")
