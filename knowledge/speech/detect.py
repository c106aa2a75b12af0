"""
Rules over a draft: what is found, and what was found and forgiven.

Cheap first: a sentence is searched only for the rules one of whose words stands in it, and what was found is
remembered, so that while somebody types (or a rewording is re-checked) only what changed is searched anew.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from knowledge.speech.context import NOTHING_KNOWN, CheckContext
from knowledge.speech.guards import reported_speech
from knowledge.speech.lexicon import Lexicon
from knowledge.speech.mask import Range, brand_ranges, inside, is_echo, quotations, words_of
from knowledge.speech.matchers import Place
from knowledge.speech.models import ContextNeed
from knowledge.speech.overlaps import Hit, without_overlaps
from knowledge.speech.patterns import Match, Pattern, search
from knowledge.speech.scenes import Scene
from knowledge.speech.segment import read
from knowledge.speech.word_forms import gather

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knowledge.speech.compiled import CompiledRule
    from knowledge.speech.tokens import Draft, Sentence

LONGEST_DRAFT = 200_000
"""Code points; what lies behind is not read."""
SENTENCES_REMEMBERED = 4096
FOLLOWERS_REMEMBERED = 16
MOST_FINDINGS = 300
"""Matches in one draft; one with more is hopeless, and its operator has seen enough."""


@dataclass(frozen=True, slots=True)
class Detection:
    """
    What a draft holds; `hits` are in the order of the text and do not overlap.
    """

    draft: Draft
    hits: tuple[Hit, ...]
    suppressed: tuple[Hit, ...]


@dataclass(slots=True)
class _Masks:
    """
    The stretches of one draft that are not the operator's own words.
    """

    quotes: list[Range]
    brands: list[Range]
    customer: list[str] = field(default_factory=list)
    allowed: list[tuple[Range, str | None]] = field(default_factory=list)


_Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Known:
    """
    What is remembered of a sentence: its matches, and by the sentence after it what forgives each of them.
    """

    matches: list[tuple[int, Match]]
    forgiven: dict[_Key | None, list[str | None]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Allowed:
    """
    A phrase that a company permits, in every rule or in one, until a day or for good.
    """

    phrase: str
    rule: str | None
    until: dt.date | None
    owner: str


class Detector:
    """
    Searches drafts for a fixed set of rules; safe to share between threads.
    """

    def __init__(
        self,
        rules: Sequence[CompiledRule],
        *,
        brands: Sequence[str] = (),
        allowed: Sequence[Allowed] = (),
        lexicon: Lexicon | None = None,
    ) -> None:
        self.rules = tuple(rules)
        self._brands = tuple(brands)
        self._allowed = tuple(allowed)
        self._patterns: list[tuple[CompiledRule, Pattern]] = []
        self._by_anchor: dict[str, list[int]] = defaultdict(list)
        self._everywhere: list[int] = []
        for rule in self.rules:
            for pattern in rule.patterns:
                number = len(self._patterns)
                self._patterns.append((rule, pattern))
                required = pattern.keys.required
                if not required:
                    self._everywhere.append(number)
                for key in required[0] if required else ():
                    self._by_anchor[key].append(number)
        self._remembered: dict[_Key, _Known] = {}
        self._lexicon = lexicon or Lexicon(gather(pattern.node for _, pattern in self._patterns))

    def detect(
        self, source: str, context: CheckContext = NOTHING_KNOWN, today: dt.date | None = None
    ) -> Detection:
        """
        Search `source`; nothing in it can make this fail.
        """
        draft = read(source[:LONGEST_DRAFT])
        masks = self._masks(draft, context, today)
        unknown = 0
        for sentence in draft.sentences:
            unknown = self._lexicon.settle(sentence.tokens, unknown)
        keys = [
            (str(index == 0), *(token.raw for token in sentence.tokens))
            for index, sentence in enumerate(draft.sentences)
        ]
        hits: list[Hit] = []
        suppressed: list[Hit] = []
        for index, key in enumerate(keys):
            if len(hits) + len(suppressed) >= MOST_FINDINGS:
                break
            known = self._known(key, draft.sentences[index])
            if not known.matches:
                continue
            following = keys[index + 1] if index + 1 < len(keys) else None
            forgiven = self._forgiven(known, following, draft, index)
            for (number, match), by in zip(known.matches, forgiven, strict=True):
                hit = self._judge(number, Scene(draft, index, match), by, context, masks)
                if hit is not None:
                    (hits if hit.by is None else suppressed).append(hit)
        kept, covered = without_overlaps(hits, draft)
        return Detection(draft, tuple(kept), tuple(suppressed + covered))

    def _masks(self, draft: Draft, context: CheckContext, today: dt.date | None) -> _Masks:
        masks = _Masks(
            quotations(draft.source),
            brand_ranges(draft, (*self._brands, *context.brands)),
            [words_of(text) for text in context.customer_texts],
        )
        for permit in self._allowed:
            if permit.until is None or today is None or today <= permit.until:
                masks.allowed.extend((found, permit.rule) for found in brand_ranges(draft, [permit.phrase]))
        return masks

    def _known(self, key: _Key, sentence: Sentence) -> _Known:
        """
        The matches of every pattern; they depend on the words of the sentence alone, so they are remembered.
        """
        known = self._remembered.get(key)
        if known is None:
            known = _Known(self._search(sentence, opens=key[0] == "True"))
            if len(self._remembered) >= SENTENCES_REMEMBERED:
                self._remembered.clear()
            self._remembered[key] = known
        return known

    def _forgiven(self, known: _Known, following: _Key | None, draft: Draft, index: int) -> list[str | None]:
        """
        By match, the first guard of its rule that silences it; guards look at two sentences and no further.
        """
        found = known.forgiven.get(following)
        if found is None:
            found = [
                _guarded(self._patterns[number][0], Scene(draft, index, match))
                for number, match in known.matches
            ]
            if len(known.forgiven) >= FOLLOWERS_REMEMBERED:
                known.forgiven.clear()
            known.forgiven[following] = found
        return found

    def _search(self, sentence: Sentence, *, opens: bool) -> list[tuple[int, Match]]:
        places: dict[str, list[int]] = defaultdict(list)
        for at, token in enumerate(sentence.tokens):
            for key in self._lexicon.keys(token):
                places[key].append(at)
        numbers = set(self._everywhere)
        for key in places:
            if key in self._by_anchor:
                numbers.update(self._by_anchor[key])
        found: list[tuple[int, Match]] = []
        place = Place(sentence, opens)
        everywhere = list(range(len(sentence.tokens)))
        for number in sorted(numbers):
            pattern = self._patterns[number][1]
            required, first = pattern.keys
            if any(group.isdisjoint(places) for group in required):
                continue
            if first is None:
                starts = everywhere
            else:
                starts = sorted({at for key in first if key in places for at in places[key]})
            found.extend((number, match) for match in search(pattern, place, starts))
        return found

    def _judge(
        self, number: int, scene: Scene, by: str | None, context: CheckContext, masks: _Masks
    ) -> Hit | None:
        rule, pattern = self._patterns[number]
        tokens, match = scene.tokens, scene.match
        span = tokens[match.marked[0]].start, tokens[match.marked[1] - 1].end
        if rule.rule.kind == "time" and not _wrong_time(rule.rule.hours or "", context.local_time):
            return None
        if rule.rule.kind == "require" and not self._is_missing(rule, scene.draft, context):
            return None
        return Hit(rule, pattern, scene.index, match, *span, _masked(rule, scene, span, masks) or by)

    def _is_missing(self, rule: CompiledRule, draft: Draft, context: CheckContext) -> bool:
        """
        Tell whether none of what the rule needs is in the draft, and the context knows what to ask for.
        """
        for need in rule.needs:
            if isinstance(need, ContextNeed):
                value = {
                    "shop": context.shop_name,
                    "operator": context.operator_name,
                    "name": context.client_name,
                }
                wanted = value[need.context]
                if wanted is None or words_of(wanted) in words_of(draft.source):
                    return False
            elif any(
                search(need, Place(sentence, at == 0), list(range(len(sentence.tokens))))
                for at, sentence in enumerate(draft.sentences)
            ):
                return False
        return True


def _masked(rule: CompiledRule, scene: Scene, span: Range, masks: _Masks) -> str | None:
    """
    Why the match is not the operator's own wording, if it is not.
    """
    if inside(masks.quotes, *span):
        return "quoted"
    if any(a < span[1] and span[0] < b for a, b in masks.brands):
        return "brand"
    for (start, end), only in masks.allowed:
        if only in {None, rule.id} and start < span[1] and span[0] < end:
            return "allowed"
    if masks.customer and is_echo(scene.sentence, masks.customer):
        return "customer_words"
    return None


def _guarded(rule: CompiledRule, scene: Scene) -> str | None:
    """
    The first guard that silences the match, if any does.
    """
    if reported_speech(scene):
        return "reported_speech"
    return next((guard.name for guard in rule.guards if guard.silences(scene)), None)


def _wrong_time(hours: str, now: dt.time | None) -> bool:
    """
    Tell whether `now` is known and outside `hours`.
    """
    if now is None:
        return False
    begin, end = (dt.time.fromisoformat(part) for part in hours.split("-"))
    within = begin <= now < end if begin <= end else now >= begin or now < end
    return not within
