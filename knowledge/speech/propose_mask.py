"""
Personal data of a draft put behind placeholders before it leaves the house, and put back afterwards.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from knowledge.speech.facts import facts_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knowledge.speech.context import CheckContext
    from knowledge.speech.tokens import Draft

OPEN, CLOSE = "⟨", "⟩"
"""Around a placeholder's number; a draft that has one of them itself is not sent anywhere."""

_PERSONAL = frozenset(("name", "phone", "email", "id", "url"))
_ANYWHERE = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|https?://\S+|@\w{3,}|\+?\d(?:[ ()\-]{0,2}\d){3,}")
"""Addresses and runs of four digits or more, wherever they stand: inside quotations too."""
_PLACEHOLDER = re.compile(rf"{OPEN}(\d{{1,3}}){CLOSE}")
_WORD = re.compile(r"\w+")
_LONGEST_ENDING = 3
"""Letters by which an inflected name may be longer than the name as it is known."""


@dataclass(frozen=True, slots=True)
class Mask:
    """
    Which stretches of a draft are hidden; behind placeholder ⟨n⟩ stands `values[n - 1]`.
    """

    source: str
    ranges: tuple[tuple[int, int], ...]
    values: tuple[str, ...]

    def hide(self, start: int = 0, end: int | None = None) -> str | None:
        """
        The draft between two code points without personal data; None when that would cut a value apart.
        """
        stop = len(self.source) if end is None else end
        pieces: list[str] = []
        at = start
        for begin, finish in self.ranges:
            if finish <= start or begin >= stop:
                continue
            if begin < start or finish > stop:
                return None
            number = self.values.index(self.source[begin:finish]) + 1
            pieces += [self.source[at:begin], f"{OPEN}{number}{CLOSE}"]
            at = finish
        return "".join((*pieces, self.source[at:stop]))

    def restore(self, text: str) -> str | None:
        """
        Put the values back; None when `text` has a placeholder that there is not.
        """
        numbers = [int(number) for number in _PLACEHOLDER.findall(text)]
        if any(not 1 <= number <= len(self.values) for number in numbers):
            return None
        restored = _PLACEHOLDER.sub(lambda match: self.values[int(match.group(1)) - 1], text)
        return None if OPEN in restored or CLOSE in restored else restored


def mask_of(draft: Draft, context: CheckContext) -> Mask | None:
    """
    Find what must not leave the house; None when the draft itself holds the marks of placeholders.
    """
    source = draft.source
    if OPEN in source or CLOSE in source:
        return None
    ranges = _merged(sorted(_personal(draft, context)))
    values = dict.fromkeys(source[start:end] for start, end in ranges)
    return Mask(source, tuple(ranges), tuple(values))


def _personal(draft: Draft, context: CheckContext) -> Iterator[tuple[int, int]]:
    source = draft.source
    yield from ((fact.start, fact.end) for fact in facts_of(draft) if fact.kind in _PERSONAL)
    yield from (match.span() for match in _ANYWHERE.finditer(source))
    for known in (context.client_name, context.operator_name, context.facts.get("order")):
        stems = [_stem(word) for word in _WORD.findall(known or "")]
        for match in _WORD.finditer(source):
            word = match.group().casefold()
            if any(word.startswith(stem) and len(word) <= len(stem) + _LONGEST_ENDING for stem in stems):
                yield match.span()


def _stem(word: str) -> str:
    """
    A name without the ending that cases change: «Анна» and «Анне» share it.
    """
    folded = word.casefold()
    return folded[:-1] if len(folded) > 3 and folded.isalpha() else folded  # noqa: PLR2004 -- «Ли» is whole


def _merged(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in ranges:
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
