"""
Edits of spans of a text: applied, put together, traced back to the text they began with.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from knowledge.speech.vocabulary import words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from knowledge.speech.tokens import Sentence


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """
    Replace the code points from `start` to `end` by `text`.
    """

    start: int
    end: int
    text: str


def apply(source: str, edits: Iterable[Edit]) -> str:
    """
    Apply edits that do not overlap; everything outside them stays as it is, byte for byte.
    """
    pieces: list[str] = []
    at = 0
    for edit in sorted(edits):
        pieces += [source[at : edit.start], edit.text]
        at = edit.end
    pieces.append(source[at:])
    return "".join(pieces)


def overlap(first: Iterable[Edit], second: Iterable[Edit]) -> bool:
    """
    Tell whether an edit of one group touches one of the other.
    """
    return any(a.start <= b.end and b.start <= a.end for a in first for b in second)


_FIRST_WORD = re.compile(r"[^\W_]+")


def lower_first(text: str) -> str:
    """
    Begin `text` with a small letter, unless it begins with an abbreviation or the English «I».
    """
    word = _FIRST_WORD.match(text)
    if word and (word.group() == "I" or (word.end() > 1 and word.group().isupper())):
        return text
    return text[:1].lower() + text[1:]


def upper_first(text: str) -> str:
    """
    Begin `text` with a capital letter.
    """
    return text[:1].upper() + text[1:]


@dataclass(slots=True)
class _Piece:
    start: int
    end: int
    text: str
    changed: bool


class EditedText:
    """
    A text through several rounds of edits, as one set of edits of the text it began with.
    """

    def __init__(self, source: str) -> None:
        self._pieces = [_Piece(0, len(source), source, changed=False)]

    @property
    def text(self) -> str:
        """
        The text as it is now.
        """
        return "".join(piece.text for piece in self._pieces)

    @property
    def edits(self) -> tuple[Edit, ...]:
        """
        What changed, in offsets of the text it began with.
        """
        return tuple(Edit(piece.start, piece.end, piece.text) for piece in self._pieces if piece.changed)

    def apply(self, edits: Iterable[Edit]) -> None:
        """
        Apply edits given in offsets of the present text.
        """
        for edit in sorted(edits, reverse=True):
            self._apply(edit)

    def _apply(self, edit: Edit) -> None:
        before: list[_Piece] = []
        covered: list[_Piece] = []
        after: list[_Piece] = []
        lead = trail = ""
        end = 0
        for piece in self._pieces:
            start, end = end, end + len(piece.text)
            head = min(max(edit.start - start, 0), len(piece.text))
            tail = min(max(edit.end - start, 0), len(piece.text))
            if piece.changed and start <= edit.end and edit.start <= end:
                # What an earlier round wrote has no place of its own in the source: it joins the new edit.
                lead += piece.text[:head]
                trail += piece.text[tail:]
                covered.append(piece)
            elif end <= edit.start:
                before.append(piece)
            elif start >= edit.end:
                after.append(piece)
            else:
                middle = (piece.start + head, piece.start + tail)
                if head:
                    before.append(_Piece(piece.start, middle[0], piece.text[:head], changed=False))
                covered.append(_Piece(*middle, piece.text[head:tail], changed=True))
                if tail < len(piece.text):
                    after.append(_Piece(middle[1], piece.end, piece.text[tail:], changed=False))
        begin = covered[0].start if covered else before[-1].end if before else 0
        stop = covered[-1].end if covered else begin
        self._pieces = [*before, _Piece(begin, stop, lead + edit.text + trail, changed=True), *after]


def deletion(sentence: Sentence, start: int, end: int, source: str) -> Edit | None:
    """
    The edit that takes tokens `start` to `end` out and mends commas, spaces and the capital letter.

    Returns:
        None when nothing else of the sentence would be left to say.
    """
    tokens = sentence.tokens
    if all(token.kind == "punct" for at, token in enumerate(tokens) if not start <= at < end):
        return None
    left = tokens[start - 1].form if start else ""
    right = tokens[end].form if end < len(tokens) else ""
    begins = all(token.kind == "punct" and token.form != "," for token in tokens[:start])
    capital = source[tokens[start].start].isupper()
    if begins and right in _SOFT_MARKS:
        end += 1
    elif left == right == ",":
        end += 1
        if end < len(tokens) and tokens[end].form not in _CLAUSE_OPENERS:
            start -= 1
    elif left == "," and (not right or tokens[end].kind == "punct"):
        start -= 1
    if end >= len(tokens):
        return Edit(tokens[start - 1].end if start else 0, tokens[-1].end, "")
    following = tokens[end]
    if begins:
        first = tokens[start].start
        letter = source[following.start]
        return Edit(first, following.start + 1, letter.upper() if capital else letter)
    closes = following.kind == "punct" and following.form not in _OPENING_MARKS
    return Edit(tokens[start - 1].end, following.start, "" if closes else " ")


_SOFT_MARKS = frozenset((",", "—", ":", "…"))
_OPENING_MARKS = frozenset(("«", '"', "„", "“", "("))
_CLAUSE_OPENERS = words("а но что чтобы который которая которое которые если когда хотя и поэтому")
