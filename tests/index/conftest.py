"""
A small knowledge base, and an encoder that costs nothing and depends on the text only.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import numpy as np
import pytest

from index.documents import Document
from index.encoder import Encoding

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.arrays import Progress, Vector, Vectors

DIMENSION = 32


class WordHashEncoder:
    """
    Each word is a pseudo-random unit vector, a text the sum of its words. Counts what it was asked.
    """

    dimension = DIMENSION

    def __init__(self, fingerprint: str = "word-hash") -> None:
        self.fingerprint = fingerprint
        self.encoded: list[str] = []
        self._words: dict[str, Vector] = {}

    def encode_query(self, text: str) -> Encoding:
        """
        A text and its words.
        """
        words = text.lower().split()
        tokens = np.array([self._word(word) for word in words], np.float32).reshape(-1, DIMENSION)
        total = tokens.sum(axis=0) + self._word("")
        return Encoding((total / np.linalg.norm(total)).astype(np.float32), tokens)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """
        Texts as questions.
        """
        return np.array([self.encode_query(text).vector for text in texts], np.float32).reshape(-1, DIMENSION)

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """
        Texts that are searched in, which are counted.
        """
        self.encoded.extend(texts)
        return self.encode_queries(texts)

    def encode_passage_tokens(self, texts: Sequence[str], progress: Progress | None = None) -> list[Encoding]:
        """
        Likewise, with the words.
        """
        self.encoded.extend(texts)
        return [self.encode_query(text) for text in texts]

    def _word(self, word: str) -> Vector:
        if word not in self._words:
            self._words[word] = self._new_word(word)
        return self._words[word]

    def _new_word(self, word: str) -> Vector:
        seed = int.from_bytes(hashlib.sha256(f"{self.fingerprint}{word}".encode()).digest()[:8], "big")
        numbers = np.random.default_rng(seed).normal(size=DIMENSION).astype(np.float32)
        return (numbers / np.linalg.norm(numbers)).astype(np.float32)


@pytest.fixture
def hash_encoder() -> WordHashEncoder:
    """
    A fresh `WordHashEncoder`.
    """
    return WordHashEncoder()


@pytest.fixture(scope="session")
def shared_encoder() -> WordHashEncoder:
    """
    One for tests that only ask it.
    """
    return WordHashEncoder()


@pytest.fixture
def other_encoder() -> WordHashEncoder:
    """
    An encoder whose vectors are different ones.
    """
    return WordHashEncoder("another")


@pytest.fixture
def documents() -> list[Document]:
    """
    Scripts of a shop.
    """
    return [
        Document(
            "return", "Как вернуть товар?", ("оформить возврат", "сдать обратно"), "Возврат за 14 дней."
        ),
        Document("delivery", "Сколько стоит доставка?", ("цена доставки",), "Доставка курьером 300 рублей."),
        Document("payment", "Как оплатить заказ?", (), "Картой на сайте или наличными курьеру."),
        Document("warranty", "Какая гарантия на технику?", ("срок гарантии",), "Гарантия 12 месяцев. " * 60),
        Document("empty", "Контакты", (), ""),
    ]
