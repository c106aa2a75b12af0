"""
Freedom of order that every pattern has: a personal pronoun stands before its verb or behind it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from knowledge.speech.morphology import readings
from knowledge.speech.nodes import LIGHT_GAP, Item, Node, Sequence, Step, Window
from knowledge.speech.vocabulary import words

if TYPE_CHECKING:
    from collections.abc import Sequence as Steps

_PRONOUNS = words("я мы вы ты")
_PREDICATIVE = frozenset(("infn", "adjs"))


def freed(steps: Steps[Step]) -> tuple[Step, ...]:
    """
    Let a pronoun with only a light gap to its verb change places with it; «не» and the like go with the verb.
    """
    found: list[Step] = []
    at = 0
    while at < len(steps):
        step = steps[at]
        end = _verb_end(steps, at + 1)
        bound = at > 0 and step.gap == 0
        if end and not bound and _is_pronoun(step.node):
            run = tuple(steps[at + 1 : end])
            verb: Node = run[0].node if len(run) == 1 else Sequence((Step(run[0].node, 0), *run[1:]))
            units = (Step(step.node, 0, optional=step.optional), Step(verb, 0))
            found.append(Step(Window(units, LIGHT_GAP), step.gap))
            at = end
        else:
            found.append(step)
            at += 1
    return tuple(found)


def _is_pronoun(node: Node) -> bool:
    return isinstance(node, Item) and node.lemmas is not None and node.lemmas <= _PRONOUNS


def _verb_end(steps: Steps[Step], at: int) -> int:
    """
    The end of what is glued together from `at` on, when it begins with a light gap and holds a verb; else 0.
    """
    if at >= len(steps) or steps[at].gap != LIGHT_GAP or steps[at].optional:
        return 0
    end = at + 1
    while end < len(steps) and steps[end].gap == 0 and not steps[end].optional:
        end += 1
    if end < len(steps) and steps[end].gap == 0:
        return 0
    return end if any(_is_verb(step.node) for step in steps[at:end]) else 0


def _is_verb(node: Node) -> bool:
    if not isinstance(node, Item) or node.lemmas is None:
        return False
    named = {grammeme for condition in node.grammemes for option in condition.options for grammeme in option}
    return not node.lemmas.isdisjoint(("должный", "обязанный", "вынужденный")) or (
        "noun" not in named
        and any(_PREDICATIVE & reading.grammemes for word in node.lemmas for reading in readings(word))
    )
