"""
Why the checker says what it says about a text: words as read, matches, guards, fixes tried, objections.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from knowledge.speech.context import NOTHING_KNOWN, CheckContext
from knowledge.speech.detect import Detector
from knowledge.speech.edits import apply
from knowledge.speech.examples import lexicon_of
from knowledge.speech.matchers import Place
from knowledge.speech.patterns import search
from knowledge.speech.report import Frozen
from knowledge.speech.rewrite import proposal_of
from knowledge.speech.sentences import surroundings
from knowledge.speech.verify import Mending

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from knowledge.speech.compiled import CompiledRule
    from knowledge.speech.detect import Detection
    from knowledge.speech.lexicon import Lexicon
    from knowledge.speech.models import Fix
    from knowledge.speech.overlaps import Hit
    from knowledge.speech.patterns import Pattern
    from knowledge.speech.policy import RuleSet
    from knowledge.speech.tokens import Draft


class ReadWord(Frozen):
    """
    A word as it was read; `light` ones may stand between the items of a pattern.

    `known_as` is the word that a misspelt one was taken for; `readings` are lemma and grammemes, likeliest
    first.
    """

    text: str
    start: int
    end: int
    kind: str
    light: bool
    known_as: str | None
    readings: tuple[str, ...]


class TriedFix(Frozen):
    """
    A fix as the rule writes it, the text it makes, and why it is not proposed; none when it is.
    """

    fix: str
    text: str | None
    objection: str | None


class ExplainedMatch(Frozen):
    """
    A match of a rule. One that a guard silenced carries its name and no fixes.
    """

    rule: str
    category: str
    severity: str
    pattern: str
    start: int
    end: int
    text: str
    captures: dict[str, str]
    guard: str | None
    fixes: tuple[TriedFix, ...]


class UnmatchedPattern(Frozen):
    """
    A pattern of the rule asked about that gave no finding, and what it lacks in the nearest sentence.
    """

    pattern: str
    reason: str


class Explanation(Frozen):
    """
    Everything the checker saw in a text; `unmatched` is filled for one rule only.
    """

    words: tuple[ReadWord, ...]
    matches: tuple[ExplainedMatch, ...]
    unmatched: tuple[UnmatchedPattern, ...]


def explain(
    rules: RuleSet,
    text: str,
    context: CheckContext = NOTHING_KNOWN,
    *,
    only: CompiledRule | None = None,
    today: dt.date | None = None,
) -> Explanation:
    """
    Check `text` with all the rules and tell how it went.

    Args:
        rules: The rules that hold; all of them judge the fixes.
        text: A draft.
        context: What is known about its conversation.
        only: Show the matches of this rule alone, and why its other patterns gave none.
        today: Dates the company's permissions; None lets all of them hold.

    """
    lexicon = rules.lexicon or lexicon_of(rules.rules)
    detector = Detector(rules.rules, brands=rules.brands, allowed=rules.allowed, lexicon=lexicon)
    detection = detector.detect(text, context, today)
    mending = Mending(detector, detection, context, today)
    hits = sorted((*detection.hits, *detection.suppressed), key=lambda hit: (hit.start, hit.end))
    shown = [hit for hit in hits if only is None or hit.rule.id == only.id]
    return Explanation(
        words=tuple(read_words(detection.draft)),
        matches=tuple(_match(hit, detection, mending, context) for hit in shown),
        unmatched=tuple(_unmatched(only, shown, detection.draft, lexicon)) if only else (),
    )


def read_words(draft: Draft) -> Iterator[ReadWord]:
    """
    How each word of a draft is read.
    """
    for sentence in draft.sentences:
        for token, light in zip(sentence.tokens, sentence.light, strict=True):
            yield ReadWord(
                text=token.raw,
                start=token.start,
                end=token.end,
                kind=token.kind,
                light=light,
                known_as=token.known_as,
                readings=tuple(
                    ".".join((reading.lemma, *sorted(reading.grammemes))) for reading in token.word.readings
                ),
            )


def _match(hit: Hit, detection: Detection, mending: Mending, context: CheckContext) -> ExplainedMatch:
    source = detection.draft.source
    tokens = detection.draft.sentences[hit.index].tokens
    return ExplainedMatch(
        rule=hit.rule.id,
        category=hit.rule.category,
        severity=hit.rule.severity.value,
        pattern=hit.pattern.text,
        start=hit.start,
        end=hit.end,
        text=source[hit.start : hit.end],
        captures={
            name: source[tokens[a].start : tokens[b - 1].end] for name, a, b in hit.match.captures if name
        },
        guard=hit.by,
        fixes=() if hit.by else tuple(_tried(hit, detection, mending, context)),
    )


def _tried(hit: Hit, detection: Detection, mending: Mending, context: CheckContext) -> Iterator[TriedFix]:
    for fix in hit.rule.fixes:
        if fix.advice is not None:
            yield TriedFix(fix=f"advice: {fix.advice}", text=None, objection=None)
            continue
        proposal = proposal_of(fix, hit, detection, context)
        if proposal is None:
            yield TriedFix(fix=_written(fix), text=None, objection=_unsuitable(fix, hit, detection))
            continue
        yield TriedFix(
            fix=_written(fix),
            text=apply(detection.draft.source, proposal.edits),
            objection=_TOO_MUCH if mending.hopeless else mending.objection(hit, proposal),
        )


_TOO_MUCH = "текст слишком длинный или находок слишком много: его нужно писать заново"


def _written(fix: Fix) -> str:
    if fix.swap is not None:
        return "swap: " + ", ".join(f"{old} → {new}" for old, new in fix.swap.items())
    return "delete" if fix.delete else f"say: {fix.say}"


def _unsuitable(fix: Fix, hit: Hit, detection: Detection) -> str:
    """
    Why a fix could not even be tried on a sentence.
    """
    if fix.delete:
        return "без этих слов от предложения ничего не осталось бы"
    if fix.swap is not None:
        return "среди подчёркнутых слов нет того, что меняют, или новое слово не согласовать с соседними"
    if fix.whole_sentence:
        around = surroundings(detection.draft.sentences[hit.index], *hit.match.marked, detection.draft.source)
        if around is None:
            return "вокруг находки есть слова, которые пропали бы"
        if around.tail and "{tail}" not in (fix.say or ""):
            return f"пропало бы придаточное «{around.tail}»: в say нет {{tail}}"
        if not around.tail and "{tail}" in (fix.say or ""):
            return "в предложении нет придаточного для {tail}"
    return "неизвестно значение одного из слотов, или слово не поставить в нужную форму"


def _unmatched(
    rule: CompiledRule, hits: list[Hit], draft: Draft, lexicon: Lexicon
) -> Iterator[UnmatchedPattern]:
    found = {hit.pattern.text for hit in hits}
    for pattern in rule.patterns:
        if pattern.text not in found:
            yield UnmatchedPattern(pattern=pattern.text, reason=_why_not(pattern, rule, draft, lexicon))


def _why_not(pattern: Pattern, rule: CompiledRule, draft: Draft, lexicon: Lexicon) -> str:
    if matches(pattern, places(draft)):
        return {
            "time": "совпало, но приветствие подходит ко времени клиента или время неизвестно",
            "require": "совпало, но нужное в тексте есть или его неоткуда знать",
            "phrase": "совпало, но те же слова уже заняты другой находкой этого правила",
        }[rule.rule.kind]
    lacking = [
        [group for group in pattern.keys.required if group.isdisjoint(present)]
        for sentence in draft.sentences
        for present in [{key for token in sentence.tokens for key in lexicon.keys(token)}]
    ]
    nearest = min(lacking, key=len, default=list(pattern.keys.required))
    if not nearest:
        return "все слова есть, но не в той форме, не в том порядке или слишком далеко друг от друга"
    groups = (" | ".join(sorted(key.lstrip("=!") for key in group)) for group in nearest)
    return "нет слова: " + "; ".join(groups)


def places(draft: Draft) -> list[Place]:
    """
    The sentences of a draft as places to search.
    """
    return [Place(sentence, at == 0) for at, sentence in enumerate(draft.sentences)]


def matches(pattern: Pattern, where: list[Place]) -> bool:
    """
    Tell whether a pattern matches in one of the sentences, guards and overlaps apart.
    """
    return any(search(pattern, place, list(range(len(place.sentence.tokens)))) for place in where)
