"""
What a pattern of the notation is made of; `notation` builds these and `patterns` runs them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

LIGHT_GAP = -1
"""Up to four light words; a gap of 0 means side by side, of N up to N words of any kind within the clause."""
NO_GAP = -3
"""Right here, not even an aside between: what follows the start of a sentence, which looks back itself."""
FAR_GAP = -2
"""Anywhere further on in the sentence, whatever stands between."""


@dataclass(frozen=True, slots=True)
class Condition:
    """
    A reading has all grammemes of one of `options`; or, when `wanted` is false, of none.
    """

    options: frozenset[frozenset[str]]
    wanted: bool = True

    def holds(self, grammemes: frozenset[str]) -> bool:
        """
        Tell whether a reading with `grammemes` will do.
        """
        return any(option <= grammemes for option in self.options) == self.wanted


@dataclass(frozen=True, slots=True)
class Item:
    """
    One token: by lemma, by exact form, or any word.

    Every condition of `grammemes` must hold.
    """

    lemmas: frozenset[str] | None = None
    form: str | None = None
    grammemes: tuple[Condition, ...] = ()
    kind: str = "word"
    """`word`, `num`, `punct` (`form` is the mark), `regex` (`form` is the expression), `start`, `end`,
    `draft_start`."""


@dataclass(frozen=True, slots=True)
class Step:
    """
    A node of a sequence with the gap allowed before it.
    """

    node: Node
    gap: int
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Sequence:
    """
    Steps one after another.
    """

    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """
    One of several sequences.
    """

    branches: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Window:
    """
    Units in any order; `slack` words of any kind may stand among them, or light ones when it is LIGHT_GAP.
    """

    units: tuple[Step, ...]
    slack: int


@dataclass(frozen=True, slots=True)
class Marked:
    """
    A node whose tokens are captured under `name`; the name `` is the part to underline.
    """

    name: str
    node: Node


@dataclass(frozen=True, slots=True)
class NounPhrase:
    """
    Adjectives and a noun in one of `cases` (any when empty), with what hangs on it in the genitive.
    """

    cases: frozenset[str]


Node = Item | Sequence | Choice | Window | Marked | NounPhrase


def children(node: Node) -> tuple[Node, ...]:
    """
    The nodes right inside `node`.
    """
    match node:
        case Marked():
            return (node.node,)
        case Choice(branches):
            return branches
        case Sequence(steps) | Window(units=steps):
            return tuple(step.node for step in steps)
        case _:
            return ()


def walk(node: Node) -> Iterator[Node]:
    """
    `node` and every node inside it.
    """
    yield node
    for child in children(node):
        yield from walk(child)


def captures(node: Node) -> frozenset[str]:
    """
    The names that a pattern captures.
    """
    return frozenset(inner.name for inner in walk(node) if isinstance(inner, Marked) and inner.name)


def captured_cases(node: Node, name: str) -> frozenset[str]:
    """
    The cases in which a pattern captures a noun phrase under `name`; empty when it says nothing about them.
    """
    return frozenset(
        case
        for inner in walk(node)
        if isinstance(inner, Marked) and inner.name == name and isinstance(inner.node, NounPhrase)
        for case in inner.node.cases
    )
