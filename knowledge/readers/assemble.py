"""
Raw fields, of whatever format, to validated entries.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from knowledge.models import Location, Sourced, parse_entry
from knowledge.readers.complaints import complain
from knowledge.readers.fields import DATES
from knowledge.slugs import slug, unique

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from knowledge.models import Entry
    from knowledge.readers.source import Path, RawEntry

_LONGEST_TITLE = 500
# Stages hold pairs, which hold texts; what is deeper is no entry.
_NESTING = 8
_LINE_BREAKS = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_SUSPECT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff\ud800-\udfff]")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_RUSSIAN = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", re.ASCII)


def assemble(raws: Iterable[RawEntry]) -> Iterator[Sourced]:
    """
    Yield the valid entries among `raws`; the mistakes of the others go to their reports.

    An entry without an id gets one from its title, unlike every id that is written down.
    """
    cleaned = [_cleaned(raw) for raw in raws]
    taken = {raw.fields["id"] for raw in cleaned if isinstance(raw.fields.get("id"), str)}
    for raw in cleaned:
        if raw.entry is not None:
            yield Sourced(entry=raw.entry, source=Location(file=raw.file, line=raw.line, column=raw.column))
            continue
        title = raw.fields.get("title")
        if "id" not in raw.fields and isinstance(title, str):
            raw.fields["id"] = unique(slug(title), taken)
        for field in DATES & raw.fields.keys():
            _normalise_date(raw, field)
        try:
            entry = parse_entry(raw.fields)
        except ValidationError as failure:
            complain(raw, failure)
            continue
        yield Sourced(entry=entry, source=Location(file=raw.file, line=raw.line, column=raw.column))


def flawless(fields: dict[str, Any]) -> Entry | None:
    """
    Return the entry that `fields` are as they stand; None where something must be mended or complained of.
    """
    if DATES & fields.keys() or not all(_is_clean(value) for value in fields.values()):
        return None
    try:
        return parse_entry(fields)
    except ValidationError:
        return None


def _is_clean(value: Any) -> bool:
    if isinstance(value, str):
        return _SUSPECT.search(value) is None
    return isinstance(value, list) and all(isinstance(item, str) and _is_clean(item) for item in value)


def title_from(text: str) -> tuple[str, bool]:
    """
    Fold `text` to a title of one line; tell whether something had to be cut off.
    """
    line = " ".join(text.split()) if len(text.splitlines()) > 1 else text.strip()
    if len(line) <= _LONGEST_TITLE:
        return line, False
    return line[: _LONGEST_TITLE - 1].rpartition(" ")[0].rstrip() + "…", True


def _cleaned(raw: RawEntry) -> RawEntry:
    raw.fields = {
        name: _clean(raw, value, (name,)) for name, value in raw.fields.items() if value is not None
    }
    return raw


def _clean(raw: RawEntry, value: Any, path: Path) -> Any:
    """
    Return `value` with line breaks made newlines and without the characters that no text has.
    """
    if isinstance(value, str):
        if _SUSPECT.search(value) is None:
            return value
        value = _LINE_BREAKS.sub("\n", value)
        text = _SURROGATE.sub("\ufffd", _CONTROL.sub("", value))
        if text != value:
            raw.complain("control_characters", path)
        return text
    if len(path) > _NESTING and isinstance(value, (list, dict)):
        raw.complain("too_deep", path[:1], limit=_NESTING)
        return None
    if isinstance(value, list):
        return [_clean(raw, item, (*path, index)) for index, item in enumerate(value)]
    if isinstance(value, dict):
        return {name: _clean(raw, item, (*path, name)) for name, item in value.items()}
    return value


def _normalise_date(raw: RawEntry, field: str) -> None:
    """
    Let through ISO dates and Russian ones; pydantic alone would take «2026» for a second of the year 1970.
    """
    value = raw.fields[field]
    text = value.strip() if isinstance(value, str) else ""
    if match := _RUSSIAN.fullmatch(text):
        day, month, year = match.groups()
        raw.fields[field] = f"{year}-{month:0>2}-{day:0>2}"
    elif _ISO.fullmatch(text):
        raw.fields[field] = text
    else:
        raw.complain("bad_date", (field,), value=text or "…")
        del raw.fields[field]
