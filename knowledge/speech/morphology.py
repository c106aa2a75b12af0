"""
How a Russian word may be read: every lemma with its grammemes that the dictionary finds likely enough.

pymorphy3 ranks the readings by their frequency in OpenCorpora; readings far below the best one («данным» as a
participle) bring more false matches than true ones, so they are cut. Forms of one noun or adjective that are
written alike («другой» as nominative and as genitive) stay together: the corpus counts how often a case is
meant, not whether it may be.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

import pymorphy3

if TYPE_CHECKING:
    from collections.abc import Mapping

_RUSSIAN = re.compile(r"[а-яё]+(?:-[а-яё]+)*")
"""All that pymorphy3 is shown: on letters without a Unicode name it raises."""
SCORE_CUT = 0.1
"""A reading is kept when its score is at least this share of the best one's."""
_DECLINED = frozenset(("NOUN", "ADJF", "NPRO", "NUMR", "PRTF"))


@dataclass(frozen=True, slots=True)
class Reading:
    """
    One way to read a word; `lemma` is folded (ё written as е), `grammemes` are OpenCorpora's in lower case.
    """

    lemma: str
    grammemes: frozenset[str]


@cache
def analyzer() -> Any:
    """
    The one pymorphy3 analyzer of the process, loaded on first use; safe to share between threads.
    """
    return pymorphy3.MorphAnalyzer()


def fold(word: str) -> str:
    """
    Lower case, ё as е.
    """
    return word.lower().replace("ё", "е")


@lru_cache(maxsize=4096)
def _grammemes(tag: str) -> frozenset[str]:
    return frozenset(tag.lower().replace(" ", ",").split(","))


@lru_cache(maxsize=32_768)
def readings(word: str) -> tuple[Reading, ...]:
    """
    The likely readings of a word in lower case, best first.
    """
    if not _RUSSIAN.fullmatch(word):
        return ()
    parses = analyzer().parse(word)
    floor = max(parse.score for parse in parses) * SCORE_CUT
    declined = {
        (parse.normal_form, parse.tag.POS)
        for parse in parses
        if parse.score >= floor and parse.tag.POS in _DECLINED
    }
    kept = (
        Reading(fold(parse.normal_form), _grammemes(str(parse.tag)))
        for parse in parses
        if parse.score >= floor or (parse.normal_form, parse.tag.POS) in declined
    )
    return tuple(dict.fromkeys(kept))


@lru_cache(maxsize=32_768)
def is_known(word: str) -> bool:
    """
    Tell whether the dictionary lists the word itself, rather than words that end like it.
    """
    return _RUSSIAN.fullmatch(word) is not None and bool(analyzer().word_is_known(word))


_LEMMAS: dict[str, tuple[str, ...]] = {}
"""What `lemmas` has answered; the words of rules, which are few."""


def lemmas(word: str) -> tuple[str, ...]:
    """
    The dictionary forms that a word written in a pattern stands for.

    A word that is a dictionary form itself stands for itself alone («вина», not «вино»); one that no
    dictionary lists stands for itself and for what it looks like a form of.
    """
    found = _LEMMAS.get(word)
    if found is None:
        found = _LEMMAS[word] = _lemmas(word)
    return found


def _lemmas(word: str) -> tuple[str, ...]:
    folded = fold(word)
    parses = analyzer().parse(word.lower())
    normal = [fold(parse.normal_form) for parse in parses]
    if folded in normal:
        return (folded,)
    likely = tuple(dict.fromkeys(reading.lemma for reading in readings(word.lower())))
    return likely if likely and is_known(word.lower()) else (folded, *likely)


def known_lemmas() -> dict[str, tuple[str, ...]]:
    """
    What `lemmas` has answered so far, for `recall_lemmas` in another process.
    """
    return dict(_LEMMAS)


def recall_lemmas(answers: Mapping[str, tuple[str, ...]]) -> None:
    """
    Take over answers that another process has worked out with the same dictionary.
    """
    _LEMMAS.update(answers)


def forms(word: str) -> dict[str, tuple[Reading, ...]]:
    """
    Every form of the words that `word` stands for, folded, with its readings.
    """
    found: dict[str, list[Reading]] = {}
    wanted = lemmas(word)
    for parse in analyzer().parse(word.lower()):
        if fold(parse.normal_form) not in wanted:
            continue
        for form in parse.lexeme:
            reading = Reading(fold(parse.normal_form), _grammemes(str(form.tag)))
            held = found.setdefault(fold(form.word), [])
            if reading not in held:
                held.append(reading)
    return {form: tuple(held) for form, held in found.items()}
