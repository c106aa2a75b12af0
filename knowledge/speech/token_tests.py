"""
The check of one token against one item of a pattern.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from knowledge.speech.nodes import Item
    from knowledge.speech.tokens import Token

TokenTest = Callable[["Token"], bool]


def token_test(item: Item) -> TokenTest:
    """
    The check of one token against one item.
    """
    if item.kind == "num":
        return lambda token: token.kind == "num" and item.form in {None, token.form}
    if item.kind == "punct":
        return lambda token: token.kind == "punct" and token.form == item.form
    if item.kind == "regex":
        expression = re.compile(item.form or "")
        return lambda token: (
            token.kind != "opaque" and expression.fullmatch(token.raw.lower().replace("ё", "е")) is not None
        )
    if item.form is not None and not item.grammemes:
        return lambda token: token.kind == "word" and (item.form == token.form or item.form in token.meant)
    check = _readings_test(item)
    return lambda token: token.kind == "word" and check(token)


def _readings_test(item: Item) -> TokenTest:
    conditions = item.grammemes

    known: dict[frozenset[str], bool] = {}

    def fits(grammemes: frozenset[str]) -> bool:
        verdict = known.get(grammemes)
        if verdict is None:
            verdict = known[grammemes] = all(condition.holds(grammemes) for condition in conditions)
        return verdict

    def check(token: Token) -> bool:
        if item.form is not None and item.form != token.form and item.form not in token.meant:
            return False
        for reading in token.word.readings:
            if (item.lemmas is None or reading.lemma in item.lemmas) and fits(reading.grammemes):
                return True
        return item.lemmas is None and not conditions

    return check
