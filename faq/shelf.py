"""
Knowledge bases on disk, found again by their content: built once, opened ever after.
"""

from __future__ import annotations

import logging
import shutil
from typing import TYPE_CHECKING, Final

from faq.knowledge_base import KnowledgeBase, documents
from index.builder import build
from index.documents import documents_fingerprint
from index.errors import SnapshotDamaged, SnapshotForeign, SnapshotMissing
from index.snapshot_files import load, save

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from index.arrays import Progress
    from index.documents import Document
    from index.embedding_cache import EmbeddingCache
    from index.encoder import Encoder
    from index.snapshot import Snapshot
    from knowledge.models import Sourced

_log = logging.getLogger(__name__)

KEPT: Final = 4
"""Snapshots that stay on disk: the one in use, and some to go back to at once."""


class Shelf:
    """
    Opens the index of a set of entries: from disk if it stands there whole, else built anew.

    A snapshot's folder is named after the documents and the encoder it was made of, so going back to an
    earlier version finds its index ready, and a damaged or foreign one is rebuilt, never served.

    Args:
        folder: Where snapshots stand.
        cache: Where encoded passages are kept; None keeps none.

    """

    def __init__(self, folder: Path, cache: EmbeddingCache | None) -> None:
        self._folder = folder
        self._cache = cache

    def open(
        self,
        entries: Sequence[Sourced],
        encoder: Encoder | None,
        *,
        version: int | None = None,
        previous: KnowledgeBase | None = None,
        progress: Progress | None = None,
    ) -> KnowledgeBase:
        """
        Return the knowledge base of `entries`, searchable by words alone without an `encoder`.

        Args:
            entries: Each id once.
            encoder: Makes vectors of what is neither on disk, in the cache nor in `previous`.
            version: Number of the published version that the entries are.
            previous: A base in memory whose unchanged documents are taken over.
            progress: Told about long stages.

        Raises:
            IndexFailure: one of its leaves, where the encoder fails.
        """
        items = documents(entries, previous)
        snapshot = None
        # Words alone are indexed in less time than it takes to read them from disk.
        if encoder is not None and (previous is None or not previous.has_vectors):
            snapshot = self._load(items, encoder.fingerprint)
        if snapshot is None:
            snapshot = build(items, encoder, self._cache, previous.snapshot if previous else None, progress)
        return KnowledgeBase(tuple(entries), items, snapshot, version)

    def holds(self, items: Sequence[Document], encoder: str) -> bool:
        """
        Tell whether the index of `items` by the encoder of that fingerprint stands on disk, whole.
        """
        return self._load(items, encoder) is not None

    def _load(self, items: Sequence[Document], encoder: str) -> Snapshot | None:
        fingerprint = documents_fingerprint(items)
        try:
            return load(self._place(fingerprint, encoder), encoder=encoder, documents=fingerprint)
        except SnapshotMissing:
            return None
        except (SnapshotDamaged, SnapshotForeign) as error:
            _log.warning("snapshot rebuilt", extra={"reason": type(error).__name__})
            return None

    def keep(self, base: KnowledgeBase) -> None:
        """
        Write the index of `base` to disk unless it stands there, and clear away the oldest ones.

        Raises:
            StorageFailure: the disk refused; what stood there before still does.
        """
        snapshot = base.snapshot
        if not base.has_vectors:
            return
        place = self._place(snapshot.documents_fingerprint, snapshot.encoder_fingerprint)
        if (place / "manifest.json").exists():
            place.touch()
        else:
            save(snapshot, place)
        others = sorted(
            (path for path in self._folder.iterdir() if path.is_dir() and path != place),
            key=lambda path: path.stat().st_mtime,
        )
        for stale in others[: -(KEPT - 1)]:
            shutil.rmtree(stale, ignore_errors=True)

    def _place(self, documents: str, encoder: str) -> Path:
        return self._folder / f"{documents[:16]}-{encoder[:16]}"
