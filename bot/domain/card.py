"""
An entry as it is shown in full, with what only the whole knowledge base knows about it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from knowledge.models import Entry


@dataclass(frozen=True, slots=True)
class EntryLink:
    """
    A follow-up that can be opened.
    """

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class EntryCard:
    """
    An entry of the served version.

    `source` is `file:line:column`; `valid` tells whether today lies within the entry's dates; `follow_ups`
    are those that the caller may see.
    """

    entry: Entry
    source: str
    valid: bool
    kb_version: int
    follow_ups: tuple[EntryLink, ...] = ()
