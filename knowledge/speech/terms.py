"""
Terms in time: does a sentence say when?
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from knowledge.speech.vocabulary import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knowledge.speech.tokens import Token

MONTHS = words(
    "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь "
    "january february march april may "
    "june july august september october november december"
)
WEEKDAYS = words(
    "понедельник вторник среда четверг пятница суббота воскресенье "
    "monday tuesday wednesday thursday friday saturday "
    "sunday"
)
UNITS = words(
    "секунда минута час сутки день неделя месяц год мин сек ч second minute hour day week month year business"
)
_DAYS = words("сегодня завтра послезавтра полчаса today tomorrow tonight")
_ON_DAY = words("в во до к ко on by until")
_NUMERALS = words(
    "один два три четыре пять шесть семь восемь девять десять полчаса двадцать тридцать сорок "
    "one two three four five six seven eight nine ten"
)
_BACKWARD = words("от с со из № from since")
"""What follows these is where something began, not when it will be done."""
_BLANK = re.compile(r"[\[{].*\b(срок|дат|врем|час|time|date|deadline)", re.IGNORECASE)
"""A placeholder or an open slot that will hold a term."""
_CLOCK = re.compile(r"^([01]?\d|2[0-3])[:.][0-5]\d$")
_DATE = re.compile(r"^\d{1,2}[./]\d{1,2}([./]\d{2,4})?$")


def term_at(tokens: Sequence[Token], at: int) -> bool:
    """
    Tell whether a term stands at `at`: a time, a date, a weekday, «завтра», «за 5 минут», «в течение часа».
    """
    token = tokens[at]
    before = tokens[at - 1].form if at else ""
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if before in _BACKWARD:
        return False
    if token.kind == "num":
        return _number_is_term(token, before, following)
    if token.kind == "opaque":
        return _BLANK.match(token.form) is not None
    return token.kind == "word" and (
        token.form in _DAYS
        or (before in _ON_DAY and token.word.is_lemma(*WEEKDAYS))
        or (following is not None and _opens_term(token, following))
    )


def _number_is_term(token: Token, before: str, following: Token | None) -> bool:
    if _CLOCK.match(token.form) or _DATE.match(token.form):
        return True
    return following is not None and (
        following.word.is_lemma(*MONTHS, *UNITS)
        or following.form in {"am", "pm", "utc", "мск"}
        or (before in {"до", "к", "by", "at"} and not _counts_money(following))
    )


def _opens_term(token: Token, following: Token) -> bool:
    """
    Tell whether «две недели», «в течение часа», «за час» begins with these two.
    """
    if token.word.is_lemma(*_NUMERALS):
        return following.word.is_lemma(*UNITS)
    if token.form in {"течение", "within"}:
        return following.kind == "num" or following.word.is_lemma(*UNITS, *_NUMERALS)
    return (
        token.form in {"за", "через"}
        and following.word.best("sing")
        and following.word.is_lemma("минута", "час", "день", "неделя", "сутки")
    )


def _counts_money(token: Token) -> bool:
    return token.form in {"руб", "₽", "%", "р"} or token.word.is_lemma("рубль", "процент")


def has_term(tokens: Sequence[Token]) -> bool:
    """
    Tell whether any term stands among `tokens`.
    """
    return any(term_at(tokens, at) for at in range(len(tokens)))
