"""
What is indexed: an id with the texts by which it is to be found.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Document:
    """
    One findable thing: `variants` are other wordings of `title`, `body` is plain text.
    """

    id: str
    title: str
    variants: tuple[str, ...]
    body: str

    @property
    def fingerprint(self) -> str:
        """
        Changes whenever the id or any text does.
        """
        return hashlib.sha256(repr((self.id, self.title, self.variants, self.body)).encode()).hexdigest()


def combined_fingerprint(fingerprints: Iterable[str]) -> str:
    """
    Give one fingerprint for all documents in their order, from the fingerprint of each.
    """
    return hashlib.sha256("\n".join(fingerprints).encode()).hexdigest()


def documents_fingerprint(documents: Iterable[Document]) -> str:
    """
    Give one fingerprint for all documents in their order.
    """
    return combined_fingerprint(document.fingerprint for document in documents)
