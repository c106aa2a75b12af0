"""
YAML to plain values that remember where they stand: libyaml's events, composed here.

PyYAML's own composer resolves types by regular expressions and loses the places; here a scalar is text (or
nothing), so `no` stays a word, `1e3` an identifier, and a number of a million digits costs nothing. Tags are
refused, duplicate keys reported, aliases counted as often as they are used, nesting bounded.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from knowledge.readers.limits import Limits
    from knowledge.readers.source import Path, Place

_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})
_HARMLESS_TAGS = frozenset({None, "!"} | {f"tag:yaml.org,2002:{name}" for name in ("str", "map", "seq")})
_HINTS = (
    ("cannot start any token", "yaml_tab"),
    ("found a tab character", "yaml_tab"),
    ("mapping values are not allowed", "yaml_colon"),
    ("could not find expected ':'", "yaml_indent"),
    ("unexpected end of stream", "yaml_quote"),
    ("did not find expected ',' or", "yaml_quote"),
    ("did not find expected", "yaml_indent"),
)


@dataclass(slots=True)
class Node:
    """
    A value with its place; `children` are the nodes inside it, `size` counts them with itself.
    """

    value: Any
    line: int
    column: int
    children: dict[str, Node] | list[Node] | None = None
    size: int = 1
    name: Place | None = None
    """Where the field's name stands, in a mapping."""

    def place(self, path: Path) -> Place:
        """
        Return line and column of what stands at `path`, or of the nearest thing around it.
        """
        node = self._nearest(path)
        return node.line, node.column

    def name_place(self, path: Path) -> Place:
        """
        Return line and column of the name of the field at `path`.
        """
        node = self._nearest(path)
        return node.name or (node.line, node.column)

    def _nearest(self, path: Path) -> Node:
        node = self
        for step in path:
            children = node.children
            inner: Node | None = None
            if isinstance(children, dict) and isinstance(step, str):
                inner = children.get(step)
            elif isinstance(children, list) and isinstance(step, int) and step < len(children):
                inner = children[step]
            if inner is None:
                break
            node = inner
        return node


class YamlMistake(Exception):
    """
    The file cannot be read beyond `line`.
    """

    def __init__(self, code: str, line: int, column: int, **details: object) -> None:
        self.code = code
        self.line = line
        self.column = column
        self.details = details
        super().__init__(code)


@dataclass(slots=True)
class _Frame:
    node: Node
    anchor: str | None
    key: str | None = None
    key_place: Place = (1, 1)


@dataclass(slots=True)
class _Composer:
    limits: Limits
    warn: Callable[..., None]
    stack: list[_Frame] = field(default_factory=list)
    anchors: dict[str, Node] = field(default_factory=dict)
    roots: list[Node] = field(default_factory=list)

    def open(self, node: Node, event: MappingStartEvent | SequenceStartEvent) -> None:
        self.check_tag(event.tag, node)
        if len(self.stack) >= self.limits.nesting:
            raise YamlMistake("too_deep", node.line, node.column, limit=self.limits.nesting)
        self.stack.append(_Frame(node, event.anchor))

    def close(self) -> None:
        frame = self.stack.pop()
        self.attach(frame.node, frame.anchor)

    def alias(self, name: str, line: int, column: int) -> None:
        known = self.anchors.get(name)
        if known is None:
            raise YamlMistake("yaml_alias", line, column, name=name)
        self.attach(Node(known.value, line, column, known.children, known.size), None)

    def check_tag(self, tag: str | None, node: Node) -> None:
        if tag not in _HARMLESS_TAGS:
            self.warn("yaml_tag", node.line, node.column, tag=tag)

    def attach(self, node: Node, anchor: str | None) -> None:
        if anchor is not None:
            self.anchors[anchor] = node
        if not self.stack:
            self.roots.append(node)
            return
        frame = self.stack[-1]
        parent = frame.node
        parent.size += node.size
        if parent.size > self.limits.values:
            raise YamlMistake("too_complex", node.line, node.column, limit=self.limits.values)
        if isinstance(parent.children, list):
            parent.children.append(node)
            parent.value.append(node.value)
        elif frame.key is None:
            self.start_pair(frame, node)
        else:
            self.end_pair(frame, node)

    def start_pair(self, frame: _Frame, node: Node) -> None:
        frame.key_place = (node.line, node.column)
        if isinstance(node.value, str):
            frame.key = node.value
        else:
            self.warn("yaml_key", node.line, node.column)
            frame.key = ""

    def end_pair(self, frame: _Frame, node: Node) -> None:
        key, frame.key = frame.key, None
        if not key:
            return
        children = frame.node.children
        if not isinstance(children, dict):
            return
        if key in children:
            self.warn("duplicate_key", *frame.key_place, key=key)
            return
        if node.value is None or node.value in ("", [], {}):
            # An empty value has no place of its own to point at.
            node.line, node.column = frame.key_place
        node.name = frame.key_place
        children[key] = node
        frame.node.value[key] = node.value


def compose(text: str, limits: Limits, warn: Callable[..., None]) -> list[Node]:
    """
    Compose every document of `text`; mistakes that do not stop the reading go to `warn(code, line, column)`.

    Raises:
        YamlMistake: where nothing beyond can be read.
    """
    composer = _Composer(limits, warn)
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            _take(composer, event)
    except yaml.MarkedYAMLError as failure:
        raise _mistake(failure) from failure
    except yaml.reader.ReaderError as failure:
        before = text[: failure.position]
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        raise YamlMistake(
            "yaml_syntax", line, column, detail="недопустимый символ / bad character"
        ) from failure
    except yaml.YAMLError as failure:
        raise YamlMistake("yaml_syntax", 1, 1, detail=failure) from failure
    return composer.roots


def _take(composer: _Composer, event: Any) -> None:
    kind = type(event)
    if kind is ScalarEvent:
        mark = event.start_mark
        empty = event.implicit[0] and event.value in _NOTHING
        node = Node(None if empty else event.value, mark.line + 1, mark.column + 1)
        if event.tag is not None:
            composer.check_tag(event.tag, node)
        composer.attach(node, event.anchor)
    elif kind is MappingStartEvent or kind is SequenceStartEvent:
        mark = event.start_mark
        value: dict[str, Any] | list[Any] = {} if kind is MappingStartEvent else []
        children: dict[str, Node] | list[Node] = {} if kind is MappingStartEvent else []
        composer.open(Node(value, mark.line + 1, mark.column + 1, children), event)
    elif kind is MappingEndEvent or kind is SequenceEndEvent:
        composer.close()
    elif kind is AliasEvent:
        composer.alias(event.anchor, event.start_mark.line + 1, event.start_mark.column + 1)
    elif kind is DocumentStartEvent:
        composer.anchors.clear()


def _mistake(failure: yaml.MarkedYAMLError) -> YamlMistake:
    mark = failure.problem_mark or failure.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    problem = failure.problem or failure.context or "?"
    code = next((code for words, code in _HINTS if words in problem), "yaml_syntax")
    if code == "yaml_quote" and failure.context_mark:
        line, column = failure.context_mark.line + 1, failure.context_mark.column + 1
    return YamlMistake(code, line, column, detail=problem)
