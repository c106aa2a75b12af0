"""
A small knowledge base with one entry of each sort, and words-only answers from it.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from faq.answering import Request, answer
from faq.shelf import Shelf
from knowledge.models import Audience, Location, Sourced, parse_entry

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from faq.knowledge_base import KnowledgeBase
    from faq.models import Answer

DAY = dt.date(2026, 6, 1)


def sourced(**fields: Any) -> Sourced:
    """
    Build an entry out of the fields that matter to a test.
    """
    defaults = {"title": "Заголовок", "body": "Текст ответа.", "audience": "customer"}
    return Sourced(entry=parse_entry({**defaults, **fields}), source=Location(file="kb.yaml", line=3))


@pytest.fixture
def base_of(tmp_path: Path) -> Callable[..., KnowledgeBase]:
    """
    Make a knowledge base of entries, searched by words alone.
    """

    def make(*entries: Sourced) -> KnowledgeBase:
        return Shelf(tmp_path / "snapshots", cache=None).open(entries, None, version=7)

    return make


@pytest.fixture
def ask() -> Callable[..., Answer]:
    """
    Ask a base by words alone, as an operator unless told otherwise.
    """

    def make(base: KnowledgeBase, question: str, **terms: Any) -> Answer:
        request = {"audience": Audience.OPERATOR, "day": DAY, "threshold": 0.5, **terms}
        return answer(base, Request(question, **request), None)

    return make
