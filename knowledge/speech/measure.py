"""
How good the checker is on labelled drafts: recall, false alarms, precision, hints, rewordings.

A row is `{"id", "text", "label": "violation" | "clean", "kind", "category"?, "context"?}`; kind
`paraphrase` marks a violation in words that no rule lists. Sets for measuring are written apart from the
rules and their examples.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from knowledge.models import Strict
from knowledge.speech.context import CheckContext
from knowledge.speech.errors import Mistake, RuleFileError
from knowledge.speech.facts import count, facts_of
from knowledge.speech.models import Severity
from knowledge.speech.segment import read

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from knowledge.speech.checker import SpeechChecker
    from knowledge.speech.report import DraftReport

PARAPHRASE = "paraphrase"


class LabelledDraft(BaseModel):
    """
    A draft with what is known about it; fields that are not needed here are ignored.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    text: str
    label: Literal["violation", "clean"]
    kind: str
    category: str | None = None
    context: CheckContext = CheckContext()


class Share(Strict):
    """
    So many of so many.
    """

    hits: int
    of: int

    @property
    def value(self) -> float | None:
        """
        The share, or None when there was nothing to count.
        """
        return self.hits / self.of if self.of else None

    def __str__(self) -> str:
        value = self.value
        return f"{self.hits}/{self.of}" + ("" if value is None else f" = {value:.3f}")


class Measures(Strict):
    """
    The figures of one set.

    `recall` counts listed violations found in their category, `recall_by_kind` splits it. `clean_flagged`
    counts clean drafts with an error or a warning, `precision` the findings of a severity that stand in
    violating drafts. `paraphrases_noticed` counts paraphrases with a finding or a hint, `clean_hinted`
    clean drafts with a hint by meaning. `rewritten` counts drafts with an error or a warning that have an
    accepted rewording; `residual`, `changed_facts` and `not_idempotent` count rewordings that fail what
    they promise. `missed` and `false_alarms` name the drafts.
    """

    recall: Share
    recall_by_kind: dict[str, Share]
    recall_by_category: dict[str, Share]
    clean_flagged: Share
    precision: dict[str, Share]
    paraphrases_noticed: Share
    clean_hinted: Share
    rewritten: Share
    residual: int
    changed_facts: int
    not_idempotent: int
    missed: tuple[str, ...]
    false_alarms: tuple[str, ...]


def read_drafts(path: Path) -> list[LabelledDraft]:
    """
    Read a JSONL file of labelled drafts.

    Raises:
        RuleFileError: with every line that is not one.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise RuleFileError([Mistake(str(path), 1, 1, f"файл не прочитан: {error}")]) from error
    drafts: list[LabelledDraft] = []
    mistakes: list[Mistake] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            drafts.append(LabelledDraft.model_validate_json(line))
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            where = ".".join(map(str, first["loc"])) or "строка"
            mistakes.append(Mistake(str(path), number, 1, f"{where}: {first['msg']}"))
    if mistakes:
        raise RuleFileError(mistakes)
    return drafts


def measure(drafts: Iterable[LabelledDraft], checker: SpeechChecker) -> Measures:
    """
    Check every draft and count.
    """
    checked = [(draft, checker.check(draft.text, draft.context)) for draft in drafts]
    violations = [(draft, report) for draft, report in checked if draft.label == "violation"]
    clean = [(draft, report) for draft, report in checked if draft.label == "clean"]
    listed = [(draft, report) for draft, report in violations if draft.kind != PARAPHRASE]
    paraphrases = [(draft, report) for draft, report in violations if draft.kind == PARAPHRASE]
    flagged = [draft.id for draft, report in clean if is_grave(report)]
    rewritten = [(draft, report) for draft, report in violations if is_grave(report)]
    residual, changed, unstable = _rewordings(violations, checker)
    return Measures(
        recall=_share(_in_category(draft, report) for draft, report in listed),
        recall_by_kind=_grouped((draft.kind, _in_category(draft, report)) for draft, report in listed),
        recall_by_category=_grouped(
            (draft.category or "", _in_category(draft, report)) for draft, report in listed
        ),
        clean_flagged=Share(hits=len(flagged), of=len(clean)),
        precision=_grouped(
            (finding.severity.value, draft.label == "violation")
            for draft, report in checked
            for finding in report.findings
            if finding.by == "rule"
        ),
        paraphrases_noticed=_share(bool(report.findings) for _, report in paraphrases),
        clean_hinted=_share(
            any(finding.by == "meaning" for finding in report.findings) for _, report in clean
        ),
        rewritten=_share(report.rewrite is not None for _, report in rewritten),
        residual=residual,
        changed_facts=changed,
        not_idempotent=unstable,
        missed=tuple(draft.id for draft, report in listed if not _in_category(draft, report)),
        false_alarms=tuple(flagged),
    )


def _rewordings(
    checked: Sequence[tuple[LabelledDraft, DraftReport]], checker: SpeechChecker
) -> tuple[int, int, int]:
    """
    Count rewordings that leave something, that change a fact, that change when run again.
    """
    residual = changed = unstable = 0
    for draft, report in checked:
        if report.rewrite is None:
            continue
        again = checker.check(report.rewrite.text, draft.context)
        left = [
            finding
            for finding in again.findings
            if finding.severity is not Severity.SUGGESTION and finding.category != "open_slot"
        ]
        residual += bool(left)
        unstable += again.rewrite is not None
        changed += _hard_facts(draft.text) != _hard_facts(report.rewrite.text)
    return residual, changed, unstable


def _hard_facts(text: str) -> Counter[tuple[str, str]]:
    """
    The facts that no rule has a reason to drop: all but negations and numbers in words («недели через две»).
    """
    return count(
        fact
        for fact in facts_of(read(text))
        if fact.kind != "negation" and (fact.kind != "number" or any(char.isdigit() for char in fact.value))
    )


def is_grave(report: DraftReport) -> bool:
    """
    Tell whether a draft has an error or a warning, a place left to fill in apart.
    """
    return any(
        finding.severity is not Severity.SUGGESTION and finding.category != "open_slot"
        for finding in report.findings
    )


def _in_category(draft: LabelledDraft, report: DraftReport) -> bool:
    return any(finding.category == draft.category and finding.by == "rule" for finding in report.findings)


def _share(outcomes: Iterable[bool]) -> Share:
    counted = Counter(outcomes)
    return Share(hits=counted[True], of=counted.total())


def _grouped(outcomes: Iterable[tuple[str, bool]]) -> dict[str, Share]:
    groups: dict[str, list[bool]] = defaultdict(list)
    for name, outcome in outcomes:
        groups[name].append(outcome)
    return {name: _share(group) for name, group in sorted(groups.items())}


def table(measures: Measures) -> Iterator[str]:
    """
    The figures as lines for a terminal.
    """
    yield f"recall (listed, right category)   {measures.recall}"
    for kind, share in measures.recall_by_kind.items():
        yield f"    {kind:<30}{share}"
    yield f"clean flagged (error or warning)  {measures.clean_flagged}"
    for severity, share in measures.precision.items():
        yield f"precision, {severity:<23}{share}"
    yield f"paraphrases noticed               {measures.paraphrases_noticed}"
    yield f"clean hinted                      {measures.clean_hinted}"
    yield f"reworded (of error or warning)    {measures.rewritten}"
    yield f"residual {measures.residual}, changed facts {measures.changed_facts}"
    yield f"not idempotent {measures.not_idempotent}"
    yield f"missed: {' '.join(measures.missed) or '—'}"
    yield f"false alarms: {' '.join(measures.false_alarms) or '—'}"
