"""
A drafted reply on its way through the check, and what its author made of the findings.
"""

from __future__ import annotations

import datetime as dt  # noqa: TC003 -- pydantic reads the annotations at run time
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

from knowledge.speech.report import DraftReport, Frozen

if TYPE_CHECKING:
    from knowledge.speech.models import Severity


@dataclass(frozen=True, slots=True)
class Draft:
    """
    A draft with what its author's channel knows about the conversation; `entry` is the KB entry in use.

    `id` is made by the page, one for each draft; without it nothing is noted about the draft.
    """

    text: str
    id: str | None = None
    language: str = "ru"
    local_time: dt.time | None = None
    client_name: str | None = None
    sla: str | None = None
    order: str | None = None
    entry: str | None = None
    customer_texts: tuple[str, ...] = ()


class Module(Frozen):
    """
    An approved speech module of the knowledge base that says what the draft wants to say.

    `confidence` is the estimated probability of that.
    """

    entry: str
    title: str
    text: str
    confidence: float


class CheckedDraft(DraftReport):
    """
    A report with ready answers beside it; `meaning` tells whether unlisted paraphrases were looked for.

    `llm` tells whether the language model may be asked for a better rewording, or `rewrite` is its own.
    """

    modules: tuple[Module, ...] = ()
    meaning: bool = False
    llm: Literal["off", "may_help", "reworded"] = "off"


class Outcome(StrEnum):
    """
    What became of a finding that was shown.
    """

    FIXED = "fixed"
    DISMISSED = "dismissed"
    SENT_ANYWAY = "sent_anyway"


class DismissReason(StrEnum):
    """
    Why a finding was put aside.
    """

    NOT_A_VIOLATION = "not_a_violation"
    QUOTATION = "quotation"
    CLIENT_SAID_SO = "client_said_so"
    REQUIRED_WORDING = "required_wording"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Showing:
    """
    A rule that was shown on a settled draft; `person` is a random id. The draft's text is never kept.
    """

    draft_id: str
    rule: str
    category: str
    severity: Severity
    person: str | None
    shown_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Decision:
    """
    What a person made of one rule on one draft.
    """

    draft_id: str
    rule: str
    outcome: Outcome
    reason: DismissReason | None = None
    note: str | None = None


LEAST_SHOWINGS = 50
MOST_DISMISSED = 0.30


@dataclass(frozen=True, slots=True)
class RuleRecord:
    """
    How people take one rule: how often it was shown, and how often each outcome was chosen.
    """

    rule: str
    category: str
    severity: Severity
    showings: int
    fixed: int
    dismissed: int
    sent_anyway: int

    @property
    def share_dismissed(self) -> float:
        """
        The part of the showings that was dismissed, from 0 to 1.
        """
        return self.dismissed / self.showings if self.showings else 0.0

    @property
    def demote(self) -> bool:
        """
        Whether a lower severity is proposed: it is dismissed too often, over enough showings to tell.
        """
        return self.showings >= LEAST_SHOWINGS and self.share_dismissed > MOST_DISMISSED
