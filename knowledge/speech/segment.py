"""
A text taken apart: tokens that undo look-alike, stretched and spelt-out letters, and sentences.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice

from knowledge.speech.english import split_contraction
from knowledge.speech.morphology import fold, is_known, readings
from knowledge.speech.normalise import Normalised, normalise
from knowledge.speech.tokens import MAX_WORD, Draft, Sentence, Token
from knowledge.speech.vocabulary import (
    ABBREVIATIONS,
    COUNTING_ABBREVIATIONS,
    LOOK_ALIKES,
    SAFE_LOOK_ALIKES,
    UNIT_ABBREVIATIONS,
)

_TOKEN = re.compile(
    r"""
    (?P<opaque>
        (?:https?://|www\.|t\.me/)[^\s<>«»]{1,500}
      | [\w.+*-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}
      | \{[^{}\n]{1,60}\}
      | `[^`\n]{1,200}`
      | \[(?:укажите|предложите|state|offer)\ [^\[\]\n]{1,60}\]
    )
  | (?P<num>\d+(?:[.,:/]\d+|[ ]\d{3}(?!\d))*)
  | (?P<word>[^\W_]{1,64}(?:['-][^\W_]{1,64}){0,6})
  | (?P<punct>[!?]+|\n+|(?P<run>[^\s])(?P=run)*)
    """,
    re.VERBOSE,
)
Reading = tuple[str, tuple[tuple[str, int], ...]]

LONGEST_SENTENCE = 150
"""Tokens; what runs on longer is cut there: the time of a check stays linear in the length of the text."""
_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
_LATIN = re.compile(r"[a-z]", re.IGNORECASE)
_STRETCH = re.compile(r"(\w)\1{2,}")
_SPELT_OUT = re.compile(r"(?<![^\W_])[^\W\d_](?:[ .\-*_·•]{1,2}[^\W\d_]){3,24}(?![^\W_])")
_TRAILING = ".,;:!?)…»'\""
_DASHES = "—–-−"  # noqa: RUF001 -- people write the minus sign, too
SHORTEST_NEGATED = 3
SHORTEST_SPELT = 3
MOST_SPELT = 50
"""Words spelt out letter by letter in one draft."""


def read(source: str) -> Draft:
    """
    Take `source` apart.
    """
    normal = normalise(source)
    tokens = _tokenize(normal)
    return Draft(source, _sentences(tokens))


def _tokenize(normal: Normalised) -> list[Token]:
    text = normal.text
    spelt_out = {match.start(): match for match in islice(_SPELT_OUT.finditer(text), MOST_SPELT)}
    cyrillic_text = _is_cyrillic(text)
    tokens: list[Token] = []
    at = 0
    while match := _TOKEN.search(text, at):
        start, end = match.span()
        kind = match.lastgroup or "punct"
        raw = match.group()
        if (spelt := spelt_out.get(start)) and (found := _spelt_words(spelt.group())):
            _add_spelt(tokens, normal, spelt.span(), found)
            at = spelt.end()
            continue
        if kind == "opaque" and not raw.startswith(("{", "`", "[")):
            end -= len(raw) - len(raw.rstrip(_TRAILING))
            raw = text[start:end]
        glued = start == at and at > 0
        if kind == "word":
            _add_word(tokens, normal, (start, end), _read_word(raw, cyrillic_text), glued=glued)
        else:
            source_start, source_end = normal.span(start, end)
            form = _punctuation(raw) if kind == "punct" else raw
            tokens.append(Token(source_start, source_end, kind, form, raw, glued=glued))
        at = end
    return tokens


def _is_cyrillic(text: str) -> bool:
    latin = len(_LATIN.findall(text))
    return not latin or len(_CYRILLIC.findall(text)) * 2 > latin


@lru_cache(maxsize=32_768)
def _read_word(raw: str, cyrillic_text: bool) -> Reading:
    """
    A written word without its disguise: what it is written like, and the words it is made of.
    """
    unmasked = _unmask(raw, cyrillic_text=cyrillic_text)
    return unmasked, _parts(fold(unmasked))


def _punctuation(raw: str) -> str:
    if raw[0] == "\n":
        return "\n"
    if raw[0] in "!?":
        return "?" if "?" in raw else "!"
    if raw[0] == "." and len(raw) > 1:
        return "…"
    return "—" if raw in _DASHES else raw[0]


def _unmask(raw: str, *, cyrillic_text: bool) -> str:
    """
    Undo look-alike letters.

    In a word of two alphabets the Cyrillic one wins; a wholly Latin word of a Russian text is Russian when
    every letter has a twin and the dictionary knows the result.
    """
    if raw.isascii():
        lower = raw.lower()
        if not cyrillic_text or raw.isdigit() or not set(lower) <= SAFE_LOOK_ALIKES or (raw.isupper()):
            return raw
        twin = "".join(LOOK_ALIKES[char] for char in lower)
        return twin if is_known(twin) else raw
    if not _CYRILLIC.search(raw):
        return raw
    if not _LATIN.search(raw) and not any(char in LOOK_ALIKES for char in raw.lower()):
        return raw
    return "".join(LOOK_ALIKES.get(char.lower(), char) if not _CYRILLIC.match(char) else char for char in raw)


def _spelt_words(spelt: str) -> tuple[str, ...]:
    """
    Put «я н е з н а ю» together: the fewest words that its letters make, or nothing.
    """
    letters = "".join(char for char in spelt if char.isalpha()).lower()
    fewest: list[tuple[str, ...] | None] = [()]
    for end in range(1, len(letters) + 1):
        ways = [
            (*before, letters[start:end])
            for start in range(end)
            if (before := fewest[start]) is not None and _may_be_spelt(letters[start:end])
        ]
        fewest.append(min(ways, key=len, default=None))
    found = fewest[-1] or ()
    return found if any(len(word) >= SHORTEST_SPELT for word in found) else ()


def _may_be_spelt(word: str) -> bool:
    if len(word) == 1:
        return word in "явскоуиа"
    return is_known(word) and not readings(word)[0].grammemes & {"name", "surn", "geox", "abbr"}


def _add_spelt(
    tokens: list[Token], normal: Normalised, span: tuple[int, int], found: tuple[str, ...]
) -> None:
    at = [position for position in range(*span) if normal.text[position].isalpha()]
    first = 0
    for word in found:
        start, end = normal.span(at[first], at[first + len(word) - 1] + 1)
        tokens.append(
            Token(start, end, "word", fold(word), normal.text[at[first]] + word[1:], glued=first > 0)
        )
        first += len(word)


def _add_word(
    tokens: list[Token], normal: Normalised, span: tuple[int, int], reading: Reading, *, glued: bool
) -> None:
    """
    Append the word, in parts when the dictionary knows only its parts («незнаю», «скажите-ка», «don't»).
    """
    start, end = span
    raw, parts = reading
    if len(parts) == 1 or end - start != sum(length for _, length in parts):
        known = [form for form, _ in parts]
        begin, stop = normal.span(start, end)
        # Spelt out or stretched: the letters of a part cannot be told apart in the source.
        for position, form in enumerate(known):
            tokens.append(Token(begin, stop, "word", form, raw, glued=glued or position > 0))
        return
    offset = start
    for form, length in parts:
        if form:
            begin, stop = normal.span(offset, offset + length)
            piece = normal.text[offset : offset + length]
            tokens.append(Token(begin, stop, "word", form, piece, glued=glued or offset > start))
        offset += length


@lru_cache(maxsize=32_768)
def _parts(form: str) -> tuple[tuple[str, int], ...]:
    """
    The words that `form` is made of, each with the number of characters it takes.
    """
    if form.isascii():
        return split_contraction(form)
    if len(form) > MAX_WORD or is_known(form):
        return ((form, len(form)),)
    if _STRETCH.search(form):
        return _unstretched(form)
    if "-" in form:
        return _hyphened(form.split("-"))
    rest = form.removeprefix("не")
    if rest != form and len(rest) >= SHORTEST_NEGATED and is_known(rest) and _can_be_negated(rest):
        return (("не", 2), (rest, len(rest)))
    return ((form, len(form)),)


def _hyphened(pieces: list[str]) -> tuple[tuple[str, int], ...]:
    """
    Take «девушка-курьер» for two words, «скажите-ка» for one with a particle.
    """
    found: list[tuple[str, int]] = []
    for piece in pieces:
        if found and piece in _PARTICLES and found[-1][0]:
            found[-1] = (found[-1][0], found[-1][1] + 1 + len(piece))
        else:
            found += [("", 1), (piece, len(piece))] if found else [(piece, len(piece))]
    return tuple(found)


_PARTICLES = frozenset(("то", "ка", "таки", "с"))


def _unstretched(form: str) -> tuple[tuple[str, int], ...]:
    """
    Take «неееет» for «нет»: repeated letters once or twice, whichever the dictionary knows.
    """
    for keep in (r"\1", r"\1\1"):
        shorter = _STRETCH.sub(keep, form)
        if is_known(shorter):
            return ((shorter, len(form)),)
    shorter = _STRETCH.sub(r"\1", form)
    inner = _parts(shorter)
    return inner if len(inner) > 1 else ((shorter, len(form)),)


def _can_be_negated(form: str) -> bool:
    return any(reading.grammemes & {"verb", "infn", "pred", "adjs"} for reading in readings(form))


def _sentences(tokens: list[Token]) -> list[Sentence]:
    sentences: list[Sentence] = []
    current: list[Token] = []
    for position, token in enumerate(tokens):
        if token.form == "\n" and token.kind == "punct":
            _close(sentences, current)
            current = []
            continue
        current.append(token)
        following = tokens[position + 1] if position + 1 < len(tokens) else None
        if following is not None and (
            len(current) >= LONGEST_SENTENCE or _ends_here(tokens, position, following)
        ):
            _close(sentences, current)
            current = []
    _close(sentences, current)
    return sentences


def _close(sentences: list[Sentence], tokens: list[Token]) -> None:
    if tokens:
        sentences.append(Sentence(tokens, tokens[0].start, tokens[-1].end))


def _ends_here(tokens: list[Token], position: int, following: Token) -> bool:
    """
    Decide whether the sentence ends after `tokens[position]`.
    """
    token = tokens[position]
    closing = token.kind == "punct" and token.form in _CLOSERS
    at = position - 1 if closing and position else position
    mark = tokens[at]
    if mark.kind != "punct" or mark.form not in _FINAL or following.form in _NEVER_FIRST:
        return False
    if following.glued and (following.kind != "word" or not following.capital):
        return False
    starts_anew = following.capital or following.kind != "word"
    if closing or mark.form == "…":
        return starts_anew
    return mark.form != "." or at == 0 or _full_stop_ends(tokens, at, starts_anew=starts_anew)


def _full_stop_ends(tokens: list[Token], at: int, *, starts_anew: bool) -> bool:
    """
    Decide whether the full stop at `at` ends a sentence rather than an abbreviation or an initial.
    """
    before = tokens[at - 1]
    if before.kind != "word":
        return True
    if len(before.raw) == 1 and before.raw.isupper():
        return before.raw == "I"
    if before.form in COUNTING_ABBREVIATIONS:
        return tokens[at + 1].kind != "num"
    counted = at > 1 and tokens[at - 2].kind == "num"
    if before.form in UNIT_ABBREVIATIONS and (counted or before.form not in ABBREVIATIONS):
        return starts_anew
    return before.form not in ABBREVIATIONS


_FINAL = frozenset((".", "!", "?", "…"))
_CLOSERS = frozenset(("»", ")", '"', "”", "“"))
_NEVER_FIRST = _FINAL | _CLOSERS | {","}
