"""
Which words each document has in which field, kept so that an unchanged document is not read again.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from index.morphology import lemma
from index.text import tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from index.documents import Document

Counts = Any
"""A scipy CSR array, documents by words, float32. scipy has no type stubs."""


@dataclass(frozen=True, slots=True)
class WordCounts:
    """
    `heads` counts the words of title and variants, `bodies` those of the body; column i is `words[i]`.

    `words` is sorted and has no word that no document has; `lemmas[i]` is the lemma of `words[i]`.
    """

    words: tuple[str, ...]
    lemmas: tuple[str, ...]
    heads: Counts
    bodies: Counts


def count_words(
    documents: Sequence[Document], previous: WordCounts | None = None, reused: NDArray[np.int64] | None = None
) -> WordCounts:
    """
    Count the words of `documents`.

    Args:
        documents: What is indexed, in order.
        previous: Counts of an earlier build.
        reused: (n,) for each document its row in `previous`, or -1 when it must be read.
    """
    if previous is None or reused is None:
        previous, reused = _nothing(), np.full(len(documents), -1, np.int64)
    fresh: list[int] = np.flatnonzero(reused < 0).tolist()
    vocabulary = {word: column for column, word in enumerate(previous.words)}
    heads = _read((" \n".join((documents[i].title, *documents[i].variants)) for i in fresh), vocabulary)
    bodies = _read((documents[i].body for i in fresh), vocabulary)
    order = reused.copy()
    order[fresh] = previous.heads.shape[0] + np.arange(len(fresh))
    heads = _joined(previous.heads, heads, len(vocabulary))[order]
    bodies = _joined(previous.bodies, bodies, len(vocabulary))[order]
    return _in_order(list(vocabulary), previous, heads, bodies)


def _nothing() -> WordCounts:
    return WordCounts(
        (), (), sparse.csr_array((0, 0), dtype=np.float32), sparse.csr_array((0, 0), dtype=np.float32)
    )


def _read(texts: Any, vocabulary: dict[str, int]) -> list[Counter[int]]:
    return [
        Counter(vocabulary.setdefault(token.text, len(vocabulary)) for token in tokens(text))
        for text in texts
    ]


def _joined(old: Counts, rows: list[Counter[int]], width: int) -> Counts:
    pointers = np.concatenate([[0], np.cumsum([len(row) for row in rows], dtype=np.int64)])
    columns = np.fromiter((column for row in rows for column in row), np.int64, pointers[-1])
    values = np.fromiter((count for row in rows for count in row.values()), np.float32, pointers[-1])
    new = sparse.csr_array((values, columns, pointers), shape=(len(rows), width))
    widened = sparse.csr_array((old.data, old.indices, old.indptr), shape=(old.shape[0], width))
    return sparse.vstack([widened, new], format="csr", dtype=np.float32)


def _in_order(words: list[str], previous: WordCounts, heads: Counts, bodies: Counts) -> WordCounts:
    """
    Drop words that nobody uses any more and sort the rest, so that history leaves no trace in the result.
    """
    used = np.zeros(len(words), np.bool_)
    used[heads.indices] = True
    used[bodies.indices] = True
    kept = sorted(np.flatnonzero(used).tolist(), key=words.__getitem__)
    position = np.zeros(len(words), np.int64)
    position[kept] = np.arange(len(kept))
    known = previous.lemmas
    return WordCounts(
        tuple(words[i] for i in kept),
        tuple(known[i] if i < len(known) else lemma(words[i]) for i in kept),
        _renumbered(heads, position, len(kept)),
        _renumbered(bodies, position, len(kept)),
    )


def _renumbered(counts: Counts, position: NDArray[np.int64], width: int) -> Counts:
    result = sparse.csr_array(
        (counts.data, position[counts.indices], counts.indptr), shape=(counts.shape[0], width)
    )
    result.sort_indices()
    return result
