"""
A company's own policy over the shipped rules: switched off, re-graded, extended, added to, never edited.
"""

from __future__ import annotations

import datetime as dt  # noqa: TC003 -- pydantic reads the annotations at run time
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from pydantic import Field, ValidationError

from knowledge.models import Line  # noqa: TC001 -- pydantic reads the annotations at run time
from knowledge.speech.compiled import CompiledRule, Origin, compile_rule
from knowledge.speech.detect import Allowed
from knowledge.speech.errors import Mistake, RuleFileError
from knowledge.speech.examples import check_examples, lexicon_of
from knowledge.speech.lexicon import Lexicon
from knowledge.speech.load import NO_KEYS, LoadedRule, collection_paused, mistakes_of, read_all, read_tree
from knowledge.speech.models import (
    Antipattern,
    BadExample,
    CategoryName,
    Fix,
    GoodExample,
    Notation,
    Rule,
    RuleId,
    Severity,
    Strict,
)
from knowledge.speech.proofs import Proofs

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from knowledge.readers.yaml_tree import Node
    from knowledge.speech.compiled import Path as Steps
    from knowledge.speech.patterns import Keys

SHIPPED = Path(__file__).with_name("rules")
POLICY_FILE = "policy.yaml"


class MoreExamples(Strict):
    """
    Examples of what an extension adds.
    """

    bad: tuple[BadExample, ...] = ()
    """Drafts that must be found."""
    good: tuple[GoodExample, ...] = ()
    """Drafts in which nothing must be found."""


class RuleChange(Strict):
    """
    What a company changes in one shipped rule.
    """

    off: bool = False
    """Switch the rule off."""
    severity: Severity | None = None
    """Grade it differently."""
    match: Annotated[tuple[Notation, ...], Field(alias="match+")] = ()
    """More patterns that match."""
    unless: Annotated[tuple[Notation | Antipattern, ...], Field(alias="unless+")] = ()
    """More guards."""
    fix: Annotated[tuple[Fix, ...], Field(alias="fix+")] = ()
    """Fixes tried before the rule's own."""
    tests: Annotated[MoreExamples, Field(alias="tests+")] = MoreExamples()
    """Examples of what is added."""

    @property
    def extends(self) -> bool:
        """
        Tell whether the rule has to be compiled anew.
        """
        return bool(self.match or self.unless or self.fix or self.tests.bad or self.tests.good)


class CategoryChange(Strict):
    """
    What a company changes in a whole category.
    """

    off: bool = False
    """Switch the category off, but for rules graded by name."""
    severity: Severity | None = None
    """Grade all its rules differently."""


class AllowedPhrase(Strict):
    """
    A phrase that the company permits, who permits it, and until when.
    """

    phrase: Line
    """The words that are permitted."""
    owner: Line
    """Who permits them."""
    until: dt.date | None = None
    """The last day, YYYY-MM-DD; for good when it is left out."""
    rule: RuleId | None = None
    """The only rule that is silenced; all of them when it is left out."""


class Policy(Strict):
    """
    The file `policy.yaml` of a company.
    """

    rules: dict[RuleId, RuleChange] = Field(default_factory=dict)
    """Changes by rule id."""
    categories: dict[CategoryName, CategoryChange] = Field(default_factory=dict)
    """Changes by category."""
    hints: dict[CategoryName, bool] = Field(default_factory=dict)
    """false: no hints by meaning for this category."""
    brands: tuple[Line, ...] = ()
    """Names that are never matched."""
    allow: tuple[AllowedPhrase, ...] = ()
    """Phrases that are permitted."""


@dataclass(frozen=True, slots=True)
class RuleSet:
    """
    The rules that hold for a company, ready to run.

    `silent_hints` are categories without hints by meaning.
    """

    rules: tuple[CompiledRule, ...]
    brands: tuple[str, ...] = ()
    allowed: tuple[Allowed, ...] = ()
    silent_hints: frozenset[str] = field(default_factory=frozenset)
    lexicon: Lexicon | None = None
    """The words of the rules, when they have been gathered already."""


def shipped_files() -> list[Path]:
    """
    The rule files that come with the product.
    """
    return sorted(SHIPPED.glob("*/*.yaml"))


def load_rules(
    company: Path | None = None, shipped: Iterable[Path] | None = None, *, proofs: Path | None = None
) -> RuleSet:
    """
    Load the rules, and the policy in the folder `company` over them; no rule is loaded whose examples fail.

    Args:
        company: Folder of the company's own rule files and `policy.yaml`.
        shipped: Rule files; by default those that come with the product.
        proofs: File that remembers which rule files' examples hold, so that unchanged ones are not run again;
            None runs them all.

    Raises:
        RuleFileError: with every mistake of every file.
    """
    files = list(shipped_files() if shipped is None else shipped)
    own = [] if company is None else sorted(company.glob("*.yaml"))
    with collection_paused():
        known = Proofs(proofs, [*files, *own])
        loaded, policy = read_company(company, files, known.keys())
        words = known.words()
        lexicon = lexicon_of(rule.compiled for rule in loaded) if words is None else Lexicon(words)
        if mistakes := check_examples(_unproved(loaded, known), lexicon):
            raise RuleFileError(mistakes)
        known.keep(lexicon.words, {rule.compiled.id: rule.compiled.patterns for rule in loaded})
        return rule_set(loaded, policy, lexicon)


def _unproved(loaded: Sequence[LoadedRule], proofs: Proofs) -> list[LoadedRule]:
    """
    The rules whose examples have to run; one that a policy extends depends on two files.
    """
    if proofs.cover_all():
        return []
    return [
        rule
        for rule in loaded
        if Path(rule.origin.file).name == POLICY_FILE or not proofs.cover(rule.origin.file)
    ]


