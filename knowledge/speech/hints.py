"""
Unlisted paraphrases: sentences that mean what a category forbids, although no pattern matches.

Two views of a sentence's vector are added: how much nearer it is to the closest violating exemplars than to
the closest innocent ones, and a linear discriminant between the two kinds (least squares with a ridge,
classes weighing the same; Fisher, 1936). Each alone is weaker. Only ever a suggestion.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from knowledge.speech.exemplars import ExemplarFile, QueryEncoder, gather, vectors_of
from knowledge.speech.models import Severity
from knowledge.speech.report import Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from numpy.typing import NDArray

    from index.arrays import Progress
    from index.embedding_cache import EmbeddingCache
    from knowledge.speech.compiled import CompiledRule
    from knowledge.speech.detect import Detection
    from knowledge.speech.tokens import Sentence

MARGIN = 0.18
"""
The score from which a sentence is hinted at: with rules' examples alone as exemplars, 2 % of the innocent
sentences of the exemplar files and the starter content reach it.
"""
NEIGHBOURS = 3
NEIGHBOURS_WEIGHT = 20.0
RIDGE = 0.01
LEAST_WORDS = 2
MOST_SENTENCES = 40
"""Sentences of one draft that are compared; each costs an encoding."""


class HintFinder:
    """
    Compares sentences with exemplars; safe to share between threads when the encoder is.

    `silent` are categories without hints. `cache` keeps the vectors of exemplars, never those of drafts.
    """

    def __init__(  # noqa: PLR0913 -- what is compared with what, and how vectors come about
        self,
        encoder: QueryEncoder,
        rules: Sequence[CompiledRule],
        files: Sequence[ExemplarFile],
        *,
        silent: Collection[str] = (),
        margin: float = MARGIN,
        cache: EmbeddingCache | None = None,
        progress: Progress | None = None,
    ) -> None:
        self._encoder = encoder
        self._margin = margin
        self._why = {name: why for file in files for name, why in file.why.items()}
        violating, innocent = gather(rules, files)
        pairs = [(text, name) for name, texts in violating.items() if name not in silent for text in texts]
        self._categories = [name for _, name in pairs]
        texts = [text for text, _ in pairs] + innocent
        vectors = vectors_of(texts, encoder, cache, progress)
        self._violating, self._innocent = vectors[: len(pairs)], vectors[len(pairs) :]
        self._discriminant = _fit(self._violating, self._innocent)

    def find(self, detection: Detection) -> list[Finding]:
        """
        Hints for the sentences of a draft in which no rule found or forgave anything.
        """
        source = detection.draft.source
        touched = {hit.index for hit in (*detection.hits, *detection.suppressed)}
        sentences = [
            sentence
            for at, sentence in enumerate(detection.draft.sentences)
            if at not in touched and _words(sentence) >= LEAST_WORDS
        ][:MOST_SENTENCES]
        if not sentences or not self._categories:
            return []
        scores, nearest = self.scores([source[sentence.start : sentence.end] for sentence in sentences])
        return [
            self._hint(sentence, self._categories[int(at)], source)
            for sentence, score, at in zip(sentences, scores, nearest, strict=True)
            if score >= self._margin
        ]

    def scores(self, texts: Sequence[str]) -> tuple[NDArray[np.float32], NDArray[np.intp]]:
        """
        How much each text speaks like a violation, and like which one.

        Returns:
            Two arrays of shape (n,): scores, 0 when undecided, and the numbers of the nearest violations.
        """
        vectors = self._encoder.encode_queries(texts)
        bad = vectors @ self._violating.T
        margins = _nearest(bad) - _nearest(vectors @ self._innocent.T)
        return self._discriminant(vectors) + NEIGHBOURS_WEIGHT * margins, bad.argmax(axis=1)

    def category_of(self, nearest: int) -> str:
        """
        The category of the violation number `nearest`.
        """
        return self._categories[nearest]

    def _hint(self, sentence: Sentence, category: str, source: str) -> Finding:
        return Finding(
            rule=f"MEANING-{category}",
            category=category,
            severity=Severity.SUGGESTION,
            start=sentence.start,
            end=sentence.end,
            text=source[sentence.start : sentence.end],
            why=self._why.get(category, "По смыслу похоже на то, чего лучше не говорить."),
            by="meaning",
        )


def _nearest(similarities: NDArray[np.float32]) -> NDArray[np.float32]:
    """
    The mean of the highest similarities of each row.
    """
    count = min(NEIGHBOURS, similarities.shape[1])
    best: NDArray[np.float32] = np.partition(similarities, -count, axis=1)[:, -count:].mean(axis=1)
    return best


def _fit(
    violating: NDArray[np.float32], innocent: NDArray[np.float32]
) -> Callable[[NDArray[np.float32]], NDArray[np.float32]]:
    """
    Fit the linear discriminant: 1 for violating vectors, -1 for innocent ones.
    """
    vectors = np.concatenate([violating, innocent]).astype(np.float64)
    sides = np.concatenate([np.ones(len(violating)), -np.ones(len(innocent))])
    weights = np.concatenate(
        [np.full(len(part), 0.5 / len(part)) for part in (violating, innocent) if len(part)]
    )
    centre = weights @ vectors
    centred = vectors - centre
    scatter = centred.T @ (weights[:, None] * centred) + RIDGE * np.eye(vectors.shape[1])
    direction = np.linalg.solve(scatter, centred.T @ (weights * sides))

    def score(queries: NDArray[np.float32]) -> NDArray[np.float32]:
        projected: NDArray[np.float32] = ((queries - centre) @ direction).astype(np.float32)
        return projected

    return score


def _words(sentence: Sentence) -> int:
    return sum(token.kind == "word" for token in sentence.tokens)
