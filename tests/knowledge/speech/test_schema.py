"""
The schemas that editors complete from are those of the program, and speak of every field.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from knowledge.speech.guards import GUARDS
from knowledge.speech.schema import SCHEMAS, schema, schema_text

FOLDER = Path(__file__).parents[3] / "docs" / "schema"


@pytest.mark.parametrize("name", SCHEMAS)
def test_what_is_committed_is_what_is_generated(name: str) -> None:
    """
    `copilot rules schema NAME > docs/schema/NAME.json` brings them together again.
    """
    assert (FOLDER / f"{name}.json").read_text(encoding="utf-8") == schema_text(name)


def _properties(node: Any, path: str = "") -> list[tuple[str, dict[str, Any]]]:
    if isinstance(node, list):
        return [pair for at, one in enumerate(node) for pair in _properties(one, f"{path}[{at}]")]
    if not isinstance(node, dict):
        return []
    fields = node.get("properties")
    found = [(f"{path}.{name}", one) for name, one in fields.items()] if isinstance(fields, dict) else []
    return found + [pair for name, one in node.items() for pair in _properties(one, f"{path}/{name}")]


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_field_is_described(name: str) -> None:
    """
    Completion says what a field is for.
    """
    fields = _properties(schema(name))

    assert fields
    assert [path for path, field in fields if not field.get("description")] == []


@pytest.mark.parametrize(
    ("name", "owner", "field"), [("rules", "Rule", "unless"), ("policy", "RuleChange", "unless+")]
)
def test_guards_are_offered_by_name(name: str, owner: str, field: str) -> None:
    """
    Every guard with its sentence, beside patterns.
    """
    offered = schema(name)["$defs"][owner]["properties"][field]["items"]["anyOf"]
    named = {one["const"]: one["description"] for one in offered if "const" in one}

    assert set(named) == set(GUARDS)
    assert all(named.values())
    assert len(offered) > len(named)


def test_the_short_form_of_a_fix_is_allowed() -> None:
    """
    `- delete` is as good as `- delete: true`, and a fix goes one way only.
    """
    short, long = schema("rules")["$defs"]["Fix"]["anyOf"]

    assert short["const"] == "delete"
    assert [one["required"] for one in long["oneOf"]] == [["delete"], ["swap"], ["say"], ["advice"]]
