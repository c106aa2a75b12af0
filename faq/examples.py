"""
The questions that entries promise to answer, asked of the index that is about to be published.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from knowledge.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from faq.answering import Ask
    from knowledge.models import Sourced

PLACES = 3
"""An operator sees this many candidates at a glance: the entry must be among them."""


def failed_examples(entries: tuple[Sourced, ...], ask: Ask) -> Iterator[Problem]:
    """
    Ask every example of every entry; a problem for each that does not bring its entry among the first.
    """
    for item in entries:
        for question in item.entry.examples:
            found = [candidate.entry for candidate in ask(question).candidates[:PLACES]]
            if item.entry.id not in found:
                yield Problem.at(
                    item.source,
                    "example_fails",
                    id=item.entry.id,
                    question=question,
                    found=", ".join(found) or "–",
                )
