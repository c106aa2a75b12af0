"""
The speech checker beside others, on the same drafts in the same run.

Others know neither our categories nor our severities, so all are measured by one yardstick: whether a draft
is flagged at all. A peer that is not installed is named, not guessed.
"""

from __future__ import annotations

import importlib
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING

from bot.bench.grammar import GRAMMAR, open_grammar
from knowledge.speech.checker import SpeechChecker
from knowledge.speech.measure import PARAPHRASE, is_grave
from knowledge.speech.morphology import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from knowledge.speech.measure import LabelledDraft
    from knowledge.speech.policy import RuleSet
    from knowledge.speech.report import DraftReport

Flags = Callable[["LabelledDraft"], bool]

KRRKT = "krrkt.engine.fast_layer"
SERIOUS = 80
"""The weight from which krrkt calls a finding serious."""


@dataclass(frozen=True, slots=True)
class PeerFigures:
    """
    One checker: listed violations and clean drafts it flags, milliseconds a draft.
    """

    name: str
    found: int
    violations: int
    flagged: int
    clean: int
    p50_ms: float
    p95_ms: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """
    Everybody's figures, and who is not installed.
    """

    figures: tuple[PeerFigures, ...]
    missing: tuple[str, ...]


def compare(drafts: Sequence[LabelledDraft], rules: RuleSet) -> Comparison:
    """
    Run every checker over `drafts`, each after another of its kind has been over them.

    Dictionaries are warm then, as in a server that runs, while a memory of whole sentences is empty.
    """
    figures = []
    for (name, flags), (_, before) in zip(_contenders(rules), _contenders(rules), strict=True):
        for draft in drafts:
            before(draft)
        figures.append(_measured(name, flags, drafts))
    peers = (("pylat-ru", GRAMMAR), ("krrkt", "krrkt"))
    missing = tuple(name for name, module in peers if find_spec(module) is None)
    return Comparison(tuple(figures), missing)


def _contenders(rules: RuleSet) -> Iterator[tuple[str, Flags]]:
    graded, finding, mending = SpeechChecker(rules), SpeechChecker(rules), SpeechChecker(rules)
    yield "copilot (error, warning)", lambda draft: is_grave(_found(graded, draft))
    yield "copilot (any finding)", lambda draft: bool(_found(finding, draft).findings)
    yield "copilot (any) with rewording", lambda draft: bool(_found(mending, draft, rewrite=True).findings)
    spans = substrings(rules)
    yield f"substrings ({len(spans)})", lambda draft: any(span in fold(draft.text) for span in spans)
    if find_spec(GRAMMAR) is not None:
        grammar = open_grammar()
        yield "pylat-ru", lambda draft: bool(grammar(draft.text))
    if find_spec("krrkt") is not None:
        weight = _krrkt()
        yield f"krrkt (weight ≥ {SERIOUS})", lambda draft: weight(draft.text) >= SERIOUS
        yield "krrkt (any weight)", lambda draft: weight(draft.text) > 0


def _found(checker: SpeechChecker, draft: LabelledDraft, *, rewrite: bool = False) -> DraftReport:
    return checker.check(draft.text, draft.context, rewrite=rewrite)


def substrings(rules: RuleSet) -> frozenset[str]:
    """
    What somebody without an engine would write down: the underlined words of every bad example, folded.
    """
    return frozenset(
        fold(bad.span)
        for rule in rules.rules
        if rule.rule.kind == "phrase" and rule.severity.rank
        for bad in rule.rule.tests.bad
        if bad.span is not None
    )


def _krrkt() -> Callable[[str], int]:
    """
    The greatest weight among krrkt's findings by dictionary, no language model asked; 0 when there are none.
    """
    layer = importlib.import_module(KRRKT).FastLayer()

    def weight(text: str) -> int:
        return max((finding["weight"] for finding in layer.analyze(text)), default=0)

    return weight


def _measured(name: str, flags: Flags, drafts: Sequence[LabelledDraft]) -> PeerFigures:
    took: list[float] = []
    flagged: list[bool] = []
    for draft in drafts:
        started = time.perf_counter()
        flagged.append(flags(draft))
        took.append((time.perf_counter() - started) * 1000)
    seen = list(zip(drafts, flagged, strict=True))
    listed = [hit for draft, hit in seen if draft.label == "violation" and draft.kind != PARAPHRASE]
    clean = [hit for draft, hit in seen if draft.label == "clean"]
    return PeerFigures(
        name, sum(listed), len(listed), sum(clean), len(clean), statistics.median(took), _p95(took)
    )


def _p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20, method="inclusive")[-1] if len(values) > 1 else sum(values)