def read_company(
    company: Path | None = None,
    shipped: Iterable[Path] | None = None,
    keys: Mapping[str, Sequence[Keys]] = NO_KEYS,
) -> tuple[list[LoadedRule], Policy]:
    """
    Read the rules as the policy in the folder `company` extends them; nothing is run or switched off yet.

    `keys` as for `read_rules`.

    Raises:
        RuleFileError: with every mistake of every file.
    """
    loaded = read_all(shipped_files() if shipped is None else shipped, keys)
    if company is None:
        return loaded, Policy()
    own = [path for path in sorted(company.glob("*.yaml")) if path.name != POLICY_FILE]
    file = company / POLICY_FILE
    loaded = _with_own(loaded, read_all(own, keys))
    if not file.exists():
        return loaded, Policy()
    root = read_tree(file)
    policy = _read_policy(file, root)
    return _extended(loaded, policy, str(file), root), policy


def rule_set(loaded: Iterable[LoadedRule], policy: Policy, lexicon: Lexicon | None = None) -> RuleSet:
    """
    Put rules that were read together as `policy` wants them: switched off, re-graded, permitted.
    """
    return RuleSet(
        tuple(rule.compiled for rule in in_force(loaded, policy)),
        policy.brands,
        tuple(Allowed(entry.phrase, entry.rule, entry.until, entry.owner) for entry in policy.allow),
        _silent(policy),
        lexicon,
    )


def in_force(loaded: Iterable[LoadedRule], policy: Policy) -> list[LoadedRule]:
    """
    The rules that `policy` leaves switched on, each in the severity it gives them.
    """
    graded = ((rule, _graded(rule.compiled, policy)) for rule in loaded)
    return [replace(rule, compiled=compiled) for rule, compiled in graded if compiled is not None]


def _with_own(shipped: Sequence[LoadedRule], own: Sequence[LoadedRule]) -> list[LoadedRule]:
    ids = {rule.compiled.id for rule in shipped}
    mistakes = [
        rule.origin.mistake(
            ("id",), f"правило {rule.compiled.id} уже есть среди поставляемых: измените его в {POLICY_FILE}"
        )
        for rule in own
        if rule.compiled.id in ids
    ]
    if mistakes:
        raise RuleFileError(mistakes)
    return [*shipped, *own]


def _read_policy(file: Path, root: Node) -> Policy:
    try:
        return Policy.model_validate(root.value)
    except ValidationError as error:
        raise RuleFileError(mistakes_of(error, str(file), root)) from error


def _extended(loaded: Sequence[LoadedRule], policy: Policy, file: str, root: Node) -> list[LoadedRule]:
    known = {rule.compiled.id for rule in loaded}
    categories = {rule.compiled.category for rule in loaded}
    mistakes = [
        Mistake(file, *root.place(("rules", rule_id)), f"нет правила {rule_id}")
        for rule_id in policy.rules
        if rule_id not in known
    ]
    mistakes += [
        Mistake(file, *root.place((section, name)), f"нет категории {name}")
        for section, names in (("categories", policy.categories), ("hints", policy.hints))
        for name in names
        if name not in categories
    ]
    result: list[LoadedRule] = []
    for rule in loaded:
        change = policy.rules.get(rule.compiled.id)
        if change is None or not change.extends:
            result.append(rule)
            continue
        try:
            result.append(_extend(rule, change, file, root))
        except RuleFileError as error:
            mistakes.extend(error.mistakes)
    if mistakes:
        raise RuleFileError(mistakes)
    return result


def _extend(loaded: LoadedRule, change: RuleChange, file: str, root: Node) -> LoadedRule:
    base = loaded.compiled.rule
    address = ("rules", base.id)
    shipped = {
        ("match",): len(base.match),
        ("unless",): len(base.unless),
        ("fix",): len(base.fix),
        ("tests", "bad"): len(base.tests.bad),
        ("tests", "good"): len(base.tests.good),
    }

    def place(path: Steps) -> tuple[int, int]:
        for start, count in shipped.items():
            length = len(start)
            step = path[length] if len(path) > length else None
            if path[:length] == start and isinstance(step, int):
                if step < count:
                    return loaded.origin.place(path)
                own = (f"{start[0]}+", *start[1:], step - count, *path[length + 1 :])
                return root.place((*address, *own))
        return root.place(address)

    fields = base.model_dump(by_alias=True)
    fields["match"] = [*base.match, *change.match]
    fields["unless"] = [*base.unless, *change.unless]
    fields["fix"] = [*change.fix, *base.fix]
    fields["tests"] = {
        "bad": [*base.tests.bad, *change.tests.bad],
        "good": [*base.tests.good, *change.tests.good],
    }
    origin = Origin(file, place)
    try:
        rule = Rule.model_validate(fields)
    except ValidationError as error:
        raise RuleFileError(
            [origin.mistake((), str(entry["msg"]).removeprefix("Value error, ")) for entry in error.errors()]
        ) from error
    compiled = compile_rule(rule, loaded.compiled.category, loaded.compiled.lang, loaded.lists, origin)
    return replace(loaded, compiled=compiled, origin=origin)


def _graded(rule: CompiledRule, policy: Policy) -> CompiledRule | None:
    own = policy.rules.get(rule.id, RuleChange())
    category = policy.categories.get(rule.category, CategoryChange())
    if own.off or (category.off and own.severity is None):
        return None
    return replace(rule, severity=own.severity or category.severity or rule.severity)


def _silent(policy: Policy) -> frozenset[str]:
    """
    The categories without hints by meaning: those switched off, as a whole or for hints alone.
    """
    off = {name for name, change in policy.categories.items() if change.off}
    return frozenset(name for name in off | policy.hints.keys() if not policy.hints.get(name, False))
