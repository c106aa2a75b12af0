"""
What the examples of the rules exercise, and what they leave untried.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from knowledge.speech.alternatives import alternatives, with_list
from knowledge.speech.detect import Detector
from knowledge.speech.examples import context_of, lexicon_of
from knowledge.speech.explain import matches, places
from knowledge.speech.guards import GUARDS
from knowledge.speech.models import Severity
from knowledge.speech.notation import parse
from knowledge.speech.patterns import compile_pattern
from knowledge.speech.report import Frozen
from knowledge.speech.segment import read
from knowledge.speech.vocabulary import BUILT_IN_LISTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from knowledge.speech.compiled import CompiledRule
    from knowledge.speech.lexicon import Lexicon
    from knowledge.speech.load import LoadedRule
    from knowledge.speech.matchers import Place
    from knowledge.speech.models import BadExample, GoodExample
    from knowledge.speech.tokens import Draft


class RuleCount(Frozen):
    """
    How many rules a category has in a language; `mending` of them have a fix that edits the text.

    `untried_patterns` match no bad example at all, `untried_alternatives` are ways through the others that
    no bad example takes.
    """

    category: str
    lang: str
    rules: int
    errors: int
    warnings: int
    suggestions: int
    mending: int
    untried_patterns: int
    untried_alternatives: int

    @property
    def share_mending(self) -> float:
        """
        The share of rules with an automatic fix.
        """
        return self.mending / self.rules


class UntriedRule(Frozen):
    """
    A rule that none of its bad examples shows once all rules run together; `hidden_by` are those in its way.
    """

    rule: str
    hidden_by: tuple[str, ...]


class UntriedGuard(Frozen):
    """
    A guard of a rule that silences none of the rule's examples.
    """

    rule: str
    guard: str


class UntriedWords(Frozen):
    """
    What no bad example of a rule matches: alternatives of a pattern, or the whole of it when there are none.
    """

    rule: str
    pattern: str
    alternatives: tuple[str, ...]


class UntriedEntries(Frozen):
    """
    Entries of a file's own word list with which no bad example of the file matches.
    """

    file: str
    name: str
    entries: tuple[str, ...]


class LonelyWords(Frozen):
    """
    Words by which a rule is looked up and which stand in no example of another rule.

    Only the rule's own examples show how it behaves where they stand.
    """

    rule: str
    words: tuple[str, ...]


class Coverage(Frozen):
    """
    The whole of it. `unused_guards` are named guards that no rule lists.
    """

    counts: tuple[RuleCount, ...]
    untried_rules: tuple[UntriedRule, ...]
    untried_guards: tuple[UntriedGuard, ...]
    unused_guards: tuple[str, ...]
    untried_words: tuple[UntriedWords, ...]
    untried_entries: tuple[UntriedEntries, ...]
    lonely_words: tuple[LonelyWords, ...]


def coverage(loaded: Sequence[LoadedRule], category: str | None = None) -> Coverage:
    """
    Run the examples of `loaded` rules and tell what they leave untried.

    With a `category` only its rules are reported; the others still stand in their way and beside them.
    """
    rules = [one.compiled for one in loaded]
    lexicon = lexicon_of(rules)
    wanted = [one for one in loaded if category in {None, one.compiled.category}]
    asked = [one.compiled for one in wanted]
    shown = {rule.id: _bad_places(rule, lexicon) for rule in asked}
    words = [untried for one in wanted for untried in _untried_words(one, shown[one.compiled.id])]
    return Coverage(
        counts=tuple(_counts(asked, words)),
        untried_rules=tuple(_untried_rules(asked, Detector(rules, lexicon=lexicon))),
        untried_guards=tuple(guard for rule in asked for guard in _untried_guards(rule, lexicon)),
        unused_guards=tuple(sorted(GUARDS.keys() - {guard.name for rule in rules for guard in rule.guards})),
        untried_words=tuple(words),
        untried_entries=tuple(_untried_entries(wanted, shown)),
        lonely_words=tuple(_lonely_words(asked, rules, lexicon)),
    )


def _counts(rules: Iterable[CompiledRule], words: Sequence[UntriedWords]) -> Iterator[RuleCount]:
    groups: dict[tuple[str, str], list[CompiledRule]] = defaultdict(list)
    for rule in rules:
        groups[rule.lang, rule.category].append(rule)
    for (lang, category), group in sorted(groups.items()):
        severities = [rule.severity for rule in group]
        ids = {rule.id for rule in group}
        untried = [one.alternatives for one in words if one.rule in ids]
        yield RuleCount(
            category=category,
            lang=lang,
            rules=len(group),
            errors=severities.count(Severity.ERROR),
            warnings=severities.count(Severity.WARNING),
            suggestions=severities.count(Severity.SUGGESTION),
            mending=sum(any(fix.edits for fix in rule.fixes) for rule in group),
            untried_patterns=untried.count(()),
            untried_alternatives=sum(map(len, untried)),
        )


def _untried_rules(rules: Iterable[CompiledRule], detector: Detector) -> Iterator[UntriedRule]:
    for rule in rules:
        detections = [detector.detect(bad.text, context_of(bad.context)) for bad in rule.rule.tests.bad]
        if any(hit.rule.id == rule.id for detection in detections for hit in detection.hits):
            continue
        hidden = {hit.by or "" for one in detections for hit in one.suppressed if hit.rule.id == rule.id}
        yield UntriedRule(rule=rule.id, hidden_by=tuple(sorted(by.removeprefix("overlap:") for by in hidden)))


def _untried_guards(rule: CompiledRule, lexicon: Lexicon) -> Iterator[UntriedGuard]:
    if not rule.guards:
        return
    detector = Detector([rule], lexicon=lexicon)
    seen = {
        hit.by
        for example in _examples(rule)
        for hit in detector.detect(example.text, context_of(example.context)).suppressed
    }
    for guard in rule.guards:
        if guard.name not in seen:
            yield UntriedGuard(rule=rule.id, guard=guard.name)


def _examples(rule: CompiledRule) -> list[BadExample | GoodExample]:
    return [*rule.rule.tests.bad, *rule.rule.tests.good]


def _bad_places(rule: CompiledRule, lexicon: Lexicon) -> list[Place]:
    """
    The sentences of a rule's bad examples, ready to search.
    """
    return [place for bad in rule.rule.tests.bad for place in places(_settled(bad.text, lexicon))]


def _untried_words(one: LoadedRule, where: list[Place]) -> Iterator[UntriedWords]:
    rule = one.compiled
    lists = {**BUILT_IN_LISTS[rule.lang], **one.lists}
    for text in rule.rule.match:
        if not _matches(text, lists, where):
            yield UntriedWords(rule=rule.id, pattern=text, alternatives=())
            continue
        untried = tuple(words for words, only in alternatives(text) if not _matches(only, lists, where))
        if untried:
            yield UntriedWords(rule=rule.id, pattern=text, alternatives=untried)


def _untried_entries(
    loaded: Sequence[LoadedRule], shown: Mapping[str, list[Place]]
) -> Iterator[UntriedEntries]:
    files: dict[str, list[LoadedRule]] = defaultdict(list)
    for one in loaded:
        files[one.origin.file].append(one)
    for file, rules in files.items():
        own = rules[0].lists
        lists = {**BUILT_IN_LISTS[rules[0].compiled.lang], **own}
        for name, entries in own.items():
            uses = [
                (pattern, shown[one.compiled.id])
                for one in rules
                for text in one.compiled.rule.match
                for pattern in with_list(text, name)
            ]
            untried = tuple(
                entry
                for entry in entries
                if uses and not any(_matches(text, {**lists, name: (entry,)}, where) for text, where in uses)
            )
            if untried:
                yield UntriedEntries(file=file, name=name, entries=untried)


def _matches(text: str, lists: Mapping[str, tuple[str, ...]], where: list[Place]) -> bool:
    return matches(compile_pattern(text, parse(text, lists)), where)


def _lonely_words(
    asked: Iterable[CompiledRule], rules: Iterable[CompiledRule], lexicon: Lexicon
) -> Iterator[LonelyWords]:
    met: dict[str, set[str]] = defaultdict(set)
    for rule in rules:
        for example in _examples(rule):
            for sentence in _settled(example.text, lexicon).sentences:
                for token in sentence.tokens:
                    for key in lexicon.keys(token):
                        met[key].add(rule.id)
    for rule in asked:
        anchors = {key for pattern in rule.patterns for group in pattern.keys.required[:1] for key in group}
        lonely = sorted(key.lstrip("=") for key in anchors if not met.get(key, set()) - {rule.id})
        if lonely:
            yield LonelyWords(rule=rule.id, words=tuple(lonely))


def _settled(text: str, lexicon: Lexicon) -> Draft:
    """
    A text as the detector reads it, misspelt words repaired.
    """
    draft = read(text)
    for sentence in draft.sentences:
        lexicon.settle(sentence.tokens, 0)
    return draft
