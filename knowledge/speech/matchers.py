"""
Nodes of patterns as generator functions over end positions.

A budget of steps bounds the backtracking, so the time of a search is linear in the length of the sentence
whatever the text is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from knowledge.speech.anchors import first_keys
from knowledge.speech.gaps import gaps
from knowledge.speech.nodes import (
    FAR_GAP,
    LIGHT_GAP,
    NO_GAP,
    Choice,
    Item,
    Marked,
    Node,
    NounPhrase,
    Sequence,
    Step,
    Window,
)
from knowledge.speech.noun_phrases import noun_phrase_end
from knowledge.speech.token_tests import TokenTest, token_test

if TYPE_CHECKING:
    from knowledge.speech.tokens import Sentence, Token

STEPS = 3000
"""Steps of backtracking from one starting point; a real sentence needs dozens."""
_CLOSING_MARKS = frozenset((".", "!", "?", "…", ")", "»", '"', "”", "“", ";"))
_OPENING_MARKS = frozenset(("«", '"', "„", "“", "—", "(", "…"))

Captures = tuple[tuple[str, int, int], ...]


class Place(NamedTuple):
    """
    Where a search stands: the sentence and whether it is the draft's first.
    """

    sentence: Sentence
    first: bool


class ExhaustedError(Exception):
    """
    The budget of steps is spent.
    """


class Budget:
    """
    Steps left from one starting point.
    """

    __slots__ = ("left",)

    def __init__(self) -> None:
        self.left = STEPS

    def spend(self) -> None:
        """
        Take one step.
        """
        self.left -= 1
        if self.left < 0:
            raise ExhaustedError


Matcher = Callable[[Place, int, Captures, Budget], Iterator[tuple[int, Captures]]]
_Part = tuple[Matcher, TokenTest | None]
"""A compiled node, and its check when it is one token, which needs no generator: that is where time goes."""


def compile_node(node: Node) -> Matcher:
    """
    Make a node searchable.
    """
    match node:
        case Item():
            return _compile_item(node)
        case Sequence():
            return _compile_sequence(node.steps)
        case Choice():
            parts = tuple((compile_node(branch), _plain_test(branch)) for branch in node.branches)
            return _compile_choice(node.branches, parts)
        case Window():
            return _compile_window(node)
        case Marked():
            return _compile_marked(node.name, compile_node(node.node))
        case NounPhrase():
            return _compile_noun_phrase(node.cases)


def _compile_item(item: Item) -> Matcher:
    test = token_test(item)
    if item.kind in _EDGES:
        return _compile_edge(item.kind, 0)

    def run(place: Place, at: int, captures: Captures, budget: Budget) -> Iterator[tuple[int, Captures]]:
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

    def run(place: Place, at: int, captures: Captures, budget: Budget) -> Iterator[tuple[int, Captures]]:
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
    return any(at == begin for begin, _ in gaps(place.sentence, opening, gap))


def _compile_sequence(steps: tuple[Step, ...]) -> Matcher:
    compiled = [
        (
            _compile_step(step, steps[index + 1 :]),
            _plain_test(step.node),
            NO_GAP if index and _edge_kind(steps[index - 1].node) in _STARTS else step.gap,
            step.optional,
            _edge_kind(step.node) == "end",
        )
        for index, step in enumerate(steps)
    ]
    count = len(compiled)

    def run_from(
        index: int, place: Place, at: int, captures: Captures, budget: Budget, carried: int
    ) -> Iterator[tuple[int, Captures]]:
        if index == count:
            yield at, captures
            return
        run, test, gap, optional, is_end = compiled[index]
        gap = max(gap, carried, key=_width) if carried else gap
        tokens = place.sentence.tokens
        for begin, _ in gaps(place.sentence, at, gap) if index else ((at, 0),):
            budget.spend()
            if test is not None:
                if begin < len(tokens) and test(tokens[begin]):
                    yield from run_from(index + 1, place, begin + 1, captures, budget, 0)
                continue
            for end, taken in run(place, begin, captures, budget):
                # Light words on the way to the end of the sentence are no part of the match.
                reached = at if is_end and gap == LIGHT_GAP else end
                yield from run_from(index + 1, place, reached, taken, budget, 0)
        if optional:
            yield from run_from(index + 1, place, at, captures, budget, gap if index else 0)

    def run(place: Place, at: int, captures: Captures, budget: Budget) -> Iterator[tuple[int, Captures]]:
        return run_from(0, place, at, captures, budget, 0)

    return run


def _plain_test(node: Node) -> TokenTest | None:
    """
    The check of a node that is one token; None when it is more than that.
    """
    return token_test(node) if isinstance(node, Item) and node.kind not in _EDGES else None


def _compile_step(step: Step, rest: tuple[Step, ...]) -> Matcher:
    """
    Compile a step; a start of sentence looks back over the gap that the next step would skip.
    """
    kind = _edge_kind(step.node)
    if kind in _STARTS and rest:
        return _compile_edge(kind, rest[0].gap)
    if isinstance(step.node, Choice):
        branches = step.node.branches
        parts = tuple((_compile_step(Step(node, 0), rest), _plain_test(node)) for node in branches)
        return _compile_choice(branches, parts)
    return compile_node(step.node)


def _edge_kind(node: Node) -> str:
    return node.kind if isinstance(node, Item) and node.kind in _EDGES else ""


def _width(gap: int) -> float:
    """
    Order gaps: none, light words, words of any kind, anything.
    """
    return gap if gap >= 0 else _WIDTHS[gap]


_WIDTHS = {NO_GAP: -1.0, LIGHT_GAP: 0.5, FAR_GAP: float("inf")}


def _compile_choice(branches: tuple[Node, ...], parts: tuple[_Part, ...]) -> Matcher:
    candidates = _Candidates(branches)

    def run(place: Place, at: int, captures: Captures, budget: Budget) -> Iterator[tuple[int, Captures]]:
        tokens = place.sentence.tokens
        token = tokens[at] if at < len(tokens) else None
        for number in candidates.at(token):
            branch, test = parts[number]
            if test is None:
                yield from branch(place, at, captures, budget)
                continue
            budget.spend()
            if token is not None and test(token):
                yield at + 1, captures

    return run


class _Candidates:
    """
    Which alternatives may begin with a token: long lists of phrases are looked up, not tried one by one.
    """

    __slots__ = ("_always", "_by_key")

    def __init__(self, branches: tuple[Node, ...]) -> None:
        self._always: list[int] = []
        self._by_key: dict[str, list[int]] = {}
        for number, branch in enumerate(branches):
            keys, may_be_empty = first_keys(branch)
            if keys is None or may_be_empty:
                self._always.append(number)
                continue
            for key in keys:
                self._by_key.setdefault(key, []).append(number)

    def at(self, token: Token | None) -> list[int]:
        """
        The numbers of the alternatives to try, in their order.
        """
        found: set[int] = set()
        for key in () if token is None else _keys_of(token):
            found.update(self._by_key.get(key, ()))
        return sorted(found.union(self._always)) if found else self._always


def _keys_of(token: Token) -> Iterator[str]:
    """
    The keys of a token as `anchors` names them.
    """
    if token.kind == "word":
        yield f"={token.form}"
        for meant in token.meant:
            yield f"={meant}"
        for reading in token.word.readings:
            yield reading.lemma
    elif token.kind == "num":
        yield "#"
    elif token.kind == "punct":
        yield f"!{token.form}"


def _tried(
    units: list[_Part], used: int, place: Place, begin: int, captures: Captures, budget: Budget
) -> Iterator[tuple[int, int, Captures]]:
    """
    Every unit not `used` yet that fits at `begin`: the units used with it, where it ends, its captures.
    """
    tokens = place.sentence.tokens
    token = tokens[begin] if begin < len(tokens) else None
    for index, (run, test) in enumerate(units):
        if used >> index & 1:
            continue
        budget.spend()
        if test is None:
            for end, taken in run(place, begin, captures, budget):
                yield used | 1 << index, end, taken
        elif token is not None and test(token):
            yield used | 1 << index, begin + 1, captures


def _compile_window(window: Window) -> Matcher:
    units = [(compile_node(unit.node), _plain_test(unit.node)) for unit in window.units]
    everything = (1 << len(units)) - 1
    optional_units = sum(1 << index for index, unit in enumerate(window.units) if unit.optional)
    free = window.slack != LIGHT_GAP

    def run_from(
        used: int, place: Place, at: int, captures: Captures, budget: Budget, slack: int
    ) -> Iterator[tuple[int, Captures]]:
        if used == everything:
            yield at, captures
            return
        gap = slack if free else LIGHT_GAP
        for begin, spent in gaps(place.sentence, at, gap) if used else ((at, 0),):
            for now, end, taken in _tried(units, used, place, begin, captures, budget):
                yield from run_from(now, place, end, taken, budget, slack - spent if free else slack)
        if used and (used | optional_units) == everything:
            yield at, captures

    def run(place: Place, at: int, captures: Captures, budget: Budget) -> Iterator[tuple[int, Captures]]:
        return run_from(0, place, at, captures, budget, window.slack)

    return run


def _compile_marked(name: str, inner: Matcher) -> Matcher:
    def run(place: Place, at: int, captures: Captures, budget: Budget) -> Iterator[tuple[int, Captures]]:
        for end, taken in inner(place, at, captures, budget):
            yield end, (*taken, (name, at, end))

    return run


def _compile_noun_phrase(cases: frozenset[str]) -> Matcher:
    def run(place: Place, at: int, captures: Captures, budget: Budget) -> Iterator[tuple[int, Captures]]:
        budget.spend()
        end = noun_phrase_end(place.sentence, at, cases)
        if end is not None:
            yield end, captures

    return run
