"""
Slips of the finger and of the ear: what a misspelt word may have been meant for, and how likely.

One slip away is optimal string alignment distance 1 (a letter left out, added, wrong, or two swapped), which
covers four of five misspellings (Damerau, 1964). What a slip costs follows how it comes about: hands double
and swap letters and hit the key beside, ears confuse unstressed vowels and voiced consonants.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from knowledge.speech.keyboard import NEIGHBOURS
from knowledge.speech.vocabulary import words

if TYPE_CHECKING:
    from collections.abc import Iterator

RUSSIAN_LETTERS = "абвгдежзийклмнопрстуфхцчшщъыьэюя"
ENGLISH_LETTERS = "abcdefghijklmnopqrstuvwxyz"

_HEARD, _SWAPPED, _BESIDE, _LEFT_OUT, _ANY = 4, 5, 6, 7, 10
_FIRST_LETTER = 2
"""On top: people rarely get the first letter wrong."""

_CONFUSED = words("оа еи ея ия иы еэ ую шщ цс ьъ бп вф гк дт жш зс ae ei ao iy ou ck sz")
_SOUNDS_ALIKE = frozenset((*_CONFUSED, *(pair[::-1] for pair in _CONFUSED)))


def one_slip_away(form: str) -> Iterator[tuple[str, int]]:
    """
    Every string one slip away from `form`, with what the slip costs; one may come more than once.
    """
    letters = ENGLISH_LETTERS if form.isascii() else RUSSIAN_LETTERS
    for at in range(len(form) + 1):
        head, tail = form[:at], form[at:]
        first = 0 if at else _FIRST_LETTER
        if tail:
            yield head + tail[1:], first + _added(form, at)
            for letter in letters:
                yield head + letter + tail[1:], first + _wrong(tail[0], letter)
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:], first + _SWAPPED
        for letter in letters:
            yield head + letter + tail, first + _missing(form, at, letter)


def _added(form: str, at: int) -> int:
    around = {form[at - 1 : at], form[at + 1 : at + 2]}
    if form[at] in around or form[at] == "ь":
        return _HEARD
    return _BESIDE if NEIGHBOURS.get(form[at], frozenset()) & around else _ANY


def _wrong(written: str, meant: str) -> int:
    if written + meant in _SOUNDS_ALIKE:
        return _HEARD
    return _BESIDE if meant in NEIGHBOURS.get(written, ()) else _ANY


def _missing(form: str, at: int, letter: str) -> int:
    doubled = letter in {form[at - 1 : at], form[at : at + 1]}
    return _HEARD if doubled or letter == "ь" else _LEFT_OUT
