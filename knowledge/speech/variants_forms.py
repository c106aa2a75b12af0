"""
Variants in another order of words and in other forms: person, number, gender, tense.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from knowledge.speech.agreement import inflect
from knowledge.speech.edits import lower_first, upper_first
from knowledge.speech.variants import Change, Example, Variant, changed
from knowledge.speech.vocabulary import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knowledge.speech.tokens import Token

_ENCLITICS = words("бы б же ж ли ль ведь")
_STAYS = words("только так просто как раз еще вот")
"""Adverbs and particles that belong to the word beside them."""


def orders(example: Example) -> Iterator[Variant]:
    """
    A personal pronoun or an adverb moved: before the verb, behind it, to the front of the words to be found.
    """
    tokens = list(example.tokens)
    if any(token.kind != "word" or token.form in _ENCLITICS or token.form.isascii() for token in tokens):
        return
    verb = next((at for at, token in enumerate(tokens) if token.word.best("verb")), None)
    if verb is None or any(example.text[a.end : b.start] != " " for a, b in pairwise(tokens)):
        return
    negated = verb - 1 if verb and tokens[verb - 1].form == "не" else verb
    seen = {tuple(range(len(tokens)))}
    for at in range(len(tokens)):
        if not _moves(tokens, at, commanded=tokens[verb].word.best("impr")):
            continue
        rest = [other for other in range(len(tokens)) if other != at]
        places = {rest.index(verb) + 1}
        if negated != at:
            places.add(rest.index(negated))
        if not (tokens[0].word.best("conj") or tokens[0].word.has("ques")):
            places.add(0)
        for place in sorted(places):
            order = (*rest[:place], at, *rest[place:])
            if order not in seen and not _splits_phrase(tokens, order):
                seen.add(order)
                yield _reordered(example, tokens, order)


def _moves(tokens: list[Token], at: int, *, commanded: bool) -> bool:
    token = tokens[at]
    before = tokens[at - 1] if at else None
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if before is not None and (before.word.best("prep") or before.form in {"не", "ни", "и"}):
        return False
    if token.word.is_lemma("что", "кто", "ничто", "никто") or token.form in _STAYS:
        return False
    if token.word.best("npro") and not token.word.has("ques"):
        return not (commanded and token.word.best("nomn"))
    if not token.word.best("advb") or token.word.has("ques"):
        return False
    leans = following is not None and any(map(following.word.best, ("advb", "adjf", "adjs", "comp", "prep")))
    return not leans and not (before is not None and before.word.best("advb"))


def _splits_phrase(tokens: list[Token], order: tuple[int, ...]) -> bool:
    """
    Tell whether neighbours that belong together are parted: «не» and a verb, an adjective and its noun.
    """
    after = dict(pairwise(order))
    for at, (left, right) in enumerate(pairwise(tokens)):
        together = (
            left.word.best("prep")
            or left.form in {"не", "ни"}
            or (left.word.has("adjf") and (right.word.best("noun") or right.word.best("adjf")))
            or (left.word.best("noun") and right.word.best("noun"))
        )
        if together and after.get(at) != at + 1:
            return True
    return False


def _reordered(example: Example, tokens: list[Token], order: tuple[int, ...]) -> Variant:
    pieces = [tokens[at].raw for at in order]
    if tokens[0].capital and order[0] != 0:
        pieces[order.index(0)] = lower_first(pieces[order.index(0)])
        pieces[0] = upper_first(pieces[0])
    change = (tokens[0].start, tokens[-1].end, " ".join(pieces))
    return changed(example, [change], "order", " ".join(str(at + 1) for at in order))


def inflections(example: Example) -> Iterator[Variant]:
    """
    The verbs of the first person in the other number, past forms in the other genders, states in the past.
    """
    if any(token.form == "давайте" for token in example.sentence.tokens):
        return
    finite = [at for at in range(example.first, example.last) if _is_ours(example.sentence.tokens[at])]
    if finite:
        yield from _other_number(example)
        yield from _in_past(example, finite)
        yield from _in_future(example, finite)
    yield from _other_gender(example)


def _is_ours(token: Token) -> bool:
    """
    Tell whether a verb says what «я» or «мы» do; «между прочим» is none, whatever the dictionary thinks.
    """
    return token.word.best("verb", "1per") and not token.word.best("impr") and token.form != "прочим"


def _other_number(example: Example) -> Iterator[Variant]:
    """
    «Я не знаю» as «мы не знаем», with every verb of the sentence that has the same subject.
    """
    tokens = example.sentence.tokens
    verb = next(token for token in example.tokens if _is_ours(token))
    number = "sing" if verb.word.best("plur") else "plur"
    changes: list[Change] = []
    for token in tokens:
        if token.form in {"я", "мы"}:
            changes.append(_instead(token, "я" if number == "sing" else "мы"))
        elif token.word.best("verb", "past") or token.word.best("adjs"):
            return
        elif _is_ours(token):
            form = inflect(token.form, frozenset((number, "1per")))
            if form is None:
                return
            changes.append(_instead(token, form))
    yield changed(example, changes, "inflection", number)


def _in_past(example: Example, finite: list[int]) -> Iterator[Variant]:
    """
    «Не знаю» as «не знал», «не знала», «не знали».
    """
    tokens = example.sentence.tokens
    for at in finite:
        if not tokens[at].word.is_lemma("знать") or tokens[at - 1].form != "не":
            continue
        subject = next((token.form for token in tokens if token.form in {"я", "мы"}), None)
        genders = {"я": ("masc", "femn"), "мы": ("plur",), None: ("masc", "femn", "plur")}[subject]
        for gender in genders:
            form = inflect(tokens[at].form, frozenset(("past", gender)))
            if form is not None:
                yield changed(example, [_instead(tokens[at], form)], "inflection", f"past {gender}")


def _in_future(example: Example, finite: list[int]) -> Iterator[Variant]:
    """
    «Не можем помочь» as «не сможем помочь».
    """
    for at in finite:
        token = example.sentence.tokens[at]
        if token.word.is_lemma("мочь"):
            yield changed(example, [_instead(token, f"с{token.form}")], "inflection", "futr")


def _other_gender(example: Example) -> Iterator[Variant]:
    """
    «Я не понял» as «я не поняла», «я должен» as «я должна»; without a subject also as «не поняли».
    """
    tokens = example.sentence.tokens
    if any(token.word.best("nomn") and token.form != "я" for token in tokens if token.kind == "word"):
        return
    spoken = any(token.form == "я" for token in tokens)
    for token in example.tokens:
        past = token.word.best("verb", "past") or (
            spoken and (token.word.best("adjs") or token.word.best("prts"))
        )
        if not past or token.word.best("neut") or token.word.best("plur"):
            continue
        gender = "femn" if token.word.best("masc") else "masc"
        for wanted in (gender,) if spoken else (gender, "plur"):
            form = inflect(token.form, frozenset((wanted,)))
            if form is not None and form != token.form:
                yield changed(example, [_instead(token, form)], "inflection", wanted)


def _instead(token: Token, form: str) -> Change:
    return token.start, token.end, upper_first(form) if token.capital else form
