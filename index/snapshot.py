"""
A finished index of one version of the knowledge base: asked by many threads at once, never changed.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from index.documents import combined_fingerprint
from index.lexical import LexicalIndex, LexicalScores
from index.threads import use_one_blas_thread

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from index.arrays import BoolMask, Vector, Vectors
    from index.dense import DenseField
    from index.late import TokenStore
    from index.words import WordCounts

PIPELINE: Final = 2
"""Counted up whenever the same texts would give other words, passages or tokens."""

LATE_DEPTH: Final = 16
WORDS_WEIGHT: Final = 0.3
"""How much each word feature counts beside each cosine in choosing the candidates for `late`."""
NO_ENCODER: Final = ""
COSINES: Final = ("title", "body")
SMALLEST_SPREAD: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Candidates:
    """
    Documents that any retriever put among its best, by position, with what each retriever says of them.

    Features, each (n,) float32, larger is better, exact for every candidate:
    `title` (largest cosine over title and variants), `body` (largest cosine over chunks of the full text),
    `bm25_title`, `bm25`, `ngrams`, and `late`. `title` and `body` are absent without a vector, `late` without
    token vectors or when the snapshot keeps none. `late` is worked out for the `LATE_DEPTH` candidates that
    the others rank best; the rest have the smallest of its values.
    """

    positions: NDArray[np.int32]
    features: dict[str, NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Meaning:
    """
    What the encoder made of the documents.
    """

    encoder: str
    titles: DenseField
    bodies: DenseField
    tokens: TokenStore | None


class Snapshot:
    """
    The index of a list of documents. Nothing here changes after construction: safe to share between threads.

    Attributes:
        ids: Document ids; a document's position is its index here.
        document_fingerprints: What each document was built from, in the same order.
        fingerprint: Changes whenever an answer could.
    """

    def __init__(
        self,
        ids: Sequence[str],
        document_fingerprints: Sequence[str],
        words: WordCounts,
        meaning: Meaning | None,
    ) -> None:
        self.ids = tuple(ids)
        self.document_fingerprints = tuple(document_fingerprints)
        self.words = words
        self.meaning = meaning
        self.documents_fingerprint = combined_fingerprint(document_fingerprints)
        state = (PIPELINE, self.encoder_fingerprint, meaning is not None and meaning.tokens is not None)
        self.fingerprint = hashlib.sha256(f"{state}{self.documents_fingerprint}".encode()).hexdigest()[:16]
        self._lexical = LexicalIndex(words)
        use_one_blas_thread()

    @property
    def encoder_fingerprint(self) -> str:
        """
        The encoder whose vectors are here; empty when there are words only.
        """
        return self.meaning.encoder if self.meaning else NO_ENCODER

    def forms(self, lemmas: Iterable[str]) -> frozenset[str]:
        """
        Give every folded word of the documents that is a form of one of `lemmas`.
        """
        return self._lexical.forms(lemmas)

    def candidates(
        self,
        text: str,
        vector: Vector | None,
        allowed: BoolMask,
        depth: int = 100,
        *,
        tokens: Vectors | None = None,
        unfinished: bool = False,
    ) -> Candidates:
        """
        Find the documents that may answer `text`.

        Args:
            text: The question, as typed.
            vector: (dimension,) its vector; None searches by words only.
            allowed: (documents,) mask, applied inside every search.
            depth: How many documents each retriever proposes.
            tokens: (n, dimension) the question's token vectors, for `late`.
            unfinished: The last word may still be growing.

        Raises:
            VectorMismatch: the vector is of another width or not finite.
            ValueError: the mask is not one flag a document.
        """
        if allowed.shape != (len(self.ids),):
            raise ValueError(f"mask of shape {allowed.shape} for {len(self.ids)} documents")
        lexical = self._lexical.scores(text, allowed, unfinished=unfinished)
        found = [_best(scores, depth) for scores in (lexical.bm25_title, lexical.bm25, lexical.ngrams)]
        meaning = self.meaning if vector is not None and allowed.any() else None
        if meaning is not None and vector is not None:
            found += [field.search(vector, allowed, depth) for field in (meaning.titles, meaning.bodies)]
        positions = np.unique(np.concatenate(found)).astype(np.int32)
        features = _lexical_features(lexical, positions)
        if self.meaning is not None and vector is not None:
            features["title"] = self.meaning.titles.scores(vector, positions)
            features["body"] = self.meaning.bodies.scores(vector, positions)
            if self.meaning.tokens is not None and tokens is not None:
                features["late"] = _late(self.meaning.tokens, tokens, positions, features)
        return Candidates(positions, features)


def _best(scores: NDArray[np.float32], depth: int) -> NDArray[np.int32]:
    matching = np.flatnonzero(scores > 0).astype(np.int32)
    if len(matching) <= depth:
        return matching
    return matching[np.argpartition(-scores[matching], depth - 1)[:depth]]


def _lexical_features(scores: LexicalScores, positions: NDArray[np.int32]) -> dict[str, NDArray[np.float32]]:
    return {
        "bm25_title": scores.bm25_title[positions],
        "bm25": scores.bm25[positions],
        "ngrams": scores.ngrams[positions],
    }


def _late(
    store: TokenStore,
    tokens: Vectors,
    positions: NDArray[np.int32],
    features: dict[str, NDArray[np.float32]],
) -> NDArray[np.float32]:
    if len(positions) <= LATE_DEPTH:
        return store.scores(tokens, positions)
    values = np.stack(list(features.values()))
    values -= values.mean(axis=1, keepdims=True)
    spread = np.sqrt(np.mean(values * values, axis=1)) + SMALLEST_SPREAD
    weights = np.array([1.0 if name in COSINES else WORDS_WEIGHT for name in features], np.float32)
    rough = (weights / spread) @ values
    best = np.argpartition(-rough, LATE_DEPTH - 1)[:LATE_DEPTH]
    scores = store.scores(tokens, positions[best])
    result = np.full(len(positions), scores.min(), np.float32)
    result[best] = scores
    return result
