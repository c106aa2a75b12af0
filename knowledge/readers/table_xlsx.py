"""
XLSX: every visible sheet with a header row; values only, formulas are never computed.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import threading
import warnings
from typing import TYPE_CHECKING, Any

import openpyxl

from knowledge.readers.office import OfficeRefused, examine
from knowledge.readers.table import Row, entries

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knowledge.readers.limits import Limits
    from knowledge.readers.source import Place, RawEntry, Source

_ERRORS = frozenset({"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"})
_FORMULA = re.compile(rb"<(?:\w+:)?f[ />]")
# `catch_warnings` is a global switch: one workbook at a time, which bounds the memory as well.
_ONE_AT_A_TIME = threading.Lock()


def read(source: Source, limits: Limits) -> Iterator[RawEntry]:
    """
    Yield the entries of a workbook.
    """
    try:
        parts = examine(source.data, limits)
    except OfficeRefused as refusal:
        source.report.add(refusal.code, modern="xlsx")
        return
    has_formulas = any("worksheets/" in name and _FORMULA.search(content) for name, content in parts.items())
    with _ONE_AT_A_TIME, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            sheets = _sheets(source, limits, has_formulas=has_formulas)
        except Exception:  # noqa: BLE001 -- openpyxl answers a broken file with any exception there is
            source.report.add("office_broken", modern="xlsx")
            return
    for file, rows in sheets:
        raws = list(entries(rows, file, source.report, must_have_header=len(sheets) == 1))
        if not raws and len(sheets) > 1 and not all(row.is_blank for row in rows):
            source.report.add_in(
                file, "sheet_skipped", (1, 1), reason="в нём нет строки с названиями столбцов"
            )
        yield from raws


def _sheets(source: Source, limits: Limits, *, has_formulas: bool) -> list[tuple[str, list[Row]]]:
    book = openpyxl.load_workbook(io.BytesIO(source.data), read_only=True, data_only=True)
    formulas: dict[str, set[Place]] = {}
    if has_formulas:
        formulas = _formulas(source.data, limits)
    visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            source.report.add_in(f"{source.name}#{sheet.title}", "sheet_skipped", (1, 1), reason="он скрыт")
    sheets: list[tuple[str, list[Row]]] = []
    for sheet in visible:
        file = f"{source.name}#{sheet.title}" if len(visible) > 1 else source.name
        rows: list[Row] = []
        for line, values in enumerate(sheet.iter_rows(max_col=limits.columns, values_only=True), 1):
            if line > limits.rows:
                source.report.add_in(file, "too_many_entries", (line, 1), limit=limits.rows)
                break
            if any(value is not None for value in values):
                rows.append(_row(line, values, file, source))
        for line, column in sorted(formulas.get(sheet.title, ())):
            if not any(row.line == line and _cell(row, column) for row in rows):
                source.report.add_in(file, "formula_without_value", (line, column))
        sheets.append((file, rows))
    return sheets


def _row(line: int, values: tuple[Any, ...], file: str, source: Source) -> Row:
    last = max(index for index, value in enumerate(values) if value is not None) + 1
    cells = tuple(map(_text, values[:last]))
    for column, cell in enumerate(cells, 1):
        if cell in _ERRORS:
            source.report.add_in(file, "cell_error", (line, column), value=cell)
    return Row(line, cells)


def _cell(row: Row, column: int) -> str | None:
    return row.cells[column - 1] if column <= len(row.cells) else None


def _formulas(data: bytes, limits: Limits) -> dict[str, set[Place]]:
    """
    Return the places of all formulas by sheet: read as values, one never computed looks like an empty cell.
    """
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False)
    places: dict[str, set[Place]] = {}
    for sheet in book.worksheets:
        found = places.setdefault(sheet.title, set())
        for line, cells in enumerate(sheet.iter_rows(max_col=limits.columns), 1):
            if line > limits.rows:
                break
            found.update((line, column) for column, cell in enumerate(cells, 1) if cell.data_type == "f")
    return places


def _text(value: Any) -> str | None:
    """
    Write a cell's value as a person would type it.
    """
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ")
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return str(value)
