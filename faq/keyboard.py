"""
Questions typed with the keyboard in the wrong layout: «djpdhfn» is «возврат».
"""

from __future__ import annotations

from typing import Final

from index.morphology import is_russian_word
from index.text import tokens

_LATIN: Final = "`qwertyuiop[]asdfghjkl;'zxcvbnm,./"
_CYRILLIC: Final = "ёйцукенгшщзхъфывапролджэячсмитьбю."
_TO_CYRILLIC: Final = str.maketrans(
    _LATIN + _LATIN.upper().replace("`", "~").translate(str.maketrans("[];',./", '{}:"<>?')),
    _CYRILLIC + _CYRILLIC.upper().replace(".", ","),
)
_SHORTEST: Final = 2
"""One letter is a Russian word too often to prove anything."""


def as_meant(question: str) -> str:
    """
    Return `question` as it reads in the Russian layout, if only there it consists of words.

    A question with a Cyrillic letter in it was typed as meant. One in Latin letters is taken for Russian when
    most of its words are then in the dictionary; English words almost never are («return» is «куегкт»).
    """
    if any("а" <= letter <= "ё" for letter in question.lower()) or not any(map(str.isalpha, question)):
        return question
    russian = question.translate(_TO_CYRILLIC)
    words = [
        token.text for token in tokens(russian) if len(token.text) >= _SHORTEST and not token.text.isdigit()
    ]
    known = sum(map(is_russian_word, words))
    return russian if words and known * 2 > len(words) else question
