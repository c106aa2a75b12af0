"""
CSV with whatever separator Excel chose; cells stay text, so nothing in them is ever evaluated.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from knowledge.readers.encoding import text_of
from knowledge.readers.table import Row, entries, recognised

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knowledge.readers.limits import Limits
    from knowledge.readers.source import RawEntry, Source

_SEPARATORS = (";", ",", "\t")
_SNIFFED_LINES = 10


def read(source: Source, limits: Limits) -> Iterator[RawEntry]:
    """
    Yield the entries of a CSV file.
    """
    text = text_of(source)
    if text is not None:
        yield from entries(_rows(text, source, limits), source.name, source.report)


def _rows(text: str, source: Source, limits: Limits) -> Iterator[Row]:
    skipped = 0
    if text[:4].casefold() == "sep=" and text[5:6] in {"\n", ""}:
        # Excel's own note of the separator.
        separator, text, skipped = text[4:5], text[6:], 1
    else:
        separator = _sniff(text)
    if separator in {"", "\n", '"'}:
        source.report.add("csv_syntax")
        return
    if text.count(separator) > limits.cells:
        # A single row may hold them all.
        source.report.add("too_complex", limit=limits.cells)
        return
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = skipped + 1
    try:
        for number, cells in enumerate(reader, 1):
            if number > limits.rows:
                source.report.add("too_many_entries", line, limit=limits.rows)
                return
            yield Row(line, tuple(cells[: limits.columns]))
            line = skipped + reader.line_num + 1
    except csv.Error:
        source.report.add("csv_syntax", line)


def _sniff(text: str) -> str:
    """
    Return the separator by which the first lines name the most columns, else the most frequent one.
    """
    lines = text[:20_000].split("\n")[:_SNIFFED_LINES]

    def score(separator: str) -> tuple[int, int]:
        names = max((len(recognised(_plain_cells(line, separator))) for line in lines), default=0)
        return names, lines[0].count(separator) if lines else 0

    return max(_SEPARATORS, key=score)


def _plain_cells(line: str, separator: str) -> list[str]:
    return [cell.strip().strip('"') for cell in line.split(separator)]
