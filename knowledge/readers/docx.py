"""
DOCX, in either layout: tables with a header row, or headings with their answers below.

In the second layout the headings of the level that first has text below it, and shallower ones with text of
their own, are entries; shallower ones without are sections, whose names become tags; deeper ones stay in
the body.
 Lines such as «Кратко: …» directly below a heading are fields. A place is the number of the paragraph, or
of the row and cell in a table.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import docx
from docx.oxml.ns import qn

from knowledge.readers.assemble import title_from
from knowledge.readers.docx_text import Paragraph, Words, joined
from knowledge.readers.fields import LINES, field_of
from knowledge.readers.office import OfficeRefused, examine
from knowledge.readers.source import RawEntry
from knowledge.readers.table import Row, cell_value, entries, is_header

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knowledge.readers.limits import Limits
    from knowledge.readers.source import Path, Place, Source

_LABELS = frozenset(
    {"id", "speakable", "variants", "examples", "tags", "kind", "audience", "status", "owner", "language"}
    | {"valid_from", "valid_until", "legal_basis", "follow_ups"}
)
_LONGEST_LABEL = 40


def read(source: Source, limits: Limits) -> Iterator[RawEntry]:
    """
    Yield the entries of a Word document.
    """
    try:
        examine(source.data, limits)
        document = docx.Document(io.BytesIO(source.data))
        tables, paragraphs = _contents(document, limits)
    except OfficeRefused as refusal:
        source.report.add(refusal.code, modern="docx")
        return
    except Exception:  # noqa: BLE001 -- python-docx answers a broken file with any exception there is
        source.report.add("office_broken", modern="docx")
        return
    found = 0
    for number, rows in enumerate(tables, 1):
        file = source.name if len(tables) == 1 else f"{source.name}#{number}"
        for raw in entries(rows, file, source.report, must_have_header=False):
            found += 1
            yield raw
    for section in _sections(paragraphs):
        found += 1
        yield _entry(section, source)
    if not found and (tables or any(paragraph.text for paragraph in paragraphs)):
        source.report.add("header_unknown")


def _contents(document: Any, limits: Limits) -> tuple[list[list[Row]], list[Paragraph]]:
    """
    Return the tables of entries, and all paragraphs with the other tables written as Markdown among them.
    """
    words = Words(document)
    tables: list[list[Row]] = []
    paragraphs: list[Paragraph] = []
    number = 0
    for element in document.element.body.iterchildren():
        if element.tag == qn("w:p"):
            number += 1
            if number > limits.rows:
                break
            paragraphs.append(words.paragraph(element, number))
        elif element.tag == qn("w:tbl"):
            rows = _rows(element, words, limits)
            if any(is_header(row.cells) for row in rows[:3]):
                tables.append(rows)
            elif rows:
                text = _markdown_table(rows)
                paragraphs.append(Paragraph(max(number, 1), text, text))
    return tables, paragraphs


def _rows(table: Any, words: Words, limits: Limits) -> list[Row]:
    rows: list[Row] = []
    for line, element in enumerate(table.iterchildren(qn("w:tr")), 1):
        cells: list[str | None] = []
        for cell in list(element.iterchildren(qn("w:tc")))[: limits.columns]:
            merge = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
            if merge is not None and merge.get(qn("w:val")) != "restart" and rows:
                # A cell merged with the one above repeats its text.
                above = rows[-1].cells
                cells.append(above[len(cells)] if len(cells) < len(above) else None)
            else:
                cells.append(words.cell(cell) or None)
        rows.append(Row(line, tuple(cells)))
    return rows


def _markdown_table(rows: list[Row]) -> str:
    lines = [
        "| " + " | ".join((cell or "").replace("\n", " ").replace("|", "\\|") for cell in row.cells) + " |"
        for row in rows
    ]
    lines.insert(1, "|" + " --- |" * len(rows[0].cells))
    return "\n".join(lines)


@dataclass(slots=True)
class _Section:
    heading: Paragraph
    path: tuple[str, ...]
    paragraphs: list[Paragraph] = field(default_factory=list)


def _sections(paragraphs: list[Paragraph]) -> Iterator[_Section]:
    entry_level = _entry_level(paragraphs)
    if entry_level is None:
        return
    section: _Section | None = None
    names: dict[int, str] = {}
    for paragraph in paragraphs:
        if paragraph.level and paragraph.text and paragraph.level <= entry_level:
            if section is not None and _is_entry(section, entry_level):
                yield section
            names = {level: name for level, name in names.items() if level < paragraph.level}
            section = _Section(paragraph, tuple(names.values()))
            names[paragraph.level] = title_from(paragraph.text)[0]
        elif section is not None:
            section.paragraphs.append(paragraph)
    if section is not None and _is_entry(section, entry_level):
        yield section


def _entry_level(paragraphs: list[Paragraph]) -> int | None:
    level = 0
    for paragraph in paragraphs:
        if not paragraph.text:
            continue
        if paragraph.level:
            level = paragraph.level
        elif level:
            return level
    return None


def _is_entry(section: _Section, entry_level: int) -> bool:
    """
    Tell an entry from the name of a section; one at the level of entries may lack an answer, by mistake.
    """
    return section.heading.level == entry_level or any(paragraph.text for paragraph in section.paragraphs)


def _entry(section: _Section, source: Source) -> RawEntry:
    heading = section.heading
    places: dict[str, Place] = {}

    def locate(path: Path) -> Place:
        return places.get(str(path[0]), (heading.number, 1)) if path else (heading.number, 1)

    title, cut = title_from(heading.text)
    raw = RawEntry({"title": title}, source.name, heading.number, 1, source.report, locate)
    rest = [paragraph for paragraph in section.paragraphs if paragraph.text]
    open_list = ""
    while rest:
        name, colon, value = rest[0].text.partition(":")
        known = field_of(name) if colon and len(name) <= _LONGEST_LABEL else None
        if known is not None and known in _LABELS and known not in raw.fields:
            places[known] = (rest[0].number, 1)
            raw.fields[known] = cell_value(known, value.strip(), raw) if value.strip() else None
            open_list = known if known in LINES and not value.strip() else ""
        elif open_list and rest[0].mark:
            # «Варианты:» with a list below it.
            raw.fields[open_list] = [*(raw.fields[open_list] or []), rest[0].text]
        else:
            break
        rest = rest[1:]
    body = joined(rest)
    if body:
        raw.fields["body"] = f"{heading.text}\n\n{body}" if cut else body
        places["body"] = (rest[0].number, 1)
    if section.path and "tags" not in raw.fields:
        raw.fields["tags"] = list(section.path)
    return raw
