"""
Words to their dictionary form, so that «возвраты» finds «возврат».

Russian goes through pymorphy3 (Korobov, 2015), English through a light suffix stemmer in the spirit of
Harman's S-stemmer (1991): both forms of a word must only agree with each other, nobody reads them.
"""

from __future__ import annotations

import re
import threading
from functools import cache, lru_cache
from typing import Any, Final

from index.text import fold, tokens

WORDS_REMEMBERED: Final = 100_000
SHORTEST_STEM: Final = 3
_RUSSIAN: Final = re.compile(r"[а-яё]+")
_ENGLISH: Final = re.compile(r"[a-z]+")
_VOWEL: Final = re.compile(r"[aeiouy]")
_DOUBLED: Final = re.compile(r"([bdfgmnprt])\1$")
_loading = threading.Lock()


@lru_cache(maxsize=WORDS_REMEMBERED)
def lemma(word: str) -> str:
    """
    Give the dictionary form of a folded word; numbers and words of other languages stay as they are.
    """
    if _RUSSIAN.fullmatch(word):
        return fold(_analyzer().parse(word)[0].normal_form)
    if _ENGLISH.fullmatch(word):
        return _english_stem(word)
    return word


@lru_cache(maxsize=WORDS_REMEMBERED)
def is_russian_word(word: str) -> bool:
    """
    Tell whether the dictionary has the folded word, in any form.
    """
    return bool(_RUSSIAN.fullmatch(word)) and bool(_analyzer().word_is_known(word))


def lemmas(text: str) -> list[str]:
    """
    Give the lemma of every word of `text`, in order.
    """
    return [lemma(token.text) for token in tokens(text)]


def _analyzer() -> Any:
    with _loading:
        return _load_analyzer()


@cache
def _load_analyzer() -> Any:
    import pymorphy3  # noqa: PLC0415 -- its dictionaries take 15 MB; a command that reads no text goes without

    return pymorphy3.MorphAnalyzer(lang="ru")


def _english_stem(word: str) -> str:
    stem = _without_plural(word)
    for ending in ("ing", "ed"):
        rest = stem.removesuffix(ending)
        if rest != stem and len(rest) >= SHORTEST_STEM and _VOWEL.search(rest):
            stem = _DOUBLED.sub(r"\1", rest)
            break
    return stem[:-1] if stem.endswith("e") and len(stem) > SHORTEST_STEM else stem


def _without_plural(word: str) -> str:
    if len(word) <= SHORTEST_STEM or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    return word.removesuffix("s")
