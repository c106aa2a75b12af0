"""
Wordings from a language model: asked for numbered spans only, and let through the gate of every rewording.

The model sees the draft without personal data, and whatever it answers beside replacements of the spans is
ignored. A replacement is checked for form, then proposed like a rule's own fix (`knowledge.speech.verify`);
beyond that it may not turn a denial into a promise.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from knowledge.speech.checker import rewrite_of
from knowledge.speech.edits import Edit, overlap
from knowledge.speech.facts import NEGATIONS, count, facts_of
from knowledge.speech.models import Severity
from knowledge.speech.propose_form import is_plain
from knowledge.speech.propose_mask import OPEN, Mask, mask_of
from knowledge.speech.rewrite import Proposal, named_words
from knowledge.speech.segment import read
from knowledge.speech.slots import OPEN_SLOT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from knowledge.speech.context import CheckContext
    from knowledge.speech.overlaps import Hit
    from knowledge.speech.report import Rewrite
    from knowledge.speech.tokens import Fact, Sentence
    from knowledge.speech.verify import Mending

MOST_SPANS = 12
LONGEST_ASKED = 4000
"""Code points of a draft that a model is asked about."""


@dataclass(frozen=True, slots=True)
class Span:
    """
    One span to be replaced; `text` is what the model sees of it.
    """

    number: int
    hit: Hit
    start: int
    end: int
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Task:
    """
    What a model is asked: the draft without personal data, and the numbered spans in it.
    """

    mending: Mending
    mask: Mask
    draft: str
    spans: tuple[Span, ...]


def task_for(mending: Mending, context: CheckContext) -> Task | None:
    """
    Prepare what to ask; None when there is nothing to ask, or the draft cannot be sent.
    """
    draft = mending.detection.draft
    mask = mask_of(draft, context)
    if mask is None or mending.hopeless or len(draft.source) > LONGEST_ASKED:
        return None
    masked = mask.hide()
    spans = tuple(
        Span(number, hit, *extent, text, hit.rule.rule.why)
        for number, (hit, extent, text) in enumerate(_askable(mending, mask), start=1)
    )[:MOST_SPANS]
    return Task(mending, mask, masked, spans) if masked is not None and spans else None


def _askable(mending: Mending, mask: Mask) -> Iterator[tuple[Hit, tuple[int, int], str]]:
    """
    The errors and warnings with what the model sees of them, the most severe of overlapping ones.
    """
    taken: list[Edit] = []
    for hit in sorted(mending.detection.hits, key=lambda hit: (-hit.rule.severity.rank, hit.start)):
        start, end = extent = _extent(hit, mending.detection.draft.sentences[hit.index])
        edit = Edit(start, end, "")
        text = mask.hide(start, end)
        if hit.rule.severity is not Severity.SUGGESTION and text and not overlap([edit], taken):
            taken.append(edit)
            yield hit, extent, text


def _extent(hit: Hit, sentence: Sentence) -> tuple[int, int]:
    """
    The underlined words with an opening that belongs to them: «К сожалению, я не знаю» is reworded as one.
    """
    before = range(hit.match.marked[0])
    opens = all(sentence.light[at] or sentence.tokens[at].form == "," for at in before)
    return (sentence.start if opens else hit.start), hit.end


def reword(task: Task, replacements: Mapping[int, str]) -> Rewrite | None:
    """
    Reword the draft with the replacements that pass; None when none does, or the whole would not be clean.
    """
    passed = [span for span in task.spans if _takes(task, span, replacements.get(span.number))]
    return rewrite_of(task.mending) if passed else None


def _takes(task: Task, span: Span, text: str | None) -> bool:
    restored = task.mask.restore(text.strip()) if text is not None else None
    hit, source = span.hit, task.mask.source
    if text is None or not restored or not is_plain(restored, source[span.start : span.end], source):
        return False
    if source[span.start].isupper():
        restored = restored[0].upper() + restored[1:]
    elif not text.strip().startswith(OPEN):
        restored = restored[0].lower() + restored[1:]
    proposal = Proposal(
        "say",
        (Edit(span.start, span.end, restored),),
        asks=tuple(match.group()[1:-1] for match in OPEN_SLOT.finditer(restored)),
        may_lose=count(_named_facts(task.mending, hit)),
    )
    return not _turns_round(task.mending, span, restored) and task.mending.prefer(hit, proposal)


def _named_facts(mending: Mending, hit: Hit) -> Iterator[Fact]:
    """
    The facts of a hit that its rule spells out: «не» of «не знаю».
    """
    named = named_words(hit)
    for fact in facts_of(mending.detection.draft):
        if hit.start <= fact.start and fact.end <= hit.end and named.issuperset(fact.words or (fact.value,)):
            yield fact


def _turns_round(mending: Mending, span: Span, text: str) -> bool:
    """
    Tell whether a replacement affirms what was denied, or denies anything else.

    The gate lets a negation go that the rule names; «не можем вернуть» must still not become «вернём».
    """
    sentence = mending.detection.draft.sentences[span.hit.index]
    source = mending.detection.draft.source
    denied = {lemma for lemma, is_denied in _verbs(sentence) if is_denied}
    affirmed = {lemma for lemma, is_denied in _verbs(sentence) if not is_denied}
    after = read(source[sentence.start : span.start] + text + source[span.end : sentence.end])
    now = [verb for other in after.sentences for verb in _verbs(other)]
    return any(
        lemma not in denied if is_denied else lemma in denied and lemma not in affirmed
        for lemma, is_denied in now
    )


def _verbs(sentence: Sentence) -> Iterator[tuple[str, bool]]:
    """
    The dictionary forms of the verbs of a sentence, and whether a negation stands before them in the clause.
    """
    is_denied = False
    for at, token in enumerate(sentence.tokens):
        if sentence.breaks_at(at):
            is_denied = False
        elif token.form in NEGATIONS:
            is_denied = True
        elif token.kind == "word":
            for reading in token.word.readings:
                if reading.grammemes & _VERBAL:
                    yield reading.lemma, is_denied


_VERBAL = frozenset(("verb", "infn", "grnd", "prts", "base", "ed", "ing", "s"))
