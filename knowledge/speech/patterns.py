"""
Compiled patterns and their search in a sentence.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from knowledge.speech.anchors import first_keys, required_keys
from knowledge.speech.gaps import SKIPPED_MARKS
from knowledge.speech.matchers import (
    Budget,
    Captures,
    ExhaustedError,
    Matcher,
    Place,
    compile_node,
)
from knowledge.speech.nodes import Item, Node, walk

if TYPE_CHECKING:
    from collections.abc import Callable

    from knowledge.speech.tokens import Token

LONGEST = 32
"""Readings from one starting point that are compared for length."""


@dataclass(frozen=True, slots=True)
class Match:
    """
    Token ranges in one sentence: the whole match, the part to underline, and what was captured by name.
    """

    start: int
    end: int
    marked: tuple[int, int]
    captures: Captures


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
            self._run = compile_node(self.node)
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
        longest: tuple[int, Captures] | None = None
        budget = Budget()
        try:
            for tried, (end, captures) in enumerate(pattern.run(place, start, (), budget)):
                if end > start and (longest is None or end > longest[0]):
                    longest = (end, captures)
                if tried >= LONGEST:
                    break
        except ExhaustedError:
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
    while end - start > 1 and tokens[end - 1].kind == "punct" and tokens[end - 1].form in SKIPPED_MARKS:
        end -= 1
    while end - start > 1 and tokens[start].kind == "punct" and tokens[start].form in SKIPPED_MARKS:
        start += 1
    return start, end
