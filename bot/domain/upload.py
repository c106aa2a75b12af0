"""
Which files are taken: an allow-list of types, proven by the first bytes, under a harmless name.
"""

from __future__ import annotations

import re
from typing import Final

from bot.conversation_errors import AttachmentRefused, AttachmentTooLarge
from index.text import fold

LONGEST_NAME: Final = 120

_ENDINGS: Final = {
    "image/jpeg": ("jpg", "jpeg"),
    "image/png": ("png",),
    "image/gif": ("gif",),
    "image/webp": ("webp",),
    "application/pdf": ("pdf",),
    "text/plain": ("txt",),
    "audio/ogg": ("ogg", "oga"),
    "video/mp4": ("mp4",),
}
"""No SVG and no HTML: a browser would run what stands in them."""

# Control characters, path separators, quotes of headers, and marks that turn the direction of writing.
_NASTY: Final = re.compile(r'[\x00-\x1f\x7f-\x9f/\\:*?"<>|;\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]')


def allowed_endings() -> tuple[str, ...]:
    """
    Return the endings of file names that are taken.
    """
    return tuple(ending for endings in _ENDINGS.values() for ending in endings)


def media_type(data: bytes) -> str | None:
    """
    Tell from the bytes of a file which allowed type it is of; None if it is of none.
    """
    for kind, at, magic in (
        ("image/jpeg", 0, b"\xff\xd8\xff"),
        ("image/png", 0, b"\x89PNG\r\n\x1a\n"),
        ("image/gif", 0, b"GIF8"),
        ("image/webp", 8, b"WEBP"),
        ("application/pdf", 0, b"%PDF-"),
        ("audio/ogg", 0, b"OggS"),
        ("video/mp4", 4, b"ftyp"),
    ):
        if data[at : at + len(magic)] == magic:
            return kind
    return "text/plain" if _is_text(data) else None


def checked_upload(name: str, data: bytes, *, limit: int) -> tuple[str, str]:
    """
    Return a harmless name and the media type of a file.

    Args:
        name: As the sender calls it; nothing in it is trusted.
        data: The whole file.
        limit: Bytes it may have.

    Raises:
        AttachmentTooLarge: it is larger, or empty.
        AttachmentRefused: its bytes are of no allowed type, or its name ends as another one does.
    """
    if not 0 < len(data) <= limit:
        raise AttachmentTooLarge(limit)
    kind = media_type(data)
    if kind is None:
        raise AttachmentRefused(allowed_endings())
    safe = _NASTY.sub("_", name.encode("utf-8", "replace").decode()).strip(" ._")
    stem, dot, ending = safe.rpartition(".")
    if not dot:
        stem, ending = safe, _ENDINGS[kind][0]
    if ending.lower() not in _ENDINGS[kind]:
        raise AttachmentRefused(allowed_endings())
    if not fold(stem).strip():
        stem = "file"
    return f"{stem[: LONGEST_NAME - len(ending) - 1]}.{ending.lower()}", kind


def _is_text(data: bytes) -> bool:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    # A page that calls itself text would still be a page to a browser that guesses.
    return "\0" not in text and not text.lstrip("\ufeff \t\r\n").startswith("<")
