"""
The index keys of patterns: what a sentence must hold for a pattern to be worth a search.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from knowledge.speech.nodes import Choice, Item, Marked, Node, NounPhrase, Sequence, Step, Window
from knowledge.speech.vocabulary import words

if TYPE_CHECKING:
    from collections.abc import Iterator


def item_keys(item: Item) -> frozenset[str] | None:
    """
    The index keys of tokens that may fit `item`; None when any token may.
    """
    if item.kind == "num":
        return frozenset(("#",))
    if item.kind == "punct":
        return frozenset((f"!{item.form}",))
    if item.lemmas is not None:
        return item.lemmas
    if item.form is not None and item.kind == "word":
        return frozenset((f"={item.form}",))
    return None


def first_keys(node: Node) -> tuple[frozenset[str] | None, bool]:
    """
    The keys a match of `node` can start with (None: any), and whether it can match nothing at all.
    """
    match node:
        case Item(kind="start" | "end" | "draft_start"):
            return frozenset(), True
        case Item():
            return item_keys(node), False
        case Marked():
            return first_keys(node.node)
        case NounPhrase():
            return None, False
        case Sequence(steps):
            return _first_of_steps(steps)
        case Choice() | Window():
            parts = node.branches if isinstance(node, Choice) else [unit.node for unit in node.units]
            return _union(first_keys(part) for part in parts)


def _first_of_steps(steps: tuple[Step, ...]) -> tuple[frozenset[str] | None, bool]:
    keys: frozenset[str] = frozenset()
    for step in steps:
        found, empty = first_keys(step.node)
        if found is None:
            return None, False
        keys |= found
        if not empty and not step.optional:
            return keys, False
    return keys, True


def _union(parts: Iterator[tuple[frozenset[str] | None, bool]]) -> tuple[frozenset[str] | None, bool]:
    keys: frozenset[str] | None = frozenset()
    empty = False
    for found, nothing in parts:
        keys = None if keys is None or found is None else keys | found
        empty = empty or nothing
    return keys, empty


_COMMON = words(
    "не ни я мы вы это этот быть в на у с к по за для о и а но бы же i we you it be do not to the a"
)


def required_keys(node: Node) -> tuple[frozenset[str], ...]:
    """
    Groups of keys; of each group at least one stands in every match.

    The rarest group, as far as the length of words tells, comes first.
    """
    return tuple(sorted(_groups(node), key=_rarity, reverse=True))


def _groups(node: Node) -> list[frozenset[str]]:
    match node:
        case Item():
            keys = item_keys(node)
            return [] if keys is None else [keys]
        case Marked():
            return _groups(node.node)
        case NounPhrase():
            return []
        case Choice(branches):
            found = [max(_groups(branch), key=_rarity, default=None) for branch in branches]
            alternatives = [keys for keys in found if keys is not None]
            return [frozenset().union(*alternatives)] if len(alternatives) == len(found) else []
        case Sequence(steps) | Window(units=steps):
            return [keys for step in steps if not step.optional for keys in _groups(step.node)]


def _rarity(keys: frozenset[str]) -> float:
    words = [key.lstrip("=") for key in keys]
    common = sum(word in _COMMON or word.startswith(("!", "#")) for word in words)
    return min(len(word) for word in words) - 20 * common - len(words) / 4
