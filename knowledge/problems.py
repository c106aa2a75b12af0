"""
A mistake in content: where it is, what is wrong, how to mend it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from knowledge.messages import LABELS_EN, LABELS_RU, MESSAGES, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from knowledge.models import Location

__all__ = ["Language", "Problem", "Severity", "errors_of", "one_line"]

Language = Literal["ru", "en"]

_LONGEST_DETAIL = 120


def one_line(text: str, longest: int = _LONGEST_DETAIL) -> str:
    """
    Return `text` fit for one line of a terminal: nothing unprintable, cut at `longest`.
    """
    if not text.isprintable():
        text = "".join(char if char.isprintable() else " " for char in text)
    line = text.strip()
    return line if len(line) <= longest else line[: longest - 1] + "…"


@dataclass(frozen=True, slots=True)
class Problem:
    """
    One mistake. `details` fill the sentences of `code`, which are chosen by language when shown.

    The details come from files that nobody has vetted: build problems by `Problem.at`, which makes them
    printable.
    """

    location: Location
    code: str
    details: tuple[tuple[str, str], ...] = ()

    @classmethod
    def at(cls, location: Location, code: str, **details: object) -> Problem:
        """
        Build the problem `code` with its details made fit to print.
        """
        return cls(location, code, tuple((name, one_line(str(value))) for name, value in details.items()))

    @property
    def severity(self) -> Severity:
        """
        Whether the content can be published in spite of it.
        """
        return MESSAGES[self.code].severity

    @property
    def what(self) -> str:
        """
        What is wrong, in Russian.
        """
        return self.what_in("ru")

    @property
    def how(self) -> str:
        """
        How to mend it, in Russian.
        """
        return self.how_in("ru")

    def what_in(self, language: Language) -> str:
        """
        Say what is wrong in `language`.
        """
        message = MESSAGES[self.code]
        return self._fill(message.what_ru if language == "ru" else message.what_en, language)

    def how_in(self, language: Language) -> str:
        """
        Say how to mend it in `language`.
        """
        message = MESSAGES[self.code]
        return self._fill(message.how_ru if language == "ru" else message.how_en, language)

    def text(self, language: Language = "ru") -> str:
        """
        Render the problem as one line: «file:line:column: what. How.».
        """
        return f"{self.location}: {self.what_in(language)} {self.how_in(language)}"

    def __str__(self) -> str:
        return self.text()

    def _fill(self, template: str, language: Language) -> str:
        details = dict(self.details)
        if field := details.get("field"):
            labels, other = (LABELS_RU, "значения") if language == "ru" else (LABELS_EN, "value")
            details["label"] = labels.get(field.rpartition(".")[2], other)
        suggestion = details.setdefault("suggestion", "")
        if suggestion:
            # A bad_id suggests a whole value, everywhere else the sentence goes on.
            lead = ": возможно, это {}" if language == "ru" else ": perhaps {}"
            details["suggestion"] = suggestion if self.code == "bad_id" else lead.format(suggestion)
        return template.format_map(details)


def errors_of(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """
    Return the problems that keep content from being published.
    """
    return tuple(problem for problem in problems if problem.severity is Severity.ERROR)
