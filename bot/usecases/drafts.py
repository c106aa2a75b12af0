"""
A draft from any channel: checked off the event loop against the rules in force, its findings noted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import structlog

from bot.domain.draft import CheckedDraft, Showing
from bot.usecases.draft_context import context_of
from bot.usecases.modules import fitting_modules, request_for
from bot.usecases.rewording import may_help
from index.errors import IndexFailure

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from bot.clock import Clock
    from bot.domain.draft import Draft, Module
    from bot.library import Library
    from bot.speech import Speech
    from bot.usecases.rewording import ProposeWording
    from bot.workers import Workers
    from knowledge.speech.checker import SpeechChecker
    from knowledge.speech.context import CheckContext


_log = structlog.get_logger(__name__)


class Log(Protocol):
    """
    Takes a showing without making anybody wait.
    """

    def add(self, showing: Showing) -> None:
        """
        Note that a rule was shown.
        """
        ...


@dataclass(frozen=True, slots=True)
class DraftTerms:
    """
    On which terms drafts are checked.

    Args:
        shop_name: The shop's full name, which a greeting must contain; None demands nothing.
        zone: Where the day begins on which entries become valid.
        threshold: Confidence from which a module is offered.

    """

    shop_name: str | None
    zone: ZoneInfo
    threshold: float


class CheckDraft:
    """
    Checks drafts by whatever rules and knowledge base are in force at that moment.

    Args:
        speech: Where the checker is taken from.
        library: Where the knowledge base and the encoder are taken from.
        workers: Threads the check runs in.
        log: Where the findings shown on settled drafts are noted.
        clock: Now.
        terms: Everything else.
        propose: Asks a language model; None where there is none.

    """

    def __init__(  # noqa: PLR0913 -- the check is where rules, knowledge, log and model meet
        self,
        speech: Speech,
        library: Library,
        workers: Workers,
        log: Log,
        *,
        clock: Clock,
        terms: DraftTerms,
        propose: ProposeWording | None = None,
    ) -> None:
        self._speech = speech
        self._library = library
        self._workers = workers
        self._log = log
        self._clock = clock
        self._terms = terms
        self._propose = propose

    async def __call__(
        self, draft: Draft, *, person: str | None, settled: bool, llm: bool = False
    ) -> CheckedDraft:
        """
        Check `draft`; one that is `settled`, not being typed, is also compared by meaning and noted.

        With `llm` a language model may propose a rewording where the rules have none to be sent as it is.

        Raises:
            CheckerLoading: the rules are being loaded.
            RulesUnusable: no rules could be loaded.
            Overloaded: too many calls wait already.
        """
        checker, meaning = self._speech.take(meaning=settled)
        context = self._context(draft)
        checked = await self._workers.run(
            self._check, draft, checker, context, settled=settled, meaning=meaning
        )
        if self._propose is not None and may_help(checked):
            rewrite = await self._propose(checker, draft.text, context, checked) if llm else None
            update = {"llm": "may_help"} if rewrite is None else {"llm": "reworded", "rewrite": rewrite}
            checked = checked.model_copy(update=update)
        if settled and draft.id is not None:
            now = self._clock()
            for rule, finding in {finding.rule: finding for finding in checked.findings}.items():
                self._log.add(Showing(draft.id, rule, finding.category, finding.severity, person, now))
        return checked

    def _context(self, draft: Draft) -> CheckContext:
        base = self._library.base
        used = base.get(draft.entry) if base is not None and draft.entry is not None else None
        return context_of(draft, shop_name=self._terms.shop_name, entry=used.entry if used else None)

    def _check(
        self, draft: Draft, checker: SpeechChecker, context: CheckContext, *, settled: bool, meaning: bool
    ) -> CheckedDraft:
        try:
            report = checker.check(draft.text, context)
            modules = self._modules(draft, checker) if settled else ()
        except IndexFailure as error:
            _log.error("draft_not_compared", error=type(error).__name__, reason=str(error))
            plain, meaning = self._speech.take(meaning=False)
            report, modules = plain.check(draft.text, context), ()
        return CheckedDraft(**dict(report), modules=modules, meaning=meaning)

    def _modules(self, draft: Draft, checker: SpeechChecker) -> tuple[Module, ...]:
        base = self._library.base
        if base is None or not draft.text.strip():
            return ()
        request = request_for(
            draft.text,
            threshold=self._terms.threshold,
            language=draft.language,
            day=self._clock().astimezone(self._terms.zone).date(),
        )
        return fitting_modules(base, request, self._library.encoder, checker)
