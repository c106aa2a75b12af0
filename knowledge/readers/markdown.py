"""
Markdown: one entry a file, its fields in YAML front matter, its body below.

Without a title in the front matter the first heading is the title; without an id the file's name is the id.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from knowledge.readers.encoding import text_of
from knowledge.readers.source import RawEntry
from knowledge.readers.yaml_tree import Node, YamlMistake, compose
from knowledge.slugs import slug

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knowledge.readers.limits import Limits
    from knowledge.readers.source import Source

_FENCE = re.compile(r"^---[ \t]*$", re.MULTILINE)
_HEADING = re.compile(r"\A\s*#[ \t]+([^\n]+?)[ \t#]*(?:\n|\Z)")


def read(source: Source, limits: Limits) -> Iterator[RawEntry]:
    """
    Yield the one entry of a Markdown file.
    """
    text = text_of(source)
    if text is None or not text.strip():
        return
    head: Node | None = Node({}, 1, 1, {})
    body, body_line = text, 1
    if opening := _FENCE.match(text):
        closing = _FENCE.search(text, opening.end())
        if closing is None:
            source.report.add("front_matter_open")
            return
        head = _head(text[opening.end() : closing.start()], source, limits)
        body, body_line = text[closing.end() :], text.count("\n", 0, closing.end()) + 1
    if head is None or not isinstance(head.children, dict):
        return
    heading = _HEADING.match(body)
    if "title" not in head.children and heading:
        line = body_line + body.count("\n", 0, heading.start(1))
        _set(head, "title", heading.group(1), line)
        body_line += body.count("\n", 0, heading.end())
        body = body[heading.end() :]
    if body.strip():
        line = body_line + body[: len(body) - len(body.lstrip())].count("\n")
        if "body" in head.children:
            source.report.add("duplicate_key", line, 1, key="body")
        else:
            _set(head, "body", body.strip(), line)
    if "id" not in head.children:
        _set(head, "id", slug(PurePosixPath(source.name).stem), 1)
    yield RawEntry(head.value, source.name, 1, 1, source.report, head.place, head.name_place)


def _head(text: str, source: Source, limits: Limits) -> Node | None:
    try:
        # The text starts within line 1, at the end of the opening fence, so libyaml counts lines rightly.
        roots = compose(text, limits, source.report.add)
    except YamlMistake as mistake:
        source.report.add(mistake.code, mistake.line, mistake.column, **mistake.details)
        return None
    if not roots or roots[0].value is None:
        return Node({}, 1, 1, {})
    if not isinstance(roots[0].children, dict):
        source.report.add("not_an_entry", roots[0].line, roots[0].column)
        return None
    return roots[0]


def _set(head: Node, name: str, value: str, line: int) -> None:
    head.value[name] = value
    if isinstance(head.children, dict):
        head.children[name] = Node(value, line, 1)
