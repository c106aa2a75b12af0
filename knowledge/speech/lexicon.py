"""
The words that a set of rules is about: a cheap first look at a text, and the repair of misspelt words.

Every form of every word in a pattern is known beforehand, so a sentence without any of them is dismissed by
dictionary look-ups alone, and an unknown word one typo away from exactly one of them is taken for it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from knowledge.speech.english import english_readings
from knowledge.speech.english_words import ENGLISH_NEIGHBOURS
from knowledge.speech.morphology import Reading, is_known
from knowledge.speech.tokens import Token, Word, word_info

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from knowledge.speech.word_forms import WordForms

SHORTEST_REPAIRED = 5
LONGEST_REPAIRED = 25
MOST_UNKNOWN = 400
"""Unknown words looked into in one draft: a paste of noise is not worth more."""


class Lexicon:
    """
    The forms of the words of a set of patterns; immutable once built.
    """

    def __init__(self, words: WordForms) -> None:
        self.words = words
        self._keys = words.keys
        self._english = words.english
        self._unlisted = words.unlisted
        self._unlisted_lemmas = words.unlisted_lemmas
        self._repaired = lru_cache(maxsize=8192)(self._repair)

    def keys(self, token: Token) -> frozenset[str]:
        """
        The index keys of a token: its lemmas, its exact form; `#` for a number, `!,` for a comma.
        """
        if token.kind == "num":
            return _NUMBER
        if token.kind == "punct":
            return frozenset((f"!{token.form}",))
        if token.kind != "word":
            return frozenset()
        if token.form.isascii():
            return _english_keys(token.known_as or token.form)
        return token.keys or self._keys.get(token.known_as or token.form, frozenset())

    def settle(self, tokens: Iterable[Token], unknown: int) -> int:
        """
        Repair misspelt words and give words that no dictionary lists the readings the rules know them by.

        `unknown` is how many unknown words the draft has had before; the number with these is returned.
        """
        for token in tokens:
            if token.kind != "word":
                continue
            if token.form.isascii():
                unknown = self._settle_english(token, unknown)
            elif own := self._unlisted.get(token.form):
                token.override(_with_readings(token.form, own))
            elif token.form not in self._keys and not is_known(token.form):
                unknown += 1
                self._settle_unknown(token, unknown)
        return unknown

    def _settle_english(self, token: Token, unknown: int) -> int:
        """
        Repair a misspelt English word; one with a capital may be a name, and is left alone.
        """
        form = token.form
        if (
            not SHORTEST_REPAIRED <= len(form) <= LONGEST_REPAIRED
            or form in ENGLISH_NEIGHBOURS
            or any(reading.lemma in self._english for reading in english_readings(form))
            or token.capital
            or unknown >= MOST_UNKNOWN
        ):
            return unknown
        token.known_as = self._repaired(form)
        return unknown + 1

    def _settle_unknown(self, token: Token, unknown: int) -> None:
        if unknown > MOST_UNKNOWN:
            token.override(Word(token.form, (), light=False))
        elif derived := self._derived(token.form):
            token.keys = derived
        elif SHORTEST_REPAIRED <= len(token.form) <= LONGEST_REPAIRED:
            token.known_as = self._repaired(token.form)
            if token.known_as and (own := self._unlisted.get(token.known_as)):
                token.override(_with_readings(token.known_as, own))

    def _derived(self, form: str) -> frozenset[str]:
        """
        The lemmas of the rules that an unknown word looks like a form of («номерочком» of «номерочек»).
        """
        return frozenset(reading.lemma for reading in word_info(form).readings) & self._unlisted_lemmas

    def _repair(self, form: str) -> str | None:
        """
        The only form one typo away, if there is one: a letter left out, added, wrong, or two swapped.
        """
        known, letters = (self._english, _LATIN) if form.isascii() else (self._keys, _LETTERS)
        candidates = [candidate for candidate in _one_typo_away(form, letters) if candidate in known]
        lemmas = {known[candidate] for candidate in candidates}
        return candidates[0] if len(lemmas) == 1 else None


_LETTERS = "абвгдежзийклмнопрстуфхцчшщъыьэюя"
_LATIN = "abcdefghijklmnopqrstuvwxyz"


def _one_typo_away(form: str, letters: str) -> Iterator[str]:
    """
    Every string at optimal string alignment distance 1.
    """
    for at in range(len(form) + 1):
        head, tail = form[:at], form[at:]
        if tail:
            yield head + tail[1:]
            yield from (head + letter + tail[1:] for letter in letters)
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
        yield from (head + letter + tail for letter in letters)


_NUMBER = frozenset(("#",))


@lru_cache(maxsize=16_384)
def _english_keys(form: str) -> frozenset[str]:
    return frozenset(reading.lemma for reading in english_readings(form)) | {f"={form}"}


@lru_cache(maxsize=4096)
def _with_readings(form: str, own: tuple[Reading, ...]) -> Word:
    word = word_info(form)
    return Word(form, (*own, *(reading for reading in word.readings if reading not in own)), light=word.light)
