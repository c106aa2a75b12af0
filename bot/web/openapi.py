"""
The OpenAPI 3.1 document, written from the table of endpoints and their pydantic models.
"""

from __future__ import annotations

import http
import re
from typing import TYPE_CHECKING, Any

from pydantic.json_schema import JsonSchemaMode, models_json_schema

from bot.web.schemas import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pydantic import BaseModel

    from bot.web.endpoint import Endpoint

FILE = {"type": "string", "format": "binary"}
REFERENCE = "#/components/schemas/{model}"


def openapi_document(endpoints: Sequence[Endpoint], *, version: str) -> dict[str, Any]:
    """
    Describe `endpoints` as an OpenAPI 3.1 document.
    """
    models: dict[tuple[type[BaseModel], JsonSchemaMode], None] = {(Problem, "serialization"): None}
    for endpoint in endpoints:
        if endpoint.body is not None:
            models[endpoint.body, "validation"] = None
        if endpoint.query is not None:
            models[endpoint.query, "validation"] = None
        for reply in endpoint.replies.values():
            if reply is not None:
                models[reply, "serialization"] = None
    references, definitions = models_json_schema(list(models), ref_template=REFERENCE)
    schemas = definitions["$defs"]
    paths: dict[str, dict[str, Any]] = {}
    for endpoint in endpoints:
        operation = _operation(endpoint, references)
        if endpoint.query is not None:
            name = references[endpoint.query, "validation"]["$ref"].removeprefix(REFERENCE.format(model=""))
            operation.setdefault("parameters", []).extend(_query_parameters(schemas[name]))
        paths.setdefault(endpoint.path, {})[endpoint.method.lower()] = operation
    return {
        "openapi": "3.1.0",
        "info": {"title": "Operator Copilot", "version": version},
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {"session": {"type": "http", "scheme": "bearer"}},
        },
    }


def _operation(endpoint: Endpoint, references: Mapping[Any, dict[str, Any]]) -> dict[str, Any]:
    responses: dict[str, Any] = {}
    for status in sorted({*endpoint.replies, *endpoint.errors}):
        response: dict[str, Any] = {"description": http.HTTPStatus(status).phrase}
        content: dict[str, Any] = {}
        reply = endpoint.replies.get(status)
        if reply is not None:
            content["application/json"] = {"schema": references[reply, "serialization"]}
        if status in endpoint.errors:
            content["application/problem+json"] = {"schema": references[Problem, "serialization"]}
        if content:
            response["content"] = content
        responses[str(status)] = response
    if endpoint.downloads:
        responses["200"] = {"description": http.HTTPStatus.OK.phrase, "content": {"*/*": {"schema": FILE}}}
    operation: dict[str, Any] = {
        "operationId": endpoint.name,
        "summary": endpoint.summary,
        "security": [{"session": []}] if endpoint.role is not None else [],
        "responses": responses,
    }
    parameters = re.findall(r"{(\w+)}", endpoint.path)
    if parameters:
        operation["parameters"] = [
            {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
            for name in parameters
        ]
    if endpoint.body is not None:
        schema = references[endpoint.body, "validation"]
        operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": schema}}}
    if endpoint.uploads:
        operation["requestBody"] = {
            "required": True,
            "content": {"application/octet-stream": {"schema": FILE}},
        }
    return operation


def _query_parameters(schema: Mapping[str, Any]) -> list[dict[str, Any]]:
    """
    Describe the members of a model as query parameters.
    """
    required = schema.get("required", ())
    return [
        {"name": name, "in": "query", "required": name in required, "schema": described}
        for name, described in schema.get("properties", {}).items()
    ]
