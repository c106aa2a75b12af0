"""
How long the check of a draft takes, fixes and rewording included, and what ten times the rules would cost.
"""

from __future__ import annotations

import random
import statistics
import time
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Final

from knowledge.speech.checker import SpeechChecker
from knowledge.speech.morphology import readings
from knowledge.speech.nodes import Choice, Item, Marked, Node, Sequence, Step, Window
from knowledge.speech.patterns import Pattern

if TYPE_CHECKING:
    from collections.abc import Iterable

    from knowledge.speech.compiled import CompiledRule
    from knowledge.speech.policy import RuleSet

SEED: Final = 20_261_122
DRAFTS: Final = 300
WARM_UP: Final = 100
WORDS: Final = 40
VIOLATING: Final = 0.6
"""Share of the drafts into which bad examples are put."""


@dataclass(frozen=True, slots=True)
class CheckTimes:
    """
    Milliseconds of one check; `rules` is how many there were, `violating` the share of drafts with findings.

    `cpu_p95_ms` counts the processor's time alone, which holds on a busy machine, too.
    """

    rules: int
    drafts: int
    violating: float
    p50_ms: float
    p95_ms: float
    slowest_ms: float
    cpu_p95_ms: float


def mixed_drafts(rules: RuleSet, count: int) -> list[str]:
    """
    Drafts of some forty words out of the rules' own Russian examples; the same at every call.
    """
    rng = random.Random(SEED)  # noqa: S311 -- repeatable, not secret
    russian = [rule.rule.tests for rule in rules.rules if rule.lang == "ru" and rule.rule.kind == "phrase"]
    bad = [example.text for tests in russian for example in tests.bad]
    good = [example.text for tests in russian for example in tests.good]
    drafts: list[str] = []
    for _ in range(count):
        parts = rng.sample(bad, rng.randint(1, 2)) if rng.random() < VIOLATING else []
        while sum(len(part.split()) for part in parts) < WORDS:
            parts.append(rng.choice(good))
        rng.shuffle(parts)
        drafts.append(" ".join(parts))
    return drafts


def check_times(rules: RuleSet, times: int = 1) -> CheckTimes:
    """
    Check `DRAFTS` drafts, the dictionary warm, with `times` as many rules.
    """
    checker = SpeechChecker(multiplied(rules, times))
    drafts = mixed_drafts(rules, WARM_UP + DRAFTS)
    for draft in drafts[:WARM_UP]:
        checker.check(draft)
    spent: list[float] = []
    worked: list[float] = []
    violating = 0
    for draft in drafts[WARM_UP:]:
        started, work = time.perf_counter(), time.thread_time()
        report = checker.check(draft)
        worked.append((time.thread_time() - work) * 1000)
        spent.append((time.perf_counter() - started) * 1000)
        violating += report.verdict != "clean"
    return CheckTimes(
        rules=len(checker.rules.rules),
        drafts=DRAFTS,
        violating=violating / DRAFTS,
        p50_ms=statistics.median(spent),
        p95_ms=statistics.quantiles(spent, n=20)[-1],
        slowest_ms=max(spent),
        cpu_p95_ms=statistics.quantiles(worked, n=20)[-1],
    )


def multiplied(rules: RuleSet, times: int) -> RuleSet:
    """
    As many rules again and again, about other words: content words are replaced, function words stay.
    """
    if times == 1:
        return rules
    copies = [_about_others(rule, turn) for turn in range(1, times) for rule in rules.rules]
    return replace(rules, rules=(*rules.rules, *copies), lexicon=None)


def _about_others(rule: CompiledRule, turn: int) -> CompiledRule:
    prefix = "".join("бвгджзклмн"[int(digit)] + "у" for digit in str(turn))
    patterns = [Pattern(pattern.text, partial(_renamed, pattern.node, prefix)) for pattern in rule.patterns]
    return replace(rule, patterns=tuple(patterns))


def _renamed(node: Node, prefix: str) -> Node:
    """
    `node` with every content word made into another one.
    """
    again = partial(_renamed, prefix=prefix)
    match node:
        case Item(kind="word"):
            lemmas = None if node.lemmas is None else frozenset(_other(word, prefix) for word in node.lemmas)
            return replace(node, lemmas=lemmas, form=node.form and _other(node.form, prefix))
        case Sequence(steps):
            return Sequence(_steps(steps, prefix))
        case Window(units, slack):
            return Window(_steps(units, prefix), slack)
        case Choice(branches):
            return Choice(tuple(map(again, branches)))
        case Marked(name, inner):
            return Marked(name, again(inner))
        case _:
            return node


def _steps(steps: Iterable[Step], prefix: str) -> tuple[Step, ...]:
    return tuple(replace(step, node=_renamed(step.node, prefix)) for step in steps)


_FUNCTION_WORDS: Final = frozenset(("npro", "prep", "conj", "prcl", "advb", "pred", "intj"))


def _other(word: str, prefix: str) -> str:
    found = readings(word)
    if word.isascii() or (found and found[0].grammemes & _FUNCTION_WORDS and len(word) < len("никогда")):
        return word
    return prefix + word
