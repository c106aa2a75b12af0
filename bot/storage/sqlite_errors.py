"""
The border to SQLite: its exceptions become our own, with the path and a sentence how to mend it.
"""

from __future__ import annotations

import contextlib
import errno
import shutil
import sqlite3
from typing import TYPE_CHECKING

from bot.errors import (
    DatabaseDamaged,
    DatabaseDiskFull,
    DatabaseLocked,
    DatabaseReadOnly,
    NotADatabase,
    StorageError,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_LEAVES: dict[int, type[StorageError]] = {
    sqlite3.SQLITE_FULL: DatabaseDiskFull,
    sqlite3.SQLITE_READONLY: DatabaseReadOnly,
    sqlite3.SQLITE_PERM: DatabaseReadOnly,
    sqlite3.SQLITE_AUTH: DatabaseReadOnly,
    sqlite3.SQLITE_CANTOPEN: DatabaseReadOnly,
    sqlite3.SQLITE_CORRUPT: DatabaseDamaged,
    sqlite3.SQLITE_NOTADB: NotADatabase,
    sqlite3.SQLITE_BUSY: DatabaseLocked,
    sqlite3.SQLITE_LOCKED: DatabaseLocked,
}
_FULL_ERRNOS = {errno.ENOSPC, errno.EDQUOT}
_DENIED_ERRNOS = {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST, errno.EISDIR}
_NO_ROOM = 64 * 1024
"""Free bytes below which an input/output error means a full disk: SQLite cannot grow its shared memory."""


@contextlib.contextmanager
def mapped(path: Path) -> Iterator[None]:
    """
    Turn whatever SQLite or the file system raises about the database at `path` into a `StorageError`.
    """
    try:
        yield
    except sqlite3.Error as error:
        raise _leaf(error, path)(path, str(error)) from error
    except OSError as error:
        if error.errno in _FULL_ERRNOS:
            kind: type[StorageError] = DatabaseDiskFull
        elif error.errno in _DENIED_ERRNOS:
            kind = DatabaseReadOnly
        else:
            kind = StorageError
        raise kind(path, error.strerror or str(error)) from error


def _leaf(error: sqlite3.Error, path: Path) -> type[StorageError]:
    # The low byte is the primary result code. Errors of the Python driver itself carry no code.
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK) & 0xFF
    if code == sqlite3.SQLITE_IOERR and _is_full(path):
        return DatabaseDiskFull
    return _LEAVES.get(code, StorageError)


def _is_full(path: Path) -> bool:
    try:
        return shutil.disk_usage(path.parent).free < _NO_ROOM
    except OSError:
        return False
