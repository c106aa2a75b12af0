"""
The starter content is found, and is without a single mistake.
"""

from __future__ import annotations

import datetime as dt

import pytest

from knowledge.errors import UnknownStarter
from knowledge.problems import errors_of
from knowledge.readers import read_folder
from knowledge.starter import starter_folder, starter_languages
from knowledge.validate import validate


@pytest.mark.parametrize("language", starter_languages())
def test_the_starter_content_is_right(language):
    """
    Every kit reads without a problem and holds together.
    """
    reading = read_folder(starter_folder(language))

    assert [str(problem) for problem in reading.problems] == []
    problems = validate(reading.entries, today=dt.date(2026, 11, 22))
    assert [str(problem) for problem in errors_of(problems)] == []
    assert all(item.entry.sample for item in reading.entries)


def test_russian_is_there():
    """
    The product starts in Russian.
    """
    assert "ru" in starter_languages()


def test_an_unknown_language():
    """
    The error names the languages there are.
    """
    with pytest.raises(UnknownStarter) as caught:
        starter_folder("../ru")

    assert ("../ru", starter_languages()) == (caught.value.language, caught.value.known)
