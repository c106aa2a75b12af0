"""
What a checked draft comes back as: the same object for the command line, the API and the desk.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from knowledge.speech.models import Severity

Verdict = Literal["blocked", "needs_decision", "hint", "clean"]


class Frozen(BaseModel):
    """
    An immutable value that leaves the process as JSON.
    """

    model_config = ConfigDict(frozen=True)


class TextEdit(Frozen):
    """
    Replace the code points from `start` to `end` of the text as given by `text`.
    """

    start: int
    end: int
    text: str


class OpenSlot(Frozen):
    """
    A place of the rewording that a person has to fill before it can be sent.
    """

    start: int
    end: int
    ask: str


class FixOffer(Frozen):
    """
    One fix: edits that passed the gate, or advice. `open_slots` are what the edits ask a person to fill in.
    """

    kind: Literal["delete", "swap", "say", "advice"]
    edits: tuple[TextEdit, ...] = ()
    open_slots: tuple[str, ...] = ()
    advice: str | None = None


class Finding(Frozen):
    """
    One thing that must not, or should not, be said; offsets are code points into the text as given.

    `by` tells whether a rule's pattern found it, or its likeness in meaning to known violations.
    """

    rule: str
    category: str
    severity: Severity
    start: int
    end: int
    text: str
    why: str
    fixes: tuple[FixOffer, ...] = ()
    by: Literal["rule", "meaning"] = "rule"


class Suppressed(Frozen):
    """
    What a rule matched and a guard forgave.
    """

    rule: str
    start: int
    end: int
    guard: str


class Rewrite(Frozen):
    """
    The whole draft reworded: free of errors and warnings, every fact kept.

    Nothing is applied without a person.
    """

    text: str
    edits: tuple[TextEdit, ...]
    open_slots: tuple[OpenSlot, ...] = ()


class DraftReport(Frozen):
    """
    Everything about one draft.
    """

    verdict: Verdict
    findings: tuple[Finding, ...] = ()
    suppressed: tuple[Suppressed, ...] = ()
    rewrite: Rewrite | None = Field(default=None)


def verdict_of(findings: tuple[Finding, ...]) -> Verdict:
    """
    The verdict that the most severe finding makes.
    """
    worst = max((finding.severity.rank for finding in findings), default=-1)
    verdicts: tuple[Verdict, ...] = ("hint", "needs_decision", "blocked")
    return "clean" if worst < 0 else verdicts[worst]
