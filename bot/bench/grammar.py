"""
Mistakes of Russian that rewordings bring in, as an outside grammar checker sees them.
"""

from __future__ import annotations

import importlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, NamedTuple

from bot.errors import PeerMissing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.bench.rewordings import Reworded

GRAMMAR = "pylat_ru"
"""LanguageTool's Russian rules in Python: pre-alpha and LGPL, so it judges our texts but never ships."""


class Remark(NamedTuple):
    """
    What the grammar checker says of some words.
    """

    rule: str
    words: str
    message: str


Grammar = Callable[[str], list[Remark]]


@dataclass(frozen=True, slots=True)
class Blemish:
    """
    A remark about a rewording that the draft itself did not get.
    """

    draft: str
    rule: str
    words: str
    message: str
    before: str
    after: str


def open_grammar() -> Grammar:
    """
    The grammar checker, loaded.

    Raises:
        PeerMissing: it is not installed.
    """
    if find_spec(GRAMMAR) is None:
        raise PeerMissing("pylat-ru")
    tool = importlib.import_module(GRAMMAR).LanguageToolRU()

    def check(text: str) -> list[Remark]:
        return [
            Remark(found.full_rule_id or found.rule_id, text[found.offset :][: found.length], found.message)
            for found in tool.check(text)
        ]

    return check


def blemishes(pairs: Iterable[Reworded], grammar: Grammar) -> list[Blemish]:
    """
    The remarks about rewordings that are not remarks about their drafts; the same words count once.
    """
    found: list[Blemish] = []
    for pair in pairs:
        known = Counter((remark.rule, remark.words.casefold()) for remark in grammar(pair.before))
        for remark in grammar(pair.after):
            key = remark.rule, remark.words.casefold()
            if known[key]:
                known[key] -= 1
            else:
                found.append(Blemish(pair.draft, *remark, before=pair.before, after=pair.after))
    return found
