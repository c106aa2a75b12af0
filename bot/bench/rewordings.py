"""
The rewordings of labelled drafts, for people and grammar checkers to look at.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from knowledge.speech.checker import SpeechChecker
    from knowledge.speech.measure import LabelledDraft


@dataclass(frozen=True, slots=True)
class Reworded:
    """
    A draft before and after its accepted rewording; `category` is its label's.
    """

    draft: str
    category: str
    before: str
    after: str


def reword(drafts: Iterable[LabelledDraft], checker: SpeechChecker) -> list[Reworded]:
    """
    Check every draft and keep those that have an accepted rewording.
    """
    found = ((draft, checker.check(draft.text, draft.context).rewrite) for draft in drafts)
    return [
        Reworded(draft.id, draft.category or "", draft.text, rewrite.text)
        for draft, rewrite in found
        if rewrite is not None
    ]


def spread(pairs: Sequence[Reworded], size: int) -> list[Reworded]:
    """
    Choose at most `size` pairs, as evenly over categories and over each category as can be.

    The choice depends on the pairs alone. A category with few gives all it has; the others share the rest.
    """
    groups: dict[str, list[Reworded]] = defaultdict(list)
    for pair in pairs:
        groups[pair.category].append(pair)
    chosen: list[Reworded] = []
    left = size
    smallest_first = sorted(groups, key=lambda name: (len(groups[name]), name))
    for at, name in enumerate(smallest_first):
        group = groups[name]
        share = min(len(group), -(-left // (len(groups) - at)))
        left -= share
        chosen += [group[place * len(group) // share] for place in range(share)]
    return sorted(chosen, key=lambda pair: (pair.category, pair.draft))
