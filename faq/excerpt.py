"""
The piece of an entry that shows why it was found, with the question's words marked.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from faq.models import Excerpt
from index.morphology import lemmas
from index.text import tokens, word_spans

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

EXCERPT_LENGTH = 220
_LEAD = 60
"""Code points kept before the first match, so that it is read in its sentence."""
_SHORTEST_PREFIX = 3
FUNCTION_WORDS = frozenset(
    re.findall(
        r"\w+",
        """
        а без бы в вы да для до же за и из или к как какой когда кто ли мой можно мочь мы на не нет но о об
        он она они от по при про с свой со так такой там то тот ты у уже что чтобы это этот я
        a an and are at be by can do for from how i in is it my of on or that the this to we what when
        with you
        """,
    )
)
"""Lemmas whose mark in an excerpt would prove nothing."""
_LONGEST_WORD = 40
"""An endless "word" is cut, not followed."""


def question_lemmas(question: str) -> frozenset[str]:
    """
    Return the lemmas of the question's words; those that every text is full of are left out.
    """
    return frozenset(lemmas(question)) - FUNCTION_WORDS


def unfinished_word(question: str) -> str | None:
    """
    Return the folded word that the question ends in the middle of, if it is long enough to go by.
    """
    last = tokens(question)[-1:]
    if not last or last[0].end != len(question) or len(last[0].text) < _SHORTEST_PREFIX:
        return None
    return last[0].text


def excerpt(text: str, wanted: AbstractSet[str], unfinished: str | None = None) -> Excerpt:
    """
    Cut about `EXCERPT_LENGTH` code points from `text` around the densest group of matching words.

    Args:
        text: Plain text of the entry.
        wanted: Folded words that count as a match.
        unfinished: The word being typed, folded: words that begin with it match too.

    """
    spans = word_spans(text, wanted, unfinished)
    start = _window_start(spans)
    start = _word_start(text, max(0, start - _LEAD)) if start > _LEAD else 0
    end = _word_end(text, min(len(text), start + EXCERPT_LENGTH))
    before = "…" if start > 0 else ""
    after = "…" if end < len(text) else ""
    shift = len(before) - start
    return Excerpt(
        text=before + text[start:end] + after,
        marks=tuple((a + shift, b + shift) for a, b in spans if start <= a and b <= end),
    )


def _window_start(spans: list[tuple[int, int]]) -> int:
    """
    Return where the window of the excerpt's length with most matches begins; the first of equals.
    """
    best, best_count, last = 0, 0, 0
    for first, (start, _) in enumerate(spans):
        while last < len(spans) and spans[last][1] <= start + EXCERPT_LENGTH - _LEAD:
            last += 1
        if last - first > best_count:
            best, best_count = start, last - first
    return best


def _word_start(text: str, at: int) -> int:
    limit = max(0, at - _LONGEST_WORD)
    while at > limit and not text[at - 1].isspace():
        at -= 1
    return at


def _word_end(text: str, at: int) -> int:
    limit = min(len(text), at + _LONGEST_WORD)
    while at < limit and not text[at].isspace():
        at += 1
    return at
