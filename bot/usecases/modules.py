"""
Ready answers beside a draft: approved speech modules that say what the draft wants to say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.draft import Module
from faq.answering import Request, answer
from faq.excerpt import question_lemmas
from knowledge.models import Audience, Situation, Status
from knowledge.speech.models import Severity

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from faq.knowledge_base import KnowledgeBase
    from index.encoder import TokenEncoder
    from knowledge.models import Entry
    from knowledge.speech.checker import SpeechChecker

MOST_OFFERED = 2
LOOKED_AT = 8
"""Candidates among which approved ones with a text to say are looked for."""


def fitting_modules(
    base: KnowledgeBase, request: Request, encoder: TokenEncoder | None, checker: SpeechChecker
) -> tuple[Module, ...]:
    """
    Find at most `MOST_OFFERED` modules for the draft that `request.question` is, the likeliest first.

    None is offered below `request.threshold`, none that the rules object to, and none at all where the draft
    is such a module already.

    Raises:
        EncodingFailed: the encoder gave numbers that are not finite.
    """
    found = list(_modules(base, request, encoder))
    if any(_folded(module.text) == _folded(request.question) for module in found):
        return ()
    return tuple(module for module in found if _is_compliant(module.text, checker))[:MOST_OFFERED]


def _modules(base: KnowledgeBase, request: Request, encoder: TokenEncoder | None) -> Iterator[Module]:
    candidates = answer(base, request, encoder).candidates
    for candidate in sorted(candidates, key=lambda candidate: -candidate.confidence):
        item = base.get(candidate.entry)
        if candidate.confidence < request.threshold or item is None:
            continue
        text = _speech(item.entry, request.question)
        if text is not None and item.entry.status is Status.APPROVED:
            yield Module(
                entry=candidate.entry, title=candidate.title, text=text, confidence=candidate.confidence
            )


def _speech(entry: Entry, draft: str) -> str | None:
    """
    What an entry gives to be said; of a situation's modules the one that shares most words with the draft.
    """
    if entry.speakable is None and isinstance(entry, Situation):
        wanted = question_lemmas(draft)
        return max(entry.modules, key=lambda module: len(wanted & question_lemmas(module)))
    return entry.speakable


def _is_compliant(text: str, checker: SpeechChecker) -> bool:
    report = checker.check(text, rewrite=False)
    return all(
        finding.severity is Severity.SUGGESTION or finding.category == "open_slot"
        for finding in report.findings
    )


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def request_for(draft: str, *, threshold: float, language: str, day: dt.date) -> Request:
    """
    Put a draft to the knowledge base as an operator's question.
    """
    return Request(draft, Audience.OPERATOR, day, threshold, top=LOOKED_AT, language=language)
