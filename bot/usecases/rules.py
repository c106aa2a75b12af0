"""
Speech rules loaded, and loaded again when the company's folder changes; the last good ones stay in force.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import structlog

from bot.speech import RulesState
from index.errors import IndexFailure
from knowledge.speech.checker import SpeechChecker
from knowledge.speech.errors import Mistake, RuleFileError
from knowledge.speech.exemplars import shipped_exemplars
from knowledge.speech.hints import HintFinder
from knowledge.speech.policy import RuleSet, load_rules

if TYPE_CHECKING:
    from pathlib import Path

    from bot.clock import Clock
    from bot.library import Library
    from bot.speech import Speech
    from index.arrays import Progress
    from index.embedding_cache import EmbeddingCache
    from knowledge.speech.exemplars import QueryEncoder

Stamp = tuple[tuple[str, int, int], ...]
"""Name, time of change and size of every rule file of a folder."""

_log = structlog.get_logger(__name__)


def open_rules(policy: Path | None, proofs: Path | None = None) -> RuleSet:
    """
    Load the shipped rules with the company's policy over them.

    The examples of all rules run, which takes seconds; with `proofs` only those of changed files do.

    Args:
        policy: Folder of the company's own rules and `policy.yaml`; None for the shipped rules alone.
        proofs: File that remembers whose examples hold; None remembers nothing.

    Raises:
        RuleFileError: with every mistake of every file.
    """
    if policy is not None and not policy.is_dir():
        raise RuleFileError([Mistake(str(policy), 1, 1, "такой папки нет: проверьте SPEECH_POLICY")])
    return load_rules(policy, proofs=proofs)


def hinting_checker(
    rules: RuleSet,
    encoder: QueryEncoder,
    cache: EmbeddingCache,
    *,
    clock: Clock,
    progress: Progress | None = None,
) -> SpeechChecker:
    """
    Make a checker that also hints at unlisted paraphrases; the first time its exemplars are encoded.

    Raises:
        IndexFailure: the encoder failed.
    """
    finder = HintFinder(
        encoder,
        rules.rules,
        shipped_exemplars(),
        silent=rules.silent_hints,
        cache=cache,
        progress=progress,
    )
    return SpeechChecker(rules, hints=finder, clock=clock)


class FollowRules:
    """
    Keeps `speech` in step with the files on disk.

    Args:
        speech: What drafts are checked by.
        library: Where the encoder comes from, once it is loaded.
        cache: Where exemplars' vectors are kept.
        policy: The company's folder; None where there is none.
        clock: Dates the company's permissions.
        proofs: File that remembers which rule files' examples hold; None remembers nothing.

    """

    def __init__(
        self,
        speech: Speech,
        library: Library,
        cache: EmbeddingCache,
        policy: Path | None,
        *,
        clock: Clock,
        proofs: Path | None = None,
    ) -> None:
        self._speech = speech
        self._library = library
        self._cache = cache
        self._policy = policy
        self._proofs = proofs
        self._clock = clock
        self._seen: Stamp | None = None
        self._without_hints: SpeechChecker | None = None

    async def look(self) -> None:
        """
        Load the rules if they have changed since the last look, or never were loaded.

        Mistakes are logged and kept in `Speech.problem`: the last good rules stay in force, or at a start the
        shipped ones.
        """
        stamp = await asyncio.to_thread(_stamp, self._policy)
        if stamp == self._seen:
            return
        try:
            rules = await asyncio.to_thread(open_rules, self._policy, self._proofs)
        except RuleFileError as error:
            _log.error("rules_rejected", mistakes=[str(mistake) for mistake in error.mistakes])
            self._speech.problem = str(error)
            if self._speech.checker is None:
                await self._fall_back()
            elif self._speech.state is RulesState.READY:
                self._speech.state = RulesState.OUTDATED
        else:
            self._install(rules)
            self._speech.state, self._speech.problem = RulesState.READY, None
            _log.info("rules_loaded", rules=len(rules.rules))
        self._seen = stamp

    async def learn(self, progress: Progress | None = None) -> None:
        """
        Prepare hints by meaning for the rules in force, once there is an encoder.

        Where the encoder fails, drafts are checked by rules alone until these change.
        """
        checker, encoder = self._speech.checker, self._library.encoder
        if checker is None or encoder is None or self._speech.by_meaning is not None:
            return
        if checker is self._without_hints:
            return
        try:
            self._speech.by_meaning = await asyncio.to_thread(
                hinting_checker, checker.rules, encoder, self._cache, clock=self._clock, progress=progress
            )
        except IndexFailure as error:
            self._without_hints = checker
            _log.error("hints_failed", error=type(error).__name__, reason=str(error))

    async def _fall_back(self) -> None:
        if self._policy is not None:
            try:
                self._install(await asyncio.to_thread(open_rules, None, self._proofs))
            except RuleFileError as error:
                _log.error("shipped_rules_rejected", mistakes=[str(mistake) for mistake in error.mistakes])
        self._speech.state = RulesState.FAILED

    def _install(self, rules: RuleSet) -> None:
        self._speech.checker = SpeechChecker(rules, clock=self._clock)
        self._speech.by_meaning = None


def _stamp(folder: Path | None) -> Stamp:
    """
    What tells one state of the folder's rule files from another.
    """
    if folder is None:
        return ()
    found = [(".", 0, 0)] if folder.is_dir() else []
    for path in sorted(folder.glob("*.yaml")):
        try:
            state = path.stat()
        except OSError:
            continue  # gone between the listing and the look
        found.append((path.name, state.st_mtime_ns, state.st_size))
    return tuple(found)
