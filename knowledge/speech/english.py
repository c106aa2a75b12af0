"""
A light English lemmatizer: irregular forms by table, regular endings by rule.

It proposes every lemma that a form may come from («making»: make, mak): patterns name real words, so a
spurious lemma matches nothing.
"""

from __future__ import annotations

import re
from functools import lru_cache

from knowledge.speech.morphology import Reading

_IRREGULAR = {
    "be": "am is are was were been being 'm 're",
    "have": "has had having 've",
    "do": "does did done doing",
    "go": "goes went gone going",
    "get": "gets got gotten getting",
    "say": "says said",
    "tell": "tells told",
    "know": "knows knew known",
    "think": "thinks thought",
    "understand": "understands understood",
    "hear": "hears heard",
    "feel": "feels felt",
    "send": "sends sent",
    "find": "finds found",
    "read": "reads",
    "write": "writes wrote written writing",
    "make": "makes made making",
    "take": "takes took taken taking",
    "give": "gives gave given giving",
    "come": "comes came coming",
    "see": "sees saw seen",
    "hold": "holds held",
    "hang": "hangs hung",
    "keep": "keeps kept",
    "pay": "pays paid",
    "buy": "buys bought",
    "speak": "speaks spoke spoken",
    "forget": "forgets forgot forgotten",
    "let": "lets letting",
    "put": "puts putting",
    "lie": "lies lied lying",
    "steal": "steals stole stolen",
    "mistake": "mistakes mistook mistaken",
    "break": "breaks broke broken",
    "lose": "loses lost losing",
    "will": "'ll",
    "would": "'d",
    "not": "n't",
    "i": "",
    "good": "better best",
    "bad": "worse worst",
    "cheap": "cheaper cheapest",
}
_LEMMA_OF: dict[str, str] = {form: lemma for lemma, forms in _IRREGULAR.items() for form in forms.split()}

_CONTRACTION = re.compile(r"^(.+?)(n't|'m|'re|'ve|'ll|'d|'s)$")
_WHOLE = {
    "can't": ("can", "not"),
    "cannot": ("can", "not"),
    "cant": ("can", "not"),
    "won't": ("will", "not"),
    "shan't": ("shall", "not"),
    "dont": ("do", "not"),
    "doesnt": ("does", "not"),
    "didnt": ("did", "not"),
    "isnt": ("is", "not"),
    "im": ("i", "am"),
    "let's": ("let", "us"),
}


def split_contraction(word: str) -> tuple[tuple[str, int], ...]:
    """
    Take «don't» apart: the parts with the number of letters each takes of the written word.
    """
    if whole := _WHOLE.get(word):
        first = min(len(whole[0]), len(word) - 1)
        return ((whole[0], first), (whole[1], len(word) - first))
    if match := _CONTRACTION.match(word):
        stem, tail = match.groups()
        expanded = {"n't": "not", "'s": "is", "'m": "am", "'re": "are"}.get(tail, tail)
        return ((stem, len(stem)), (expanded, len(tail)))
    return ((word, len(word)),)


@lru_cache(maxsize=16_384)
def english_readings(word: str) -> tuple[Reading, ...]:
    """
    Every lemma the word may come from, with `base`, `s`, `ed` or `ing`.
    """
    found = [(word, "base")]
    if lemma := _LEMMA_OF.get(word):
        found.append((lemma, "ing" if word.endswith("ing") else "s" if word.endswith("s") else "ed"))
    for suffix, replacement, ending in _SUFFIXES:
        if word.endswith(suffix) and len(word) > len(suffix) + 1 and not word.endswith("ss"):
            found.append((word.removesuffix(suffix) + replacement, ending))
    for ending in ("ed", "ing"):
        stem = word.removesuffix(ending)
        if stem != word and len(stem) > SHORTEST_STEM and stem[-1] == stem[-2]:
            found.append((stem[:-1], ending))  # stopped: stop
    return tuple(dict.fromkeys(Reading(lemma, frozenset((ending,))) for lemma, ending in found))


def english_forms(lemma: str) -> frozenset[str]:
    """
    Every form of a word: those of the table, else those with regular endings.
    """
    own = frozenset(_IRREGULAR.get(lemma, "").split())
    regular = {lemma + ending for ending in ("s", "es", "ed", "ing")}
    regular |= {lemma + lemma[-1:] + ending for ending in ("ed", "ing")}
    if lemma.endswith("e"):
        regular |= {lemma + "d", lemma[:-1] + "ing"}
    if lemma.endswith("y"):
        regular |= {lemma[:-1] + "ies", lemma[:-1] + "ied"}
    return own | {
        form for form in regular | {lemma} if any(found.lemma == lemma for found in english_readings(form))
    }


SHORTEST_STEM = 2
_SUFFIXES = (
    ("ies", "y", "s"),
    ("es", "", "s"),
    ("s", "", "s"),
    ("ied", "y", "ed"),
    ("ed", "", "ed"),
    ("ed", "e", "ed"),
    ("ing", "", "ing"),
    ("ing", "e", "ing"),
)
