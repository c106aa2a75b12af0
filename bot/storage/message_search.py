"""
Texts as SQLite's full-text search sees them: folded words as written, and their lemmas.

SQLite folds case but not «ё» and knows no Russian forms: both are done here, for texts and questions alike.
"""

from __future__ import annotations

from typing import NamedTuple

from index.morphology import lemma
from index.text import tokens

LONGEST_QUERY = 12
"""Words of a search that count."""


class SearchWords(NamedTuple):
    """
    What a text is found by: its folded words and their lemmas, divided by spaces.
    """

    words: str
    lemmas: str


def search_words(text: str) -> SearchWords:
    """
    Return what `text` is found by. A long text of unknown words takes tenths of a second: not on the loop.
    """
    words = [token.text for token in tokens(text)]
    return SearchWords(" ".join(words), " ".join(lemma(word) for word in words))


def match_expression(query: str) -> str | None:
    """
    Return the FTS5 expression of a search: every word, in any form or as a beginning; None without words.

    Only letters and digits get into it, each word in quotes: nothing in a query is taken for syntax.
    """
    words = [token.text for token in tokens(query)][:LONGEST_QUERY]
    if not words:
        return None
    return " AND ".join(f'(words : "{word}"* OR lemmas : "{lemma(word)}")' for word in words)
