"""
A version of the knowledge base: who published what, when, and how much changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt


@dataclass(frozen=True, slots=True)
class DiffCounts:
    """
    How many entries a version added, changed and removed against its parent.
    """

    added: int
    changed: int
    removed: int


@dataclass(frozen=True, slots=True)
class Version:
    """
    One published state of the knowledge base.

    `fingerprint` is the same for the same set of entries, whatever files they were read from; `restored` is
    the earlier version whose content a rollback brought back; `learned` names what was learnt from picks that
    its answers are ranked by.
    """

    number: int
    parent: int | None
    author: str
    created_at: dt.datetime
    note: str
    diff: DiffCounts
    entries: int
    fingerprint: str
    restored: int | None = None
    learned: str | None = None
