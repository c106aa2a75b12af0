"""
How values that SQLite has no type for stand in its columns.
"""

from __future__ import annotations

import datetime as dt
import hashlib


def moment_to_text(moment: dt.datetime) -> str:
    """
    Write a moment so that texts sort as moments do.

    Raises:
        ValueError: if the moment has no time zone.
    """
    if moment.tzinfo is None:
        raise ValueError(f"moment without a time zone: {moment}")
    return moment.astimezone(dt.UTC).isoformat(timespec="microseconds")


def moment_from_text(text: str) -> dt.datetime:
    """
    Read what `moment_to_text` has written.
    """
    return dt.datetime.fromisoformat(text)


def secret_hash(secret: str) -> bytes:
    """
    Hash a random secret for keeping; 32 bytes.

    A plain SHA-256 is enough for a secret of 256 random bits: there is nothing to guess faster.
    """
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()
