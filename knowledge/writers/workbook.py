"""
Entries as a workbook that nobody's Excel will compute: every cell is text, whatever it starts with.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from knowledge.errors import CannotExport
from knowledge.readers.fields import HEADERS, LINES, OBJECTS, russian
from knowledge.readers.table import list_of
from knowledge.writers.lines import fields_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from knowledge.models import Entry

_LONGEST_CELL = 32_767
_STARTS_FORMULA = ("=", "+", "-", "@", "\t")
_TRANSLATED = frozenset({"kind", "audience", "status"})


def write_xlsx(entries: Sequence[Entry], path: Path) -> None:
    """
    Write a sheet with Russian column names; lists one item a line, nested fields as JSON.

    Raises:
        CannotExport: when a text does not fit a cell.
    """
    rows = [fields_of(entry) for entry in entries]
    used = [field for field in HEADERS if any(field in row for row in rows)]
    texts = [[cell_text(field, row[field]) if field in row else "" for field in used] for row in rows]
    for row, cells in zip(rows, texts, strict=True):
        _check(cells, row["id"], path)
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Записи")
    for line in ([HEADERS[field] for field in used], *texts):
        sheet.append([_cell(sheet, text) for text in line])
    book.save(path)


def cell_text(field: str, value: Any) -> str:
    """
    Write a field's value so that the table reader makes the same of it.
    """
    if field in OBJECTS:
        return json.dumps(value, ensure_ascii=False)
    if field in LINES:
        text = "\n".join(value)
        return text if list_of(field, text) == value else json.dumps(value, ensure_ascii=False)
    if field == "sample":
        return "да" if value else "нет"
    return russian(field, value) if field in _TRANSLATED else str(value)


def _check(cells: list[str], entry: str, path: Path) -> None:
    if any(len(text) > _LONGEST_CELL for text in cells):
        raise CannotExport(path, f"текст записи {entry} длиннее {_LONGEST_CELL} знаков и не войдёт в ячейку.")
    if any(ILLEGAL_CHARACTERS_RE.search(text) for text in cells):
        raise CannotExport(path, f"в записи {entry} есть управляющие символы.")


def _cell(sheet: Any, text: str) -> Cell | None:
    if not text:
        return None
    cell = WriteOnlyCell(sheet, text)
    # openpyxl takes a leading «=» for a formula; the quote prefix keeps Excel from it on editing.
    cell.data_type = "s"
    if text.startswith(_STARTS_FORMULA):
        cell.quotePrefix = True
    return cell
