"""
Documents to a snapshot; whatever did not change since an earlier one is taken over from it.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

import numpy as np

from index.dense import field
from index.encoder import TokenEncoder
from index.errors import DuplicateDocument
from index.late import document_tokens, fits, store
from index.passages import Passage, as_passage, body_texts, head_texts
from index.snapshot import Meaning, Snapshot
from index.words import count_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from index.arrays import Progress, Vectors
    from index.documents import Document
    from index.embedding_cache import EmbeddingCache
    from index.encoder import Encoder

LATE_MEMORY: Final = 256 * 2**20
ENCODED_AT_ONCE: Final = 64
"""Passages between two writes to the cache: what a killed build has to encode again."""

STAGE_ENCODE: Final = "encode"
STAGE_WORDS: Final = "words"
STAGE_VECTORS: Final = "vectors"


def build(
    documents: Sequence[Document],
    encoder: Encoder | None,
    cache: EmbeddingCache | None = None,
    previous: Snapshot | None = None,
    progress: Progress | None = None,
    *,
    late_memory: int = LATE_MEMORY,
) -> Snapshot:
    """
    Index `documents`. The result is the same whether or not something could be spared.

    Args:
        documents: In the order of their positions.
        encoder: None builds an index of words only. One that is also a `TokenEncoder` adds late interaction.
        cache: Where encoded passages are kept between builds.
        previous: An earlier snapshot; the documents that it has unchanged are not worked on again.
        progress: Told about the stages `encode`, `words` and `vectors`.
        late_memory: Bytes that token vectors may take; 0 leaves late interaction out.

    Raises:
        DuplicateDocument: two documents have one id.
        EncodingFailed: the encoder gave numbers that are not finite.
    """
    repeated = [id_ for id_, count in Counter(document.id for document in documents).items() if count > 1]
    if repeated:
        raise DuplicateDocument(repeated[0])
    fingerprints = [document.fingerprint for document in documents]
    kept = _positions(fingerprints, previous)
    meaning = None
    if encoder is not None:
        is_late = isinstance(encoder, TokenEncoder) and fits(len(documents), encoder.dimension, late_memory)
        work = _EncoderWork(encoder, cache, progress, is_late=is_late)
        meaning = work.meaning(documents, kept, previous.meaning if previous else None)
    _tell(progress, STAGE_WORDS, 0)
    words = count_words(documents, previous.words, kept) if previous else count_words(documents)
    snapshot = Snapshot([document.id for document in documents], fingerprints, words, meaning)
    _tell(progress, STAGE_WORDS, 1)
    return snapshot


def _positions(fingerprints: list[str], previous: Snapshot | None) -> NDArray[np.int64]:
    known = {one: position for position, one in enumerate(previous.document_fingerprints)} if previous else {}
    return np.array([known.get(one, -1) for one in fingerprints], np.int64)


def _tell(progress: Progress | None, stage: str, done: int) -> None:
    if progress is not None:
        progress(stage, done, 1)


class _EncoderWork:
    """
    The part of a build that the encoder does, with everything that spares it.
    """

    def __init__(
        self, encoder: Encoder, cache: EmbeddingCache | None, progress: Progress | None, *, is_late: bool
    ) -> None:
        self.encoder, self.cache, self.progress, self.is_late = encoder, cache, progress, is_late

    def meaning(
        self, documents: Sequence[Document], kept: NDArray[np.int64], previous: Meaning | None
    ) -> Meaning:
        if previous is not None and (
            previous.encoder != self.encoder.fingerprint or (self.is_late and previous.tokens is None)
        ):
            previous = None
        reused = np.full_like(kept, -1) if previous is None else kept
        fresh = [documents[place] for place in np.flatnonzero(reused < 0).tolist()]
        passages = self._passages(fresh)
        _tell(self.progress, STAGE_VECTORS, 0)
        dimension = self.encoder.dimension
        titles = [_rows(head_texts(one), passages) for one in fresh]
        bodies = [_rows(body_texts(one), passages) for one in fresh]
        tokens = None
        if self.is_late:
            # The first passage of the body begins with the title: the title's own would only take room.
            firsts = [passages[body_texts(one)[0]].tokens for one in fresh]
            made = [document_tokens(first) for first in firsts if first is not None]
            tokens = store(made, dimension, reused, previous.tokens if previous else None)
        result = Meaning(
            self.encoder.fingerprint,
            field(titles, dimension, reused, previous.titles if previous else None),
            field(bodies, dimension, reused, previous.bodies if previous else None),
            tokens,
        )
        _tell(self.progress, STAGE_VECTORS, 1)
        return result

    def _passages(self, documents: list[Document]) -> dict[str, Passage]:
        bodies = dict.fromkeys(text for one in documents for text in body_texts(one))
        heads = dict.fromkeys(text for one in documents for text in head_texts(one) if text not in bodies)
        passages = self._cached(list(bodies), with_tokens=self.is_late)
        passages |= self._cached(list(heads), with_tokens=False)
        missing = [text for text in [*bodies, *heads] if text not in passages]
        if self.progress is not None:
            self.progress(STAGE_ENCODE, 0, len(missing))
        for start in range(0, len(missing), ENCODED_AT_ONCE):
            texts = missing[start : start + ENCODED_AT_ONCE]
            made = self._encoded([text for text in texts if text in bodies], with_tokens=self.is_late)
            made |= self._encoded([text for text in texts if text in heads], with_tokens=False)
            passages |= made
            if self.cache:
                self.cache.put(self.encoder.fingerprint, made)
            if self.progress is not None:
                self.progress(STAGE_ENCODE, start + len(texts), len(missing))
        return passages

    def _cached(self, texts: list[str], *, with_tokens: bool) -> dict[str, Passage]:
        if self.cache is None:
            return {}
        return self.cache.get(self.encoder.fingerprint, texts, with_tokens=with_tokens)

    def _encoded(self, texts: list[str], *, with_tokens: bool) -> dict[str, Passage]:
        if with_tokens and isinstance(self.encoder, TokenEncoder):
            made = [as_passage(encoding) for encoding in self.encoder.encode_passage_tokens(texts)]
        else:
            made = [Passage(vector, None) for vector in self.encoder.encode_passages(texts)]
        return dict(zip(texts, made, strict=True))


def _rows(texts: list[str], passages: dict[str, Passage]) -> Vectors:
    return np.stack([passages[text].vector for text in texts])
