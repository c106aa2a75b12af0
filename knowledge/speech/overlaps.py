"""
Several rules on the same words: which findings are shown, and which give way to another.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knowledge.speech.compiled import CompiledRule
    from knowledge.speech.patterns import Match, Pattern
    from knowledge.speech.tokens import Draft


@dataclass(frozen=True, slots=True)
class Hit:
    """
    A match of a rule; `by` names the forgiving guard when there is one.

    `start` and `end` bound the underlined part in the text as given.
    """

    rule: CompiledRule
    pattern: Pattern
    index: int
    match: Match
    start: int
    end: int
    by: str | None = None


def without_overlaps(hits: Sequence[Hit], draft: Draft) -> tuple[list[Hit], list[Hit]]:
    """
    Part the hits that are shown from those that another one replaces; the latter name it in `by`.

    A rule about one word gives way to a longer match that spells the same word out: it knows more. What is
    left of one category does not overlap, the most severe before the longest. Hits of different categories
    are different mistakes, and are all shown.
    """
    kept: list[Hit] = []
    covered: list[Hit] = []
    order = sorted(
        hits, key=lambda hit: (-hit.rule.severity.rank, hit.start - hit.end, hit.start, hit.rule.id)
    )
    for hit in order:
        over = next((other for other in hits if _knows_more(other, hit, draft)), None) or next(
            (other for other in kept if _same_mistake(other, hit)), None
        )
        if over is None:
            kept.append(hit)
        elif over.rule.id != hit.rule.id:
            covered.append(replace(hit, by=f"overlap:{over.rule.id}"))
    return sorted(kept, key=lambda hit: hit.start), covered


def _same_mistake(kept: Hit, hit: Hit) -> bool:
    return kept.rule.category == hit.rule.category and hit.start < kept.end and kept.start < hit.end


def _knows_more(other: Hit, hit: Hit, draft: Draft) -> bool:
    """
    Tell whether `other` is longer than the one word of `hit`, covers it, and is about that word, too.
    """
    if not (
        other.start <= hit.start and hit.end <= other.end and other.end - other.start > hit.end - hit.start
    ):
        return False
    words = [
        token for token in draft.sentences[hit.index].tokens[slice(*hit.match.marked)] if token.kind == "word"
    ]
    if len(words) != 1:
        return False
    named = other.pattern.words
    word = words[0]
    return word.form in named or any(reading.lemma in named for reading in word.word.readings)
