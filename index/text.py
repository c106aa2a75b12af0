"""
What two spellings of one word have in common: folding, and tokens that remember where they stood.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

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
_NOT_WORD: Final = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Token:
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
    found = []
    for match in _WORD.finditer(text):
        word = match.group()
        folded = word.lower() if word.isascii() else _NOT_WORD.sub("", fold(word))
        if folded:
            found.append(Token(folded[:LONGEST_TOKEN], match.start(), match.end()))
    return found
