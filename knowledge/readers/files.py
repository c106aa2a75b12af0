"""
Finding and reading the files of a content folder without trusting any of them.
"""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.models import Location
from knowledge.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knowledge.readers.limits import Limits

# A pipe must not be waited for and a link must not be followed; Windows has neither flag.
_OPEN_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)
_CORPUS = "corpus.jsonl"
_NEVER_CONTENT = frozenset(
    {"readme", "readme.md", "readme.ru.md", "readme.txt", "license", "license.md", "license.txt", "thumbs.db"}
)


class Refused(Exception):
    """
    A file that is not read, with the problem that says why.
    """

    def __init__(self, code: str, **details: object) -> None:
        self.code = code
        self.details = details
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class Found:
    """
    A content file: its path and its printable name relative to the folder.
    """

    path: Path
    name: str


def display_name(path: str | Path) -> str:
    """
    Return a path as text that can be printed and stored, whatever bytes the file system holds.
    """
    text = os.fsencode(path).decode("utf-8", "replace").replace(os.sep, "/")
    return "".join(char if char.isprintable() else "\ufffd" for char in text)


def find(root: Path, limits: Limits, problems: list[Problem]) -> Iterator[Found]:
    """
    Yield the content files under `root` in the order of their names.

    Hidden names, names that start with `_`, README and LICENSE are never content. A folder that holds a
    `corpus.jsonl` at its top consists of that file alone: what lies beside it are questions and judgements.
    """
    try:
        mode = os.stat(root).st_mode  # noqa: PTH116 -- the root itself may be a link: the user named it
    except (OSError, ValueError):
        problems.append(_problem(display_name(root.name), "not_found"))
        return
    if not stat.S_ISDIR(mode):
        yield Found(Path(os.path.realpath(root)), display_name(root.name))
        return
    corpus = root / _CORPUS
    if corpus.is_file() or corpus.is_symlink():
        yield from _checked(corpus, _CORPUS, problems)
        return
    for count, found in enumerate(_walk(root, "", limits.folder_depth, limits, problems)):
        if count == limits.files:
            problems.append(_problem(found.name, "too_many_files", limit=limits.files))
            return
        yield found


def read(path: Path, limit: int) -> bytes:
    """
    Read a regular file of at most `limit` bytes.

    Raises:
        Refused: for links, pipes, devices, unreadable and oversized files.
    """
    try:
        descriptor = os.open(path, _OPEN_FLAGS)
    except (OSError, ValueError) as failure:
        raise Refused("symlink" if path.is_symlink() else "unreadable", reason=_reason(failure)) from failure
    with open(descriptor, "rb") as file:  # noqa: PTH123 -- a descriptor has no path
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise Refused("special_file")
        if status.st_size > limit:
            raise Refused("file_too_big", limit=limit)
        try:
            # The file may grow while it is read.
            data = file.read(status.st_size + 1)
        except OSError as failure:
            raise Refused("unreadable", reason=_reason(failure)) from failure
    if len(data) > status.st_size:
        raise Refused("unreadable", reason="файл меняется")
    return data


def _walk(folder: Path, prefix: str, depth: int, limits: Limits, problems: list[Problem]) -> Iterator[Found]:
    try:
        with os.scandir(folder) as scan:
            items = sorted(scan, key=lambda item: item.name)
    except OSError as failure:
        problems.append(_problem(prefix.rstrip("/") or ".", "unreadable", reason=_reason(failure)))
        return
    for item in items:
        name = prefix + display_name(item.name)
        if item.name.startswith((".", "_", "~$")) or item.name.casefold() in _NEVER_CONTENT:
            continue
        if not item.is_symlink() and item.is_dir(follow_symlinks=False):
            if depth == 0:
                problems.append(_problem(name, "folder_too_deep", limit=limits.folder_depth))
                continue
            yield from _walk(Path(item.path), f"{name}/", depth - 1, limits, problems)
        else:
            yield from _checked(Path(item.path), name, problems)


def _checked(path: Path, name: str, problems: list[Problem]) -> Iterator[Found]:
    try:
        mode = path.lstat().st_mode
    except OSError as failure:
        problems.append(_problem(name, "unreadable", reason=_reason(failure)))
        return
    if stat.S_ISLNK(mode):
        problems.append(_problem(name, "symlink"))
    elif not stat.S_ISREG(mode):
        problems.append(_problem(name, "special_file"))
    else:
        yield Found(path, name)


def _problem(file: str, code: str, **details: object) -> Problem:
    return Problem.at(Location(file=file or "."), code, **details)


def _reason(failure: OSError | ValueError) -> str:
    return failure.strerror or type(failure).__name__ if isinstance(failure, OSError) else "bad path"
