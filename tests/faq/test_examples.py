"""
An entry's own example questions are a promise that publishing checks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from faq.examples import failed_examples

from .conftest import sourced

if TYPE_CHECKING:
    from collections.abc import Callable


def test_example_that_brings_its_entry_passes(base_of: Callable[..., Any], ask: Callable[..., Any]):
    """
    An example whose entry is among the first candidates is kept quiet about.
    """
    base = base_of(sourced(id="return", title="Возврат товара", examples=["оформить возврат"]))

    assert list(failed_examples(base.entries, lambda question: ask(base, question))) == []


def test_example_that_fails_is_a_problem_with_an_address(
    base_of: Callable[..., Any], ask: Callable[..., Any]
):
    """
    One that does not bring it names the entry's place, the question and what was found instead.
    """
    base = base_of(
        sourced(id="gift", title="Подарок", examples=["оформить возврат"]),
        sourced(id="return", title="Возврат товара"),
    )

    (problem,) = failed_examples(base.entries, lambda question: ask(base, question))

    assert str(problem).startswith("kb.yaml:3:1: вопрос-пример «оформить возврат» не приводит к записи gift")
    assert "return" in str(problem)
