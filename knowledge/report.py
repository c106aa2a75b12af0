"""
Problems as a report for people: every mistake with the lines of the file around it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from knowledge.problems import Language, Problem, Severity, one_line
from knowledge.readers import files
from knowledge.readers.encoding import Undecodable, decode
from knowledge.readers.limits import DEFAULT_LIMITS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_TEXTS = frozenset({".md", ".markdown", ".yaml", ".yml", ".csv", ".tsv", ".jsonl", ".ndjson"})
_TABLES = frozenset({".csv", ".tsv"})
_WIDEST = 100
_SEVERITY: dict[Severity, dict[Language, str]] = {
    Severity.ERROR: {"ru": "ошибка", "en": "error"},
    Severity.WARNING: {"ru": "предупреждение", "en": "warning"},
}
_COUNTS: dict[Language, str] = {
    "ru": "Ошибок: {errors}, предупреждений: {warnings}.",
    "en": "Errors: {errors}, warnings: {warnings}.",
}


def render(
    problems: Iterable[Problem], root: Path | None = None, language: Language = "ru", around: int = 1
) -> str:
    """
    Render all problems, then their counts.

    Args:
        problems: in the order in which to show them.
        root: the content folder or file they were found in; without it no lines are shown.
        language: of the sentences.
        around: how many lines to show before and after the one meant.
    """
    problems = list(problems)
    excerpts = _Excerpts(root, around) if root else None
    blocks = []
    for problem in problems:
        severity = _SEVERITY[problem.severity][language]
        what, how = problem.what_in(language), problem.how_in(language)
        block = [f"{problem.location}: {severity}: {what} {how}"]
        if excerpts:
            block.extend(excerpts.lines(problem))
        blocks.append("\n".join(block))
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    blocks.append(_COUNTS[language].format(errors=errors, warnings=len(problems) - errors))
    return "\n".join(blocks)


class _Excerpts:
    """
    The lines of the files under `root`, each file read once.
    """

    def __init__(self, root: Path, around: int) -> None:
        self._root = root
        self._around = around
        self._files: dict[str, list[str]] = {}

    def lines(self, problem: Problem) -> Iterator[str]:
        where = problem.location
        lines = self._file(where.file)
        if where.line > len(lines):
            return
        first = max(where.line - self._around, 1)
        last = min(where.line + self._around, len(lines))
        width = len(str(last))
        for number in range(first, last + 1):
            line = lines[number - 1]
            # A long line is shown from a little before the column meant.
            start = max(0, where.column - _WIDEST // 2) if len(line) > _WIDEST and number == where.line else 0
            shown = one_line(line[start : start + _WIDEST].replace("\t", " ").ljust(1, "\u00a0"), _WIDEST)
            indent = len(line) - len(line.lstrip()) if start == 0 else 0
            yield f"  {number:>{width}} | {' ' * indent}{shown}".rstrip()
            if number == where.line and not self._is_table(where.file):
                yield f"  {' ' * width} | {' ' * (where.column - 1 - start)}^"

    def _is_table(self, file: str) -> bool:
        return any(file.lower().endswith(suffix) for suffix in _TABLES)

    def _file(self, name: str) -> list[str]:
        if name not in self._files:
            self._files[name] = self._read(name)
        return self._files[name]

    def _read(self, name: str) -> list[str]:
        path = self._root / name if self._root.is_dir() else self._root
        if path.suffix.lower() not in _TEXTS:
            return []
        try:
            text = decode(files.read(path, DEFAULT_LIMITS.file_bytes)).text
        except (files.Refused, Undecodable):
            return []
        return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
