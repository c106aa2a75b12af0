"""
Rules ready to run: patterns compiled, guards looked up, everything with its place in the file.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from knowledge.speech.errors import Mistake, PatternError, RuleFileError
from knowledge.speech.guards import GUARDS
from knowledge.speech.models import Antipattern, ContextNeed
from knowledge.speech.notation import parse
from knowledge.speech.patterns import Pattern, compile_pattern
from knowledge.speech.scenes import Guard, antipattern
from knowledge.speech.vocabulary import BUILT_IN_LISTS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from knowledge.speech.models import Fix, Rule, Severity

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
    rule: Rule, category: str, lang: str, lists: Mapping[str, tuple[str, ...]], origin: Origin
) -> CompiledRule:
    """
    Compile `rule`; its patterns may use the built-in lists of `lang` and `lists`.

    Raises:
        RuleFileError: with every pattern that could not be understood.
    """
    known = {**BUILT_IN_LISTS[lang], **lists}
    mistakes: list[Mistake] = []

    def pattern(text: str, path: Path) -> Pattern | None:
        try:
            compiled = compile_pattern(text, parse(text, known))
        except PatternError as error:
            # +1: a pattern stands in quotation marks.
            mistakes.append(origin.mistake(path, f"шаблон «{text}»: {error.message}", error.offset + 1))
            return None
        if compiled.anchors is None and compiled.first is None and not text.startswith("/"):
            mistakes.append(
                origin.mistake(path, f"шаблон «{text}»: нужно хотя бы одно обязательное слово", 0)
            )
        return compiled

    patterns = [pattern(text, ("match", at)) for at, text in enumerate(rule.match)]
    guards: list[NamedGuard] = []
    for at, entry in enumerate(rule.unless):
        if isinstance(entry, str) and entry in GUARDS:
            guards.append(NamedGuard(entry, GUARDS[entry]))
            continue
        if isinstance(entry, str) and entry.isascii() and "_" in entry and entry.replace("_", "").isalpha():
            known_guards = ", ".join(sorted(GUARDS))
            mistakes.append(
                origin.mistake(("unless", at), f"нет такой проверки: «{entry}»; есть {known_guards}")
            )
            continue
        spec = Antipattern.model_validate({"not": entry}) if isinstance(entry, str) else entry
        if compiled := pattern(spec.not_, ("unless", at)):
            guards.append(NamedGuard(spec.not_, antipattern(compiled, spec.within)))
    needs = [
        entry if isinstance(entry, ContextNeed) else pattern(entry, ("need", at))
        for at, entry in enumerate(rule.need)
    ]
    if mistakes:
        raise RuleFileError(mistakes)
    return CompiledRule(
        rule=rule,
        category=category,
        lang=lang,
        severity=rule.severity,
        patterns=tuple(found for found in patterns if found),
        guards=tuple(guards),
        needs=tuple(need for need in needs if need),
        fixes=rule.fix,
    )
