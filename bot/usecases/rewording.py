"""
A wording from a language model where the rules have none that could be sent as it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from knowledge.speech.propose import reword, task_for
from knowledge.speech.propose_form import messages_for, replacements_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.workers import Workers
    from knowledge.speech.checker import SpeechChecker
    from knowledge.speech.context import CheckContext
    from knowledge.speech.propose import Task
    from knowledge.speech.report import DraftReport, Rewrite


class Model(Protocol):
    """
    Completes a conversation; None where it cannot.
    """

    async def complete(self, messages: Sequence[dict[str, str]]) -> str | None:
        """
        Return the next message.
        """
        ...


def may_help(report: DraftReport) -> bool:
    """
    Tell whether a model could do better: there is something to mend, and no rewording without open slots.
    """
    blocking = any(finding.by == "rule" and finding.category != "open_slot" for finding in report.findings)
    return (
        report.verdict in {"blocked", "needs_decision"}
        and blocking
        and (report.rewrite is None or bool(report.rewrite.open_slots))
    )


class ProposeWording:
    """
    Asks `model` for replacements of what was found; threads of `workers` do the rest.
    """

    def __init__(self, model: Model, workers: Workers) -> None:
        self._model = model
        self._workers = workers

    async def __call__(
        self, checker: SpeechChecker, text: str, context: CheckContext, report: DraftReport
    ) -> Rewrite | None:
        """
        Return a rewording that passed the gate and asks less of a person than the rules' own; else None.

        Raises:
            Overloaded: too many calls wait already.
        """
        if not may_help(report):
            return None
        task = await self._workers.run(_prepare, checker, text, context)
        reply = await self._model.complete(messages_for(task)) if task is not None else None
        if task is None or reply is None:
            return None
        rewrite = await self._workers.run(reword, task, replacements_in(reply))
        own = report.rewrite
        if rewrite is None or (own is not None and len(rewrite.open_slots) >= len(own.open_slots)):
            return None
        return rewrite


def _prepare(checker: SpeechChecker, text: str, context: CheckContext) -> Task | None:
    return task_for(checker.mending(text, context), context)
