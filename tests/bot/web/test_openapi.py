"""
The OpenAPI document describes every route of the API, and only what is there.
"""

import json

from bot.web.endpoints import ENDPOINTS
from bot.web.openapi import openapi_document


def references(node: object) -> set[str]:
    """Collect every `$ref` in a document."""
    if isinstance(node, dict):
        own = {node["$ref"]} if "$ref" in node else set()
        return own.union(*(references(value) for value in node.values()))
    if isinstance(node, list):
        return set().union(*(references(value) for value in node))
    return set()


async def test_the_document_is_served(desk) -> None:
    """Without a login: it holds no secret, and programs are written from it."""
    client = await desk.start(program_version="1.2.3")
    response = await client.get("/api/openapi.json")

    assert await response.json() == openapi_document(ENDPOINTS, version="1.2.3")


async def test_every_route_is_described(desk) -> None:
    """What the router knows under /api, the document knows, and the other way round; but for the socket."""
    client = await desk.start()
    routes = {
        (route.method.lower(), route.resource.canonical)
        for route in client.app.router.routes()
        if route.method != "HEAD" and route.resource.canonical.startswith("/api/")
    } - {("get", "/api/v1/conversations/ws")}
    document = openapi_document(ENDPOINTS, version="x")
    described = {(method, path) for path, item in document["paths"].items() for method in item}

    assert routes == described


def test_every_reference_leads_somewhere() -> None:
    """No schema is named that is not there."""
    document = openapi_document(ENDPOINTS, version="x")
    schemas = {f"#/components/schemas/{name}" for name in document["components"]["schemas"]}

    assert references(document) - schemas == set()
    assert document["openapi"] == "3.1.0"
    assert json.loads(json.dumps(document)) == document


def test_operations_say_what_they_need() -> None:
    """Each has a name of its own, says whether a login is needed, and describes its path's parameters."""
    paths = openapi_document(ENDPOINTS, version="x")["paths"]
    operations = {
        operation["operationId"]: operation for item in paths.values() for operation in item.values()
    }

    assert len(operations) == len(ENDPOINTS)
    # Customers have no login: their chat is opened by a secret of its own.
    assert {
        name
        for name, operation in operations.items()
        if not operation["security"] and not name.startswith("chat_")
    } == {"health", "openapi"}
    assert operations["pick"]["parameters"] == [
        {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    ]
