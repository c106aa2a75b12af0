"""
Stretches of a draft that are not the operator's own words: quotations, brands, the client's messages.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from knowledge.speech.morphology import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from knowledge.speech.tokens import Draft, Sentence

_PAIRS = {"«": "»", "„": "“", "“": "”", "‘": "’"}
_MARK = re.compile('[\n"«»„“”‘’]')
_LONGEST_QUOTATION = 2000
_WORDS = re.compile(r"[^\W_]+")
_LEAST_ECHO = 4

Range = tuple[int, int]


def quotations(source: str) -> list[Range]:
    """
    The quotations of a text, marks included; a mark without its pair opens nothing.
    """
    found: list[Range] = []
    opened: list[tuple[str, int]] = []
    straight: int | None = None
    for match in _MARK.finditer(source):
        at, char = match.start(), match.group()
        if char == "\n":
            straight = None
        elif char == '"':
            if straight is None:
                inches = at > 0 and source[at - 1].isdigit()
                straight = None if inches else at
            else:
                found.append((straight, at + 1))
                straight = None
        elif opened and char == opened[-1][0]:
            found.append((opened.pop()[1], at + 1))
        elif char in _PAIRS and not (char == "“" and opened) and len(opened) < 8:  # noqa: PLR2004 -- deeper is noise
            opened.append((_PAIRS[char], at))
    return [(start, end) for start, end in found if end - start <= _LONGEST_QUOTATION]


def inside(ranges: Iterable[Range], start: int, end: int) -> bool:
    """
    Tell whether one of `ranges` covers the span.
    """
    return any(a <= start and end <= b for a, b in ranges)


def brand_ranges(draft: Draft, brands: Iterable[str]) -> list[Range]:
    """
    Where the names of brands and products stand, compared without case and ё.
    """
    found: list[Range] = []
    for brand in brands:
        wanted = [fold(word) for word in _WORDS.findall(brand)]
        if not wanted:
            continue
        for sentence in draft.sentences:
            words = [token for token in sentence.tokens if token.kind in {"word", "num"}]
            runs = (words[at : at + len(wanted)] for at in range(len(words) - len(wanted) + 1))
            found.extend(
                (run[0].start, run[-1].end) for run in runs if [token.form for token in run] == wanted
            )
    return found


def is_echo(sentence: Sentence, customer_words: Iterable[str]) -> bool:
    """
    Tell whether a sentence repeats the client's message word for word; `customer_words` come from `words_of`.
    """
    words = [token.form for token in sentence.tokens if token.kind in {"word", "num"}]
    if len(words) < _LEAST_ECHO:
        return False
    joined = f" {' '.join(words)} "
    return any(joined in text for text in customer_words)


def words_of(text: str) -> str:
    """
    The words of a message, folded and single-spaced, with a space at either end.
    """
    return f" {' '.join(fold(word) for word in _WORDS.findall(text))} "
