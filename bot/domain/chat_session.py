"""
A customer of the web chat, known by a secret that only his browser holds.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ChatSession:
    """
    One anonymous customer: `id` stands for him inside, is random and never leaves the server.
    """

    id: str
    language: str
    time_zone: str | None = None
