"""
A published version ready to be asked: its entries beside the index snapshot built from them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from faq.lens import Lens
from index.documents import Document
from knowledge.models import Audience, Entry, Sourced, Status
from knowledge.plain import entry_text

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from faq.learned import Learned
    from index.arrays import BoolMask
    from index.snapshot import Snapshot


def documents(entries: Sequence[Sourced], previous: KnowledgeBase | None = None) -> tuple[Document, ...]:
    """
    Turn entries into the documents that the index is built from, in the same order.

    Those of entries that `previous` has unchanged are taken over: Markdown need not be parsed again.
    """
    return tuple((previous and previous.document_of(item.entry)) or _document(item.entry) for item in entries)


def _document(entry: Entry) -> Document:
    return Document(id=entry.id, title=entry.title, variants=entry.variants, body=entry_text(entry))


@dataclass(frozen=True)
class KnowledgeBase:
    """
    An immutable whole: `entries[i]` and `documents[i]` stand behind position `i` of the snapshot.

    `version` is None for a content folder asked without being published.
    """

    entries: tuple[Sourced, ...]
    documents: tuple[Document, ...]
    snapshot: Snapshot
    version: int | None = None
    lens: Lens | None = None
    """What was learnt from picks, laid over the snapshot; None leaves the shipped ranking."""
    _masks: dict[tuple[Audience, dt.date, str | None], BoolMask] = field(default_factory=dict, repr=False)
    _by_id: dict[str, int] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        self._by_id.update({item.entry.id: position for position, item in enumerate(self.entries)})

    def numbered(self, version: int) -> KnowledgeBase:
        """
        Return the same base as that published version.
        """
        return KnowledgeBase(self.entries, self.documents, self.snapshot, version, self.lens)

    def taught(self, learned: Learned | None) -> KnowledgeBase:
        """
        Return the same base ranked by what was learnt, as far as it fits; with None by the shipped ranking.
        """
        lens = None
        if learned is not None and Lens.fits(learned, self.snapshot):
            lens = Lens(learned, self.snapshot)
        return KnowledgeBase(self.entries, self.documents, self.snapshot, self.version, lens)

    def document_of(self, entry: Entry) -> Document | None:
        """
        Return the document of `entry` if the base holds this very entry, unchanged.
        """
        position = self._by_id.get(entry.id)
        if position is None:
            return None
        mine = self.entries[position].entry
        if mine is not entry and mine != entry:
            return None
        return self.documents[position]

    def get(self, entry_id: str) -> Sourced | None:
        """
        Return the entry of that id, whatever its audience or status.
        """
        position = self._by_id.get(entry_id)
        return None if position is None else self.entries[position]

    @property
    def has_vectors(self) -> bool:
        """
        Whether the snapshot can be searched by meaning.
        """
        return self.snapshot.meaning is not None

    def shows(self, entry_id: str, audience: Audience, day: dt.date) -> bool:
        """
        Tell whether there is an entry of that id that `audience` may be shown on `day`.
        """
        position = self._by_id.get(entry_id)
        return position is not None and self._allows(position, audience, day, None)

    def _allows(self, position: int, audience: Audience, day: dt.date, language: str | None) -> bool:
        """
        Tell whether the entry at `position` may be shown to `audience` on `day`.

        A customer sees only approved, customer-visible, currently valid entries. An operator sees internal
        ones and those still being checked too, but nothing archived or out of date.
        """
        entry = self.entries[position].entry
        if language is not None and entry.language != language:
            return False
        if entry.status is Status.ARCHIVED or not entry.is_valid_on(day):
            return False
        if audience is Audience.OPERATOR:
            return True
        return entry.status is Status.APPROVED and entry.audience is Audience.CUSTOMER

    def allowed(self, audience: Audience, day: dt.date, language: str | None = None) -> BoolMask:
        """
        Return the mask, shape (number of entries,), of what `audience` may be shown on `day`.
        """
        key = (audience, day, language)
        mask = self._masks.get(key)
        if mask is None:
            mask = np.fromiter(
                (self._allows(position, audience, day, language) for position in range(len(self.entries))),
                dtype=np.bool_,
                count=len(self.entries),
            )
            mask.setflags(write=False)
            # Two threads may both compute it: the masks are equal, so whichever stays is right. A new day
            # makes the old masks useless; they would otherwise pile up in a process that runs for months.
            for old in [stale for stale in list(self._masks) if stale[1] != day]:
                self._masks.pop(old, None)
            self._masks[key] = mask
        return mask
