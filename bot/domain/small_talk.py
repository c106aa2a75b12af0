"""
Messages that ask nothing: a greeting or thanks alone is no reason to call a person.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

from index.morphology import lemma
from index.text import tokens

LONGEST: Final = 6
"""Words: a longer message says more than hello."""

_GREETING: Final = frozenset(
    re.findall(
        r"\w+",
        """
        здравствуйте здравствовать привет приветствовать добрый день утро вечер время сутки hi hello
        hey good morning
        """,
    )
)
_GREETING_NEEDS: Final = frozenset(
    re.findall(
        r"\w+",
        """
        здравствуйте здравствовать привет приветствовать добрый hi hello hey good
        """,
    )
)
_THANKS: Final = frozenset(
    re.findall(
        r"\w+",
        """
        спасибо благодарить благодарю большой огромный вы за помощь все понятно понятный thank
        thanks you much very
        """,
    )
)
_THANKS_NEEDS: Final = frozenset(
    re.findall(
        r"\w+",
        """
        спасибо благодарить thank thanks
        """,
    )
)


class SmallTalk(StrEnum):
    """
    What a message that asks nothing says.
    """

    GREETING = "greeting"
    THANKS = "thanks"


def small_talk(text: str) -> SmallTalk | None:
    """
    Return what `text` says if it is nothing but a greeting or thanks.
    """
    found = {lemma(token.text) for token in tokens(text[:200])}
    if not found or len(found) > LONGEST or "?" in text:
        return None
    if found <= _GREETING and found & _GREETING_NEEDS:
        return SmallTalk.GREETING
    if found <= _THANKS and found & _THANKS_NEEDS:
        return SmallTalk.THANKS
    return None
