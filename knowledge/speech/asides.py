"""
What people put between the words of a phrase without changing what it says, longer than a word.

Stance («честно говоря», «к моему сожалению», «как я вижу»), adjuncts («по этому вопросу», «в данном случае»,
«со своей стороны»), addresses («Анна,», «уважаемый клиент,»). Single light words are `tokens.Word.light`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from knowledge.speech.vocabulary import PARENTHETICAL_PHRASES, words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from knowledge.speech.tokens import Token

_DETERMINERS = words("этот данный такой ваш наш мой свой сегодняшний настоящий текущий нынешний подобный")
_ADJUNCT_PREPOSITIONS = words("в во на с со при")
_CIRCUMSTANCES = words("""
    вопрос случай ситуация сторона момент время день этап минута секунда причина повод заказ обращение
    заявка тема магазин система очередь условие
    """)
_FEELINGS = words("сожаление счастье стыд удивление огорчение радость")
_TELLING = words("говоря сказать выражаясь")
_FRANK = words("честно откровенно коротко кратко вкратце прямо строго точнее грубо")
_KNOWING = words("видеть знать понимать понять помнить слышать сказать говорить казаться писать указать")
_ADDRESSED = words("клиент покупатель заказчик друг коллега господин госпожа гость пользователь")
_ENGLISH_ADDRESSED = words("customer sir madam client ms mr mrs")
_NAMES = ("name", "surn", "patr")
_LONGEST_ADDRESS = 3

_PHRASES_BY_FIRST: dict[str, list[tuple[str, ...]]] = {}
for _phrase in PARENTHETICAL_PHRASES:
    _PHRASES_BY_FIRST.setdefault(_phrase[0], []).append(_phrase)


def asides(tokens: Sequence[Token], light: Sequence[bool]) -> list[int]:
    """
    By position, where the aside that begins there ends; 0 where none does.

    The commas around an aside belong to it.
    """
    ends = [0] * len(tokens)
    for at, token in enumerate(tokens):
        first = at + 1 if token.form == "," and token.kind == "punct" else at
        if first >= len(tokens) or tokens[first].kind != "word":
            continue
        end = _aside(tokens, first, light, set_off=first > at)
        if end:
            ends[at] = end + 1 if _is_comma(tokens, end) else end
    return ends


def _aside(tokens: Sequence[Token], at: int, light: Sequence[bool], *, set_off: bool) -> int:
    """
    The end of the words of the aside that begins at `at`; 0 when there is none.

    One that is `set_off` by a comma before it may be anything that only reads as an aside between two commas.
    """
    found = max(recognise(tokens, at) for recognise in _RECOGNISERS)
    if found or not set_off:
        return found
    end = next((end for end in range(at, min(at + 4, len(tokens))) if _is_comma(tokens, end)), 0)
    if not end or end == at:
        return 0
    between = tokens[at:end]
    if all(light[at:end]) or _is_address(between) or _is_knowledge(between):
        return end
    return 0


def _is_comma(tokens: Sequence[Token], at: int) -> bool:
    return at < len(tokens) and tokens[at].form == "," and tokens[at].kind == "punct"


def _fixed(tokens: Sequence[Token], at: int) -> int:
    """
    «честно говоря», «на самом деле», "at the moment".
    """
    for phrase in _PHRASES_BY_FIRST.get(tokens[at].known_as or tokens[at].form, ()):
        if tuple(token.known_as or token.form for token in tokens[at : at + len(phrase)]) == phrase:
            return at + len(phrase)
    return 0


def _feeling(tokens: Sequence[Token], at: int) -> int:
    """
    «к моему большому сожалению».
    """
    if tokens[at].form != "к":
        return 0
    noun = _noun_after(tokens, at + 1)
    return noun + 1 if noun and tokens[noun].word.is_lemma(*_FEELINGS) else 0


def _manner(tokens: Sequence[Token], at: int) -> int:
    """
    «честно говоря», «мягко говоря», «если честно», «если говорить прямо», «честно скажу».
    """
    forms = [token.form for token in tokens[at : at + 3]]
    if len(forms) > 1 and forms[1] in _TELLING and tokens[at].word.has("advb"):
        return at + 2
    if forms[0] != "если":
        return 0
    if len(forms) > 1 and forms[1] in _FRANK:
        return at + 3 if forms[2:] == ["говорить"] else at + 2
    return at + 3 if forms[1:2] == ["говорить"] and forms[2:] and forms[2] in _FRANK else 0


def _adjunct(tokens: Sequence[Token], at: int) -> int:
    """
    «по этому вопросу», «по возврату», «в данном случае», «с нашей стороны», «на сегодняшний день».
    """
    form = tokens[at].form
    if form not in _ADJUNCT_PREPOSITIONS and form != "по":
        return 0
    noun = _noun_after(tokens, at + 1)
    if not noun or noun == at + 1:
        return 0
    determined = any(token.word.is_lemma(*_DETERMINERS) for token in tokens[at + 1 : noun])
    return noun + 1 if determined and tokens[noun].word.is_lemma(*_CIRCUMSTANCES) else 0


def _noun_after(tokens: Sequence[Token], at: int) -> int:
    """
    The position of the noun that at most two adjectives from `at` on lead to; 0 when there is none.
    """
    for position in range(at, min(at + 3, len(tokens))):
        token = tokens[position]
        if token.kind != "word":
            return 0
        if token.word.best("noun"):
            return position
        if not any(token.word.has(part) for part in ("adjf", "prtf")):
            return 0
    return 0


_RECOGNISERS: tuple[Callable[[Sequence[Token], int], int], ...] = (_fixed, _feeling, _manner, _adjunct)


def _is_address(between: Sequence[Token]) -> bool:
    """
    «Анна», «Иван Петрович», «уважаемый клиент», "dear customer".
    """
    if len(between) > _LONGEST_ADDRESS or any(token.kind != "word" for token in between):
        return False
    *before, last = between
    if last.form.isascii():
        named = last.capital and all(token.capital for token in before)
        return named or last.form in _ENGLISH_ADDRESSED
    if last.word.best("noun", "nomn") and last.word.is_lemma(*_ADDRESSED):
        return all(token.word.has("adjf", "nomn") for token in before)
    return all(
        token.capital and any(token.word.has(grammeme) for grammeme in _NAMES)
        for token in between
        if not (token.word.is_lemma("уважаемый") and token is between[0] and before)
    )


def _is_knowledge(between: Sequence[Token]) -> bool:
    """
    «как я вижу», «насколько мне известно», "as far as I can see".
    """
    first, last = between[0], between[-1]
    if first.form in {"как", "насколько"} and len(between) > 1:
        return any(token.word.is_lemma(*_KNOWING, "известный") for token in between[1:])
    return first.form == "as" and last.form in {"see", "know", "understand"}
