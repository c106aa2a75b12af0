"""
Does the customer ask for a person? «Оператора позовите», «есть тут живой человек?», «talk to a human».

Words are compared by lemma; one that no dictionary has may differ from «оператор» by two letters. A request
is a whole message that names a person, a person near a word that calls him, or a «живой человек». What only
mentions a person is none: «оператор обещал», «сколько человек поднимают диван», «мобильный оператор».
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from faq.keyboard import as_meant
from index.morphology import is_russian_word, lemma
from index.text import tokens

LONGEST: Final = 600
"""Code points that are looked at: nobody hides a call for help at the end of an essay."""

LONGEST_WHOLE: Final = 4
"""Words of a message that may be nothing but a call."""

_STAFF: Final = frozenset(
    re.findall(
        r"\w+",
        """
        оператор консультант operator agent representative consultant
        """,
    )
)
_SOMEBODY: Final = frozenset(
    re.findall(
        r"\w+",
        """
        человек люди менеджер специалист сотрудник нибыть human person someon somebody peopl manager
        """,
    )
)
_LIVE: Final = frozenset(
    re.findall(
        r"\w+",
        """
        живой реальный настоящий live real liv
        """,
    )
)
_STRONG: Final = frozenset(
    re.findall(
        r"\w+",
        """
        позвать звать позови соединить соединять переключить переключать поговорить пообщаться
        общаться связать связаться связывать подключить пригласить speak talk connect transfer chat
        speaking switch
        """,
    )
)
_WEAK: Final = frozenset(
    re.findall(
        r"\w+",
        """
        хотеть нужный нужно нужен надо дать давать мочь можно перевести переводить вызвать требовать
        срочно want need get giv call
        """,
    )
)
_FILLERS: Final = frozenset(
    re.findall(
        r"\w+",
        """
        пожалуйста а ну мне я можно на с со к у вы тут здесь есть ли бы же и эй алло здравствуйте
        привет срочно хотеть нужный нужно надо дать кто pleas a an the to i me with any there is
        hello hi need want hey
        """,
    )
)
_NOT: Final = frozenset({"не", "ни", "без", "not", "don", "dont", "no", "without"})
_OTHER_PERSON: Final = frozenset({"мобильный", "сотовый", "тур", "кредитный", "почтовый", "логистический"})
"""Before a person, they make him somebody else's."""

_OF_SOMETHING: Final = frozenset({"связь", "сотовый", "доставка", "мтс", "билайн", "мегафон", "склад"})
"""After a person, likewise."""

_MISSPELT: Final = ("оператор", "консультант", "operator")
_TYPOS: Final = 2
_NEAR_STRONG: Final = 4
_NEAR_WEAK: Final = 2


class _Word(NamedTuple):
    text: str
    lemma: str


def asks_for_person(text: str) -> bool:
    """
    Tell whether the message asks for a person instead of the bot.

    A few microseconds a word; call it off the event loop all the same, dictionaries load at the first call.
    """
    words = [_word(token.text) for token in tokens(as_meant(text[:LONGEST]))]
    people = [at for at, word in enumerate(words) if _is_person(words, at, word)]
    if not people:
        return False
    return _is_nothing_else(words) or any(_is_called(words, at) for at in people)


def _is_person(words: list[_Word], at: int, word: _Word) -> bool:
    if word.lemma not in _STAFF and word.lemma not in _SOMEBODY:
        return False
    before = words[at - 1].lemma if at else ""
    after = words[at + 1].lemma if at + 1 < len(words) else ""
    return before not in _OTHER_PERSON and after not in _OF_SOMETHING


def _is_nothing_else(words: list[_Word]) -> bool:
    known = _STAFF | _SOMEBODY | _LIVE | _FILLERS | _STRONG
    called = any(word.lemma in _STAFF or word.lemma in {"человек", "human", "person"} for word in words)
    return called and len(words) <= LONGEST_WHOLE and all(word.lemma in known for word in words)


def _is_called(words: list[_Word], at: int) -> bool:
    person = words[at].lemma
    if at and words[at - 1].lemma in _LIVE:
        return not _denied(words, at - 1)
    for place, word in enumerate(words):
        distance = abs(place - at)
        strong = word.lemma in _STRONG and distance <= _NEAR_STRONG
        weak = word.lemma in _WEAK and person in _STAFF and distance <= _NEAR_WEAK
        if (strong or weak) and not _denied(words, place) and not _denied(words, at):
            return True
    return False


def _denied(words: list[_Word], at: int) -> bool:
    return any(word.lemma in _NOT for word in words[max(0, at - 2) : at])


def _word(text: str) -> _Word:
    for target in _MISSPELT:
        known = is_russian_word(text) or text == target
        # The first letters of an inflected word: «оператара» against «оператор».
        if not known and abs(len(text) - len(target)) <= _TYPOS + 1:
            stem = lemma(text)[: len(target) + 1]
            if min(_distance(stem, target), _distance(text[: len(target)], target)) <= _TYPOS:
                return _Word(text, target)
    return _Word(text, lemma(text))


def _distance(one: str, other: str) -> int:
    """
    Levenshtein's distance (1966), row by row.
    """
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        previous, row[0] = row[0], i
        for j, b in enumerate(other, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (a != b))
    return row[-1]
