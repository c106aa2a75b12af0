"""
One content file in memory, what is wrong with it, and the raw entries a reader finds in it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from knowledge.models import Location
from knowledge.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from knowledge.models import Entry

Path = tuple[str | int, ...]
Place = tuple[int, int]


@dataclass(slots=True)
class FileReport:
    """
    The problems of one file; after `limit` of them only one more is kept, that there are too many.
    """

    file: str
    limit: int
    problems: list[Problem] = field(default_factory=list)

    def add(self, code: str, line: int = 1, column: int = 1, **details: object) -> None:
        """
        Note the problem `code` at `line` and `column`, both counted from 1.
        """
        self.add_in(self.file, code, (line, column), **details)

    def add_in(self, part: str, code: str, place: Place, **details: object) -> None:
        """
        Note a problem in `part` of the file, such as one sheet of a workbook.
        """
        if self.full:
            return
        line, column = place
        self.problems.append(Problem.at(Location(file=part, line=line, column=column), code, **details))
        if len(self.problems) == self.limit:
            where = Location(file=part, line=line, column=column)
            self.problems.append(Problem.at(where, "too_many_problems", limit=self.limit))

    @property
    def full(self) -> bool:
        """
        Whether the limit is reached and reading on would tell nothing new.
        """
        return len(self.problems) > self.limit


@dataclass(frozen=True, slots=True)
class Source:
    """
    A file's bytes and its name relative to the content folder.
    """

    name: str
    data: bytes
    report: FileReport


@dataclass(slots=True)
class RawEntry:
    """
    The fields of an entry as read, before validation.

    `locate` finds where a field's value stands in `file`, `locate_name` where its name does if that is
    elsewhere. `entry` is there already where a reader found nothing wrong; `fields` have just its id then.
    """

    fields: dict[str, Any]
    file: str
    line: int
    column: int
    report: FileReport
    locate: Callable[[Path], Place] | None = None
    locate_name: Callable[[Path], Place] | None = None
    entry: Entry | None = None

    def place(self, path: Path) -> Place:
        """
        Return line and column of the field at `path`, or of the nearest thing around it.
        """
        return self.locate(path) if self.locate else (self.line, self.column)

    def complain(self, code: str, path: Path, **details: object) -> None:
        """
        Note the problem `code` at the field at `path`.
        """
        self.report.add_in(self.file, code, self.place(path), field=dotted(path), **details)

    def complain_of_name(self, code: str, path: Path, **details: object) -> None:
        """
        Note the problem `code` at the name of the field at `path`.
        """
        place = self.locate_name(path) if self.locate_name else self.place(path)
        self.report.add_in(self.file, code, place, field=dotted(path), **details)


def dotted(path: Path) -> str:
    """
    Write `path` as staff would: `stages[2].say`, list positions counted from 1.
    """
    text = ""
    for step in path:
        text += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if text else step
    return text
