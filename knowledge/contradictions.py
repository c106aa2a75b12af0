"""
Entries that answer nearly the same question with facts that cannot both be true.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from index.morphology import lemma
from index.text import tokens
from knowledge.facts import Facts, disagreement, facts
from knowledge.models import Status
from knowledge.plain import entry_text
from knowledge.problems import Problem
from knowledge.similar import similar_pairs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from knowledge.models import Entry, Sourced

# Four words of five: «сроки доставки по Москве» meets «какой срок доставки в Москве», not «… в Казань».
_SIMILAR = 0.8
_FEWEST_WORDS = 2
# With more changed entries than this nearly everything is similar to the start of some word.
_MOST_FILTERED = 50
_START = 3
# An entry that contradicts more others than this is not made clearer by naming them all.
_TOLD_OF_ONE = 3
_NOT_WORD = re.compile(r"[\W_]+")
_EMPTY_WORDS = frozenset(
    {
        "а", "бы", "быть", "в", "ваш", "во", "вы", "где", "для", "до", "есть", "за", "и", "из", "или", "к",
        "как", "какой", "ко", "когда", "кто", "куда", "ли", "мой", "мочь", "на", "наш", "о", "об", "от", "по",
        "под", "почему", "при", "с", "свой", "сколько", "со", "у", "что", "чтобы", "это", "я",
        "a", "an", "and", "are", "can", "do", "for", "how", "i", "in", "is", "it", "my", "of", "on", "or",
        "the", "to", "what", "when", "where", "you", "your",
    }
)  # fmt: skip


@lru_cache(maxsize=200_000)
def lemma_set(text: str) -> frozenset[str]:
    """
    Return the lemmas of the words of `text` that say what it is about; «не» and «без» among them.
    """
    words = frozenset(lemma(token.text) for token in tokens(text))
    return words - _EMPTY_WORDS or words


def contradictions(entries: Sequence[Sourced], changed: frozenset[str] | None) -> Iterator[Problem]:
    """
    Yield a problem for every two entries that contradict each other.

    Args:
        entries: the whole set.
        changed: ids of the entries that every pair must have one of; None: all pairs.
    """
    alive = [sourced for sourced in entries if sourced.entry.status is not Status.ARCHIVED]
    may_match = _filter(alive, changed)
    owners: list[int] = []
    sets: list[frozenset[str]] = []
    for position, sourced in enumerate(alive):
        wordings = (sourced.entry.title, *sourced.entry.variants)
        for words in {lemma_set(text) for text in wordings if may_match(text)}:
            if len(words) >= _FEWEST_WORDS:
                owners.append(position)
                sets.append(words)
    among = None
    if changed is not None:
        among = [index for index, owner in enumerate(owners) if alive[owner].entry.id in changed]
    known: dict[int, Facts] = {}
    seen: set[tuple[int, int]] = set()
    told: Counter[int] = Counter()
    for i, j, _ in similar_pairs(sets, _SIMILAR, among):
        pair = (owners[i], owners[j]) if owners[i] < owners[j] else (owners[j], owners[i])
        if pair[0] != pair[1] and pair not in seen:
            seen.add(pair)
            one, other = alive[pair[0]], alive[pair[1]]
            if overlap(one.entry, other.entry):
                clash = disagreement(_facts(alive, pair[0], known), _facts(alive, pair[1], known))
                if clash is not None and told[pair[1]] < _TOLD_OF_ONE:
                    told[pair[1]] += 1
                    yield _problem(one, other, clash)


def _filter(entries: Sequence[Sourced], changed: frozenset[str] | None) -> Callable[[str], bool]:
    """
    Return a quick test of what may be similar to a changed entry, for a process that has met no word yet.

    Forms of a word start alike, except a handful («люди» and «человек») that a full check still pairs.
    """
    if changed is None or len(changed) > _MOST_FILTERED:
        return lambda _: True
    starts = {
        word[:_START]
        for sourced in entries
        if sourced.entry.id in changed
        for text in (sourced.entry.title, *sourced.entry.variants)
        for word in question_key(text).split()
        if word not in _EMPTY_WORDS
    }
    return lambda text: sum(word[:_START] in starts for word in question_key(text).split()) >= _FEWEST_WORDS


@lru_cache(maxsize=200_000)
def question_key(text: str) -> str:
    """
    Return what two wordings have in common that differ only in case, ё, punctuation and spaces.
    """
    return _NOT_WORD.sub(" ", text.casefold().replace("ё", "е")).strip()


def overlap(one: Entry, other: Entry) -> bool:
    """
    Tell whether both entries can be valid on some day, in one language.
    """
    return (
        one.language == other.language
        and not (one.valid_until and other.valid_from and one.valid_until < other.valid_from)
        and not (other.valid_until and one.valid_from and other.valid_until < one.valid_from)
    )


def _facts(entries: Sequence[Sourced], position: int, known: dict[int, Facts]) -> Facts:
    if position not in known:
        known[position] = facts(entry_text(entries[position].entry))
    return known[position]


def _problem(one: Sourced, other: Sourced, words: tuple[str, str]) -> Problem:
    return Problem.at(
        other.source,
        "contradiction",
        this=other.entry.id,
        id=one.entry.id,
        other=one.source,
        mine=words[1],
        theirs=words[0],
    )
