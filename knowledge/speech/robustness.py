"""
How much of what the rules find in their own examples they still find when people say it their way.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from knowledge.models import Strict
from knowledge.speech.detect import Detector
from knowledge.speech.examples import context_of
from knowledge.speech.measure import Share
from knowledge.speech.segment import read
from knowledge.speech.variants import KINDS, Variant, example_of, thinned
from knowledge.speech.variants_forms import inflections, orders
from knowledge.speech.variants_insertion import insertions
from knowledge.speech.variants_slips import noises, typos

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from knowledge.speech.compiled import CompiledRule
    from knowledge.speech.models import BadExample
    from knowledge.speech.policy import RuleSet
    from knowledge.speech.variants import Example

EACH = 24
"""Variants of one kind that are tried of one example."""
WORST = 12


class Miss(Strict):
    """
    A variant in which nothing of the rule's category is found.
    """

    rule: str
    kind: str
    how: str
    text: str


class Survival(Strict):
    """
    Shares of variants that are found, and the rules that lose most of theirs.
    """

    by_kind: dict[str, Share]
    by_category: dict[str, dict[str, Share]]
    worst: dict[str, Share]
    misses: tuple[Miss, ...]


def survival(rules: RuleSet, *, category: str | None = None, each: int = EACH) -> Survival:
    """
    Vary every bad example of `rules`, or of one `category`, and look for each variant with all rules.

    A variant is found when a finding of the same category overlaps the words to be found. Examples that the
    rules together show under another category are left out.
    """
    detector = Detector(rules.rules, lexicon=rules.lexicon)
    counted: dict[tuple[str, str, str], Counter[bool]] = defaultdict(Counter)
    misses: list[Miss] = []
    for rule in rules.rules:
        if category not in {None, rule.category}:
            continue
        for bad in rule.rule.tests.bad:
            for variant in _variants(rule, bad, detector, each):
                found = _finds(detector, rule, bad, variant)
                counted[rule.category, rule.id, variant.kind][found] += 1
                if not found:
                    misses.append(Miss(rule=rule.id, kind=variant.kind, how=variant.how, text=variant.text))
    return _summed(counted, misses)


def _variants(rule: CompiledRule, bad: BadExample, detector: Detector, each: int) -> Iterator[Variant]:
    detection = detector.detect(bad.text, context_of(bad.context))
    hit = next((hit for hit in detection.hits if hit.rule.category == rule.category), None)
    if hit is None:
        return
    start, end = hit.start, hit.end
    if bad.span is not None:
        start = bad.text.index(bad.span)
        end = start + len(bad.span)
    example = example_of(bad.text, start, end, read(bad.text).sentences)
    if example is not None:
        with_time = "deadline_in_sentence" not in {guard.name for guard in rule.guards}
        for made in _made(example, rule.lang, with_time=with_time):
            yield from thinned(made, each)


def _made(example: Example, lang: str, *, with_time: bool) -> Iterator[list[Variant]]:
    yield list(insertions(example, lang, with_time=with_time))
    if lang == "ru":
        yield list(orders(example))
        yield list(inflections(example))
    yield list(typos(example))
    yield list(noises(example))


def _finds(detector: Detector, rule: CompiledRule, bad: BadExample, variant: Variant) -> bool:
    hits = detector.detect(variant.text, context_of(bad.context)).hits
    return any(
        hit.rule.category == rule.category and hit.start < variant.end and variant.start < hit.end
        for hit in hits
    )


def _summed(counted: dict[tuple[str, str, str], Counter[bool]], misses: list[Miss]) -> Survival:
    kinds: dict[str, Counter[bool]] = defaultdict(Counter)
    categories: dict[str, dict[str, Counter[bool]]] = defaultdict(lambda: defaultdict(Counter))
    rules: dict[str, Counter[bool]] = defaultdict(Counter)
    for (category, rule, kind), outcomes in counted.items():
        kinds[kind] += outcomes
        categories[category][kind] += outcomes
        rules[rule] += outcomes
    worst = sorted(rules.items(), key=lambda item: (-item[1][False], item[0]))[:WORST]
    return Survival(
        by_kind={kind: _share(kinds[kind]) for kind in KINDS if kind in kinds},
        by_category={
            category: {kind: _share(by_kind[kind]) for kind in KINDS if kind in by_kind}
            for category, by_kind in sorted(categories.items())
        },
        worst={rule: _share(outcomes) for rule, outcomes in worst if outcomes[False]},
        misses=tuple(misses),
    )


def _share(outcomes: Counter[bool]) -> Share:
    return Share(hits=outcomes[True], of=outcomes.total())


def table(measured: Survival, misses: int) -> Iterator[str]:
    """
    The figures as lines for a terminal, with `misses` examples of what is not found of every kind.
    """
    yield f"{'':<24}" + "".join(f"{kind:>12}" for kind in KINDS)
    yield _line("all", measured.by_kind)
    for category, by_kind in measured.by_category.items():
        yield _line(category, by_kind)
    yield ""
    yield "worst: " + ", ".join(f"{rule} {share}" for rule, share in measured.worst.items())
    for kind in KINDS:
        of_kind = [miss for miss in measured.misses if miss.kind == kind]
        for miss in _spread(of_kind, misses):
            yield f"{miss.kind:<12}{miss.rule:<12}{miss.how}: {miss.text}"


def _spread(misses: list[Miss], most: int) -> Iterable[Miss]:
    most = min(most, len(misses))
    return [misses[at * len(misses) // most] for at in range(most)]


def _line(name: str, by_kind: dict[str, Share]) -> str:
    values = [by_kind[kind].value if kind in by_kind else None for kind in KINDS]
    return f"{name:<24}" + "".join(f"{'—' if value is None else f'{value:.3f}':>12}" for value in values)
