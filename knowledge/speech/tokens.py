"""
A text as sentences of tokens, each with its place in the text as given.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from knowledge.speech.asides import asides
from knowledge.speech.english import english_readings
from knowledge.speech.morphology import Reading, readings
from knowledge.speech.vocabulary import (
    ENGLISH_LIGHT,
    HEAVY_FORMS,
    HEAVY_NOMINATIVES,
    LIGHT_EXTRA,
    LIGHT_PRONOUNS,
    PARENTHETICAL,
    PARENTHETICAL_PHRASES,
)

MAX_WORD = 60
"""A longer run of letters is no word; it is kept as it is and never looked up."""


@dataclass(frozen=True, slots=True)
class Word:
    """
    What is known about a form, wherever it stands.
    """

    form: str
    readings: tuple[Reading, ...]
    light: bool

    def has(self, *grammemes: str) -> bool:
        """
        Tell whether one reading has all `grammemes`.
        """
        wanted = frozenset(grammemes)
        return any(wanted <= reading.grammemes for reading in self.readings)

    def best(self, *grammemes: str) -> bool:
        """
        Tell whether the likeliest reading has all `grammemes`.
        """
        return bool(self.readings) and frozenset(grammemes) <= self.readings[0].grammemes

    def is_lemma(self, *lemmas: str) -> bool:
        """
        Tell whether the word may be a form of one of `lemmas`.
        """
        return any(reading.lemma in lemmas for reading in self.readings)


@dataclass(slots=True)
class Token:
    """
    A word, number, punctuation mark or opaque run (link, address, placeholder, code).

    `start` and `end` are code points in the text as given; `form` is folded. `known_as` is the word that a
    misspelt one was taken for.
    """

    start: int
    end: int
    kind: str
    form: str
    raw: str
    known_as: str | None = None
    meant: frozenset[str] = frozenset()
    """Every word that a misspelt one may have been meant for, `known_as` with them."""
    keys: frozenset[str] | None = None
    """What rules look it up by, when the dictionary does not know it."""
    glued: bool = False
    """No space before it."""
    _word: Word | None = None

    @property
    def word(self) -> Word:
        """
        The readings, looked up on first use: most sentences are dismissed without them.
        """
        if self._word is None:
            self._word = word_info(self.known_as or self.form) if self.kind == "word" else NO_WORD
        return self._word

    def override(self, word: Word) -> None:
        """
        Take the token for `word`, whatever the dictionary says.
        """
        self._word = word

    @property
    def capital(self) -> bool:
        """
        Tell whether it starts with a capital letter.
        """
        return self.raw[:1].isupper()


@dataclass(slots=True)
class Sentence:
    """
    The tokens of one sentence; `start` and `end` bound it in the text as given.
    """

    tokens: list[Token]
    start: int
    end: int
    _light: list[bool] | None = None
    _asides: list[int] | None = None

    @property
    def asides(self) -> list[int]:
        """
        By position, the end of the aside that begins there, its commas with it; 0 where none does.
        """
        if self._asides is None:
            self._asides = asides(self.tokens, self.light)
        return self._asides

    @property
    def light(self) -> list[bool]:
        """
        Which tokens a pattern may skip: light words, parentheses, a preposition with a light pronoun.
        """
        if self._light is None:
            self._light = _light_tokens(self.tokens)
        return self._light

    def breaks_at(self, at: int) -> bool:
        """
        Tell whether a clause ends at the punctuation `at`, rather than a parenthesis standing beside it.
        """
        token = self.tokens[at]
        if token.kind != "punct":
            return False
        if token.form in {";", ":", "—", "("}:
            return True
        if token.form != ",":
            return False
        beside_light = (at > 0 and self.light[at - 1]) or (at + 1 < len(self.tokens) and self.light[at + 1])
        return not (beside_light or self._sets_off_aside(at))

    def _sets_off_aside(self, comma: int) -> bool:
        """
        Tell whether a comma opens or closes an aside.
        """
        nearby = range(max(0, comma - 5), comma)
        return bool(self.asides[comma]) or any(self.asides[first] == comma + 1 for first in nearby)

    @property
    def ending(self) -> str:
        """
        The final punctuation: `.`, `?`, `!`, `…` or nothing.
        """
        for token in reversed(self.tokens):
            if token.kind != "punct":
                return ""
            if token.form in {".", "?", "!", "…"}:
                return token.form
        return ""


def _light_tokens(tokens: list[Token]) -> list[bool]:
    light = [token.kind == "word" and token.word.light for token in tokens]
    for position, token in enumerate(tokens):
        if token.kind != "word":
            continue
        if token.word.best("prep") and position + 1 < len(tokens):
            following = tokens[position + 1].word
            light[position] = light[position] or (light[position + 1] and following.best("npro"))
        for phrase in _PHRASES_BY_FIRST.get(token.known_as or token.form, ()):
            end = position + len(phrase)
            if tuple(other.known_as or other.form for other in tokens[position:end]) == phrase:
                light[position:end] = [True] * len(phrase)
    return light


_PHRASES_BY_FIRST: dict[str, list[tuple[str, ...]]] = {}
for _phrase in PARENTHETICAL_PHRASES:
    _PHRASES_BY_FIRST.setdefault(_phrase[0], []).append(_phrase)


@dataclass(frozen=True, slots=True)
class Fact:
    """
    One fact: its kind, its value in a comparable form, and where it stands.
    """

    kind: str
    value: str
    start: int
    end: int
    words: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        """
        What two facts are compared by.
        """
        return self.kind, self.value


@dataclass(slots=True)
class Draft:
    """
    A text taken apart; `facts` are remembered by `facts_of`.
    """

    source: str
    sentences: list[Sentence]
    facts: tuple[Fact, ...] | None = None


@lru_cache(maxsize=32_768)
def word_info(form: str) -> Word:
    """
    Look a folded form up; Latin words go to the English lemmatizer.
    """
    if len(form) > MAX_WORD:
        return Word(form, (), light=False)
    if form.isascii():
        light = form in ENGLISH_LIGHT or (form.endswith("ly") and len(form) > 4)  # noqa: PLR2004 -- not "fly"
        return Word(form, english_readings(form), light)
    found = readings(form)
    return Word(form, found, _is_light(form, found))


NO_WORD = Word("", (), light=False)


def _is_light(form: str, found: tuple[Reading, ...]) -> bool:
    if form in HEAVY_FORMS or not found:
        return False
    if form in PARENTHETICAL:
        return True
    best = found[0]
    tags = best.grammemes
    if best.lemma in LIGHT_EXTRA:
        return True
    if best.lemma in LIGHT_PRONOUNS and "npro" in tags:
        return not (best.lemma in HEAVY_NOMINATIVES and "nomn" in tags)
    if "conj" in tags:
        return "prnt" in tags
    return bool(tags & {"advb", "prcl"}) and not tags & {"ques", "neg"}
