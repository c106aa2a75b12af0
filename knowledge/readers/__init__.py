"""
Files of any format that staff use, to entries: everything that is wrong is told at once, with its place.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

from knowledge.collector import paused_collector
from knowledge.errors import ContentRejected
from knowledge.problems import Problem, errors_of
from knowledge.readers import files, jsonl, markdown, table_csv, yaml_file
from knowledge.readers.assemble import assemble
from knowledge.readers.limits import DEFAULT_LIMITS, Limits
from knowledge.readers.source import FileReport, RawEntry, Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from knowledge.models import Sourced

__all__ = ["DEFAULT_LIMITS", "Limits", "Reading", "read_folder"]


def _read_xlsx(source: Source, limits: Limits) -> Iterator[RawEntry]:
    from knowledge.readers import table_xlsx  # noqa: PLC0415 -- openpyxl loads numpy; most folders need neither

    return table_xlsx.read(source, limits)


def _read_docx(source: Source, limits: Limits) -> Iterator[RawEntry]:
    from knowledge.readers import docx  # noqa: PLC0415 -- likewise python-docx and lxml

    return docx.read(source, limits)


_READERS: Final[dict[str, Callable[[Source, Limits], Iterator[RawEntry]]]] = {
    ".md": markdown.read,
    ".markdown": markdown.read,
    ".yaml": yaml_file.read,
    ".yml": yaml_file.read,
    ".csv": table_csv.read,
    ".tsv": table_csv.read,
    ".xlsx": _read_xlsx,
    ".docx": _read_docx,
    ".jsonl": jsonl.read,
    ".ndjson": jsonl.read,
}
# The modern format of what is refused by its name alone.
_MACROS: Final = {
    ".xlsm": "xlsx", ".xltm": "xlsx", ".xlsb": "xlsx", ".xlam": "xlsx", ".docm": "docx", ".dotm": "docx"
}  # fmt: skip
_OLD: Final = {".xls": "xlsx", ".doc": "docx", ".rtf": "docx", ".odt": "docx", ".ods": "xlsx"}


@dataclass(frozen=True, slots=True)
class Reading:
    """
    What a folder holds: the entries that are right, in the order of the files, and all that is wrong.
    """

    entries: tuple[Sourced, ...]
    problems: tuple[Problem, ...]

    def accepted(self) -> tuple[Sourced, ...]:
        """
        Return the entries of a reading without errors; warnings do not matter.

        Raises:
            ContentRejected: with all problems.
        """
        if errors_of(self.problems):
            raise ContentRejected(self.problems)
        return self.entries


def read_folder(path: Path, *, limits: Limits = DEFAULT_LIMITS) -> Reading:
    """
    Read a content folder, or one content file. Nothing is raised for what the files hold.

    Args:
        path: the folder; which of its files are content is told at `knowledge.readers.files.find`.
        limits: what reading may cost.
    """
    with paused_collector():
        return _read(path, limits)


def _read(path: Path, limits: Limits) -> Reading:
    problems: list[Problem] = []
    raws: list[RawEntry] = []
    reports: list[FileReport] = []
    left = limits.total_bytes
    for found in files.find(path, limits, problems):
        report = FileReport(found.name, limits.problems_per_file)
        reports.append(report)
        reader = _reader(found, report)
        if reader is None:
            continue
        try:
            data = files.read(found.path, limits.file_bytes)
        except files.Refused as refusal:
            report.add_in(found.name, refusal.code, (1, 1), **refusal.details)
            continue
        left -= len(data)
        if left < 0:
            report.add("total_too_big", limit=limits.total_bytes)
            break
        before = len(raws)
        for raw in reader(Source(found.name, data, report), limits):
            raws.append(raw)
            if len(raws) > limits.entries:
                report.add_in(raw.file, "too_many_entries", (raw.line, raw.column), limit=limits.entries)
                break
        if len(raws) == before and not report.problems:
            report.add("empty_file")
        if len(raws) > limits.entries:
            break
    entries = tuple(assemble(raws[: limits.entries]))
    for report in reports:
        problems.extend(sorted(report.problems, key=_order))
    return Reading(entries, tuple(problems))


def _reader(found: files.Found, report: FileReport) -> Callable[[Source, Limits], Iterator[RawEntry]] | None:
    suffix = PurePosixPath(found.name).suffix.lower()
    if suffix in _MACROS:
        report.add("macros", modern=_MACROS[suffix])
    elif suffix in _OLD:
        report.add("old_office", modern=_OLD[suffix])
    elif suffix not in _READERS:
        report.add("unknown_format", suffix=suffix or found.name)
    else:
        return _READERS[suffix]
    return None


def _order(problem: Problem) -> tuple[bool, str, int, int]:
    where = problem.location
    return problem.code == "too_many_problems", where.file, where.line, where.column
