"""
What a new set of entries changes in an old one: data first, sentences for people apart.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from knowledge.models import Entry, Sourced
    from knowledge.problems import Language

_LONG: Final = frozenset({"body", "speakable"})
_LONGEST_VALUE = 80
_SENTENCES: Final[dict[str, dict[Language, str]]] = {
    "counts": {
        "ru": "Добавлено: {added}, изменено: {changed}, удалено: {removed}, без изменений: {unchanged}.",
        "en": "Added: {added}, changed: {changed}, removed: {removed}, unchanged: {unchanged}.",
    },
    "added": {"ru": "+ {id}: {title}", "en": "+ {id}: {title}"},
    "removed": {"ru": "- {id}: {title}", "en": "- {id}: {title}"},
    "changed": {"ru": "~ {id}: {title}", "en": "~ {id}: {title}"},
    "set": {"ru": "    {field}: задано {new}", "en": "    {field}: set to {new}"},
    "unset": {"ru": "    {field}: убрано (было {old})", "en": "    {field}: removed (was {old})"},
    "replaced": {"ru": "    {field}: было {old}, стало {new}", "en": "    {field}: was {old}, is {new}"},
}


@dataclass(frozen=True, slots=True)
class FieldChange:
    """
    One field of an entry before and after, as JSON values; None where there was or is nothing.
    """

    field: str
    old: Any
    new: Any

    def text_diff(self) -> str:
        """
        Return a unified diff of the lines of a text, without file headers; empty unless both are texts.
        """
        if not isinstance(self.old, str) or not isinstance(self.new, str):
            return ""
        lines = difflib.unified_diff(self.old.split("\n"), self.new.split("\n"), lineterm="", n=1)
        return "\n".join(list(lines)[2:])


@dataclass(frozen=True, slots=True)
class EntryChange:
    """
    An entry that both sets hold, in different forms.
    """

    old: Entry
    new: Entry
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class Diff:
    """
    Entries by what became of them, in the order of their set.
    """

    added: tuple[Entry, ...]
    changed: tuple[EntryChange, ...]
    removed: tuple[Entry, ...]
    unchanged_count: int

    @property
    def is_empty(self) -> bool:
        """
        Whether both sets say the same.
        """
        return not (self.added or self.changed or self.removed)

    @property
    def counts(self) -> dict[str, int]:
        """
        The numbers of entries added, changed, removed and unchanged.
        """
        return {
            "added": len(self.added),
            "changed": len(self.changed),
            "removed": len(self.removed),
            "unchanged": self.unchanged_count,
        }

    @property
    def touched(self) -> frozenset[str]:
        """
        The ids of the entries that are new or changed.
        """
        return frozenset(entry.id for entry in self.added) | frozenset(
            change.new.id for change in self.changed
        )


def diff(old: Iterable[Sourced], new: Iterable[Sourced]) -> Diff:
    """
    Compare two sets by id. Where an entry stands, and the order of entries, does not matter.
    """
    before = {sourced.entry.id: sourced.entry for sourced in old}
    after = {sourced.entry.id: sourced.entry for sourced in new}
    changed = tuple(
        EntryChange(before[key], entry, _fields(before[key], entry))
        for key, entry in after.items()
        if key in before and before[key] is not entry and before[key] != entry
    )
    added = tuple(entry for key, entry in after.items() if key not in before)
    removed = tuple(entry for key, entry in before.items() if key not in after)
    return Diff(added, changed, removed, len(after) - len(added) - len(changed))


def render(difference: Diff, language: Language = "ru") -> str:
    """
    Say what changed, for people: counts, then every entry with its fields.
    """
    return "\n".join(_lines(difference, language))


def _fields(old: Entry, new: Entry) -> tuple[FieldChange, ...]:
    before, after = old.model_dump(mode="json"), new.model_dump(mode="json")
    names = dict.fromkeys((*after, *before))
    return tuple(
        FieldChange(name, before.get(name), after.get(name))
        for name in names
        if before.get(name) != after.get(name)
    )


def _lines(difference: Diff, language: Language) -> Iterator[str]:
    def say(sentence: str, **details: object) -> str:
        return _SENTENCES[sentence][language].format_map(details)

    yield say("counts", **difference.counts)
    for entry in difference.added:
        yield say("added", id=entry.id, title=entry.title)
    for entry in difference.removed:
        yield say("removed", id=entry.id, title=entry.title)
    for change in difference.changed:
        yield say("changed", id=change.new.id, title=change.new.title)
        for field in change.fields:
            text = field.text_diff() if field.field in _LONG else ""
            if text:
                yield f"    {field.field}:"
                yield from (f"      {line}".rstrip() for line in text.split("\n"))
            else:
                sentence = "set" if not field.old else "replaced" if field.new else "unset"
                yield say(sentence, field=field.field, old=_shown(field.old), new=_shown(field.new))


def _shown(value: Any) -> str:
    if isinstance(value, list):
        text = "; ".join(item if isinstance(item, str) else str(item) for item in value)
    else:
        text = str(value)
    text = " ".join(text.split())
    return f"«{text}»" if len(text) <= _LONGEST_VALUE else f"«{text[: _LONGEST_VALUE - 1]}…»"
