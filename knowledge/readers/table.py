"""
Tables, of whatever file: a row of column names, then one entry a row.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from knowledge.readers.fields import FIELDS, LINES, OBJECTS, field_of, nearest, value_of
from knowledge.readers.source import RawEntry

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from knowledge.readers.source import FileReport, Path, Place

_HEADER_WITHIN = 10
_FEWEST_NAMES = 2


@dataclass(frozen=True, slots=True)
class Row:
    """
    The cells of a row as text, None where there is nothing, and the line where the row starts.
    """

    line: int
    cells: tuple[str | None, ...]

    @property
    def is_blank(self) -> bool:
        """
        Whether no cell holds anything.
        """
        return not any(cell and not cell.isspace() for cell in self.cells)


def entries(
    rows: Iterable[Row], file: str, report: FileReport, *, must_have_header: bool = True
) -> Iterator[RawEntry]:
    """
    Yield an entry for every row below the header: one of the first ten rows that hold something.

    A place is the row's line and the number of the column.
    """
    header: dict[int, str] | None = None
    looked_at = 0
    for row in rows:
        if row.is_blank:
            continue
        if header is None:
            looked_at += 1
            if is_header(row.cells):
                header = _header(row, file, report)
            elif looked_at == _HEADER_WITHIN:
                break
        else:
            yield _entry(row, header, file, report)
    if header is None and looked_at and must_have_header:
        report.add_in(file, "header_unknown", (1, 1))


def is_header(cells: Iterable[str | None]) -> bool:
    """
    Tell whether `cells` name the columns of a table of entries.
    """
    fields = recognised(cells)
    return len(fields) >= _FEWEST_NAMES and bool(fields & {"title", "body"})


def recognised(cells: Iterable[str | None]) -> set[str]:
    """
    Return the fields that `cells` name.
    """
    return {field for cell in cells if cell and (field := field_of(cell))}


def _header(row: Row, file: str, report: FileReport) -> dict[int, str]:
    columns: dict[int, str] = {}
    for index, cell in enumerate(row.cells):
        if not cell or cell.isspace():
            continue
        field, place = field_of(cell), (row.line, index + 1)
        if field is None:
            suggestion = nearest(cell, list(FIELDS))
            report.add_in(file, "column_unknown", place, column=cell, suggestion=suggestion)
        elif field in columns.values():
            report.add_in(file, "column_twice", place, field=field)
        else:
            columns[index] = field
    return columns


def _entry(row: Row, header: dict[int, str], file: str, report: FileReport) -> RawEntry:
    columns = {field: index + 1 for index, field in header.items()}

    def locate(path: Path) -> Place:
        return row.line, columns.get(str(path[0]), 1) if path else 1

    raw = RawEntry({}, file, row.line, 1, report, locate)
    for index, field in header.items():
        cell = row.cells[index] if index < len(row.cells) else None
        if cell and not cell.isspace():
            raw.fields[field] = cell_value(field, cell.strip(), raw)
    return raw


def cell_value(field: str, text: str, raw: RawEntry) -> Any:
    """
    Turn the text of a cell into the value of `field`: several lines into a list, JSON into nested fields.
    """
    if field in OBJECTS or (field in LINES and looks_like_json(text)):
        try:
            return json.loads(text, parse_int=str, parse_float=str, parse_constant=str)
        except (ValueError, RecursionError):
            raw.complain("bad_list_cell", (field,))
            return None
    return list_of(field, text) if field in LINES else value_of(field, text)


def list_of(field: str, text: str) -> list[str] | None:
    """
    Split a cell's text at line breaks and «|», tags at commas and semicolons too; None if it looks like JSON.
    """
    if looks_like_json(text):
        return None
    if field == "tags":
        text = text.replace(",", "\n").replace(";", "\n")
    items = (item.strip().removeprefix("- ").strip() for item in text.replace("|", "\n").split("\n"))
    return [item for item in items if item]


def looks_like_json(text: str) -> bool:
    """
    Tell a list written as JSON from plain text.
    """
    return text.startswith("[") and text.endswith("]")
