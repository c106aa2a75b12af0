"""
The gate that every rewording passes: nothing forbidden is left or new, no fact is lost, none is invented.
"""

from __future__ import annotations

from collections import Counter
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from knowledge.speech.echoes import echo
from knowledge.speech.edits import Edit, EditedText, apply, overlap
from knowledge.speech.facts import count, facts_of
from knowledge.speech.models import Severity
from knowledge.speech.rewrite import proposals
from knowledge.speech.sentences import has_predicate, stands_alone

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    from knowledge.speech.context import CheckContext
    from knowledge.speech.detect import Detection, Detector
    from knowledge.speech.overlaps import Hit
    from knowledge.speech.rewrite import Facts, Proposal
    from knowledge.speech.tokens import Sentence

LONGEST_REWRITTEN = 6000
"""Code points; nobody reads a longer rewording before sending it."""
MOST_MENDED = 24
"""Findings of one draft that are mended; one with more needs writing anew."""
MOST_SHOWN = 3
_ROUNDS = 6


class Mending:
    """
    One detection under repair: which proposals pass, and the whole draft reworded.
    """

    def __init__(
        self,
        detector: Detector,
        detection: Detection,
        context: CheckContext,
        today: dt.date | None = None,
        seen: dict[str, Detection] | None = None,
    ) -> None:
        self._detector = detector
        self._detection = detection
        self._context = context
        self._today = today
        self._accepted: dict[tuple[str, int], tuple[Proposal, ...]] = {}
        self._seen: dict[str, Detection] = {} if seen is None else seen

    @property
    def hopeless(self) -> bool:
        """
        Tell whether there is too much of it to mend.
        """
        detection = self._detection
        return len(detection.draft.source) > LONGEST_REWRITTEN or len(detection.hits) > MOST_MENDED

    def accepted(self, hit: Hit) -> tuple[Proposal, ...]:
        """
        The proposals for one hit that pass, best first, at most `MOST_SHOWN`.
        """
        key = (hit.rule.id, hit.start)
        if key not in self._accepted:
            self._accepted[key] = () if self.hopeless else tuple(islice(self._passing(hit), MOST_SHOWN))
        return self._accepted[key]

    def _detect(self, text: str) -> Detection:
        """
        Search a wording once, however many fixes and rounds arrive at it.
        """
        found = self._seen.get(text)
        if found is None:
            found = self._seen[text] = self._detector.detect(text, self._context, self._today)
        return found

    def _passing(self, hit: Hit) -> Iterator[Proposal]:
        return (proposal for proposal, objection in self.judged(hit) if objection is None)

    def prefer(self, hit: Hit, proposal: Proposal) -> bool:
        """
        Put a proposal from elsewhere before the rule's own; False when the gate has something against it.
        """
        if self.hopeless or self.objection(hit, proposal) is not None:
            return False
        self._accepted[hit.rule.id, hit.start] = (proposal, *self.accepted(hit))[:MOST_SHOWN]
        return True

    def judged(self, hit: Hit) -> Iterator[tuple[Proposal, str | None]]:
        """
        Every proposal for one hit, with what the gate has against it, if anything.
        """
        for proposal in proposals(hit, self._detection, self._context):
            yield proposal, self.objection(hit, proposal)

    def objection(self, hit: Hit, proposal: Proposal) -> str | None:
        """
        What the gate has against a proposal for one hit; None when it passes.
        """
        source = self._detection.draft.source
        text = apply(source, proposal.edits)
        if not text.strip() or text == source:
            return "ничего не останется или ничего не изменится"
        after = self._detect(text)
        allowed = _counted(self._detection.hits, hit.rule.id) - Counter((hit.rule.id,))
        if left := _counted(after.hits, hit.rule.id) - allowed:
            return f"в новом тексте есть {', '.join(sorted(left))}"
        before, now = count(facts_of(self._detection.draft)), count(facts_of(after.draft))
        if lost := before - now - proposal.may_lose:
            return f"потеряно: {_listed(lost)}"
        if gained := now - before - proposal.may_gain:
            return f"добавлено: {_listed(gained)}"
        if not proposal.whole and _breaks_sentence(
            self._detection.draft.sentences[hit.index], after, proposal
        ):
            return "предложение осталось бы без сказуемого"
        return None

    def rewrite(self) -> EditedText | None:
        """
        Mend everything that can be mended; None when an error or a warning would stay, or nothing changes.
        """
        if self.hopeless:
            return None
        edited = EditedText(self._detection.draft.source)
        lose: Facts = Counter()
        gain: Facts = Counter()
        current: Mending = self
        for _ in range(_ROUNDS):
            chosen = current.compatible()
            if not chosen:
                break
            edited.apply(edit for proposal in chosen for edit in proposal.edits)
            while (repeated := echo(edited.text)) is not None:
                edited.apply([repeated])
            for proposal in chosen:
                lose += proposal.may_lose
                gain += proposal.may_gain
            detection = self._detect(edited.text)
            current = Mending(self._detector, detection, self._context, self._today, self._seen)
        else:
            return None
        mended = current.detection
        if not edited.edits or any(hit.rule.severity is not Severity.SUGGESTION for hit in mended.hits):
            return None
        before, after = count(facts_of(self._detection.draft)), count(facts_of(mended.draft))
        return edited if keeps_facts(before, after, lose, gain) else None

    @property
    def detection(self) -> Detection:
        """
        What is being mended.
        """
        return self._detection

    def compatible(self) -> list[Proposal]:
        """
        The first accepted proposal of every hit, the most severe hits first, without overlapping edits.
        """
        chosen: list[Proposal] = []
        taken: list[Edit] = []
        for hit in sorted(self._detection.hits, key=lambda hit: (-hit.rule.severity.rank, hit.start)):
            for proposal in self.accepted(hit)[:1]:
                if not overlap(proposal.edits, taken):
                    chosen.append(proposal)
                    taken.extend(proposal.edits)
        return chosen


def _counted(hits: Iterable[Hit], rule_id: str) -> Counter[str]:
    """
    How often each rule fires that a rewording must not add to: all but suggestions, and the rule in question.
    """
    return Counter(
        hit.rule.id for hit in hits if hit.rule.severity is not Severity.SUGGESTION or hit.rule.id == rule_id
    )


def _breaks_sentence(sentence: Sentence, after: Detection, proposal: Proposal) -> bool:
    """
    Tell whether an edit took from a sentence what made it one.
    """
    if not has_predicate(sentence.tokens):
        return False
    grown = sum(len(edit.text) - (edit.end - edit.start) for edit in proposal.edits)
    touched = [
        other
        for other in after.draft.sentences
        if other.start < sentence.end + grown and sentence.start < other.end
    ]
    return not all(stands_alone(other.tokens) for other in touched) or any(map(_lacks_verb, touched))


def _lacks_verb(sentence: Sentence) -> bool:
    """
    Tell whether «я» or «мы» is left with an infinitive alone: «Мы выполнить перерасчёт».
    """
    spoken = [token for token in sentence.tokens if token.kind == "word"]
    return any(
        left.form in {"я", "мы"} and right.word.best("infn") for left, right in pairwise(spoken)
    ) and not has_predicate(spoken)


def _listed(facts: Facts) -> str:
    return ", ".join(f"{kind} «{value}»" for kind, value in sorted(facts))


def keeps_facts(before: Facts, after: Facts, may_lose: Facts, may_gain: Facts) -> bool:
    """
    Tell whether every loss and every gain of facts is declared.
    """
    return before - after <= may_lose and after - before <= may_gain
