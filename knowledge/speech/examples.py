"""
The examples in rule files, run.

What must be found is found, what must not is not, and every guard earns its place.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from knowledge.speech.context import CheckContext
from knowledge.speech.detect import Detector
from knowledge.speech.edits import apply
from knowledge.speech.lexicon import Lexicon
from knowledge.speech.verify import Mending
from knowledge.speech.word_forms import gather

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from knowledge.speech.compiled import CompiledRule
    from knowledge.speech.errors import Mistake
    from knowledge.speech.load import LoadedRule
    from knowledge.speech.models import BadExample, ExampleContext
    from knowledge.speech.overlaps import Hit


def check_examples(loaded: Sequence[LoadedRule], lexicon: Lexicon) -> list[Mistake]:
    """
    Run the examples of every rule, each rule by itself.
    """
    return [mistake for rule in loaded for mistake in _check_rule(rule, lexicon)]


def lexicon_of(rules: Iterable[CompiledRule]) -> Lexicon:
    """
    The words of `rules`.
    """
    return Lexicon(gather(pattern.node for rule in rules for pattern in rule.patterns))


def _check_rule(loaded: LoadedRule, lexicon: Lexicon) -> Iterator[Mistake]:
    rule, origin = loaded.compiled, loaded.origin
    detector = Detector([rule], lexicon=lexicon)
    for at, bad in enumerate(rule.rule.tests.bad):
        path = ("tests", "bad", at)
        context = context_of(bad.context)
        detection = detector.detect(bad.text, context)
        if len(detection.hits) != 1:
            yield origin.mistake(
                path,
                f"{rule.id}: нужна ровно одна находка, а их {_found(detection.hits, bad.text)}"
                f"{_forgiven(detection.suppressed)}",
            )
            continue
        hit = detection.hits[0]
        found = bad.text[hit.start : hit.end]
        if bad.span is not None and found != bad.span:
            yield origin.mistake((*path, "span"), f"{rule.id}: подчёркнуто «{found}», а не «{bad.span}»")
        if bad.fixed is not None:
            mending = Mending(detector, detection, context)
            accepted = mending.accepted(hit)
            fixed = apply(bad.text, accepted[0].edits) if accepted else None
            if fixed != bad.fixed:
                result = f"«{fixed}»" if fixed is not None else f"ничего ({objections(mending, hit)})"
                yield origin.mistake((*path, "fixed"), f"{rule.id}: правка даёт {result}, а не «{bad.fixed}»")
    for at, good in enumerate(rule.rule.tests.good):
        detection = detector.detect(good.text, context_of(good.context))
        if detection.hits:
            yield origin.mistake(
                ("tests", "good", at),
                f"{rule.id}: здесь не должно быть находок, а их {_found(detection.hits, good.text)}",
            )


def objections(mending: Mending, hit: Hit) -> str:
    """
    Why none of a hit's fixes is proposed.
    """
    reasons = [objection for _, objection in mending.judged(hit) if objection]
    return "; ".join(reasons) or "ни одна правка не подходит к предложению: что-то в нём пропало бы"


def _found(hits: Sequence[Hit], text: str) -> str:
    shown = ", ".join(f"«{text[hit.start : hit.end]}»" for hit in hits)
    return f"{len(hits)}: {shown}" if hits else "нет"


def _forgiven(suppressed: Sequence[Hit]) -> str:
    names = sorted({hit.by or "" for hit in suppressed})
    return f" (подавлено: {', '.join(names)})" if names else ""


def check_guards(loaded: Sequence[LoadedRule], lexicon: Lexicon) -> list[Mistake]:
    """
    Remove each guard in turn: the example that names it must then fire.
    """
    mistakes: list[Mistake] = []
    for one in loaded:
        rule = one.compiled
        for at, guard in enumerate(rule.guards):
            rest = tuple(other for position, other in enumerate(rule.guards) if position != at)
            detector = Detector([replace(rule, guards=rest)], lexicon=lexicon)
            named = [good for good in rule.rule.tests.good if good.guard == guard.name]
            detections = [detector.detect(good.text, context_of(good.context)) for good in named]
            if not any(detection.hits for detection in detections):
                others = _forgiven([hit for detection in detections for hit in detection.suppressed])
                reason = others or ": шаблон его и так не находит"
                message = f"{rule.id}: без «{guard.name}» пример good с этим guard всё равно молчит{reason}"
                mistakes.append(one.origin.mistake(("unless", at), message))
    return mistakes


def check_together(loaded: Sequence[LoadedRule]) -> list[Mistake]:
    """
    Look at every fixed text with all rules at once: a fix must not contain what another rule forbids.
    """
    detector = Detector([rule.compiled for rule in loaded])
    mistakes: list[Mistake] = []
    for one in loaded:
        for at, bad in enumerate(one.compiled.rule.tests.bad):
            if bad.fixed is None:
                continue
            mistakes.extend(
                one.origin.mistake(
                    ("tests", "bad", at, "fixed"),
                    f"{one.compiled.id}: в исправленном тексте {hit.rule.id} находит "
                    f"«{bad.fixed[hit.start : hit.end]}»",
                )
                for hit in detector.detect(bad.fixed, context_of(bad.context)).hits
                if hit.rule.severity.rank and not _was_there(hit, detector, bad)
            )
    return mistakes


def _was_there(hit: Hit, detector: Detector, bad: BadExample) -> bool:
    return any(
        other.rule.id == hit.rule.id for other in detector.detect(bad.text, context_of(bad.context)).hits
    )


def context_of(example: ExampleContext) -> CheckContext:
    """
    The context that an example describes.
    """
    return CheckContext(
        local_time=example.local_time,
        shop_name=example.shop,
        operator_name=example.operator,
        client_name=example.name,
        sla=example.deadline,
        facts=example.facts,
        brands=example.brands,
    )
