"""
JSONL: one object a line, `{"id", "title", "text", …}` or the fields' own names.

Made by programs rather than people, so it is read leniently: an unknown key is a warning, once a file; a
missing title is taken from the text and a missing text from the title.
"""

from __future__ import annotations

import io
import json
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from knowledge.readers.assemble import flawless, title_from
from knowledge.readers.encoding import text_of
from knowledge.readers.fields import FIELDS, nearest
from knowledge.readers.source import RawEntry

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knowledge.models import Entry
    from knowledge.readers.limits import Limits
    from knowledge.readers.source import Path, Place, Source

_KEYS: dict[str, str] = {"_id": "id", "question": "title", "text": "body", "answer": "body"}
_KNOWN = frozenset(FIELDS)
_SENTENCE = re.compile(r".{15,200}?[.!?…](?=\s|$)", re.DOTALL)
_SHORT_TITLE = 200
_REMEMBERED_LENGTH = 8_000


class _DuplicateKey(ValueError):
    def __init__(self, key: str) -> None:
        self.key = key
        super().__init__(key)


class _Constant(ValueError):
    pass


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) != len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise _DuplicateKey(key)
            seen.add(key)
    return fields


def _refuse(name: str) -> None:
    raise _Constant(name)


# Numbers stay text: an id may be written as one, and no arithmetic can then be provoked.
_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_int=str, parse_float=str, parse_constant=_refuse)


def read(source: Source, limits: Limits) -> Iterator[RawEntry]:
    """
    Yield the entries of a JSONL file.
    """
    text = text_of(source)
    if text is None:
        return
    ignored: set[str] = set()
    # Only a newline ends a line here, and ten million lines are never held at once.
    for number, ended in enumerate(io.StringIO(text, newline="\n"), 1):
        line = ended.removesuffix("\n")
        if not line or line.isspace():
            continue
        if len(line) <= _REMEMBERED_LENGTH and (entry := _flawless(line)) is not None:
            yield RawEntry({"id": entry.id}, source.name, number, 1, source.report, entry=entry)
            continue
        fields = _parse(line, number, source, limits)
        if fields is not None:
            yield _entry(fields, line, number, source, ignored)
        elif source.report.full:
            return


@lru_cache(maxsize=1 << 14)
def _flawless(line: str) -> Entry | None:
    """
    Return the entry of a line that nothing is wrong with; None where it must be read with care.

    Remembered, because an export of thousands of lines is published again when one of them has changed. An
    entry without an id depends on the other lines.
    """
    try:
        value = json.loads(
            line, object_pairs_hook=_object, parse_int=str, parse_float=str, parse_constant=_refuse
        )
    except (ValueError, RecursionError):
        return None
    if not isinstance(value, dict):
        return None
    fields: dict[str, Any] = value
    known = {_KEYS.get(key, key): field for key, field in fields.items() if field is not None}
    if "id" not in known or len(known) != len(fields) or not known.keys() <= _KNOWN:
        return None
    _complete(known)
    return flawless(known)


def _parse(line: str, number: int, source: Source, limits: Limits) -> dict[str, Any] | None:
    report = source.report
    start = len(line) - len(line.lstrip())
    try:
        value, end = _DECODER.raw_decode(line, start)
        if line[end:].strip():
            report.add("json_syntax", number, end + 1, detail="лишнее после объекта / extra data")
            return None
    except json.JSONDecodeError as failure:
        report.add("json_syntax", number, failure.pos + 1, detail=failure.msg)
    except _DuplicateKey as failure:
        report.add("duplicate_key", number, _column(line, failure.key), key=failure.key)
    except _Constant as failure:
        report.add("json_syntax", number, max(line.find(str(failure)), 0) + 1, detail=failure)
    except RecursionError:
        report.add("too_deep", number, limit=limits.nesting)
    else:
        if isinstance(value, dict):
            return value
        report.add("not_an_entry", number, start + 1)
    return None


def _entry(fields: dict[str, Any], line: str, number: int, source: Source, ignored: set[str]) -> RawEntry:
    known: dict[str, Any] = {}
    keys: dict[str, str] = {}
    for key, value in fields.items():
        name = _KEYS.get(key, key)
        if name not in _KNOWN:
            if key not in ignored:
                ignored.add(key)
                suggestion = nearest(key, list(FIELDS))
                source.report.add("key_ignored", number, _column(line, key), key=key, suggestion=suggestion)
        elif name in known:
            source.report.add("duplicate_key", number, _column(line, key), key=name)
        else:
            known[name] = value
            keys[name] = key
    _complete(known)

    def locate(path: Path) -> Place:
        return number, _column(line, keys.get(str(path[0]), "")) if path else 1

    return RawEntry(known, source.name, number, 1, source.report, locate)


def _complete(fields: dict[str, Any]) -> None:
    """
    Make the title one line that is not too long, and fill in what one of title and body lacks from the other.
    """
    title, body = fields.get("title"), fields.get("body")
    has_body = isinstance(body, str) and not body.isspace() and body != ""
    if isinstance(title, str) and title.strip():
        fields["title"], cut = title_from(title)
        if not has_body and (body is None or isinstance(body, str)):
            fields["body"] = title
        elif cut and isinstance(body, str):
            fields["body"] = f"{title.strip()}\n\n{body}"
    elif has_body and isinstance(body, str) and (title is None or isinstance(title, str)):
        whole = " ".join(body.split())
        sentence = _SENTENCE.match(whole)
        if len(whole) > _SHORT_TITLE:
            whole = (
                sentence.group()
                if sentence
                else whole[:_SHORT_TITLE].rpartition(" ")[0] or whole[:_SHORT_TITLE]
            )
        fields["title"] = whole


def _column(line: str, key: str) -> int:
    """
    Return the column of the value of `key`, or 1: found by its text, which is exact unless a value quotes it.
    """
    match = re.search(re.escape(json.dumps(key, ensure_ascii=False)) + r"\s*:\s*", line) if key else None
    return match.end() + 1 if match else 1
