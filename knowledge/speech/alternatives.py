"""
The alternatives in a pattern, each as the pattern that only it can satisfy.

Works on the notation as it is written, so that a report quotes the author's own words and a named list stays
one thing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_AFTER = re.compile(r"(?:\.!?[a-z0-9]+(?:/[a-z0-9]+)*)*\d*")
_LIST = re.compile(r"@[a-z_]+")
_CLOSERS = {"(": ")", "{": "}", "<": ">"}
_BEFORE_REGEX = frozenset("({<|+= ")


@dataclass(slots=True)
class _Group:
    """
    A bracket or a list's name; `branches` bound its alternatives, `optional` is where its `?` stands.
    """

    opener: str
    start: int
    end: int = 0
    branches: list[tuple[int, int]] = field(default_factory=list)
    optional: int | None = None


def alternatives(text: str) -> Iterator[tuple[str, str]]:
    """
    Every alternative of every `(a|b)`, with the pattern in which it is the only way.
    """
    groups = _groups(text)
    for group in groups:
        if len(group.branches) < 2:  # noqa: PLR2004 -- one way is no alternative
            continue
        for branch in group.branches:
            yield text[slice(*branch)], _forced(text, groups, group, branch)


def with_list(text: str, name: str) -> Iterator[str]:
    """
    For each place where a pattern names the list, the pattern that needs it there.
    """
    groups = _groups(text)
    for group in groups:
        if group.opener == "@" and text[group.start : group.end] == f"@{name}":
            yield _forced(text, groups, group, group.branches[0])


def _forced(text: str, groups: list[_Group], inner: _Group, chosen: tuple[int, int]) -> str:
    """
    Leave `chosen` of a group, and of every group around it only the way that leads there.
    """
    removed: list[tuple[int, int]] = []
    for group in groups:
        around = group is not inner and group.start < inner.start and inner.end < group.end
        if group is not inner and not around:
            continue
        branch = chosen
        if around:
            branch = next(one for one in group.branches if one[0] <= inner.start and inner.end <= one[1])
        if group.opener == "(":
            removed += [(group.start + 1, branch[0]), (branch[1], group.end - 1)]
        if group.optional is not None:
            removed.append((group.optional, group.optional + 1))
    for start, end in sorted(removed, reverse=True):
        text = text[:start] + text[end:]
    return text


def _groups(text: str) -> list[_Group]:
    """
    The groups of a pattern that parses; inner ones come before those around them.
    """
    found: list[_Group] = []
    stack: list[_Group] = []
    at = 0
    while at < len(text):
        char = text[at]
        if char == '"':
            at = text.index('"', at + 1)
        elif char == "/" and (at == 0 or text[at - 1] in _BEFORE_REGEX):
            at = text.index("/", at + 1)
        elif char == "@" and (name := _LIST.match(text, at)):
            end = name.end()
            found.append(_Group("@", at, end, [(at, end)], _question_mark(text, end)))
            at = end - 1
        elif char in _CLOSERS and (char != "(" or text[at + 1 : at + 2] not in {" ", ""}):
            stack.append(_Group(char, at, branches=[(at + 1, at + 1)]))
        elif stack and char == "|":
            stack[-1].branches.append((at + 1, at + 1))
        elif stack and char == _CLOSERS[stack[-1].opener]:
            found.append(_closed(stack.pop(), at + 1, text))
        at += 1
    return found


def _closed(group: _Group, end: int, text: str) -> _Group:
    group.end = end
    stops = [*(start - 1 for start, _ in group.branches[1:]), end - 1]
    group.branches = [
        _stripped(text, start, stop) for (start, _), stop in zip(group.branches, stops, strict=True)
    ]
    group.optional = _question_mark(text, end)
    return group


def _question_mark(text: str, at: int) -> int | None:
    """
    Where the `?` of a group that ends at `at` stands, behind its grammemes.
    """
    after = _AFTER.match(text, at)
    place = after.end() if after else at
    return place if text[place : place + 1] == "?" else None


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] == " ":
        start += 1
    while start < end and text[end - 1] == " ":
        end -= 1
    return start, end
