"""
The JSON schemas of rule files and of `policy.yaml`, from which editors complete and check.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from knowledge.speech.guards import GUARDS
from knowledge.speech.models import RuleFile
from knowledge.speech.policy import Policy

if TYPE_CHECKING:
    from pydantic import BaseModel

SCHEMAS: Final[dict[str, type[BaseModel]]] = {"rules": RuleFile, "policy": Policy}
"""What there is a schema of, by the name of its file."""

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_WAYS = ("delete", "swap", "say", "advice")


def schema(name: str) -> dict[str, Any]:
    """
    The JSON schema called `name`, as `SCHEMAS` names it.

    It says what a reader of YAML sees: the short form `- delete`, the guards by name, one way to a fix.
    """
    found = SCHEMAS[name].model_json_schema()
    definitions = found["$defs"]
    definitions["Fix"] = {
        "anyOf": [
            {"const": "delete", "description": "Take the underlined words out."},
            definitions["Fix"] | {"oneOf": [{"required": [way]} for way in _WAYS]},
        ]
    }
    guards = [
        {"const": guard, "description": " ".join((check.__doc__ or "").split())}
        for guard, check in GUARDS.items()
    ]
    for owner, field in (("Rule", "unless"), ("RuleChange", "unless+")):
        if owner in definitions:
            entries = definitions[owner]["properties"][field]["items"]
            entries["anyOf"] = [*guards, *entries["anyOf"]]
    return {"$schema": _DIALECT, **found}


def schema_text(name: str) -> str:
    """
    The same as the text of a file.
    """
    return json.dumps(schema(name), ensure_ascii=False, indent=2) + "\n"
