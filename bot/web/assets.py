"""
The desk's own files, held in memory under one hash: no disk while serving, no path to escape from.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

CONTENT_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".ico": "image/x-icon",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".woff2": "font/woff2",
}


@dataclass(frozen=True, slots=True)
class Asset:
    """
    One file as it is sent.
    """

    body: bytes
    content_type: str


@dataclass(frozen=True, slots=True)
class Assets:
    """
    All files by their path below the folder.

    The hash is one for the whole folder, and a directory of the URL: modules and styles name each other by
    relative paths, so a page gets all of its files from one state of the folder.
    """

    digest: str
    files: Mapping[str, Asset]

    @classmethod
    def load(cls, folder: Path) -> Assets:
        """
        Read every file of a known type below `folder`.
        """
        paths = sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix in CONTENT_TYPES)
        files = {
            path.relative_to(folder).as_posix(): Asset(path.read_bytes(), CONTENT_TYPES[path.suffix])
            for path in paths
        }
        digest = hashlib.sha256()
        for name, asset in files.items():
            digest.update(f"{name}\0{len(asset.body)}\0".encode())
            digest.update(asset.body)
        return cls(digest.hexdigest()[:16], files)

    def url(self, name: str) -> str:
        """
        Return the address of a file; it changes whenever any of the files does.
        """
        return f"/static/{self.digest}/{name}"
