"""
YAML: a list of entries, `{defaults, entries}`, or one entry; several documents in a file are read alike.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from knowledge.readers.encoding import text_of
from knowledge.readers.fields import nearest
from knowledge.readers.source import RawEntry
from knowledge.readers.yaml_tree import Node, YamlMistake, compose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knowledge.readers.limits import Limits
    from knowledge.readers.source import FileReport, Source


def read(source: Source, limits: Limits) -> Iterator[RawEntry]:
    """
    Yield the entries of a YAML file.
    """
    text = text_of(source)
    if text is None:
        return
    try:
        roots = compose(text, limits, source.report.add)
    except YamlMistake as mistake:
        source.report.add(mistake.code, mistake.line, mistake.column, **mistake.details)
        return
    for root in roots:
        yield from _document(root, source.name, source.report)


def raw_entry(node: Node, file: str, report: FileReport) -> RawEntry:
    """
    Make the mapping `node` an entry that knows where its fields stand.
    """
    return RawEntry(node.value, file, node.line, node.column, report, node.place, node.name_place)


def _document(root: Node, file: str, report: FileReport) -> Iterator[RawEntry]:
    children = root.children
    if isinstance(children, list):
        yield from _entries(children, {}, file, report)
    elif isinstance(children, dict):
        if "entries" not in children:
            yield raw_entry(root, file, report)
            return
        for name, node in children.items():
            if name not in {"entries", "defaults"}:
                suggestion = nearest(name, ["entries", "defaults"])
                report.add("unknown_field", *node.name_place(()), field=name, suggestion=suggestion)
        defaults, entries = children.get("defaults"), children["entries"]
        if defaults is not None and not isinstance(defaults.children, dict):
            report.add("want_fields", defaults.line, defaults.column, field="defaults")
            defaults = None
        if not isinstance(entries.children, list):
            report.add("want_list", entries.line, entries.column, field="entries")
            return
        shared = defaults.children if defaults and isinstance(defaults.children, dict) else {}
        yield from _entries(entries.children, shared, file, report)
    elif root.value is not None:
        report.add("not_an_entry", root.line, root.column)


def _entries(nodes: list[Node], shared: dict[str, Node], file: str, report: FileReport) -> Iterator[RawEntry]:
    for node in nodes:
        if not isinstance(node.children, dict):
            report.add("not_an_entry", node.line, node.column)
            continue
        if shared:
            children = {**shared, **node.children}
            fields = {name: child.value for name, child in children.items()}
            yield raw_entry(Node(fields, node.line, node.column, children), file, report)
        else:
            yield raw_entry(node, file, report)
