"""
Variants with slips of the finger and of spelling, and with careless letters.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from knowledge.speech.english_words import ENGLISH_NEIGHBOURS
from knowledge.speech.keyboard import NEIGHBOURS
from knowledge.speech.morphology import fold, is_known
from knowledge.speech.variants import Example, Variant, changed, pick

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from knowledge.speech.tokens import Token

SHORTEST = 5
_MISHEARD = {"о": "а", "а": "о", "е": "и", "и": "е"}
_LATIN_TWINS = {"а": "a", "е": "e", "о": "o", "с": "c", "р": "p", "х": "x", "у": "y"}


def typos(example: Example) -> Iterator[Variant]:
    """
    One slip of each sort in each word of five letters or more, unless it makes another word.
    """
    for token in example.tokens:
        if token.kind != "word" or len(token.raw) < SHORTEST or fold(token.raw) != token.form:
            continue
        for how, slip in _SLIPS.items():
            wrong = slip(token.form)
            if wrong is None or wrong == token.form or _is_word(wrong):
                continue
            written = wrong[:1].upper() + wrong[1:] if token.capital else wrong
            yield changed(example, [(token.start, token.end, written)], "typo", how)


def _is_word(form: str) -> bool:
    return (
        form in ENGLISH_NEIGHBOURS if form.isascii() else is_known(form) or is_known(form.removeprefix("не"))
    )


def _swapped(form: str) -> str | None:
    places = [at for at in range(1, len(form) - 1) if form[at] != form[at + 1]]
    if not places:
        return None
    at = places[pick(form, "swap", len(places))]
    return form[:at] + form[at + 1] + form[at] + form[at + 2 :]


def _dropped(form: str) -> str:
    at = 1 + pick(form, "drop", len(form) - 1)
    return form[:at] + form[at + 1 :]


def _doubled(form: str) -> str:
    at = 1 + pick(form, "double", len(form) - 1)
    return form[: at + 1] + form[at:]


def _beside(form: str) -> str | None:
    places = [at for at in range(1, len(form)) if form[at] in NEIGHBOURS]
    if not places:
        return None
    at = places[pick(form, "beside", len(places))]
    near = sorted(NEIGHBOURS[form[at]])
    return form[:at] + near[pick(form, "key", len(near))] + form[at + 1 :]


def _misheard(form: str) -> str | None:
    places = [at for at in range(1, len(form)) if form[at] in _MISHEARD]
    if not places:
        return None
    at = places[pick(form, "misheard", len(places))]
    return form[:at] + _MISHEARD[form[at]] + form[at + 1 :]


def _soft_sign(form: str) -> str | None:
    if form.endswith("ться"):
        return form.removesuffix("ться") + "тся"
    return form.removesuffix("тся") + "ться" if form.endswith("тся") else None


_SLIPS: dict[str, Callable[[str], str | None]] = {
    "swap": _swapped,
    "drop": _dropped,
    "double": _doubled,
    "neighbour key": _beside,
    "as heard": _misheard,
    "-тся": _soft_sign,
}


def noises(example: Example) -> Iterator[Variant]:
    """
    Capitals, ё and е, double spaces, a comma left out, a Latin letter among Russian ones.
    """
    start, end, text = example.start, example.end, example.text[example.start : example.end]
    changes = {
        "capitals": text.upper(),
        "small letters": text.lower(),
        "ё": text.replace("ё", "е").replace("Ё", "Е"),
        "spaces": text.replace(" ", "  "),
        "no commas": re.sub(r",(?= )", "", text),
    }
    for how, new in changes.items():
        if new != text:
            yield changed(example, [(start, end, new)], "noise", how)
    for token in example.tokens:
        if twin := _with_twin(token):
            yield changed(example, [(token.start, token.end, twin)], "noise", "latin letter")


def _with_twin(token: Token) -> str | None:
    at = next((at for at, letter in enumerate(token.raw) if letter in _LATIN_TWINS), None)
    if at is None or token.kind != "word" or len(token.raw) == 1:
        return None
    return token.raw[:at] + _LATIN_TWINS[token.raw[at]] + token.raw[at + 1 :]
