"""
What an earlier load has shown already: whose examples hold, and which forms the words of the rules have.

Running the examples takes seconds, so their success is remembered in one file of the caller's choice. A proof
is a digest of the engine, the dictionaries and the rule file: touch any of them and the examples run again. A
file that is missing, damaged or of another engine proves nothing, and is written anew.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, ValidationError

from knowledge.speech.morphology import Reading, known_lemmas, recall_lemmas
from knowledge.speech.patterns import Keys
from knowledge.speech.word_forms import WordForms

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from knowledge.speech.patterns import Pattern

_DICTIONARIES = ("pymorphy3", "pymorphy3-dicts-ru")


class _Words(BaseModel):
    """
    `WordForms` as JSON: keys and grammemes are joined by spaces.
    """

    model_config = ConfigDict(extra="forbid")

    keys: dict[str, str]
    english: dict[str, str]
    unlisted: dict[str, list[tuple[str, str]]]
    unlisted_lemmas: list[str]


class _Held(BaseModel):
    """
    The file: `files` are digests of proved rule files.

    `words`, and by rule the `keys` of its patterns, belong to the set of files `whole`.
    """

    model_config = ConfigDict(extra="forbid")

    engine: str
    files: list[str]
    whole: str
    lemmas: dict[str, tuple[str, ...]]
    words: _Words
    keys: dict[str, list[tuple[list[str], str | None]]]


class Proofs:
    """
    The proofs for the rule files `files`, remembered at `path`; None remembers nothing.
    """

    def __init__(self, path: Path | None, files: Iterable[Path]) -> None:
        self._path = path
        self._digests = {str(file): _digest(file) for file in files} if path else {}
        self._whole = _joined(self._digests.values())
        self._held = _read(path) if path else None
        if self._held:
            recall_lemmas(self._held.lemmas)

    def cover(self, file: str) -> bool:
        """
        Tell whether the examples of a rule file are known to hold.
        """
        return self._held is not None and self._digests.get(file) in self._held.files

    def cover_all(self) -> bool:
        """
        Tell whether nothing at all has changed since the examples last held.
        """
        return self._held is not None and self._held.whole == self._whole

    def words(self) -> WordForms | None:
        """
        The words of the rules, when no file has changed.
        """
        return _restored(self._held.words) if self._held is not None and self.cover_all() else None

    def keys(self) -> dict[str, list[Keys]]:
        """
        The keys of the patterns of every rule, when no file has changed; else nothing.
        """
        if self._held is None or not self.cover_all():
            return {}
        return {
            rule: [
                Keys(
                    tuple(frozenset(group.split()) for group in required),
                    None if first is None else frozenset(first.split()),
                )
                for required, first in found
            ]
            for rule, found in self._held.keys.items()
        }

    def keep(self, words: WordForms, patterns: Mapping[str, Sequence[Pattern]]) -> None:
        """
        Remember that every example holds; a folder that cannot be written to is no reason to fail.
        """
        if self._path is None or self.cover_all():
            return
        held = _Held(
            engine=_engine(),
            files=sorted(self._digests.values()),
            whole=self._whole,
            lemmas=known_lemmas(),
            words=_stored(words),
            keys={rule: [_stored_keys(one.keys) for one in found] for rule, found in patterns.items()},
        )
        aside = self._path.with_name(f"{self._path.name}.part")
        with suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            aside.write_text(held.model_dump_json(), encoding="utf-8")
            aside.replace(self._path)


def _read(path: Path) -> _Held | None:
    try:
        held = _Held.model_validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return None
    return held if held.engine == _engine() else None


def _digest(file: Path) -> str:
    """
    The digest of a rule file; of one that cannot be read, none that any other file has.
    """
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError:
        return f"unreadable {file}"


@cache
def _engine() -> str:
    """
    The digest of everything beside rules and policy that a proof depends on.
    """
    here = Path(__file__).parent
    sources = [
        *sorted(here.glob("*.py")),
        here.parent / "models.py",
        here.parent / "readers" / "yaml_tree.py",
    ]
    return _joined([*(f"{name} {version(name)}" for name in _DICTIONARIES), *map(_digest, sources)])


def _joined(digests: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(digests).encode()).hexdigest()


def _stored_keys(keys: Keys) -> tuple[list[str], str | None]:
    groups = [" ".join(sorted(group)) for group in keys.required]
    return groups, None if keys.first is None else " ".join(sorted(keys.first))


def _stored(words: WordForms) -> _Words:
    return _Words(
        keys={form: " ".join(sorted(keys)) for form, keys in words.keys.items()},
        english={form: " ".join(sorted(keys)) for form, keys in words.english.items()},
        unlisted={
            form: [(reading.lemma, " ".join(sorted(reading.grammemes))) for reading in readings]
            for form, readings in words.unlisted.items()
        },
        unlisted_lemmas=sorted(words.unlisted_lemmas),
    )


def _restored(words: _Words) -> WordForms:
    apart: dict[str, frozenset[str]] = {}

    def keys_of(joined: str) -> frozenset[str]:
        found = apart.get(joined)
        if found is None:
            found = apart[joined] = frozenset(joined.split())
        return found

    return WordForms(
        {form: keys_of(joined) for form, joined in words.keys.items()},
        {form: keys_of(joined) for form, joined in words.english.items()},
        {
            form: tuple(Reading(lemma, keys_of(grammemes)) for lemma, grammemes in readings)
            for form, readings in words.unlisted.items()
        },
        frozenset(words.unlisted_lemmas),
    )
