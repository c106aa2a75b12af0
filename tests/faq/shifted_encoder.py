"""
An encoder that hears every question a little off, always in the same way: something to learn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from index.encoder import Encoding

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.arrays import Progress, Vector, Vectors

DIMENSION = 24
ENTRIES = 60
LETTERS = "бвгджзклмнпрстфхцч"


def word(number: int, salt: int) -> str:
    """
    Give a word that no other number and salt gives, so that words tell nothing.
    """
    dice = np.random.default_rng((number, salt))
    return "".join(dice.choice(list(LETTERS), 12))


class ShiftedEncoder:
    """
    Texts of entry n lie about its own direction; questions about it are turned by one fixed mixing.
    """

    fingerprint = "shifted"
    dimension = DIMENSION

    def __init__(self) -> None:
        dice = np.random.default_rng(5)
        self._entries = dice.normal(size=(ENTRIES, DIMENSION))
        self._mixing = np.eye(DIMENSION) + 0.45 * dice.normal(size=(DIMENSION, DIMENSION))
        self._vectors: dict[str, Vector] = {}

    def title(self, entry: int) -> str:
        """
        Name entry `entry`.
        """
        text = word(entry, 0)
        self._vectors[text] = _unit(self._entries[entry])
        return text

    def question(self, entry: int, number: int) -> str:
        """
        Ask about entry `entry` for the `number`-th time.
        """
        text = word(entry, number + 1)
        noise = np.random.default_rng((entry, number)).normal(size=DIMENSION)
        self._vectors[text] = _unit(self._entries[entry] @ self._mixing + 0.5 * noise)
        return text

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """
        Encode questions.
        """
        return np.stack([self._vectors[text] for text in texts])

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """
        Encode entries by the first line, which is the title.
        """
        rows = [self._vectors[text.splitlines()[0]] for text in texts]
        return np.array(rows, np.float32).reshape(-1, DIMENSION)

    def encode_query(self, text: str) -> Encoding:
        """
        Encode one question.
        """
        return Encoding(self._vectors[text], self._vectors[text][None])

    def encode_passage_tokens(self, texts: Sequence[str], progress: Progress | None = None) -> list[Encoding]:
        """
        Encode entries with one token each.
        """
        return [Encoding(vector, vector[None]) for vector in self.encode_passages(texts)]


def _unit(vector: Vector) -> Vector:
    scaled: Vector = (vector / np.linalg.norm(vector)).astype(np.float32)
    return scaled
