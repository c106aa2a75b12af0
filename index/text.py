"""
What two spellings of one word have in common: folding, and tokens that remember where they stood.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

LONGEST_TOKEN: Final = 64
FOLDED_AT_ONCE: Final = 1024
_MARKS: Final = "\u0300-\u036f"
_INVISIBLE: Final = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u2064\ufe00-\ufe0f\ufeff"
)
# Marks are taken by eights: sorting a long run of them is quadratic in the standard library's NFKC.
_INSIDE: Final = f"[{_MARKS}{_INVISIBLE}]{{0,8}}"
_WORD: Final = re.compile(rf"[^\W_](?:{_INSIDE}[^\W_])*{_INSIDE}")
_PIECE: Final = re.compile(rf"(?s).{{1,{FOLDED_AT_ONCE}}}(?=\s)|.{{1,{FOLDED_AT_ONCE}}}")
_DROPPED: Final = re.compile(f"[\u0300\u0301\u0341{_INVISIBLE}]")
_SAME: Final = str.maketrans({"ё": "е", "ѐ": "е", "ѝ": "и"})
_RUN: Final = re.compile(r"[^\W_]+")
_UNUSUAL: Final = re.compile(f"[{_MARKS}{_INVISIBLE}]")
_NOT_WORD: Final = re.compile(r"[\W_]+")


class Token(NamedTuple):
    """
    A word of a text: its folded form, and the half-open range of code points where it stands in that text.
    """

    text: str
    start: int
    end: int


def fold(text: str) -> str:
    """
    Give the form in which texts are compared: NFKC, lower case, «ё» as «е», no stress, nothing invisible.
    """
    if text.isascii():
        return text.lower()
    return "".join(_fold_piece(piece) for piece in _PIECE.findall(text))


def _fold_piece(piece: str) -> str:
    lower = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", piece).casefold())
    return _DROPPED.sub("", lower).translate(_SAME)


def tokens(text: str) -> list[Token]:
    """
    Cut `text` into words: runs of letters and digits; a hyphen, a dot and any other sign divides.
    """
    folded = _folded_in_place(text)
    if folded is not None:
        return [Token(word.group()[:LONGEST_TOKEN], *word.span()) for word in _RUN.finditer(folded)]
    return [
        Token(folded, match.start(), match.end())
        for match in _WORD.finditer(text)
        if (folded := _NOT_WORD.sub("", fold(match.group()))[:LONGEST_TOKEN])
    ]


def word_spans(text: str, words: AbstractSet[str], beginning: str | None = None) -> list[tuple[int, int]]:
    """
    Find where `text` has one of `words` or a word with that `beginning`, all of them folded; in order.
    """
    folded = _folded_in_place(text)
    if folded is None:
        return [
            (start, end)
            for word, start, end in tokens(text)
            if word in words or (beginning is not None and word.startswith(beginning))
        ]
    # Looking for a few words is several times faster than cutting the text into all of its own.
    found = {span for word in words for span in _whole(folded, word)}
    if beginning is not None:
        found.update(_whole(folded, beginning, grow=True))
    return sorted(found)


def _whole(folded: str, word: str, *, grow: bool = False) -> Iterator[tuple[int, int]]:
    """
    Find `word` where it is a word of its own, or with `grow` the beginning of one.
    """
    start = folded.find(word)
    while start >= 0:
        end = start + len(word)
        if start == 0 or not folded[start - 1].isalnum():
            if grow:
                while end < len(folded) and folded[end].isalnum():
                    end += 1
                yield start, end
            elif end == len(folded) or not folded[end].isalnum():
                yield start, end
        start = folded.find(word, end)


@lru_cache(maxsize=4096)
def _folded_in_place(text: str) -> str | None:
    """
    Fold all of `text` at once where every character keeps its place, as in nearly all texts; else None.
    """
    folded = text.casefold()
    if len(folded) != len(text) or _UNUSUAL.search(text):
        return None
    if not (unicodedata.is_normalized("NFKC", text) and unicodedata.is_normalized("NFKC", folded)):
        return None
    return folded.replace("ё", "е").replace("ѐ", "е").replace("ѝ", "и")
