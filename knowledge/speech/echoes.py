"""
What the fixes of several findings say twice in one draft, and how to say it once.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from knowledge.speech.edits import Edit, deletion
from knowledge.speech.segment import read

if TYPE_CHECKING:
    from knowledge.speech.tokens import Sentence

_ASKED_TWICE = re.compile(r"(\[[^\[\]\n]{1,60}\]),?\s+\1")
"""Two findings of a sentence that ask for the same thing, side by side."""
_PLEASE = frozenset(("пожалуйста", "please"))
_SHORTEST_SENTENCE = 4
"""Words; «Алло. Алло.» may be meant."""


def echo(text: str) -> Edit | None:
    """
    The edit that takes the first repetition out: of a slot, of a whole sentence, of «пожалуйста» in one.
    """
    if twice := _ASKED_TWICE.search(text):
        return Edit(*twice.span(), twice.group(1))
    draft = read(text)
    for first, second in pairwise(draft.sentences):
        if _words(first) == _words(second) and len(_words(first)) >= _SHORTEST_SENTENCE:
            return Edit(first.end, second.end, "")
    for sentence in draft.sentences:
        begged = [at for at, token in enumerate(sentence.tokens) if token.form in _PLEASE]
        if len(begged) > 1 and (edit := deletion(sentence, begged[-1], begged[-1] + 1, text)) is not None:
            return edit
    return None


def _words(sentence: Sentence) -> list[str]:
    return [token.form for token in sentence.tokens if token.kind != "punct"]
