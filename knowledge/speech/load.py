"""
Rule files to rules: read, checked against the model, compiled, their examples run.
"""

from __future__ import annotations

import gc
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from knowledge.models import Location
from knowledge.problems import Problem
from knowledge.readers.limits import DEFAULT_LIMITS
from knowledge.readers.yaml_tree import Node, YamlMistake, compose
from knowledge.speech.compiled import CompiledRule, Origin, compile_rule
from knowledge.speech.errors import Mistake, RuleFileError
from knowledge.speech.models import RuleFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from knowledge.speech.compiled import Path as Steps
    from knowledge.speech.patterns import Keys

NO_KEYS: Mapping[str, Sequence[Keys]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class LoadedRule:
    """
    A compiled rule with the place it was read from.
    """

    compiled: CompiledRule
    origin: Origin
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@contextmanager
def collection_paused() -> Iterator[None]:
    """
    Keep the garbage collector from walking the rules again and again while they are built: half the time.

    It walks them once at the end, rather than when somebody waits for the first answers.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.collect()
            gc.enable()


def read_tree(path: Path) -> Node:
    """
    Read a YAML file that holds one document.

    Raises:
        RuleFileError: the file is not there, is not UTF-8, or is not YAML.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = "не UTF-8" if isinstance(error, UnicodeDecodeError) else error.strerror
        raise RuleFileError([Mistake(str(path), 1, 1, f"файл не прочитан: {reason}")]) from error
    mistakes: list[Mistake] = []

    def report(code: str, line: int, column: int, **details: object) -> None:
        problem = Problem.at(Location(file=str(path), line=line, column=column), code, **details)
        mistakes.append(Mistake(str(path), line, column, f"{problem.what} {problem.how}"))

    try:
        roots = compose(text, DEFAULT_LIMITS, report)
    except YamlMistake as mistake:
        report(mistake.code, mistake.line, mistake.column, **mistake.details)
        raise RuleFileError(mistakes) from mistake
    if mistakes:
        raise RuleFileError(mistakes)
    if len(roots) != 1 or not isinstance(roots[0].children, dict):
        raise RuleFileError([Mistake(str(path), 1, 1, "нужен один документ с полями")])
    return roots[0]


def mistakes_of(error: ValidationError, file: str, root: Node) -> list[Mistake]:
    """
    The mistakes that pydantic found, each with its place in the file.
    """
    found: dict[tuple[int, int, str], Mistake] = {}
    entries = error.errors(include_url=False)
    for entry in entries:
        path = entry["loc"]
        if entry["type"] == "too_short" and any(
            len(other["loc"]) > len(path) and other["loc"][: len(path)] == path for other in entries
        ):
            continue  # its items are wrong, not missing
        line, column = root.place(path)
        where = ".".join(str(step) for step in path if not str(step).startswith(("function", "constrained")))
        message = f"{where}: {_in_russian(entry)}" if where else _in_russian(entry)
        found.setdefault((line, column, message), Mistake(file, line, column, message))
    return list(found.values())


def _in_russian(entry: Any) -> str:
    sentences = {
        "missing": "нет обязательного поля",
        "extra_forbidden": "нет такого поля",
        "string_pattern_mismatch": "не подходит по форме ({pattern})",
        "too_short": "нужно не меньше {min_length}",
        "enum": "допустимо: {expected}",
        "literal_error": "допустимо: {expected}",
        "string_too_short": "пусто",
        "string_too_long": "длиннее {max_length} знаков",
    }
    template = sentences.get(entry["type"])
    if template is None:
        return str(entry["msg"]).removeprefix("Value error, ")
    return template.format_map(entry.get("ctx", {}))


def read_rules(path: Path, keys: Mapping[str, Sequence[Keys]] = NO_KEYS) -> list[LoadedRule]:
    """
    Read and compile one rule file; its examples are not run yet.

    `keys`, by rule, are those of rules that were compiled before and have not changed.

    Raises:
        RuleFileError: with every mistake of the file.
    """
    root = read_tree(path)
    file = str(path)
    try:
        rule_file = RuleFile.model_validate(root.value)
    except ValidationError as error:
        raise RuleFileError(mistakes_of(error, file, root)) from error
    loaded: list[LoadedRule] = []
    mistakes: list[Mistake] = []
    for at, rule in enumerate(rule_file.rules):
        origin = Origin(file, _places(root, at))
        try:
            compiled = compile_rule(
                rule, rule_file.category, rule_file.lang, rule_file.lists, origin, keys.get(rule.id)
            )
        except RuleFileError as error:
            mistakes.extend(error.mistakes)
        else:
            loaded.append(LoadedRule(compiled, origin, rule_file.lists))
    if mistakes:
        raise RuleFileError(mistakes)
    return loaded


def _places(root: Node, at: int) -> Any:
    def place(path: Steps) -> tuple[int, int]:
        return root.place(("rules", at, *path))

    return place


def read_all(paths: Iterable[Path], keys: Mapping[str, Sequence[Keys]] = NO_KEYS) -> list[LoadedRule]:
    """
    Read several files; ids must be unique over all of them. `keys` as for `read_rules`.

    Raises:
        RuleFileError: with every mistake of every file.
    """
    loaded: list[LoadedRule] = []
    mistakes: list[Mistake] = []
    seen: dict[str, Origin] = {}
    for path in paths:
        try:
            rules = read_rules(path, keys)
        except RuleFileError as error:
            mistakes.extend(error.mistakes)
            continue
        for rule in rules:
            first = seen.setdefault(rule.compiled.id, rule.origin)
            if first is not rule.origin:
                mistakes.append(
                    rule.origin.mistake(("id",), f"правило {rule.compiled.id} уже есть в {first.file}")
                )
        loaded.extend(rules)
    if mistakes:
        raise RuleFileError(mistakes)
    return loaded
