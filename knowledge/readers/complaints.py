"""
What pydantic says about an entry, said again for the person who wrote the file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from knowledge.models import Kind
from knowledge.readers.fields import FIELDS, MODELS, NESTED, nearest
from knowledge.slugs import slug

if TYPE_CHECKING:
    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

    from knowledge.readers.source import Path, RawEntry

_KINDS: Final = frozenset(map(str, Kind))
_PATTERNS: Final = {"id": "bad_id", "slot": "bad_id", "follow_ups": "bad_id", "language": "bad_language"}
_CODES: Final = {
    "missing": "missing",
    "string_type": "want_text",
    "string_unicode": "want_text",
    "tuple_type": "want_list",
    "model_type": "want_fields",
    "model_attributes_type": "want_fields",
    "dict_type": "want_fields",
    "string_too_short": "empty",
    "too_short": "empty",
    "bool_parsing": "bad_bool",
    "bool_type": "bad_bool",
    "date_type": "bad_date",
    "date_parsing": "bad_date",
    "date_from_datetime_parsing": "bad_date",
    "date_from_datetime_inexact": "bad_date",
    "dates_order": "dates_order",
    "stage_empty": "stage_empty",
}


def complain(raw: RawEntry, failure: ValidationError) -> None:
    """
    Note every mistake of `failure` in the report of `raw`, each where it stands.
    """
    for error in failure.errors(include_url=False):
        path: Path = error["loc"]
        if path and path[0] in _KINDS:
            path = path[1:]
        _complain(raw, path, error)


def _complain(raw: RawEntry, path: Path, error: ErrorDetails) -> None:
    kind, given, context = error["type"], error["input"], error.get("ctx", {})
    field = next((str(step) for step in reversed(path) if isinstance(step, str)), "")
    if kind == "too_short" and given:
        # Its items are wrong, which is told of each; pydantic then counts the rest.
        return
    if kind == "extra_forbidden":
        _unknown(raw, path)
    elif kind in {"union_tag_invalid", "union_tag_not_found"}:
        value = raw.fields.get("kind", "")
        raw.complain("wrong_choice", ("kind",), value=value, allowed=", ".join(Kind))
    elif kind in {"enum", "literal_error"}:
        allowed = str(context.get("expected", "")).replace("'", "").replace(" or ", ", ")
        raw.complain("wrong_choice", path, value=given, allowed=allowed)
    elif kind == "string_too_long":
        raw.complain("too_long", path, limit=context.get("max_length", ""))
    elif kind == "string_pattern_mismatch":
        code = _PATTERNS.get(field, "one_line")
        raw.complain(code, path, value=given, suggestion=slug(str(given)) if code == "bad_id" else "")
    elif kind in _CODES:
        raw.complain(_CODES[kind], path, value=given if isinstance(given, str) else "…")
    else:
        raw.complain("invalid", path, detail=error["msg"])


def _unknown(raw: RawEntry, path: Path) -> None:
    name = str(path[-1])
    kind = str(raw.fields.get("kind", Kind.SCRIPT))
    container = next((step for step in reversed(path[:-1]) if isinstance(step, str)), None)
    if container is None:
        owners = [str(other) for other, model in MODELS.items() if name in model.model_fields]
        if owners:
            raw.complain_of_name("field_of_other_kind", path, kind=kind, owner=", ".join(owners))
            return
        known = list(FIELDS)
    else:
        known = list(NESTED[container].model_fields) if container in NESTED else []
    raw.complain_of_name("unknown_field", path, suggestion=nearest(name, known))
