"""
Every error of the application has its row: a status, a code of its own, and a sentence in both languages.
"""

import inspect
import re
from pathlib import Path

import pytest

from bot import access_errors, conversation_errors, errors
from bot.error_table import TABLE, describe
from bot.errors import BotError, FieldProblem, VersionUnknown

LEAVES = [
    kind
    for module in (errors, access_errors, conversation_errors)
    for _, kind in inspect.getmembers(module, inspect.isclass)
    if issubclass(kind, BotError) and kind.__module__ == module.__name__
]
EXAMPLES = {
    "path": Path("/var/copilot.db"),
    "migrations": ["later"],
    "problems": [("PORT", "must be a number")],
    "number": 7,
    "expected": 1,
    "actual": 2,
    "reason": "because",
    "allowed": ["POST"],
    "least": 3,
    "limit": 10,
    "seq": 4,
    "retry_after": 3,
    "host": "127.0.0.1",
    "port": 80,
}


def example(kind: type[BotError]) -> BotError:
    """Make an error of this kind."""
    if kind is errors.FieldsInvalid:
        return kind([FieldProblem("/top", "int_type", "нужно целое число")])
    if "__init__" not in vars(kind) and kind.__init__ is Exception.__init__:
        return kind()
    parameters = list(inspect.signature(kind.__init__).parameters)[1:]
    return kind(**{name: EXAMPLES.get(name, "x") for name in parameters})


@pytest.mark.parametrize("kind", LEAVES)
def test_every_error_has_its_row(kind: type[BotError]) -> None:
    """Its own row, and its own code."""
    codes = [row[1] for row in TABLE.values()]

    assert kind in TABLE
    assert codes.count(TABLE[kind][1]) == 1
    assert 400 <= TABLE[kind][0] < 600


@pytest.mark.parametrize("kind", LEAVES)
def test_every_sentence_can_be_said(kind: type[BotError]) -> None:
    """Russian for staff, English where it is wanted, no place left unfilled."""
    error = example(kind)

    assert re.search("[а-я]", str(error))
    assert not re.search("[а-яА-Я]", describe(error, "en").sentence.replace("нужно целое число", ""))
    assert "{" not in str(error)
    assert str(error) == describe(error).sentence


def test_a_new_leaf_is_described_as_its_parent() -> None:
    """Until it has a row of its own, an error is what it is a kind of."""

    class Sub(VersionUnknown):
        """A narrower error."""

    assert describe(Sub(7)) == describe(VersionUnknown(7))


def test_any_other_exception_is_internal() -> None:
    """Nothing of a stranger's exception gets out."""
    description = describe(ValueError("тайна"))

    assert (description.status, description.code) == (500, "internal")
    assert "тайна" not in description.sentence
