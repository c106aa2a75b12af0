"""
Entries as JSONL and YAML, with the fields' own names and without what is at its default.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from knowledge.models import Entry


def fields_of(entry: Entry) -> dict[str, Any]:
    """
    Return the fields of `entry` that differ from their defaults as JSON values, what matters most first.
    """
    fields = entry.model_dump(mode="json", exclude_defaults=True)
    return {"id": entry.id, "kind": str(entry.kind), "title": entry.title, **fields}


def write_jsonl(entries: Sequence[Entry], path: Path) -> None:
    """
    Write one object a line, UTF-8.
    """
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for entry in entries:
            file.write(json.dumps(fields_of(entry), ensure_ascii=False) + "\n")


class _Dumper(yaml.CSafeDumper):
    """
    Writes a text of several lines as a block, which people can edit.
    """


def _text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _text)


def write_yaml(entries: Sequence[Entry], path: Path) -> None:
    """
    Write a list of entries.
    """
    with path.open("w", encoding="utf-8", newline="\n") as file:
        yaml.dump(
            [fields_of(entry) for entry in entries],
            file,
            Dumper=_Dumper,
            allow_unicode=True,
            sort_keys=False,
            width=110,
        )
