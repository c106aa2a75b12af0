"""
The text as the eye reads it, with a map back to the text as it was given.

Combining marks are composed (й, ё) or dropped (stress), spaces of every kind become one plain space each,
characters without width disappear. Letters keep their case here; tokens fold it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_PLAIN = re.compile(r"[\n\t\x20-\x7e«»№—–…“”„’‘А-яЁё₽€•°×]*")
_QUOTES_AS_APOSTROPHE = {"’": "'", "ʼ": "'", "‘": "'"}  # noqa: RUF001 -- typographic apostrophes are meant


@dataclass(frozen=True, slots=True)
class Normalised:
    """
    `text[i]` was drawn by `source[starts[i]:ends[i]]`; offsets are code points.
    """

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """
        Map a non-empty range of the normalised text to the source.
        """
        return self.starts[start], self.ends[end - 1]


def _visible(char: str) -> str:
    if char in "\n\r\u2028\u2029\x0b\x0c\x85":
        return "\n"
    category = unicodedata.category(char)
    if category == "Zs" or char == "\t":
        return " "
    if category in {"Cf", "Cc", "Cs", "Co", "Cn", "Me", "Mn"} and not unicodedata.combining(char):
        return ""
    return _QUOTES_AS_APOSTROPHE.get(char, char)


def normalise(source: str) -> Normalised:
    """
    Normalise `source`; the result never has more characters than the source.
    """
    if _PLAIN.fullmatch(source):
        positions = range(len(source) + 1)
        text = source.replace("\t", " ").replace("’", "'").replace("‘", "'")
        return Normalised(text, positions, positions[1:])
    out: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for at, char in enumerate(source):
        if unicodedata.combining(char):
            if out:
                composed = unicodedata.normalize("NFC", out[-1] + char)
                if len(composed) == 1:
                    out[-1] = composed
                ends[-1] = at + 1
            continue
        visible = _visible(unicodedata.normalize("NFC", char)[:1])
        if visible:
            out.append(visible)
            starts.append(at)
            ends.append(at + 1)
    return Normalised("".join(out), starts, ends)
