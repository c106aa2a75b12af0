"""
Writing so that a crash leaves either the old state or the new one: aside, flushed, then renamed.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import StorageFailure

if TYPE_CHECKING:
    from collections.abc import Iterator


def storage_failure(error: OSError, path: Path) -> StorageFailure:
    """
    Say in our words which file the disk refused, and why.
    """
    where = Path(error.filename) if isinstance(error.filename, str) else path
    return StorageFailure(where, error.errno or 0, error.strerror or str(error))


def flush(path: Path) -> None:
    """
    Make the contents of a file, or the names in a folder, survive a power cut.
    """
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def exclusive(folder: Path) -> Iterator[None]:
    """
    Let one process at a time work in `folder`; the system takes the lock away from a process that dies.

    Raises:
        StorageFailure: the disk refused.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError as error:
        raise storage_failure(error, folder) from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


@contextmanager
def new_folder(target: Path) -> Iterator[Path]:
    """
    Fill a folder aside and rename it to `target` when the block ends well; otherwise leave no trace.

    The caller holds the lock of the folder above; what killed processes left there is swept away.

    Raises:
        StorageFailure: the disk refused.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        for left in target.parent.glob(f".{target.name}-*.tmp"):
            shutil.rmtree(left, ignore_errors=True)
        aside = Path(tempfile.mkdtemp(prefix=f".{target.name}-", suffix=".tmp", dir=target.parent))
    except OSError as error:
        raise storage_failure(error, target) from error
    try:
        yield aside
        for path in [*aside.rglob("*"), aside]:
            flush(path)
        aside.chmod(0o755)
        aside.rename(target)
        flush(target.parent)
    except OSError as error:
        raise storage_failure(error, target) from error
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def replace_file(target: Path, content: bytes) -> None:
    """
    Give `target` new contents in one step.

    Raises:
        OSError: the disk refused; the old contents stand.
    """
    descriptor, name = tempfile.mkstemp(prefix=f".{target.name}-", suffix=".tmp", dir=target.parent)
    aside = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        aside.chmod(0o644)
        aside.replace(target)
        flush(target.parent)
    finally:
        aside.unlink(missing_ok=True)
