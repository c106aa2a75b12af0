"""
The texts of a document as the encoder sees them, and what comes out of it in the form that is kept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from index.arrays import Vector, Vectors
    from index.documents import Document
    from index.encoder import Encoding

CHUNK_CHARACTERS: Final = 700  # some 180 tokens of Russian: below what the encoder takes, title included
MOST_CHUNKS: Final = 64
TOKENS_KEPT: Final = 16  # the title and a sentence; three times as many rank no better
_SENTENCE: Final = re.compile(r"(?s).+?(?:[.!?…]+[»\")]*(?=\s)|\n|$)\s*")


@dataclass(frozen=True, slots=True)
class QuantisedTokens:
    """
    Token vectors as int8 of shape (n, dimension) with a float16 scale for each row; ranks as well as float32.
    """

    values: NDArray[np.int8]
    scales: NDArray[np.float16]


@dataclass(frozen=True, slots=True)
class Passage:
    """
    An encoded text: its pooled vector, and its first `TOKENS_KEPT` token vectors if the encoder gives any.
    """

    vector: Vector
    tokens: QuantisedTokens | None


def quantise(tokens: Vectors) -> QuantisedTokens:
    """
    Store unit rows with 8 bits a number.
    """
    if not len(tokens):
        return QuantisedTokens(np.empty(tokens.shape, np.int8), np.empty(0, np.float16))
    scales = (np.abs(tokens).max(axis=1) / 127).astype(np.float16)
    smallest = np.finfo(np.float16).tiny
    scales = np.maximum(scales, smallest)
    values = np.clip(np.rint(tokens / scales[:, None].astype(np.float32)), -127, 127).astype(np.int8)
    return QuantisedTokens(values, scales)


def as_passage(encoding: Encoding) -> Passage:
    """
    Keep of an encoding what the index needs.
    """
    return Passage(encoding.vector.astype(np.float32, copy=False), quantise(encoding.tokens[:TOKENS_KEPT]))


def head_texts(document: Document) -> list[str]:
    """
    List the passages by which a document is found by name: the title, then each variant.
    """
    return [document.title, *document.variants]


def body_texts(document: Document) -> list[str]:
    """
    List the passages of the full text: the title above each chunk of the body. Never empty.
    """
    return [f"{document.title}\n{chunk}" for chunk in chunks(document.body)] or [document.title]


def chunks(body: str) -> list[str]:
    """
    Cut a long text at the ends of sentences into pieces of at most `CHUNK_CHARACTERS` each.
    """
    if len(body) <= CHUNK_CHARACTERS:
        return [body] if body.strip() else []
    pieces = [""]
    for sentence in _SENTENCE.findall(body[: CHUNK_CHARACTERS * MOST_CHUNKS]):
        for start in range(0, len(sentence), CHUNK_CHARACTERS):
            part = sentence[start : start + CHUNK_CHARACTERS]
            if len(pieces[-1]) + len(part) > CHUNK_CHARACTERS:
                pieces.append("")
            pieces[-1] += part
    return [piece.strip() for piece in pieces if piece.strip()]
