"""
Compliant wordings for what was found: the fixes of a rule turned into edits of spans.

Everything outside the edits stays as it is. Whether a proposal may be shown is decided in `verify`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from knowledge.speech.agreement import inflect_phrase, swap
from knowledge.speech.edits import Edit, deletion, lower_first, upper_first
from knowledge.speech.facts import count, facts_of
from knowledge.speech.morphology import fold, lemmas
from knowledge.speech.nodes import captured_cases
from knowledge.speech.segment import read
from knowledge.speech.sentences import surroundings
from knowledge.speech.slots import SLOT, fill

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knowledge.speech.context import CheckContext
    from knowledge.speech.detect import Detection
    from knowledge.speech.models import Fix
    from knowledge.speech.overlaps import Hit
    from knowledge.speech.tokens import Fact, Sentence, Token

Facts = Counter[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Proposal:
    """
    One way to mend one hit.

    `asks` are the open slots it leaves to a person; `may_lose` and `may_gain` are the facts it declares.
    """

    kind: str
    edits: tuple[Edit, ...]
    whole: bool = False
    """It stands for the sentence, written by whoever wrote the rule."""
    asks: tuple[str, ...] = ()
    may_lose: Facts = field(default_factory=Counter)
    may_gain: Facts = field(default_factory=Counter)


def proposals(hit: Hit, detection: Detection, context: CheckContext) -> Iterator[Proposal]:
    """
    The proposals of a hit's rule, in the order the rule lists them.
    """
    for fix in hit.rule.fixes:
        found = proposal_of(fix, hit, detection, context)
        if found is not None:
            yield found


def proposal_of(fix: Fix, hit: Hit, detection: Detection, context: CheckContext) -> Proposal | None:
    """
    What one fix makes of a hit; None when it does not suit the sentence, or only advises.
    """
    if fix.delete:
        return _delete(hit, detection, fix)
    if fix.swap is not None:
        return _swap(hit, detection, fix)
    if fix.say is not None:
        return _say(hit, detection, fix, context)
    return None


def _delete(hit: Hit, detection: Detection, fix: Fix) -> Proposal | None:
    sentence = detection.draft.sentences[hit.index]
    edit = deletion(sentence, *hit.match.marked, detection.draft.source)
    return None if edit is None else Proposal("delete", (edit,), may_lose=_droppable(hit, detection, fix))


def _swap(hit: Hit, detection: Detection, fix: Fix) -> Proposal | None:
    tokens = detection.draft.sentences[hit.index].tokens
    edits: dict[int, Edit] = {}
    for at in range(*hit.match.marked):
        token = tokens[at]
        swapped = _swapped(token, fix.swap or {})
        if swapped is None:
            continue
        changes = swap(tokens, at, *swapped)
        if changes is None:
            return None
        for position, word in changes:
            edits[position] = _set_off(tokens, position, word)
    return (
        Proposal("swap", tuple(edits.values()), may_lose=_droppable(hit, detection, fix)) if edits else None
    )


def _swapped(token: Token, swaps: dict[str, str]) -> tuple[str, str] | None:
    """
    The entry of `swaps` for a word: by the form as it is written, else by a form of the same word.
    """
    if token.kind != "word":
        return None
    exact = next((entry for entry in swaps.items() if fold(entry[0]) == token.form), None)
    return exact or next((entry for entry in swaps.items() if token.word.is_lemma(*lemmas(entry[0]))), None)


def _set_off(tokens: list[Token], at: int, word: str) -> Edit:
    """
    The edit that writes `word` at `at`, with commas around it when it is «пожалуйста» in mid-sentence.
    """
    start, end = tokens[at].start, tokens[at].end
    if fold(word) == "пожалуйста":
        if at and tokens[at - 1].kind != "punct":
            start, word = tokens[at - 1].end, f", {word}"
        if at + 1 < len(tokens) and tokens[at + 1].kind != "punct":
            word += ","
    return Edit(start, end, word)


@dataclass(slots=True)
class _Text:
    """
    A filled template.
    """

    text: str
    asks: tuple[str, ...]
    gains: Facts


def _say(hit: Hit, detection: Detection, fix: Fix, context: CheckContext) -> Proposal | None:
    source = detection.draft.source
    sentence = detection.draft.sentences[hit.index]
    start, end = hit.match.marked
    losable = _droppable(hit, detection, fix)
    if not fix.whole_sentence:
        filled = _fill(hit, detection, fix, context, tail=None)
        if filled is None:
            return None
        opens = all(token.kind == "punct" for token in sentence.tokens[:start])
        text = _with_first_letter(
            filled.text, capital=opens and source[hit.start : hit.start + 1].isupper(), fix=fix
        )
        end = _end_with_orphan(sentence.tokens, hit, filled.text)
        return Proposal(
            "say",
            (Edit(hit.start, end, text),),
            asks=filled.asks,
            may_lose=losable,
            may_gain=filled.gains,
        )
    around = surroundings(sentence, start, end, source)
    if around is None:
        return None
    wants_tail = "{tail}" in (fix.say or "")
    if wants_tail != bool(around.tail):
        return None
    filled = _fill(hit, detection, fix, context, tail=around.tail)
    if filled is None:
        return None
    own = filled.text
    if around.address:
        own = around.address + lower_first(own)
    parts = [around.before, own]
    if around.after:
        parts.append(around.after + (around.ending or "."))
    text = " ".join(part for part in parts if part)
    begin, stop = _inside_brackets(sentence)
    return Proposal(
        "say",
        (Edit(begin, stop, text),),
        whole=True,
        asks=filled.asks,
        may_lose=losable,
        may_gain=filled.gains,
    )


def _end_with_orphan(tokens: list[Token], hit: Hit, written: str) -> int:
    """
    Where the edit ends: after a «бы» or a pronoun that hung on a verb which the new words do not have.
    """
    start, end = hit.match.marked
    if end >= len(tokens) or tokens[end].kind != "word":
        return hit.end
    gone, hanging = tokens[start:end], tokens[end]
    now = [token for sentence in read(written).sentences for token in sentence.tokens if token.kind == "word"]
    if hanging.form in {"бы", "б"}:
        orphan = not any(token.word.has("past") for token in now) and any(
            token.word.has("past") for token in gone
        )
    else:
        orphan = (
            hanging.word.is_lemma(*_PERSONS)
            and not hanging.word.has("nomn")
            and gone[-1].word.best("verb")
            and not any(token.word.readings and _GOVERNS & token.word.readings[0].grammemes for token in now)
        )
    return hanging.end if orphan else hit.end


_PERSONS = ("я", "мы", "ты", "вы")
_GOVERNS = frozenset(("verb", "infn", "pred", "grnd", "prtf", "prts", "adjs", "prep", "noun"))


def _inside_brackets(sentence: Sentence) -> tuple[int, int]:
    """
    The bounds of a sentence without the brackets around it.
    """
    first, last = sentence.tokens[0], sentence.tokens[-1]
    if first.form == "(" and last.form == ")":
        return first.end, last.start
    return sentence.start, sentence.end


def _with_first_letter(text: str, *, capital: bool, fix: Fix) -> str:
    template = fix.say or ""
    if template.startswith("{") and not template.startswith("{greeting"):
        return upper_first(text) if capital else text
    return upper_first(text) if capital else lower_first(text)


def _fill(
    hit: Hit, detection: Detection, fix: Fix, context: CheckContext, *, tail: str | None
) -> _Text | None:
    """
    Put values into the template; None when one is missing that the fix cannot do without.
    """
    source = detection.draft.source
    tokens = detection.draft.sentences[hit.index].tokens
    captured = {name: tokens[a:b] for name, a, b in hit.match.captures if name}
    template = fix.say or ""
    pieces: list[str] = []
    asks: list[str] = []
    gains = _literal_gains(SLOT.sub(" ", template))
    at = 0
    for match in SLOT.finditer(template):
        pieces.append(template[at : match.start()])
        at = match.end()
        name, tags = match.group(1), frozenset(filter(None, match.group(2).split(".")))
        if name == "tail":
            value: str | None = tail
        elif name in captured:
            phrase = captured[name]
            value = (
                source[phrase[0].start : phrase[-1].end]
                if not tags
                else inflect_phrase(phrase, tags, source, captured_cases(hit.pattern.node, name))
            )
            if value is not None and match.start():
                value = value if _keeps_capital(phrase[0], tokens) else lower_first(value)
            elif value is not None and fix.whole_sentence:
                value = upper_first(value)
        else:
            filled = fill(name, fix.slots, context, hit.rule.lang)
            value = None if filled is None else filled.text
            if filled is not None and filled.ask is not None:
                asks.append(filled.ask)
            elif filled is not None:
                gains += _value_gains(filled.text)
        if value is None:
            return None
        pieces.append(value)
    pieces.append(template[at:])
    return _Text("".join(pieces), tuple(asks), gains)


def _keeps_capital(token: Token, sentence: list[Token]) -> bool:
    """
    Tell whether a captured word keeps its capital wherever it stands: a name, or one in mid-sentence.
    """
    opens = token is next((other for other in sentence if other.kind == "word"), None)
    return not opens or any(token.word.best(grammeme) for grammeme in ("name", "surn", "patr", "geox"))


@lru_cache(maxsize=1024)
def _literal_gains(text: str) -> Facts:
    """
    The negations and number words that the rule itself writes into its wording.
    """
    facts = facts_of(read(f"и {text}"))
    return count(fact for fact in facts if fact.kind in {"negation", "number"})


@lru_cache(maxsize=1024)
def _value_gains(text: str) -> Facts:
    return count(facts_of(read(f"и {text}"))) | count(facts_of(read(text)))


def _droppable(hit: Hit, detection: Detection, fix: Fix) -> Facts:
    """
    The facts inside the underlined words that the rule names itself or allows this fix to lose.
    """
    inside = [fact for fact in facts_of(detection.draft) if hit.start <= fact.start and fact.end <= hit.end]
    named = named_words(hit)
    return count(fact for fact in inside if fact.kind in fix.may_drop or _is_literal(fact, named))


def _is_literal(fact: Fact, named: frozenset[str]) -> bool:
    words = fact.words or (fact.value,)
    return all(word in named for word in words)


def named_words(hit: Hit) -> frozenset[str]:
    """
    Every word that the patterns of a hit's rule spell out.
    """
    return frozenset().union(*(pattern.words for pattern in hit.rule.patterns))
