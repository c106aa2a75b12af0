"""
The words that a set of rules is about: a cheap first look at a text, and the repair of misspelt words.

Every form of every word in a pattern is known beforehand, so a sentence without any of them is dismissed by
dictionary look-ups alone, and an unknown word one slip away from some of them is read as the likeliest.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from knowledge.speech.english import english_readings
from knowledge.speech.english_words import ENGLISH_NEIGHBOURS
from knowledge.speech.morphology import Reading, is_known
from knowledge.speech.spelling import one_slip_away
from knowledge.speech.tokens import Token, Word, word_info
from knowledge.speech.vocabulary import PARENTHETICAL, PARENTHETICAL_PHRASES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from knowledge.speech.word_forms import WordForms

SHORTEST_REPAIRED = 5
LONGEST_REPAIRED = 25
MARGIN = 3
"""How much rarer a slip may be and still be thought of, in the costs of `spelling`."""
MOST_MEANT = 4
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
            return token.keys or _english_keys(token.form)
        return token.keys or self._keys.get(token.form, frozenset())

    def settle(self, tokens: Iterable[Token], unknown: int) -> int:
        """
        Repair misspelt words and give words that no dictionary lists the readings the rules know them by.

        `unknown` is how many unknown words the draft has had before; the number with these is returned.
        """
        for at, token in enumerate(tokens):
            if token.kind != "word":
                continue
            if token.form.isascii():
                unknown = self._settle_english(token, unknown, opens=at == 0)
            elif own := self._unlisted.get(token.form):
                token.override(_with_readings(token.form, own))
            elif token.form not in self._keys and not is_known(token.form):
                unknown += 1
                self._settle_unknown(token, unknown)
        return unknown

    def _settle_english(self, token: Token, unknown: int, *, opens: bool) -> int:
        """
        Repair a misspelt English word; one with a capital inside a sentence may be a name, and is left alone.
        """
        form = token.form
        if (
            not SHORTEST_REPAIRED - 1 <= len(form) <= LONGEST_REPAIRED
            or form in ENGLISH_NEIGHBOURS
            or any(reading.lemma in self._english for reading in english_readings(form))
            or (token.capital and not opens)
            or unknown >= MOST_UNKNOWN
        ):
            return unknown
        self._take_for(token)
        return unknown + 1

    def _settle_unknown(self, token: Token, unknown: int) -> None:
        if unknown > MOST_UNKNOWN:
            token.override(Word(token.form, (), light=False))
        elif derived := self._derived(token.form):
            token.keys = derived
        elif SHORTEST_REPAIRED - 1 <= len(token.form) <= LONGEST_REPAIRED:
            self._take_for(token)

    def _take_for(self, token: Token) -> None:
        """
        Read a misspelt word as every word that it may have been meant for.
        """
        candidates = self._repaired(token.form)
        if not candidates:
            return
        token.known_as = candidates[0]
        token.meant = frozenset(candidates)
        known = self._english if token.form.isascii() else self._keys
        token.keys = frozenset().union(*(known.get(candidate, frozenset()) for candidate in candidates))
        token.override(self._read_as(candidates))

    def _read_as(self, candidates: tuple[str, ...]) -> Word:
        found = [word_info(candidate) for candidate in candidates]
        own = [reading for candidate in candidates for reading in self._unlisted.get(candidate, ())]
        readings = dict.fromkeys((*own, *(reading for word in found for reading in word.readings)))
        return Word(candidates[0], tuple(readings), light=found[0].light)

    def _derived(self, form: str) -> frozenset[str]:
        """
        The lemmas of the rules that an unknown word looks like a form of («номерочком» of «номерочек»).
        """
        return frozenset(reading.lemma for reading in word_info(form).readings) & self._unlisted_lemmas

    def _repair(self, form: str) -> tuple[str, ...]:
        """
        The words that the engine or the rules know and that are one slip away, the likeliest first.

        A word of four letters is looked at for the fifth that it lacks, no further. What takes a much rarer
        slip than the likeliest is left out; of equals the one with more of the rules' words in it is first.
        """
        known = self._english if form.isascii() else self._keys
        costs: dict[str, int] = {}
        for candidate, cost in one_slip_away(form):
            if len(candidate) >= SHORTEST_REPAIRED and (candidate in known or candidate in _LIGHT_WORDS):
                costs[candidate] = min(cost, costs.get(candidate, cost))
        if not costs:
            return ()
        least = min(costs.values())
        ranked = sorted(costs, key=lambda word: (costs[word], -len(known.get(word, ())), word))
        return tuple(word for word in ranked if costs[word] <= least + MARGIN)[:MOST_MEANT]


_LIGHT_WORDS = PARENTHETICAL | {word for phrase in PARENTHETICAL_PHRASES for word in phrase}


_NUMBER = frozenset(("#",))


@lru_cache(maxsize=16_384)
def _english_keys(form: str) -> frozenset[str]:
    return frozenset(reading.lemma for reading in english_readings(form)) | {f"={form}"}


@lru_cache(maxsize=4096)
def _with_readings(form: str, own: tuple[Reading, ...]) -> Word:
    word = word_info(form)
    return Word(form, (*own, *(reading for reading in word.readings if reading not in own)), light=word.light)
