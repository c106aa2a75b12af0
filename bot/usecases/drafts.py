"""
A draft from any channel: checked off the event loop against the rules in force.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.draft import CheckedDraft
from bot.usecases.draft_context import context_of
from bot.usecases.rules import open_rules
from knowledge.speech.checker import SpeechChecker

if TYPE_CHECKING:
    from pathlib import Path

    from bot.clock import Clock
    from bot.domain.draft import Draft
    from bot.library import Library
    from bot.speech import Speech
    from bot.workers import Workers


class CheckDraft:
    """
    Checks drafts by whatever rules are in force at that moment.

    Args:
        speech: Where the checker is taken from.
        library: Where the knowledge base is taken from.
        workers: Threads the check runs in.
        shop_name: The shop's full name, which a greeting must contain; None demands nothing.

    """

    def __init__(self, speech: Speech, library: Library, workers: Workers, *, shop_name: str | None) -> None:
        self._speech = speech
        self._library = library
        self._workers = workers
        self._shop_name = shop_name

    async def __call__(self, draft: Draft, *, settled: bool) -> CheckedDraft:
        """
        Check `draft`; one that is `settled`, not being typed, is also compared by meaning.

        Raises:
            CheckerLoading: the rules are being loaded.
            RulesUnusable: no rules could be loaded.
            Overloaded: too many calls wait already.
        """
        checker, meaning = self._speech.take(meaning=settled)
        base = self._library.base
        entry = base.get(draft.entry) if base and draft.entry else None
        context = context_of(draft, shop_name=self._shop_name, entry=entry.entry if entry else None)
        report = await self._workers.run(checker.check, draft.text, context)
        return CheckedDraft(**dict(report), meaning=meaning)


def open_checker(policy: Path | None, clock: Clock) -> SpeechChecker:
    """
    Load the shipped rules with the company's policy over them; their examples run, which takes seconds.

    Args:
        policy: Folder of the company's own rules and `policy.yaml`; None for the shipped rules alone.
        clock: Dates the company's permissions.

    Raises:
        RuleFileError: with every mistake of every file.
    """
    return SpeechChecker(open_rules(policy), clock=clock)
