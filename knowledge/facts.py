"""
The facts of an answer that another answer can contradict: amounts, shares, terms, dates, times, yes or no.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Final

_UNITS: Final = (
    ("%", r"%|процент\w*|percent"),
    ("₽", r"₽|руб\.?|рубл\w+|р\.|rub(?:les?)?\b"),
    ("$", r"\$|доллар\w*|usd\b|dollars?"),
    ("€", r"€|евро|eur\b|euros?"),
    ("рабочий день", r"(?:рабоч\w+|business|working)\s+(?:дн\w+|день|days?)"),
    ("день", r"(?:календарн\w+\s+|calendar\s+)?(?:дн(?:ей|я|ям|ями|ях|и)|день|сут(?:ок|ки)|days?)\b"),
    ("час", r"час(?:а|ов|ам|у)?\b|ч\.|hours?\b"),
    ("минута", r"минут\w*|мин\.|minutes?\b|min\b"),
    ("неделя", r"недел\w+|weeks?\b"),
    ("месяц", r"месяц\w*|мес\.|months?\b"),
    ("год", r"год(?:а|у)?\b|лет\b|years?\b"),
    ("кг", r"кг\b|килограмм\w*|kg\b"),
    ("км", r"км\b|километр\w*|km\b"),
    ("шт", r"шт\b|штук\w*|pcs\b"),
)
_MONTHS: Final = "января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря"
_WORDS: Final = {
    "один": "1", "одного": "1", "два": "2", "две": "2", "двух": "2", "три": "3", "трех": "3", "четыре": "4",
    "четырех": "4", "пять": "5", "пяти": "5", "шесть": "6", "шести": "6", "семь": "7", "семи": "7",
    "восемь": "8", "восьми": "8", "девять": "9", "девяти": "9", "десять": "10", "десяти": "10",
    "четырнадцать": "14", "четырнадцати": "14", "two": "2", "three": "3", "five": "5", "seven": "7",
}  # fmt: skip
_NUMBER = rf"(?:\d{{1,3}}(?:[ \u00a0\u202f]\d{{3}})+|\d+)(?:[.,]\d+)?|\b(?:{'|'.join(_WORDS)})\b"
_QUANTITY = re.compile(
    rf"(?P<number>{_NUMBER})(?:\s*(?:-|–|—|до|to)\s*(?P<upper>{_NUMBER}))?[\s\u00a0-]*(?:"
    + "|".join(f"(?P<u{index}>{pattern})" for index, (_, pattern) in enumerate(_UNITS))
    + ")"
)
_DATE = re.compile(rf"\b\d{{1,2}}\.(?:0[1-9]|1[0-2])(?:\.\d{{2,4}})?\b(?!\.?\d)|\b\d{{1,2}}\s+(?:{_MONTHS})")
_TIME = re.compile(r"\b(?:[01]?\d|2[0-3])[:.][0-5]\d\b(?!\.\d)")
_FIRST_SENTENCE = re.compile(r".*?(?:[.!?…]\s|\n|\Z)", re.DOTALL)
_NO = re.compile(
    r"\b(?:нет|нельзя|невозможно|запрещено|не\s+(?:можем|можете|может|могу|сможем|сможете|получится|предусмотрен\w*"
    r"|принимаем|возвращаем|доставляем|нужн\w+|требуется|разрешается|входит|возможн\w+)|cannot|can't|no|not)\b"
)  # fmt: skip
_YES = re.compile(
    r"\b(?:да|можно|можете|можем|возможно|сможете|принимаем|возвращаем|доставляем|нужно|нужен|нужна|требуется"
    r"|разрешается|входит|yes|can)\b"
)
_NOISE = re.compile(r"[*_`\\]+")


@dataclass(slots=True)
class Facts:
    """
    What a text states: values by kind of fact, and the place of each in words as they stand there.
    """

    values: defaultdict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    yes: str | None = None
    no: str | None = None


def facts(text: str) -> Facts:
    """
    Gather the facts of `text`, Russian or English.
    """
    text = _NOISE.sub("", text.casefold().replace("ё", "е"))
    found = Facts()
    for match in _QUANTITY.finditer(text):
        unit = next(name for index, (name, _) in enumerate(_UNITS) if match.group(f"u{index}"))
        for group in ("number", "upper"):
            if number := match.group(group):
                found.values[unit][_canonical(number)] = match.group().strip()
    for kind, pattern in (("дата", _DATE), ("время", _TIME)):
        for match in pattern.finditer(text):
            found.values[kind][_canonical(match.group().lstrip("0"))] = match.group()
    first = _FIRST_SENTENCE.match(text.lstrip())
    sentence = first.group().strip() if first else ""
    no = _NO.search(sentence)
    # «не можем» holds «можем», so what is denied is taken out before looking for what is affirmed.
    yes = _YES.search(_NO.sub(" ", sentence))
    if no and not yes:
        found.no = sentence
    elif yes and not no:
        found.yes = sentence
    return found


def disagreement(one: Facts, other: Facts) -> tuple[str, str] | None:
    """
    Return the words of both texts that cannot be true together, or None.

    Facts of a kind disagree when both texts state some and share none: an answer that says more agrees.
    """
    for kind, values in one.values.items():
        others = other.values.get(kind)
        if others and not values.keys() & others.keys():
            return next(iter(values.values())), next(iter(others.values()))
    if one.yes and other.no:
        return one.yes, other.no
    if one.no and other.yes:
        return one.no, other.yes
    return None


def _canonical(number: str) -> str:
    number = re.sub(r"[\s\u00a0\u202f]", "", _WORDS.get(number, number)).replace(",", ".")
    return number.lstrip("0") or "0"
