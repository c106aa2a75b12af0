"""
Noun phrases: where one ends.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from knowledge.speech.tokens import Sentence, Token

MOST_ADJECTIVES = 3


def noun_phrase_end(sentence: Sentence, at: int, cases: frozenset[str]) -> int | None:
    """
    Where the noun phrase that starts at `at` ends, if one does.

    It is made of adjectives, a noun in one of `cases`, a number after it («заказа № 15»), and of noun phrases
    in the genitive that hang on it.
    """
    tokens = sentence.tokens
    position = at
    while (
        position < len(tokens) and position - at < MOST_ADJECTIVES and _adjective_in(tokens[position], cases)
    ):
        position += 1
    if position >= len(tokens) or not _noun_in(tokens[position], cases):
        return None
    position += 1
    if position < len(tokens) and tokens[position].form == "№":
        position += 1
    if position < len(tokens) and tokens[position].kind == "num":
        return position + 1
    hanging = noun_phrase_end(sentence, position, frozenset(("gent",))) if position < len(tokens) else None
    return hanging or position


def _adjective_in(token: Token, cases: frozenset[str]) -> bool:
    return token.kind == "word" and any(
        reading.grammemes & {"adjf", "prtf"} and (not cases or reading.grammemes & cases)
        for reading in token.word.readings
    )


def _noun_in(token: Token, cases: frozenset[str]) -> bool:
    return token.kind == "word" and any(
        "noun" in reading.grammemes and (not cases or reading.grammemes & cases)
        for reading in token.word.readings
    )
