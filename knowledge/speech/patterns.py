"""
Compiled patterns and their search in a sentence.

A node becomes a generator function over end positions, longest reading first; a budget of steps bounds the
backtracking, so the time of a search is linear in the length of the sentence whatever the text is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from knowledge.speech.anchors import first_keys, required_keys
from knowledge.speech.nodes import (
    FAR_GAP,
    LIGHT_GAP,
    Choice,
    Item,
    Marked,
    Node,
    NounPhrase,
    Sequence,
    Step,
    Window,
    walk,
)
from knowledge.speech.noun_phrases import noun_phrase_end

if TYPE_CHECKING:
    from knowledge.speech.tokens import Sentence, Token

LIGHT_WORDS = 4
"""How many light words may stand between two items."""
STEPS = 3000
"""Steps of backtracking from one starting point; a real sentence needs dozens."""
LONGEST = 32
"""Readings from one starting point that are compared for length."""

_SKIPPED_MARKS = frozenset((",", "—", "…"))
_CLOSING_MARKS = frozenset((".", "!", "?", "…", ")", "»", '"', "”", "“", ";"))
_OPENING_MARKS = frozenset(("«", '"', "„", "“", "—", "(", "…"))

type_captures = tuple[tuple[str, int, int], ...]


class Place(NamedTuple):
    """
    Where a search stands: the sentence and whether it is the draft's first.
    """

    sentence: Sentence
    first: bool


class _ExhaustedError(Exception):
    """
    The budget of steps is spent.
    """


class _Budget:
    """
    Steps left from one starting point.
    """

    __slots__ = ("left",)

    def __init__(self) -> None:
        self.left = STEPS

    def spend(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise _ExhaustedError


Matcher = Callable[[Place, int, type_captures, _Budget], Iterator[tuple[int, type_captures]]]


@dataclass(frozen=True, slots=True)
class Match:
    """
    Token ranges in one sentence: the whole match, the part to underline, and what was captured by name.
    """

    start: int
    end: int
    marked: tuple[int, int]
    captures: type_captures


class Keys(NamedTuple):
    """
    What a sentence must hold for a pattern to be worth a search.

    One key of each group of `required` must be in it; a match starts with one of the keys `first` (None: with
    anything).
    """

    required: tuple[frozenset[str], ...]
    first: frozenset[str] | None


class Pattern:
    """
    A pattern ready to search; what it is made of is built on first use, since most meet no draft for long.
    """

    __slots__ = ("_build", "_keys", "_node", "_run", "_words", "text")

    def __init__(self, text: str, build: Callable[[], Node], keys: Keys | None = None) -> None:
        self.text = text
        self._build = build
        self._keys = keys
        self._node: Node | None = None
        self._run: Matcher | None = None
        self._words: frozenset[str] | None = None

    @property
    def node(self) -> Node:
        """
        The pattern as a tree.
        """
        if self._node is None:
            self._node = self._build()
        return self._node

    @property
    def keys(self) -> Keys:
        """
        What it is looked up by.
        """
        if self._keys is None:
            first, may_be_empty = first_keys(self.node)
            self._keys = Keys(required_keys(self.node), None if may_be_empty else first)
        return self._keys

    @property
    def run(self) -> Matcher:
        """
        The matcher.
        """
        if self._run is None:
            self._run = _compile(self.node)
        return self._run

    @property
    def words(self) -> frozenset[str]:
        """
        Every word that it spells out: lemmas and exact forms.
        """
        if self._words is None:
            items = [item for item in walk(self.node) if isinstance(item, Item)]
            lemmas = frozenset().union(*(item.lemmas or () for item in items))
            self._words = lemmas | {item.form for item in items if item.form is not None}
        return self._words


def compile_pattern(text: str, node: Node) -> Pattern:
    """
    Make `node` searchable.
    """
    return Pattern(text, lambda: node)


def search(pattern: Pattern, place: Place, starts: list[int]) -> list[Match]:
    """
    Find the longest match from each of `starts`, skipping those inside an earlier match.
    """
    found: list[Match] = []
    reached = -1
    for start in starts:
        if start < reached:
            continue
        longest: tuple[int, type_captures] | None = None
        budget = _Budget()
        try:
            for tried, (end, captures) in enumerate(pattern.run(place, start, (), budget)):
                if end > start and (longest is None or end > longest[0]):
                    longest = (end, captures)
                if tried >= LONGEST:
                    break
        except _ExhaustedError:
            pass
        if longest is None:
            continue
        end, captures = longest
        marked = next(((a, b) for name, a, b in captures if not name), (start, end))
        found.append(Match(start, end, _trim(place.sentence.tokens, marked), captures))
        reached = end
    return found


def _trim(tokens: list[Token], span: tuple[int, int]) -> tuple[int, int]:
    """
    Leave commas and dashes at the edges out of what is underlined.
    """
    start, end = span
    while end - start > 1 and tokens[end - 1].kind == "punct" and tokens[end - 1].form in _SKIPPED_MARKS:
        end -= 1
    while end - start > 1 and tokens[start].kind == "punct" and tokens[start].form in _SKIPPED_MARKS:
        start += 1
    return start, end


def _gaps(place: Place, at: int, gap: int) -> Iterator[tuple[int, int]]:
    """
    Positions where the next item may stand when the last one ended at `at`, with the words each one costs.

    An aside may be stepped over whatever the gap, and costs nothing.
    """
    yield at, 0
    tokens = place.sentence.tokens
    if gap == FAR_GAP:
        yield from ((position, 0) for position in range(at + 1, len(tokens)))
        return
    asides = place.sentence.asides
    costs = {at: 0}
    furthest = at
    while at < len(tokens) and at <= furthest:
        spent = costs.get(at)
        if spent is not None:
            if beyond := asides[at]:
                costs[beyond] = min(spent, costs.get(beyond, spent))
                furthest = max(furthest, beyond)
            if (cost := _step_cost(place.sentence, at, gap, spent)) is not None:
                costs[at + 1] = min(spent + cost, costs.get(at + 1, LONGEST))
                furthest = max(furthest, at + 1)
        at += 1
        if at in costs:
            yield at, costs[at]


def _step_cost(sentence: Sentence, at: int, gap: int, spent: int) -> int | None:
    """
    What passing the token at `at` costs after `spent` words; None when the gap ends there.
    """
    token = sentence.tokens[at]
    if gap == 0:
        return None
    if token.kind == "punct":
        skipped = token.form in _SKIPPED_MARKS and (gap == LIGHT_GAP or not sentence.breaks_at(at))
        return 0 if skipped else None
    if spent == (LIGHT_WORDS if gap == LIGHT_GAP else gap) or (gap == LIGHT_GAP and not sentence.light[at]):
        return None
    return 1


def _compile(node: Node) -> Matcher:
    match node:
        case Item():
            return _compile_item(node)
        case Sequence():
            return _compile_sequence(node.steps)
        case Choice():
            return _compile_choice(tuple(_compile(branch) for branch in node.branches))
        case Window():
            return _compile_window(node)
        case Marked():
            return _compile_marked(node.name, _compile(node.node))
        case NounPhrase():
            return _compile_noun_phrase(node.cases)


def _compile_item(item: Item) -> Matcher:
    test = token_test(item)
    if item.kind in _EDGES:
        return _compile_edge(item.kind, 0)

    def run(
        place: Place, at: int, captures: type_captures, budget: _Budget
    ) -> Iterator[tuple[int, type_captures]]:
        budget.spend()
        tokens = place.sentence.tokens
        if at < len(tokens) and test(tokens[at]):
            yield at + 1, captures

    return run


_STARTS = frozenset(("start", "draft_start"))
_EDGES = _STARTS | {"end"}


def _compile_edge(kind: str, gap: int) -> Matcher:
    """
    The start or the end of a sentence; up to `gap` may stand between a start and the position of the search.
    """

    def run(
        place: Place, at: int, captures: type_captures, budget: _Budget
    ) -> Iterator[tuple[int, type_captures]]:
        budget.spend()
        tokens = place.sentence.tokens
        if kind == "end":
            if all(token.kind == "punct" and token.form in _CLOSING_MARKS for token in tokens[at : at + 6]):
                yield at, captures
        elif (kind == "start" or place.first) and _begins(place, at, gap):
            yield at, captures

    return run


def _begins(place: Place, at: int, gap: int) -> bool:
    """
    Tell whether nothing but opening marks and then `gap` stands before `at`.

    A light gap holds no personal pronoun there: «мы» begins the sentence itself.
    """
    tokens = place.sentence.tokens
    opening = 0
    while opening < min(at, 6) and tokens[opening].kind == "punct" and tokens[opening].form in _OPENING_MARKS:
        opening += 1
    if opening == at or gap == 0:
        return opening == at
    if gap == LIGHT_GAP and any(token.word.best("npro") for token in tokens[opening:at]):
        return False
    return any(at == begin for begin, _ in _gaps(place, opening, gap))


def token_test(item: Item) -> Callable[[Token], bool]:
    """
    The check of one token against one item.
    """
    if item.kind == "num":
        return lambda token: token.kind == "num" and item.form in {None, token.form}
    if item.kind == "punct":
        return lambda token: token.kind == "punct" and token.form == item.form
    if item.kind == "regex":
        expression = re.compile(item.form or "")
        return lambda token: (
            token.kind != "opaque" and expression.fullmatch(token.raw.lower().replace("ё", "е")) is not None
        )
    if item.form is not None and not item.grammemes:
        return lambda token: token.kind == "word" and (item.form == token.form or item.form in token.meant)
    check = _readings_test(item)
    return lambda token: token.kind == "word" and check(token)


def _readings_test(item: Item) -> Callable[[Token], bool]:
    conditions = item.grammemes

    known: dict[frozenset[str], bool] = {}

    def fits(grammemes: frozenset[str]) -> bool:
        verdict = known.get(grammemes)
        if verdict is None:
            verdict = known[grammemes] = all(condition.holds(grammemes) for condition in conditions)
        return verdict

    def check(token: Token) -> bool:
        if item.form is not None and item.form != token.form and item.form not in token.meant:
            return False
        for reading in token.word.readings:
            if (item.lemmas is None or reading.lemma in item.lemmas) and fits(reading.grammemes):
                return True
        return item.lemmas is None and not conditions

    return check


def _compile_sequence(steps: tuple[Step, ...]) -> Matcher:
    compiled = [
        (
            _compile_step(step, steps[index + 1 :]),
            0 if index and _edge_kind(steps[index - 1].node) in _STARTS else step.gap,
            step.optional,
            _edge_kind(step.node),
        )
        for index, step in enumerate(steps)
    ]

    def run_from(
        index: int, place: Place, at: int, captures: type_captures, budget: _Budget, carried: int
    ) -> Iterator[tuple[int, type_captures]]:
        if index == len(compiled):
            yield at, captures
            return
        run, gap, optional, edge = compiled[index]
        gap = max(gap, carried, key=_width) if carried else gap
        for begin, _ in _gaps(place, at, gap) if index else ((at, 0),):
            budget.spend()
            for end, taken in run(place, begin, captures, budget):
                # What was skipped on the way to the end of the sentence is no part of the match.
                yield from run_from(index + 1, place, at if edge == "end" else end, taken, budget, 0)
        if optional:
            yield from run_from(index + 1, place, at, captures, budget, gap if index else 0)

    def run(
        place: Place, at: int, captures: type_captures, budget: _Budget
    ) -> Iterator[tuple[int, type_captures]]:
        return run_from(0, place, at, captures, budget, 0)

    return run


def _compile_step(step: Step, rest: tuple[Step, ...]) -> Matcher:
    """
    Compile a step; a start of sentence looks back over the gap that the next step would skip.
    """
    kind = _edge_kind(step.node)
    if kind in _STARTS and rest:
        return _compile_edge(kind, rest[0].gap)
    if isinstance(step.node, Choice):
        return _compile_choice(tuple(_compile_step(Step(node, 0), rest) for node in step.node.branches))
    return _compile(step.node)


def _edge_kind(node: Node) -> str:
    return node.kind if isinstance(node, Item) and node.kind in _EDGES else ""


def _width(gap: int) -> float:
    """
    Order gaps: none, light words, words of any kind, anything.
    """
    return gap if gap >= 0 else _WIDTHS[gap]


_WIDTHS = {LIGHT_GAP: 0.5, FAR_GAP: float("inf")}


def _compile_choice(branches: tuple[Matcher, ...]) -> Matcher:
    def run(
        place: Place, at: int, captures: type_captures, budget: _Budget
    ) -> Iterator[tuple[int, type_captures]]:
        for branch in branches:
            yield from branch(place, at, captures, budget)

    return run


def _compile_window(window: Window) -> Matcher:
    units = [(_compile(unit.node), unit.optional) for unit in window.units]
    everything = (1 << len(units)) - 1
    optional_units = sum(1 << index for index, (_, optional) in enumerate(units) if optional)
    free = window.slack != LIGHT_GAP

    def run_from(
        used: int, place: Place, at: int, captures: type_captures, budget: _Budget, slack: int
    ) -> Iterator[tuple[int, type_captures]]:
        if used == everything:
            yield at, captures
            return
        gap = slack if free else LIGHT_GAP
        for begin, spent in _gaps(place, at, gap) if used else ((at, 0),):
            for index, (run, _) in enumerate(units):
                if used >> index & 1:
                    continue
                budget.spend()
                for end, taken in run(place, begin, captures, budget):
                    yield from run_from(used | 1 << index, place, end, taken, budget, slack - spent if free else slack)
        if used and (used | optional_units) == everything:
            yield at, captures

    def run(
        place: Place, at: int, captures: type_captures, budget: _Budget
    ) -> Iterator[tuple[int, type_captures]]:
        return run_from(0, place, at, captures, budget, window.slack)

    return run


def _compile_marked(name: str, inner: Matcher) -> Matcher:
    def run(
        place: Place, at: int, captures: type_captures, budget: _Budget
    ) -> Iterator[tuple[int, type_captures]]:
        for end, taken in inner(place, at, captures, budget):
            yield end, (*taken, (name, at, end))

    return run


def _compile_noun_phrase(cases: frozenset[str]) -> Matcher:
    def run(
        place: Place, at: int, captures: type_captures, budget: _Budget
    ) -> Iterator[tuple[int, type_captures]]:
        budget.spend()
        end = noun_phrase_end(place.sentence, at, cases)
        if end is not None:
            yield end, captures

    return run
