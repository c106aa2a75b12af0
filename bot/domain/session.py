"""
A login that lasts until it ends, is ended, or is forgotten.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

    from bot.domain.person import Person


@dataclass(frozen=True, slots=True)
class Session:
    """
    A person's login; `id` identifies it in logs and limits and gives no access.
    """

    id: str
    person: Person
    created_at: dt.datetime
    expires_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Client:
    """
    Where a login came from: its network address, and browser and system as its owner would name them.
    """

    address: str | None = None
    agent: str | None = None


@dataclass(frozen=True, slots=True)
class OpenSession:
    """
    A login that still lasts, as its owner sees it in the list of his own.
    """

    id: str
    created_at: dt.datetime
    seen_at: dt.datetime
    client: Client
