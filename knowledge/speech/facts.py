"""
The facts of a draft: what a rewording must neither lose nor invent.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from knowledge.speech.mask import quotations
from knowledge.speech.terms import MONTHS, UNITS, WEEKDAYS
from knowledge.speech.tokens import Fact, word_info
from knowledge.speech.vocabulary import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from knowledge.speech.tokens import Draft, Token

NEGATIONS = words("не ни нет без нельзя никогда not never no without cannot")
_NUMERALS = words("""
    ноль один два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать пятнадцать двадцать
    тридцать сорок пятьдесят сто двести тысяча миллион оба полтора полчаса второй третий четвертый пятый one
    two three four five six seven eight nine ten hundred thousand
    """)
_DAYS = words("сегодня завтра послезавтра вчера today tomorrow yesterday tonight")
_CLOCK = re.compile(r"^([01]?\d|2[0-3]):[0-5]\d$")
_DATE = re.compile(r"^\d{1,2}[./]\d{1,2}[./]\d{2,4}$")
_PHONE = re.compile(r"\+?\d(?:[ ()\-]{0,2}\d){9,13}(?!\d)")
_MONEY_FORMS = words("руб р ₽ $ € usd eur rub")
LONGEST_ACRONYM = 4
"""СМС, CVV, FAQ: words like others."""
_NAME_GRAMMEMES = frozenset(("name", "surn", "patr"))


def facts_of(draft: Draft) -> tuple[Fact, ...]:
    """
    The facts of a draft in the order of its text; worked out once a draft.
    """
    if draft.facts is None:
        draft.facts = tuple(_extract(draft))
    return draft.facts


def _extract(draft: Draft) -> list[Fact]:
    source = draft.source
    found: list[Fact] = []
    phones: list[tuple[int, int]] = []
    for match in _PHONE.finditer(source):
        digits = re.sub(r"\D", "", match.group())
        phones.append(match.span())
        found.append(Fact("phone", digits, *match.span()))
    for start, end in quotations(source):
        found.append(Fact("quote", source[start + 1 : end - 1], start, end))
    for sentence in draft.sentences:
        tokens = sentence.tokens
        if phones:
            tokens = [
                token for token in tokens if not any(a <= token.start and token.end <= b for a, b in phones)
            ]
        found.extend(_facts_of_sentence(tokens))
    return sorted(found, key=lambda fact: (fact.start, fact.end))


def count(facts: Iterable[Fact]) -> Counter[tuple[str, str]]:
    """
    The facts as a multiset.
    """
    return Counter(fact.key for fact in facts)


def _facts_of_sentence(tokens: Sequence[Token]) -> Iterator[Fact]:
    """
    The facts of a sentence, remembered by its words: a rewording changes one sentence of many.
    """
    key = tuple(token.known_as or token.raw for token in tokens)
    known = _REMEMBERED.get(key)
    if known is None:
        begins = {token.start: at for at, token in enumerate(tokens)}
        ends = {token.end: at for at, token in enumerate(tokens)}
        found = list(_facts_of_tokens(tokens))
        known = tuple((fact, begins[fact.start], ends[fact.end]) for fact in found)
        if len(_REMEMBERED) >= SENTENCES_REMEMBERED:
            _REMEMBERED.clear()
        _REMEMBERED[key] = known
    for fact, first, last in known:
        yield Fact(fact.kind, fact.value, tokens[first].start, tokens[last].end, fact.words)


SENTENCES_REMEMBERED = 4096
_REMEMBERED: dict[tuple[str, ...], tuple[tuple[Fact, int, int], ...]] = {}


def _facts_of_tokens(tokens: Sequence[Token]) -> Iterator[Fact]:
    first_word = next((token for token in tokens if token.kind == "word"), None)
    for at, token in enumerate(tokens):
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        before = tokens[at - 1] if at else None
        if token.kind == "opaque":
            kind = "email" if "@" in token.raw and "://" not in token.raw else "url"
            if not token.raw.startswith("["):
                yield Fact(kind, token.raw, token.start, token.end)
        elif token.kind == "num":
            yield _number(token, before, following)
        elif token.kind == "word":
            yield from _word_facts(token, following, is_first=token is first_word)


def _number(token: Token, before: Token | None, following: Token | None) -> Fact:
    value = token.form.replace(" ", "")
    kind, end = "number", token.end
    if _CLOCK.match(value):
        kind = "time"
    elif _DATE.match(value):
        kind = "date"
    elif before is not None and before.form == "№":
        kind = "id"
    elif following is None:
        pass
    elif following.form in _MONEY_FORMS or following.word.is_lemma("рубль", "доллар", "евро"):
        kind = "money"
    elif following.form == "%" or following.word.is_lemma("процент"):
        value += "%"
    elif unit := next(
        (reading.lemma for reading in following.word.readings if reading.lemma in _COUNTED), None
    ):
        kind, end = ("date" if unit in MONTHS else "number"), following.end
        value += f" {unit}"
    return Fact(kind, value, token.start, end)


_COUNTED = MONTHS | UNITS


def _word_facts(token: Token, following: Token | None, *, is_first: bool) -> Iterator[Fact]:
    span = (token.start, token.end)
    if found := _class_of(token.known_as or token.form):
        kind, value = found
        if value != "один" or (following and following.word.is_lemma(*UNITS)):
            yield Fact(kind, value, *span, (token.form,))
    elif any(char.isdigit() for char in token.raw):
        yield Fact("id", token.raw, *span)
    elif token.capital and _is_name(token, is_first=is_first):
        value = token.form if token.form.isascii() else token.word.readings[0].lemma
        yield Fact("name", value, *span, (token.form,))


@lru_cache(maxsize=16_384)
def _class_of(form: str) -> tuple[str, str] | None:
    """
    Kind and value of a word that is a fact wherever it stands.
    """
    if form in NEGATIONS:
        return "negation", form
    readings = word_info(form).readings
    if form in _DAYS or any(reading.lemma in WEEKDAYS for reading in readings):
        return "date", readings[0].lemma if readings else form
    if readings and readings[0].lemma in _NUMERALS:
        return "number", readings[0].lemma
    return None


def _is_name(token: Token, *, is_first: bool) -> bool:
    readings = token.word.readings
    if token.raw.isupper() and 1 < len(token.raw) <= LONGEST_ACRONYM:
        return any(reading.grammemes & _NAME_GRAMMEMES for reading in readings)
    if token.form.isascii():
        return not is_first and token.form != "i"
    if not readings:
        return False
    if is_first:
        return bool(readings[0].grammemes & _NAME_GRAMMEMES)
    return not readings[0].grammemes & {"npro", "prep", "conj", "prcl"} and readings[0].lemma != "ваш"
