"""
Wordings that people use for one and the same thing, made from one example by machine.

No labelled set is needed to learn whether a rule sees through inserted words, another order, other forms,
slips of the finger and careless typing: each variant keeps the meaning of the example, so the rule must find
it, too. Test cases by changes that keep the meaning follow CheckList (Ribeiro et al., ACL 2020, «invariance
tests»). Nothing here is random: the same example makes the same variants everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal
from zlib import crc32

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from knowledge.speech.tokens import Sentence, Token

Kind = Literal["insertion", "order", "inflection", "typo", "noise"]
KINDS: tuple[Kind, ...] = ("insertion", "order", "inflection", "typo", "noise")
Change = tuple[int, int, str]
"""Code points from, to, and what stands there instead."""


@dataclass(frozen=True, slots=True)
class Variant:
    """
    A changed example; `start` and `end` bound the words to be found, `how` names what was done.
    """

    kind: Kind
    how: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Example:
    """
    A text with the words to be found in it, which stand in one sentence: its tokens `first` up to `last`.
    """

    text: str
    start: int
    end: int
    sentence: Sentence
    first: int
    last: int

    @property
    def tokens(self) -> Sequence[Token]:
        """
        The tokens of the words to be found.
        """
        return self.sentence.tokens[self.first : self.last]


def example_of(text: str, start: int, end: int, sentences: Iterable[Sentence]) -> Example | None:
    """
    Find the sentence that holds code points `start` to `end`; None when they run over its edge.
    """
    for sentence in sentences:
        if sentence.start <= start and end <= sentence.end:
            inside = [
                at for at, token in enumerate(sentence.tokens) if start <= token.start and token.end <= end
            ]
            return Example(text, start, end, sentence, inside[0], inside[-1] + 1) if inside else None
    return None


def changed(example: Example, changes: Iterable[Change], kind: Kind, how: str) -> Variant:
    """
    Make `changes`, which do not overlap, and move the bounds of the words to be found along.
    """
    text, start, end = example.text, example.start, example.end
    for begin, stop, new in sorted(changes, reverse=True):
        text = text[:begin] + new + text[stop:]
        grown = len(new) - (stop - begin)
        if stop <= example.start and begin < example.start:
            start += grown
        if begin < example.end:
            end += grown
    return Variant(kind, how, text, start, end)


def pick(text: str, salt: str, among: int) -> int:
    """
    Choose one of `among` possibilities: evenly over texts, always the same for one.
    """
    return crc32(f"{salt} {text}".encode()) % among


def thinned(variants: Sequence[Variant], most: int) -> list[Variant]:
    """
    At most `most` of `variants`, evenly from first to last.
    """
    if len(variants) <= most:
        return list(variants)
    return [variants[at * len(variants) // most] for at in range(most)]
