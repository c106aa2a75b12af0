"""
Holds every response of the API against the OpenAPI document.
"""

import json
import re
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from bot.web.endpoints import ENDPOINTS
from bot.web.openapi import openapi_document


def contract_check(violations: list[str]) -> Callable[..., Awaitable[None]]:
    """Make a signal that notes every response of the API that the document does not describe."""
    document = openapi_document(ENDPOINTS, version="test")

    async def check(request: web.Request, response: web.StreamResponse) -> None:
        resource = request.match_info.route.resource
        operations = document["paths"].get(resource.canonical if resource else None, {})
        operation = operations.get("get" if request.method == "HEAD" else request.method.lower())
        if operation is None or not isinstance(response, web.Response):
            return
        described = operation["responses"].get(str(response.status))
        where = f"{request.method} {resource.canonical} {response.status}"
        if described is None:
            violations.append(f"{where}: not described")
            return
        content = described.get("content", {})
        if not content:
            violations.extend([f"{where}: has a body"] if response.body else [])
            return
        if response.content_type not in content:
            violations.append(f"{where}: {response.content_type}")
            return
        body = json.loads(bytes(response.body))
        violations.extend(
            f"{where}: {mistake}"
            for mistake in mistakes(body, content[response.content_type]["schema"], document)
        )

    return check


TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
    "array": (list,),
    "object": (dict,),
}


KEYWORDS = {
    "$ref", "additionalProperties", "anyOf", "const", "default", "description", "enum", "format", "items",
    "maxItems", "maximum", "maxLength", "minItems", "minimum", "minLength", "pattern", "prefixItems",
    "properties", "required", "title", "type",
}  # fmt: skip
"""What pydantic writes; another keyword would go unchecked and is a mistake for that reason."""


def mistakes(value: Any, schema: dict[str, Any], document: dict[str, Any], at: str = "") -> list[str]:
    """List where `value` does not fit `schema`, by the keywords of JSON Schema that pydantic writes."""
    if "$ref" in schema:
        name = schema["$ref"].removeprefix("#/components/schemas/")
        return mistakes(value, document["components"]["schemas"][name], document, at)
    found = [f"{at}: keyword {keyword} is not checked" for keyword in schema.keys() - KEYWORDS]
    if "anyOf" in schema and all(mistakes(value, option, document, at) for option in schema["anyOf"]):
        found.append(f"{at}: fits none of anyOf")
    if "type" in schema and not is_a(schema["type"], value):
        return [*found, f"{at}: {type(value).__name__} is not {schema['type']}"]
    if value not in schema.get("enum", [value]) or value != schema.get("const", value):
        found.append(f"{at}: {value!r} is not allowed")
    if isinstance(value, str) and not re.search(schema.get("pattern", ""), value):
        found.append(f"{at}: {value!r} is not {schema['pattern']}")
    if isinstance(value, dict):
        found += mistakes_in_object(value, schema, document, at)
    if isinstance(value, list):
        schemas = schema.get("prefixItems", [])
        for position, item in enumerate(value):
            item_schema = schemas[position] if position < len(schemas) else schema.get("items", {})
            found += mistakes(item, item_schema, document, f"{at}/{position}")
    return found


def is_a(name: str, value: Any) -> bool:
    """Tell whether a value is of a type of JSON Schema; a boolean is no number there."""
    return isinstance(value, TYPES[name]) and (name == "boolean" or not isinstance(value, bool))


def mistakes_in_object(
    value: dict[str, Any], schema: dict[str, Any], document: dict[str, Any], at: str
) -> list[str]:
    """List where the members of an object do not fit."""
    properties = schema.get("properties", {})
    found = [f"{at}: {name} is missing" for name in schema.get("required", ()) if name not in value]
    if properties and not schema.get("additionalProperties"):
        found += [f"{at}: {name} is not described" for name in value.keys() - properties.keys()]
    for name in value.keys() & properties.keys():
        found += mistakes(value[name], properties[name], document, f"{at}/{name}")
    return found
