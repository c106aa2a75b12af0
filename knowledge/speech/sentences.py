"""
A sentence around a match: what of it may go, what must stay, and how it reads on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from knowledge.speech.edits import lower_first, upper_first
from knowledge.speech.vocabulary import COORDINATORS, SUBORDINATORS, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knowledge.speech.tokens import Sentence, Token

_FINAL = frozenset((".", "!", "?", "…"))
_BREAKS = frozenset((",", ";", "—", ":"))


@dataclass(frozen=True, slots=True)
class Surroundings:
    """
    The words around a match, ready to be put together again.

    `before` is kept as a sentence of its own, `address` as words that lead into the new one («Анна, »),
    `tail` is the clause that hangs on the match («почему списали деньги»), `after` is kept as a sentence of
    its own.
    """

    before: str
    address: str
    tail: str
    after: str
    ending: str


def surroundings(sentence: Sentence, start: int, end: int, source: str) -> Surroundings | None:
    """
    Split a sentence around tokens `start` to `end`; None when what stands there cannot do without the match.
    """
    tokens = sentence.tokens
    last = len(tokens)
    while last > end and tokens[last - 1].kind == "punct" and tokens[last - 1].form in _FINAL:
        last -= 1
    ending = source[tokens[last].start : sentence.end] if last < len(tokens) else ""
    head = _head(sentence, start, source)
    rest = _rest(sentence, end, last, source)
    if head is None or rest is None:
        return None
    before, address, leading = head
    tail, after = rest
    if leading:
        if tail:
            return None
        tail = leading
    return Surroundings(before, address, tail, after, ending)


def _head(sentence: Sentence, start: int, source: str) -> tuple[str, str, str] | None:
    """
    What stands before: (sentence of its own, address, dependent clause); None when it cannot be parted.
    """
    tokens = sentence.tokens
    stop = start
    while stop > 0 and tokens[stop - 1].form in COORDINATORS | _BREAKS:
        stop -= 1
    if _is_light(sentence, 0, stop) or _is_opinion(tokens[:stop]):
        return "", "", ""
    if stop == start:
        return None
    text = source[tokens[0].start : tokens[stop - 1].end]
    marks = [token.form for token in tokens[stop:start] if token.kind == "punct"]
    if _opens_dependent(tokens, 0) and "," in marks:
        return "", "", lower_first(text)
    if has_predicate(tokens[:stop]):
        return text + ".", "", ""
    if marks == [","]:
        return "", text + ", ", ""
    return None


def _is_opinion(tokens: Sequence[Token]) -> bool:
    """
    Tell whether `tokens` are no more than «боюсь» or «думаю»: a parenthesis, not a sentence.
    """
    spoken = [token for token in tokens if token.kind == "word" and not token.word.light]
    return len(spoken) == 1 and spoken[0].form in _OPINIONS


_OPINIONS = words("боюсь думаю полагаю считаю надеюсь уверен уверена боимся думаем полагаем считаем надеемся")


def _rest(sentence: Sentence, end: int, last: int, source: str) -> tuple[str, str] | None:
    """
    What stands after: (dependent clause, sentence of its own); None when it cannot be parted.
    """
    tokens = sentence.tokens
    if _is_light(sentence, end, last):
        return "", ""
    first = end
    while first < last and sentence.light[first] and tokens[first].form != "that":
        first += 1
    if not (tokens[first].form.isascii() and tokens[first].form in SUBORDINATORS):
        # Only an English clause may hang on the match without a comma.
        if tokens[first].kind != "punct" or tokens[first].form not in _BREAKS:
            return None
        first += 1
    if first >= last:
        return None
    if _opens_dependent(tokens, first):
        turn = _turn(tokens, first, last)
        tail = source[tokens[first].start : tokens[turn - 1].end]
        if turn == last:
            return tail, ""
        after = _own_sentence(tokens, turn + 1, last, source)
        return None if after is None else (tail, after)
    after = _own_sentence(tokens, first, last, source)
    return None if after is None else ("", after)


def _own_sentence(tokens: Sequence[Token], first: int, last: int, source: str) -> str | None:
    while first < last and tokens[first].form in COORDINATORS:
        first += 1
    if first >= last or not (has_predicate(tokens[first:last]) or _has_subject(tokens[first:last])):
        return None
    text = source[tokens[first].start : tokens[last - 1].end]
    return upper_first(text)


def _turn(tokens: Sequence[Token], first: int, last: int) -> int:
    """
    Where a new independent clause begins («…, но …»), or `last`.
    """
    for at in range(first, last - 1):
        if tokens[at].form in {",", ";"} and tokens[at + 1].form in {"но", "однако", "поэтому", "but"}:
            return at
    return last


def _is_light(sentence: Sentence, start: int, end: int) -> bool:
    """
    Tell whether nothing but light words, conjunctions and marks stands there.
    """
    return all(
        sentence.light[at] or token.kind == "punct" or token.form in COORDINATORS
        for at, token in enumerate(sentence.tokens[start:end], start)
    )


def _opens_dependent(tokens: Sequence[Token], at: int) -> bool:
    """
    Tell whether a clause that cannot stand alone begins at `at`.
    """
    token = tokens[at]
    if token.word.best("prep") and at + 1 < len(tokens):
        token = tokens[at + 1]
    return (
        token.form in SUBORDINATORS
        or token.word.is_lemma("который", "какой", "чей", "кто", "что")
        or token.word.best("grnd")
        or token.word.best("prtf")
        or (at + 1 < len(tokens) and tokens[at + 1].form == "ли")
    )


def has_predicate(tokens: Sequence[Token]) -> bool:
    """
    Tell whether a verb, a short form or the like is among `tokens`.
    """
    return any(
        token.word.best("verb")
        or token.word.best("pred")
        or token.word.best("adjs")
        or token.word.best("prts")
        for token in tokens
    ) or any(token.form.isascii() and token.kind == "word" for token in tokens)


def _has_subject(tokens: Sequence[Token]) -> bool:
    """
    Tell whether a nominative is among `tokens`: «заказ уже в пути».
    """
    return any(token.word.best("noun", "nomn") or token.word.best("npro", "nomn") for token in tokens)


def stands_alone(tokens: Sequence[Token]) -> bool:
    """
    Tell whether `tokens` may be a sentence: something that can be its predicate or subject, or a greeting.

    Generous on purpose: it is there to catch «Информацию о переносе.», not to parse.
    """
    spoken = [token for token in tokens if token.kind == "word"]
    return any(map(_carries_a_sentence, spoken)) or all(
        token.capital or token.word.best("intj") or token.word.light for token in spoken
    )


def _carries_a_sentence(token: Token) -> bool:
    return (
        token.form == "да"
        or token.form.isascii()
        or any(reading.grammemes & _SUBJECT_OR_PREDICATE for reading in token.word.readings)
    )


_SUBJECT_OR_PREDICATE = frozenset(("nomn", "verb", "infn", "pred", "adjs", "prts", "comp"))
