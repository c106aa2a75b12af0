"""
A question to an answer: candidates, fusion, confidence, ladder.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from faq import ladder
from faq.confidence import probabilities
from faq.excerpt import excerpt, question_lemmas, unfinished_word
from faq.fuse import fuse
from faq.keyboard import as_meant
from faq.models import Answer, AnswerText, Candidate
from knowledge.models import Audience, Instruction, Script
from knowledge.plain import entry_markdown

if TYPE_CHECKING:
    import datetime as dt

    from faq.knowledge_base import KnowledgeBase
    from index.encoder import TokenEncoder
    from knowledge.models import Entry, Question

MAX_QUESTION = 2_000
"""Code points of a question that are looked at: a rambling message, not a book."""

DEPTH = 30
"""Candidates that each retriever proposes; more of them change no ranking that was measured."""


class Ask(Protocol):
    """
    Anything that answers a question with the settings it was made with.
    """

    def __call__(self, question: str) -> Answer:
        """
        Answer `question`.
        """
        ...


@dataclass(frozen=True, slots=True)
class Request:
    """
    A question and the terms it is asked on.

    Args:
        question: As typed.
        audience: Whose eyes the answer is for.
        day: The day on which an entry must be valid.
        threshold: Confidence from which the best candidate is given as the answer.
        top: How many candidates are wanted.
        language: Only entries in this language; None for any.
        typing: Whether the last word may be unfinished.

    """

    question: str
    audience: Audience
    day: dt.date
    threshold: float
    top: int = 5
    language: str | None = None
    typing: bool = False


def answer(base: KnowledgeBase, request: Request, encoder: TokenEncoder | None) -> Answer:
    """
    Answer the request from `base`; without an `encoder`, or where `base` has no vectors, by words alone.

    Raises:
        EncodingFailed: the encoder gave numbers that are not finite.
    """
    question = as_meant(request.question[:MAX_QUESTION])
    allowed = base.allowed(request.audience, request.day, request.language)
    encoding = encoder.encode_query(question) if encoder and base.has_vectors else None
    found = base.snapshot.candidates(
        question,
        encoding.vector if encoding else None,
        allowed,
        DEPTH,
        tokens=encoding.tokens if encoding else None,
        unfinished=request.typing,
    )
    if found.positions.size == 0:
        return _unanswered(base, request, words_only=encoding is None)
    if encoding is not None and base.lens is not None:
        scores = base.lens.scores(found, encoding.vector)
    else:
        scores = fuse(found.features)
    chances = probabilities(found.features, scores)
    order = np.argsort(-scores, kind="stable")[: request.top]
    wanted = base.snapshot.forms(question_lemmas(question))
    unfinished = unfinished_word(question) if request.typing else None
    candidates = [
        _candidate(base, found.positions[place], float(chances[place]), wanted, unfinished) for place in order
    ]
    chosen = ladder.choose(candidates, request.threshold)
    if chosen is not None:
        candidates.sort(key=lambda candidate: candidate is not chosen)
    best = candidates[0]
    entry = base.entries[found.positions[order[0]]].entry if chosen is None else _entry(base, chosen.entry)
    return Answer(
        question=request.question,
        kb_version=base.version,
        answered=chosen is not None,
        confidence=best.confidence,
        rung=None if chosen is None else chosen.kind,
        answer=None if chosen is None else _text(entry, chosen.source),
        candidates=tuple(candidates),
        ask_first=() if chosen is None else _ask_first(entry),
        words_only=encoding is None,
    )


def _unanswered(base: KnowledgeBase, request: Request, *, words_only: bool) -> Answer:
    return Answer(
        question=request.question,
        kb_version=base.version,
        answered=False,
        confidence=0.0,
        rung=None,
        answer=None,
        candidates=(),
        words_only=words_only,
    )


def _candidate(
    base: KnowledgeBase, position: int, confidence: float, wanted: frozenset[str], unfinished: str | None
) -> Candidate:
    item = base.entries[position]
    return Candidate(
        entry=item.entry.id,
        kind=item.entry.kind,
        title=item.entry.title,
        excerpt=excerpt(base.documents[position].body, wanted, unfinished),
        speakable=item.entry.speakable,
        source=str(item.source),
        audience=item.entry.audience,
        confidence=round(confidence, 4),
    )


def _entry(base: KnowledgeBase, entry_id: str) -> Entry:
    item = base.get(entry_id)
    assert item is not None  # noqa: S101 -- it was found in this very base
    return item.entry


def _text(entry: Entry, source: str) -> AnswerText:
    return AnswerText(
        entry=entry.id,
        title=entry.title,
        text=entry_markdown(entry),
        speakable=entry.speakable,
        source=source,
    )


def _ask_first(entry: Entry) -> tuple[Question, ...]:
    return entry.ask_first if isinstance(entry, Script | Instruction) else ()
