"""
Rules ready to run: patterns compiled, guards looked up, everything with its place in the file.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from knowledge.speech.errors import Mistake, PatternError, RuleFileError
from knowledge.speech.facts import facts_of
from knowledge.speech.guards import GUARDS
from knowledge.speech.models import Antipattern, ContextNeed
from knowledge.speech.nodes import Item, Node, captures, walk
from knowledge.speech.notation import parse
from knowledge.speech.patterns import Pattern, compile_pattern
from knowledge.speech.scenes import Guard, antipattern
from knowledge.speech.segment import read
from knowledge.speech.slots import SLOT, known_slots
from knowledge.speech.vocabulary import BUILT_IN_LISTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from knowledge.speech.models import Fix, Rule, Severity
    from knowledge.speech.patterns import Keys

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class NamedGuard:
    """
    A guard with the name the report gives it.
    """

    name: str
    silences: Guard


@dataclass(frozen=True, slots=True)
class CompiledRule:
    """
    A rule ready to run; `severity` is the company's, which may differ from the shipped one.
    """

    rule: Rule
    category: str
    lang: str
    severity: Severity
    patterns: tuple[Pattern, ...]
    guards: tuple[NamedGuard, ...]
    needs: tuple[Pattern | ContextNeed, ...]
    fixes: tuple[Fix, ...]

    @property
    def id(self) -> str:
        """
        The rule's id.
        """
        return self.rule.id


@dataclass(frozen=True, slots=True)
class Origin:
    """
    Where a rule stands: `place` gives line and column of what is at a path inside it.
    """

    file: str
    place: Callable[[Path], tuple[int, int]]

    def mistake(self, path: Path, message: str, offset: int = 0) -> Mistake:
        """
        Build the mistake at `path`; `offset` counts code points into the value there.
        """
        line, column = self.place(path)
        return Mistake(self.file, line, column + offset, message)


def compile_rule(
    rule: Rule,
    category: str,
    lang: str,
    lists: Mapping[str, tuple[str, ...]],
    origin: Origin,
    keys: Sequence[Keys] | None = None,
) -> CompiledRule:
    """
    Compile `rule`; its patterns may use the built-in lists of `lang` and `lists`.

    `keys` are those of the patterns of a rule that was compiled before and has not changed: its mistakes are
    not looked for again, and its patterns are built when they are needed.

    Raises:
        RuleFileError: with every pattern and every wording that is wrong.
    """
    compiler = _Compiler({**BUILT_IN_LISTS[lang], **lists}, origin, trusted=keys is not None)
    if keys is not None:
        matching = [compiler.deferred(text, own) for text, own in zip(rule.match, keys, strict=False)]
        return _ready(rule, category, lang, compiler, matching)
    patterns = [compiler.pattern(text, ("match", at), anchored=True) for at, text in enumerate(rule.match)]
    _check_guards_are_tried(rule, compiler)
    captured = {name for pattern in patterns if pattern for name in captures(pattern.node)}
    for at, fix in enumerate(rule.fix):
        for message in _wording_mistakes(fix, captured, lang):
            compiler.refuse(("fix", at), f"{rule.id}: {message}")
    compiled = _ready(rule, category, lang, compiler, [pattern for pattern in patterns if pattern])
    if compiler.mistakes:
        raise RuleFileError(compiler.mistakes)
    return compiled


def _ready(
    rule: Rule, category: str, lang: str, compiler: _Compiler, patterns: Sequence[Pattern]
) -> CompiledRule:
    guards = [compiler.guard(entry, at) for at, entry in enumerate(rule.unless)]
    needs = [
        need if isinstance(need, ContextNeed) else compiler.pattern(need, ("need", at))
        for at, need in enumerate(rule.need)
    ]
    return CompiledRule(
        rule=rule,
        category=category,
        lang=lang,
        severity=rule.severity,
        patterns=tuple(patterns),
        guards=tuple(filter(None, guards)),
        needs=tuple(filter(None, needs)),
        fixes=rule.fix,
    )


class _Compiler:
    """
    Compiles the parts of one rule and gathers what is wrong with them.
    """

    def __init__(
        self, lists: Mapping[str, tuple[str, ...]], origin: Origin, *, trusted: bool = False
    ) -> None:
        self._lists = lists
        self._origin = origin
        self._trusted = trusted
        self.mistakes: list[Mistake] = []

    def refuse(self, path: Path, message: str, offset: int = 0) -> None:
        """
        Note a mistake at `path`.
        """
        self.mistakes.append(self._origin.mistake(path, message, offset))

    def pattern(self, text: str, path: Path, *, anchored: bool = False) -> Pattern | None:
        """
        Compile a pattern; an `anchored` one needs a word by which it is looked up.
        """
        if self._trusted:
            return self.deferred(text)
        try:
            compiled = compile_pattern(text, parse(text, self._lists))
        except PatternError as error:
            # +1: a pattern stands in quotation marks.
            self.refuse(path, f"шаблон «{text}»: {error.message}", error.offset + 1)
            return None
        if anchored and not any(_narrows(inner) for inner in walk(compiled.node)):
            self.refuse(path, f"шаблон «{text}»: нужно хотя бы одно слово или форма")
        return compiled

    def deferred(self, text: str, keys: Keys | None = None) -> Pattern:
        """
        The pattern, to be built when it is needed.
        """
        return Pattern(text, partial(parse, text, self._lists), keys)

    def guard(self, entry: str | Antipattern, at: int) -> NamedGuard | None:
        """
        Look a guard up, or compile the antipattern.
        """
        if isinstance(entry, str):
            if entry in GUARDS:
                return NamedGuard(entry, GUARDS[entry])
            if "_" in entry and entry.isascii() and entry.replace("_", "").isalpha():
                names = ", ".join(sorted(GUARDS))
                self.refuse(("unless", at), f"нет такой проверки: «{entry}»; есть {names}")
                return None
            compiled = self.pattern(entry, ("unless", at))
            return NamedGuard(entry, antipattern(compiled, "match")) if compiled else None
        compiled = self.pattern(entry.not_, ("unless", at, "not"))
        return NamedGuard(entry.not_, antipattern(compiled, entry.within)) if compiled else None


def _check_guards_are_tried(rule: Rule, compiler: _Compiler) -> None:
    """
    Every guard needs a good example that names it, and every example names a guard there is.
    """
    named = [entry if isinstance(entry, str) else entry.not_ for entry in rule.unless]
    tried = {example.guard for example in rule.tests.good}
    for at, name in enumerate(named):
        if name not in tried:
            compiler.refuse(("unless", at), f"{rule.id}: нет примера good с guard: {name}")
    for at, example in enumerate(rule.tests.good):
        if example.guard is not None and example.guard not in named:
            compiler.refuse(("tests", "good", at, "guard"), f"{rule.id}: такой проверки нет в unless")


def _narrows(node: Node) -> bool:
    """
    Tell whether a node is pickier than «any word».
    """
    return isinstance(node, Item) and bool(node.lemmas or node.form or node.grammemes or node.kind == "num")


def _wording_mistakes(fix: Fix, captured: set[str], lang: str) -> Iterator[str]:
    """
    What is wrong with the slots and the facts of a wording.
    """
    known = known_slots(lang) | set(fix.slots) | captured
    for match in SLOT.finditer(fix.say or ""):
        if match.group(1) not in known:
            yield f"нет слота {{{match.group(1)}}}: объявите его в slots; есть {', '.join(sorted(known))}"
    literal = SLOT.sub(" ", fix.say or "")
    for fact in facts_of(read(literal)):
        if fact.kind not in {"negation", "number"} or fact.value[:1].isdigit():
            yield f"в say вписан факт «{fact.value}»: факты берутся только из слотов"
