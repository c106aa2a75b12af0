"""
Russian forms on demand: a word put into a form, a word swapped for another with its neighbours re-agreed.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from knowledge.speech.morphology import analyzer, fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from knowledge.speech.tokens import Token

CASES = ("nomn", "gent", "datv", "accs", "ablt", "loct")
_GENDERS = ("masc", "femn", "neut")
_IMPERATIVE = frozenset(("impr", "plur", "excl"))
_GOVERNED: dict[str, frozenset[str]] = {
    form: frozenset(cases.split())
    for form, cases in {
        "в": "accs loct",
        "на": "accs loct",
        "о": "loct",
        "об": "loct",
        "по": "datv",
        "к": "datv",
        "ко": "datv",
        "для": "gent",
        "без": "gent",
        "от": "gent",
        "до": "gent",
        "из": "gent",
        "у": "gent",
        "с": "ablt gent",
        "со": "ablt gent",
        "за": "accs ablt",
        "над": "ablt",
        "под": "ablt accs",
        "про": "accs",
        "через": "accs",
        "при": "loct",
    }.items()
}


@lru_cache(maxsize=4096)
def inflect(word: str, grammemes: frozenset[str]) -> str | None:
    """
    Put `word` into the form with `grammemes`, keeping its capital letter; None when there is no such form.

    `imp` stands for an order to the other in the polite plural.
    """
    wanted = (grammemes - {"imp"}) | (_IMPERATIVE if "imp" in grammemes else frozenset())
    for parse in sorted(_parses(word.lower()), key=_is_fixed):
        try:
            found = parse.inflect({_UPPER.get(gram, gram) for gram in wanted})
        except ValueError:
            return None
        if found is not None:
            return _like(word, found.word)
    return None


_UPPER = {gram: gram.upper() for gram in ("noun", "adjf", "adjs", "verb", "infn", "prtf", "prts", "grnd")}


@lru_cache(maxsize=4096)
def _parses(word: str) -> tuple[Any, ...]:
    return tuple(analyzer().parse(word))


def _like(model: str, word: str) -> str:
    if len(model) > 1 and model.isupper():
        return word.upper()
    return word[:1].upper() + word[1:] if model[:1].isupper() else word


def inflect_phrase(
    tokens: Sequence[Token], grammemes: frozenset[str], source: str, cases: frozenset[str] = frozenset()
) -> str | None:
    """
    Put a captured phrase into another form: its adjectives and its first noun, or its verb.

    `cases` are those it stands in, as far as they are known; what hangs on the noun stays as it is.
    """
    case = next((gram for gram in grammemes if gram in CASES), None)
    nouns = [at for at, token in enumerate(tokens) if token.word.best("noun")]
    nouns = nouns or [at for at, token in enumerate(tokens) if _noun_parses(token)][-1:]
    head = nouns[0] if nouns else None
    if case is None or head is None:
        first = inflect(source[tokens[0].start : tokens[0].end], grammemes)
        return None if first is None else first + source[tokens[0].end : tokens[-1].end]
    noun = _agreeing_noun(tokens[: head + 1], cases)
    if noun is None or (form := noun.inflect({case})) is None:
        return None
    words = {head: _like(tokens[head].raw, form.word)}
    agreement = {case, noun.tag.number}
    if noun.tag.number == "sing":
        agreement.add(noun.tag.gender)
    if case == "accs" and (noun.tag.number == "plur" or noun.tag.gender == "masc"):
        agreement.add(noun.tag.animacy)
    for at in range(head):
        again = _reinflected(tokens[at], {"ADJF", "PRTF"}, {gram for gram in agreement if gram})
        if again is None:
            return None
        words[at] = again
    last = head
    while last + 1 < len(tokens) and (name := _name_in(tokens[last + 1], noun.tag.case, case)) is not None:
        last += 1
        words[last] = name
    pieces: list[str] = []
    for at, token in enumerate(tokens[: last + 1]):
        pieces += [words[at], source[token.end : tokens[at + 1].start] if at < last else ""]
    return "".join(pieces) + source[tokens[last].end : tokens[-1].end]


def _name_in(token: Token, present: str, case: str) -> str | None:
    """
    Put a name that stands beside a noun in its case («менеджеру Анне») into another; None when it is none.
    """
    if not token.capital:
        return None
    for parse in _noun_parses(token):
        if parse.tag.case == present and any(gram in parse.tag for gram in ("Name", "Surn", "Patr")):
            form = parse.inflect({case})
            return None if form is None else _like(token.raw, form.word)
    return None


def _is_fixed(parse: Any) -> bool:
    """
    Tell whether the word is read as one that has no forms («Анне» as a foreign name).
    """
    return "Fixd" in parse.tag


def _noun_parses(token: Token) -> list[Any]:
    nouns = [parse for parse in _parses(token.known_as or token.form) if parse.tag.POS == "NOUN"]
    return sorted(nouns, key=_is_fixed)


def _agreeing_noun(phrase: Sequence[Token], cases: frozenset[str]) -> Any:
    """
    The reading of the last word of `phrase` that its adjectives agree with, in one of `cases` if possible.

    A person goes before a thing: «клиент» is a program, too.
    """

    def fit(parse: Any) -> tuple[int, bool]:
        wanted = {parse.tag.case, parse.tag.number}
        agreeing = sum(
            any(wanted <= reading.grammemes for reading in token.word.readings) for token in phrase[:-1]
        )
        return 2 * agreeing + 3 * (parse.tag.case in cases), parse.tag.animacy == "anim"

    return max(_noun_parses(phrase[-1]), key=fit, default=None)


def swap(tokens: Sequence[Token], at: int, old_word: str, replacement: str) -> list[tuple[int, str]] | None:
    """
    Replace the word at `at`, a form of `old_word`, by `replacement`, and re-agree what agreed with it.

    A dictionary form is put into the form of the word that it replaces; anything else is written as given.

    Returns:
        (position, new word) for every word that changes, or None when a form cannot be built.
    """
    token = tokens[at]
    new = _lexeme_head(replacement)
    if new is None:
        word = _in_form_of(token, replacement)
        return None if word is None else [(at, _like(token.raw, word))]
    old = _likeliest(tokens, at, old_word)
    if old is None or old.tag.case is None:
        return [(at, _like(token.raw, replacement))]
    wanted = {old.tag.case}
    number = "plur" if "Pltm" in new.tag or fold(new.word) == "деньги" or old.tag.number == "plur" else "sing"
    form = new.inflect(wanted | {number}) or new.inflect(wanted)
    if form is None:
        return None
    changes = [(at, _like(token.raw, form.word))]
    gender = None if number == "plur" else form.tag.gender
    same = number == old.tag.number and gender == (None if old.tag.number == "plur" else old.tag.gender)
    if same:
        return changes
    agreement = {number} | ({gender} if gender else set())
    for position in _adjectives_before(tokens, at):
        extra = {"inan"} if old.tag.case == "accs" and (number == "plur" or gender == "masc") else set()
        again = _reinflected(tokens[position], {"ADJF", "PRTF"}, agreement | {old.tag.case} | extra)
        if again is None:
            return None
        changes.append((position, again))
    if old.tag.case in {"nomn", "accs"}:
        changes.extend(_predicates(tokens, at, agreement))
    return changes


_FAMILIES = {
    "ADJF": frozenset(("ADJF", "ADJS", "COMP")),
    "INFN": frozenset(("INFN", "VERB", "GRND", "PRTF", "PRTS")),
}
"""By the part of speech of a dictionary form, the parts of speech that its forms have."""


def _in_form_of(token: Token, replacement: str) -> str | None:
    """
    The adjective or verb `replacement` in the form in which `token` stands; None when there is no such form.
    """
    wanted = fold(replacement)
    new = next(
        (
            parse
            for parse in _parses(replacement.lower())
            if parse.tag.POS in _FAMILIES and fold(parse.normal_form) == wanted == fold(parse.word)
        ),
        None,
    )
    if new is None:
        return replacement
    family = _FAMILIES[new.tag.POS]
    parses = [parse for parse in _parses(token.known_as or token.form) if parse.tag.POS in family]
    if not parses:
        return replacement
    for grammemes in _forms_like(parses[0].tag):
        if (form := new.inflect(grammemes)) is not None:
            return str(form.word)
    return None


def _forms_like(tag: Any) -> Iterator[set[str]]:
    """
    What a word must be to stand where `tag` stood: in the same tense, else in the other of now and later.
    """
    same = {tag.POS, tag.case, tag.number, tag.person, tag.mood, tag.involvement, tag.voice}
    if tag.number == "sing":
        same.add(tag.gender)
    if tag.case == "accs" and (tag.number == "plur" or tag.gender == "masc"):
        same.add(tag.animacy)
    grammemes = {gram for gram in same if gram}
    yield grammemes | ({tag.tense} if tag.tense else set())
    if tag.tense in {"pres", "futr"}:
        yield grammemes | {"futr" if tag.tense == "pres" else "pres"}


def _lexeme_head(word: str) -> Any:
    for parse in _parses(word.lower()):
        if parse.tag.POS == "NOUN" and (parse.tag.case == "nomn"):
            return parse
    return None


def _likeliest(tokens: Sequence[Token], at: int, lemma: str) -> Any:
    """
    The reading of a noun as a form of `lemma` that its preposition and its adjectives agree with best.
    """
    nouns = _noun_parses(tokens[at])
    adjectives = _adjectives_before(tokens, at)
    left = (adjectives[-1] if adjectives else at) - 1
    governed = _GOVERNED.get(tokens[left].form, frozenset(CASES)) if left >= 0 else frozenset(CASES)

    def fit(parse: Any) -> tuple[bool, int]:
        agreeing = sum(
            any(parse.tag.case in reading.grammemes for reading in tokens[position].word.readings)
            for position in adjectives
        )
        return fold(parse.normal_form) == fold(lemma), 2 * (parse.tag.case in governed) + agreeing

    return max(nouns, key=fit, default=None)


def _adjectives_before(tokens: Sequence[Token], at: int) -> list[int]:
    found: list[int] = []
    position = at - 1
    while position >= 0 and tokens[position].kind == "word":
        readings = tokens[position].word.readings
        if not any(reading.grammemes & {"adjf", "prtf"} for reading in readings):
            break
        found.append(position)
        position -= 1
    return found


def _predicates(tokens: Sequence[Token], at: int, agreement: set[str]) -> Iterable[tuple[int, str]]:
    """
    Past verbs and short forms beside a subject, in its number and gender.
    """
    for side in (range(at + 1, min(at + 4, len(tokens))), range(at - 1, max(at - 3, -1), -1)):
        for position in side:
            token = tokens[position]
            if token.kind != "word":
                break
            if token.word.has("past") or token.word.best("prts") or token.word.best("adjs"):
                wanted = agreement
            elif token.word.has("verb", "3per"):
                wanted = {"plur"} if "plur" in agreement else {"sing"}
            else:
                continue
            again = _reinflected(token, {"VERB", "PRTS", "ADJS"}, wanted)
            if again is not None and again.lower() != token.raw.lower():
                yield position, again
            return


def _reinflected(token: Token, parts: set[str], grammemes: set[str]) -> str | None:
    for parse in _parses(token.form):
        if parse.tag.POS in parts and (found := parse.inflect(grammemes)):
            return _like(token.raw, found.word)
    return None
