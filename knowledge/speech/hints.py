"""
Unlisted paraphrases: sentences that mean what a category forbids, although no pattern matches.

A sentence is hinted at when it is closer to a violating exemplar of a category than to every innocent one
by a margin that was tuned on data (max-cosine difference; the shape is that of exemplar classifiers). Only
ever a suggestion.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Protocol

from pydantic import Field, ValidationError

from knowledge.models import Line, Strict
from knowledge.speech.errors import RuleFileError
from knowledge.speech.load import mistakes_of, read_tree
from knowledge.speech.models import CategoryName, Severity
from knowledge.speech.report import Finding

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from knowledge.speech.compiled import CompiledRule
    from knowledge.speech.detect import Detection
    from knowledge.speech.tokens import Sentence

EXEMPLARS = Path(__file__).with_name("exemplars")
MARGIN = 0.02
"""How much closer to a violation than to any innocent sentence: tuned on the frozen sets, see
docs/speech-rules.md."""
LEAST_WORDS = 2
MOST_SENTENCES = 40
"""Sentences of one draft that are compared; each costs an encoding."""


class QueryEncoder(Protocol):
    """
    What is needed of a sentence encoder: L2-normalised rows, one per text.
    """

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """
        Encode `texts` to an array of shape (n, dimension).
        """


class Exemplars(Strict):
    """
    Sentences that a category forbids, and look-alikes that it does not.
    """

    violating: tuple[Line, ...] = ()
    innocent: tuple[Line, ...] = ()


class ExemplarFile(Strict):
    """
    Exemplars by category, and the advice shown with a hint.
    """

    categories: Annotated[dict[CategoryName, Exemplars], Field(min_length=1)]
    innocent: tuple[Line, ...] = ()
    why: Annotated[dict[CategoryName, Line], Field(default_factory=dict)]


def read_exemplars(path: Path) -> ExemplarFile:
    """
    Read an exemplar file.

    Raises:
        RuleFileError: with every mistake of the file.
    """
    root = read_tree(path)
    try:
        return ExemplarFile.model_validate(root.value)
    except ValidationError as error:
        raise RuleFileError(mistakes_of(error, str(path), root)) from error


class HintFinder:
    """
    Compares sentences with exemplars; safe to share between threads when the encoder is.
    """

    def __init__(
        self,
        encoder: QueryEncoder,
        rules: Sequence[CompiledRule],
        files: Sequence[ExemplarFile],
        *,
        silent: Collection[str] = (),
        margin: float = MARGIN,
    ) -> None:
        self._encoder = encoder
        self._margin = margin
        self._why = {name: why for file in files for name, why in file.why.items()}
        violating, innocent = gather(rules, files)
        pairs = [(text, name) for name, texts in violating.items() if name not in silent for text in texts]
        self._categories = [name for _, name in pairs]
        self._violating = encoder.encode_queries([text for text, _ in pairs])
        self._innocent = encoder.encode_queries(innocent)

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
        if not sentences:
            return []
        scores, nearest = self.scores([source[sentence.start : sentence.end] for sentence in sentences])
        return [
            self._hint(sentence, self._categories[int(at)], source)
            for sentence, score, at in zip(sentences, scores, nearest, strict=True)
            if score >= self._margin
        ]

    def scores(self, texts: Sequence[str]) -> tuple[NDArray[np.float32], NDArray[np.intp]]:
        """
        How much closer each text is to a violation than to an innocent sentence, and to which violation.

        Returns:
            Two arrays of shape (n,): margins, and the numbers of the nearest violations.
        """
        vectors = self._encoder.encode_queries(texts)
        bad = vectors @ self._violating.T
        good = vectors @ self._innocent.T
        return bad.max(axis=1) - good.max(axis=1), bad.argmax(axis=1)

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


def gather(
    rules: Sequence[CompiledRule], files: Sequence[ExemplarFile]
) -> tuple[Mapping[str, list[str]], list[str]]:
    """
    The violating sentences by category and the innocent ones, from rules' examples and exemplar files.
    """
    violating: dict[str, list[str]] = {}
    innocent: list[str] = []
    for rule in rules:
        if rule.rule.kind != "phrase":
            continue
        violating.setdefault(rule.category, []).extend(bad.text for bad in rule.rule.tests.bad)
        innocent += [good.text for good in rule.rule.tests.good]
        innocent += [bad.fixed for bad in rule.rule.tests.bad if bad.fixed is not None]
    for file in files:
        innocent += file.innocent
        for name, exemplars in file.categories.items():
            violating.setdefault(name, []).extend(exemplars.violating)
            innocent += exemplars.innocent
    return violating, innocent


def _words(sentence: Sentence) -> int:
    return sum(token.kind == "word" for token in sentence.tokens)
