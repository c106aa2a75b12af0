"""
Paragraphs of a Word document as Markdown: bold, italic, links, lists; deleted revisions stay deleted.

Works on the XML elements that python-docx hands out: its own `row.cells` repeats a cell as often
as a file demands, and its `paragraph.runs` leaves out inserted revisions.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from docx.oxml.ns import qn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docx.document import Document

_OFF = frozenset({"0", "false", "off", "none"})
_CONTAINERS = frozenset(map(qn, ("w:ins", "w:smartTag", "w:sdt", "w:sdtContent", "w:fldSimple")))
_HEADING = re.compile(r"^(?:heading|заголовок)\s*([1-9])$", re.IGNORECASE)
_LIST = re.compile(r"^(list|список|маркированный|нумерованный)", re.IGNORECASE)
_NUMBERED = re.compile(r"number|нумер", re.IGNORECASE)
_TITLE_STYLES = frozenset({"title", "название"})
_SAFE_LINK = re.compile(r"^(?:https?://|mailto:|tel:)\S+$", re.IGNORECASE)
_SPECIAL = re.compile(r"([*`])")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """
    A paragraph: its number in the document, Markdown and plain text, heading level (0: none), list mark.
    """

    number: int
    markdown: str
    text: str
    level: int = 0
    mark: str = ""


class Words:
    """
    Reads paragraphs of one document, whose styles and links it knows.
    """

    def __init__(self, document: Document) -> None:
        self._styles: dict[str, str] = {
            style.style_id: style.name or "" for style in document.styles if style.style_id
        }
        self._links: dict[str, str] = {
            key: rel.target_ref for key, rel in document.part.rels.items() if rel.is_external
        }

    def paragraph(self, element: Any, number: int) -> Paragraph:
        """
        Read the paragraph `element`.
        """
        spans = _merged(list(self._spans(element)))
        text = "".join(span[0] for span in spans).strip()
        properties = element.find(qn("w:pPr"))
        style = self._style(properties)
        level = _heading_level(style, properties)
        mark = "" if level else _list_mark(style, properties)
        markdown = "".join(_marked(*span) for span in spans).strip()
        return Paragraph(number, markdown, text, level, mark)

    def cell(self, element: Any) -> str:
        """
        Read a table cell as Markdown, its paragraphs joined as in the body of an entry.
        """
        return joined([self.paragraph(child, 0) for child in element.iterchildren(qn("w:p"))])

    def _style(self, properties: Any) -> str:
        style = properties.find(qn("w:pStyle")) if properties is not None else None
        style_id = style.get(qn("w:val"), "") if style is not None else ""
        return self._styles.get(style_id, style_id)

    def _spans(self, element: Any, link: str = "") -> Iterator[tuple[str, str, str]]:
        """
        Yield (text, emphasis mark, link target) for every run.
        """
        for child in element.iterchildren():
            if child.tag == qn("w:r"):
                yield _run_text(child), _emphasis(child), link
            elif child.tag == qn("w:hyperlink"):
                target = self._links.get(child.get(qn("r:id"), ""), "")
                yield from self._spans(child, target if _SAFE_LINK.match(target) else "")
            elif child.tag in _CONTAINERS:
                yield from self._spans(child, link)


def joined(paragraphs: list[Paragraph]) -> str:
    """
    Join paragraphs to Markdown: the items of a list stay together, an empty line parts everything else.
    """
    lines: list[str] = []
    previous = ""
    for paragraph in paragraphs:
        if not paragraph.markdown:
            continue
        if lines and not (paragraph.mark and previous):
            lines.append("")
        prefix = "#" * paragraph.level + " " if paragraph.level else paragraph.mark
        indent = " " * len(prefix) if paragraph.mark else ""
        lines.append(prefix + paragraph.markdown.replace("\n", "\n" + indent))
        previous = paragraph.mark
    return "\n".join(lines)


def _run_text(run: Any) -> str:
    pieces = []
    for child in run.iterchildren():
        if child.tag == qn("w:t"):
            pieces.append(child.text or "")
        elif child.tag == qn("w:tab"):
            pieces.append(" ")
        elif child.tag in {qn("w:br"), qn("w:cr")}:
            pieces.append("\n")
        elif child.tag == qn("w:noBreakHyphen"):
            pieces.append("-")
    return "".join(pieces)


def _emphasis(run: Any) -> str:
    properties = run.find(qn("w:rPr"))
    if properties is None:
        return ""
    bold, italic = (_is_on(properties.find(qn(tag))) for tag in ("w:b", "w:i"))
    return "**" * bold + "*" * italic


def _is_on(element: Any) -> bool:
    return element is not None and element.get(qn("w:val"), "1") not in _OFF


def _merged(spans: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """
    Join neighbours of equal form: Word cuts a bold sentence into several runs.
    """
    merged: list[tuple[str, str, str]] = []
    for text, emphasis, link in spans:
        if not text:
            continue
        if merged and merged[-1][1:] == (emphasis, link):
            merged[-1] = (merged[-1][0] + text, emphasis, link)
        else:
            merged.append((text, emphasis, link))
    return merged


def _marked(text: str, emphasis: str, link: str) -> str:
    core = text.strip()
    if not core:
        return text
    before, after = text[: text.index(core)], text[text.index(core) + len(core) :]
    escaped = emphasis + _SPECIAL.sub(r"\\\1", core) + emphasis
    return before + (f"[{escaped}]({link})" if link else escaped) + after


def _heading_level(style: str, properties: Any) -> int:
    if match := _HEADING.match(style):
        return int(match.group(1))
    if style.casefold() in _TITLE_STYLES:
        return 1
    outline = properties.find(qn("w:outlineLvl")) if properties is not None else None
    value = outline.get(qn("w:val"), "") if outline is not None else ""
    return int(value) + 1 if value in set("012345678") else 0


def _list_mark(style: str, properties: Any) -> str:
    numbering = properties.find(qn("w:numPr")) if properties is not None else None
    if numbering is None and not _LIST.match(style):
        return ""
    return "1. " if _NUMBERED.search(style) else "- "
