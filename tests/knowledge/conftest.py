"""
Content written to a temporary folder, in the ways the tests of this package share.
"""

from __future__ import annotations

import io
import json
import zipfile
from typing import TYPE_CHECKING, Any

import docx
import openpyxl
import pytest

from knowledge.models import Location, Sourced, parse_entry
from knowledge.readers import Reading, read_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Reading]:
    """
    Write one file of text or bytes and read the folder it is in.
    """

    def read(name: str, content: str | bytes) -> Reading:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read_folder(tmp_path)

    return read


@pytest.fixture
def workbook() -> Callable[..., bytes]:
    """
    Build a workbook of one sheet from rows of values.
    """

    def workbook(*rows: Iterable[Any]) -> bytes:
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(list(row))
        file = io.BytesIO()
        book.save(file)
        return file.getvalue()

    return workbook


@pytest.fixture
def document() -> Callable[[Callable[[Any], None]], bytes]:
    """
    Build a Word document by a function that fills it.
    """

    def document(fill: Callable[[Any], None]) -> bytes:
        word = docx.Document()
        fill(word)
        file = io.BytesIO()
        word.save(file)
        return file.getvalue()

    return document


@pytest.fixture
def repack() -> Callable[..., bytes]:
    """
    Copy an archive with some parts replaced or added; None removes a part.
    """

    def repack(data: bytes, parts: dict[str, bytes | None]) -> bytes:
        file = io.BytesIO()
        with (
            zipfile.ZipFile(io.BytesIO(data)) as old,
            zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new,
        ):
            contents = {name: old.read(name) for name in old.namelist()} | parts
            for name, content in contents.items():
                if content is not None:
                    new.writestr(name, content)
        return file.getvalue()

    return repack


@pytest.fixture
def sourced() -> Callable[..., Sourced]:
    """
    Build an entry with a place: line by line of one file, owned, approved.
    """
    lines = iter(range(1, 1_000_000))

    def sourced(**fields: Any) -> Sourced:
        entry = parse_entry({"title": fields["id"], "body": "Ответ.", "owner": "Мария", **fields})
        return Sourced(entry=entry, source=Location(file="kb.yaml", line=next(lines)))

    return sourced


@pytest.fixture
def jsonl() -> Callable[..., str]:
    """
    Write objects one a line.
    """
    return lambda *objects: "\n".join(json.dumps(item, ensure_ascii=False) for item in objects)
