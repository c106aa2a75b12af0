"""
Every form of every word that a set of patterns names, gathered once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from knowledge.speech.english import english_forms
from knowledge.speech.morphology import Reading, forms, is_known
from knowledge.speech.nodes import Item, Node, walk

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class WordForms:
    """
    What rules look words up by.

    `keys` maps a form to the lemmas it belongs to and to `=form` where a pattern names the form itself;
    `english` does so for English ones. `unlisted` holds the readings of the forms that no dictionary lists,
    `unlisted_lemmas` the lemmas of those.
    """

    keys: dict[str, frozenset[str]]
    english: dict[str, frozenset[str]]
    unlisted: dict[str, tuple[Reading, ...]]
    unlisted_lemmas: frozenset[str]


def gather(nodes: Iterable[Node]) -> WordForms:
    """
    The forms of the words in `nodes`.
    """
    lemmas, exact = _named(nodes)
    found: dict[str, set[str]] = {form: {f"={form}"} for form in exact if not form.isascii()}
    english: dict[str, set[str]] = {form: {f"={form}"} for form in exact if form.isascii()}
    unlisted: dict[str, tuple[Reading, ...]] = {}
    for lemma in sorted(lemmas):
        if lemma.isascii():
            for form in english_forms(lemma):
                english.setdefault(form, set()).add(lemma)
            continue
        listed = is_known(lemma)
        for form, readings in forms(lemma).items():
            found.setdefault(form, set()).add(lemma)
            if not listed:
                own = tuple(reading for reading in readings if reading.lemma == lemma)
                unlisted[form] = unlisted.get(form, ()) + own
    interned: dict[frozenset[str], frozenset[str]] = {}
    return WordForms(
        _interned(found, interned),
        _interned(english, interned),
        unlisted,
        frozenset(lemma for lemma in lemmas if not is_known(lemma)),
    )


def _named(nodes: Iterable[Node]) -> tuple[set[str], set[str]]:
    """
    The lemmas and the exact forms that `nodes` name.
    """
    lemmas: set[str] = set()
    exact: set[str] = set()
    for node in nodes:
        for item in walk(node):
            if not isinstance(item, Item) or item.kind != "word":
                continue
            if item.lemmas is not None:
                lemmas |= item.lemmas
            elif item.form is not None:
                exact.add(item.form)
    return lemmas, exact


def _interned(
    found: dict[str, set[str]], interned: dict[frozenset[str], frozenset[str]]
) -> dict[str, frozenset[str]]:
    frozen = {form: frozenset(keys) for form, keys in found.items()}
    return {form: interned.setdefault(keys, keys) for form, keys in frozen.items()}
