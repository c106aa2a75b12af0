"""
What can go wrong with a body of knowledge: one root, leaves that carry data.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from knowledge.problems import Problem


class KnowledgeFailure(Exception):
    """
    Root of everything this package raises.
    """


class ContentRejected(KnowledgeFailure):
    """
    Content has errors; `problems` holds all of them, warnings included.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


class UnknownStarter(KnowledgeFailure):
    """
    There is no starter content in `language`; `known` lists the languages there are.
    """

    def __init__(self, language: str, known: Sequence[str]) -> None:
        self.language = language
        self.known = tuple(known)
        super().__init__(
            f"Начального наполнения на языке «{language}» нет. Выберите язык: {', '.join(known) or '—'}."
        )


class CannotExport(KnowledgeFailure):
    """
    An export to `path` is impossible for `reason`.
    """

    def __init__(self, path: Path, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(f"Не удалось выгрузить в {path}: {reason}")
