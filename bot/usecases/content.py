"""
A content folder looked at before anything is published: what is wrong with it, and what it would change.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from knowledge.diff import Diff, diff
from knowledge.errors import ContentRejected
from knowledge.problems import errors_of
from knowledge.readers import read_folder
from knowledge.validate import validate

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from pathlib import Path

    from knowledge.models import Sourced
    from knowledge.problems import Problem


@dataclass(frozen=True, slots=True)
class CheckedContent:
    """
    The entries of a folder, every problem found in it, and its difference from what is published.
    """

    entries: tuple[Sourced, ...]
    problems: tuple[Problem, ...]
    diff: Diff

    def accepted(self) -> CheckedContent:
        """
        Return itself when nothing stands against publishing; warnings do not.

        Raises:
            ContentRejected: with all problems.
        """
        if errors_of(self.problems):
            raise ContentRejected(self.problems)
        return self


def check_folder(path: Path, published: Sequence[Sourced], *, today: dt.date) -> CheckedContent:
    """
    Read and validate the folder or file at `path`; CPU work, a second for ten thousand entries.

    Pairs of entries that are both published already were compared then and are not compared again.
    """
    reading = read_folder(path)
    difference = diff(published, reading.entries)
    found = validate(reading.entries, today=today, changed=difference.touched if published else None)
    # A folder whose every entry is broken is told so once, not once more as an empty one.
    problems = reading.problems if reading.problems and not reading.entries else (*reading.problems, *found)
    return CheckedContent(reading.entries, problems, difference)
