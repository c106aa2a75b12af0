"""
What can go wrong with speech rules; the checker itself never fails on a text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from knowledge.errors import KnowledgeFailure

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True, order=True)
class Mistake:
    """
    One mistake in a rule file, with its address; line and column are counted from 1.
    """

    file: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.message}"


class SpeechFailure(KnowledgeFailure):
    """
    Root of everything this package raises.
    """


class RuleFileError(SpeechFailure):
    """
    Rule files that cannot be used; `mistakes` holds all of them at once.
    """

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = tuple(sorted(mistakes))
        super().__init__("\n".join(str(mistake) for mistake in self.mistakes))


class PatternError(SpeechFailure):
    """
    A pattern that does not follow the notation; `offset` counts code points from its start.
    """

    def __init__(self, message: str, offset: int = 0) -> None:
        self.message = message
        self.offset = offset
        super().__init__(message)
