"""
The speech checker: a draft in, a report out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from knowledge.speech.context import NOTHING_KNOWN, CheckContext
from knowledge.speech.detect import Detector
from knowledge.speech.models import Severity
from knowledge.speech.report import (
    DraftReport,
    Finding,
    FixOffer,
    OpenSlot,
    Rewrite,
    Suppressed,
    TextEdit,
    verdict_of,
)
from knowledge.speech.slots import OPEN_SLOT
from knowledge.speech.verify import Mending

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from knowledge.speech.hints import HintFinder
    from knowledge.speech.overlaps import Hit
    from knowledge.speech.policy import RuleSet
    from knowledge.speech.rewrite import Proposal

OPEN_SLOT_RULE = "SLOT"
OPEN_SLOT_WHY = "Здесь нужно вписать недостающее: с пустым местом сообщение не отправить."


class SpeechChecker:
    """
    Checks drafts against a company's rules; safe to share between threads.

    `clock` dates the company's permissions; without it they hold for good. `hints` finds unlisted
    paraphrases.
    """

    def __init__(
        self,
        rules: RuleSet,
        *,
        hints: HintFinder | None = None,
        clock: Callable[[], dt.datetime] | None = None,
    ) -> None:
        self.rules = rules
        self._detector = Detector(
            rules.rules, brands=rules.brands, allowed=rules.allowed, lexicon=rules.lexicon
        )
        self._hints = hints
        self._clock = clock

    def check(self, text: str, context: CheckContext = NOTHING_KNOWN, *, rewrite: bool = True) -> DraftReport:
        """
        Check a draft; `rewrite=False` leaves fixes and the rewording out. No text makes this fail.
        """
        today = self._clock().date() if self._clock else None
        detection = self._detector.detect(text, context, today)
        mending = Mending(self._detector, detection, context, today) if rewrite else None
        findings = [_finding(hit, text, mending) for hit in detection.hits]
        findings += [
            _open_slot(match.start(), match.end(), match.group()) for match in OPEN_SLOT.finditer(text)
        ]
        if self._hints is not None:
            findings += self._hints.find(detection)
        ordered = tuple(sorted(findings, key=lambda finding: (finding.start, finding.end)))
        return DraftReport(
            verdict=verdict_of(ordered),
            findings=ordered,
            suppressed=tuple(
                Suppressed(rule=hit.rule.id, start=hit.start, end=hit.end, guard=hit.by or "")
                for hit in detection.suppressed
            ),
            rewrite=rewrite_of(mending) if mending and detection.hits else None,
        )

    def mending(self, text: str, context: CheckContext = NOTHING_KNOWN) -> Mending:
        """
        Begin to mend a draft, for proposals that come from elsewhere than from rules.
        """
        today = self._clock().date() if self._clock else None
        return Mending(self._detector, self._detector.detect(text, context, today), context, today)


def _finding(hit: Hit, text: str, mending: Mending | None) -> Finding:
    rule = hit.rule
    offers = [_offer(proposal) for proposal in mending.accepted(hit)] if mending else []
    offers += [FixOffer(kind="advice", advice=fix.advice) for fix in rule.fixes if fix.advice is not None]
    return Finding(
        rule=rule.id,
        category=rule.category,
        severity=rule.severity,
        start=hit.start,
        end=hit.end,
        text=text[hit.start : hit.end],
        why=rule.rule.why,
        fixes=tuple(offers),
    )


def rewrite_of(mending: Mending) -> Rewrite | None:
    """
    The whole draft reworded; None when an error or a warning would stay, or nothing changes.
    """
    edited = mending.rewrite()
    if edited is None:
        return None
    text = edited.text
    return Rewrite(
        text=text,
        edits=tuple(TextEdit(start=edit.start, end=edit.end, text=edit.text) for edit in edited.edits),
        open_slots=tuple(
            OpenSlot(start=match.start(), end=match.end(), ask=match.group()[1:-1])
            for match in OPEN_SLOT.finditer(text)
        ),
    )


def _offer(proposal: Proposal) -> FixOffer:
    return FixOffer.model_validate(
        {
            "kind": proposal.kind,
            "edits": [TextEdit(start=edit.start, end=edit.end, text=edit.text) for edit in proposal.edits],
            "open_slots": proposal.asks,
        }
    )


def _open_slot(start: int, end: int, text: str) -> Finding:
    return Finding(
        rule=OPEN_SLOT_RULE,
        category="open_slot",
        severity=Severity.ERROR,
        start=start,
        end=end,
        text=text,
        why=OPEN_SLOT_WHY,
    )
