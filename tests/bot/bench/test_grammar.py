"""
Only what a rewording brings in counts against it.
"""

from __future__ import annotations

from importlib.util import find_spec
from itertools import pairwise

import pytest

from bot.bench.grammar import GRAMMAR, Remark, blemishes, open_grammar
from bot.bench.rewordings import Reworded
from bot.errors import PeerMissing


def _commas(text: str) -> list[Remark]:
    """
    A grammar checker that wants a comma before every «что» or «Что».
    """
    words = text.split()
    return [
        Remark("COMMA", word, "Пропущена запятая")
        for before, word in pairwise(words)
        if word.lower() == "что" and not before.endswith(",")
    ]


@pytest.mark.parametrize(
    ("before", "after", "count"),
    [
        ("Знаю что да.", "Узнаю что да.", 0),
        ("Знаю Что да.", "Узнаю что да.", 0),
        ("Знаю, что да.", "Узнаю что да.", 1),
        ("Знаю что да.", "Узнаю что да и что нет.", 1),
        ("Знаю что да.", "Узнаю, что да.", 0),
    ],
)
def test_remarks_on_the_draft_itself_are_forgiven(before: str, after: str, count: int) -> None:
    """
    As often as the draft had them, capital letters aside.
    """
    found = blemishes([Reworded("1", "filler", before, after)], _commas)

    assert [(one.draft, one.rule, one.after) for one in found] == [("1", "COMMA", after)] * count


@pytest.mark.skipif(find_spec(GRAMMAR) is not None, reason="pylat-ru is installed: pip install -e '.[bench]'")
def test_a_missing_checker_is_named() -> None:
    """
    With the command that installs it.
    """
    with pytest.raises(PeerMissing, match=r"pylat-ru.*\.\[bench\]"):
        open_grammar()


@pytest.mark.skipif(find_spec(GRAMMAR) is None, reason="needs pylat-ru: pip install -e '.[bench]'")
def test_an_installed_checker_knows_russian() -> None:
    """
    A noun and its pronoun that do not agree are found, good Russian is not.
    """
    check = open_grammar()

    assert [remark.words for remark in check("Ваша заказ готов.")] == ["Ваша заказ"]
    assert check("Ваш заказ готов.") == []
