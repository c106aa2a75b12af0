"""
Exemplars: sentences that a category forbids, and innocent ones, from rules' examples and files of their own.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Protocol

import numpy as np
from pydantic import Field, ValidationError

from index.passages import Passage
from knowledge.models import Line, Strict
from knowledge.speech.errors import RuleFileError
from knowledge.speech.load import mistakes_of, read_tree
from knowledge.speech.models import CategoryName  # noqa: TC001 -- pydantic reads it at run time

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from index.arrays import Progress
    from index.embedding_cache import EmbeddingCache
    from knowledge.speech.compiled import CompiledRule

SHIPPED = Path(__file__).with_name("exemplars")
ENCODED_AT_ONCE = 64


class QueryEncoder(Protocol):
    """
    What is needed of a sentence encoder: L2-normalised rows, one per text.
    """

    @property
    def fingerprint(self) -> str:
        """
        Changes when vectors would.
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


def shipped_exemplars() -> list[ExemplarFile]:
    """
    The exemplar files that come with the product.
    """
    return [read_exemplars(path) for path in sorted(SHIPPED.glob("*.yaml"))]


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


def vectors_of(
    texts: Sequence[str],
    encoder: QueryEncoder,
    cache: EmbeddingCache | None = None,
    progress: Progress | None = None,
) -> NDArray[np.float32]:
    """
    Encode `texts`, or take their vectors from `cache`, where they are kept text by text.

    A cache that cannot be read or written costs time, never the hints.

    Args:
        texts: At least one.
        encoder: Makes the vectors that are not known.
        cache: Where vectors are kept, under a model name of their own: these are no passages.
        progress: Told how many are encoded; what it raises ends the work, and what was encoded is kept.

    Returns:
        An array of shape (number of texts, dimension).

    """
    model = f"{encoder.fingerprint} queries"
    known = {text: passage.vector for text, passage in cache.get(model, texts).items()} if cache else {}
    missing = [text for text in dict.fromkeys(texts) if text not in known]
    for start in range(0, len(missing), ENCODED_AT_ONCE):
        batch = missing[start : start + ENCODED_AT_ONCE]
        fresh = dict(zip(batch, encoder.encode_queries(batch), strict=True))
        known |= fresh
        if cache:
            cache.put(model, {text: Passage(vector, None) for text, vector in fresh.items()})
        if progress:
            progress("hints", start + len(batch), len(missing))
    return np.stack([known[text] for text in texts])
