"""
A request's body becomes a checked value, or an error that names every wrong field.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import parse_qsl

from aiohttp import web
from pydantic import BaseModel, ValidationError

from bot.errors import (
    BodyNotForm,
    BodyNotJson,
    BodyTooLarge,
    BodyTooSlow,
    BotError,
    ContentTypeUnsupported,
    FieldProblem,
    FieldsInvalid,
)
from bot.web.keys import OPTIONS
from bot.web.texts import TRANSLATORS, accepted_language

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pydantic_core import ErrorDetails

M = TypeVar("M", bound=BaseModel)

FORM = "application/x-www-form-urlencoded"
FIELDS_LIMIT = 20


async def read_body(request: web.Request, model: type[M]) -> M:
    """
    Read the request's JSON body as `model`.

    Raises:
        ContentTypeUnsupported: if it is not declared as plain JSON in UTF-8.
        BodyTooLarge: if it is larger than the application takes.
        BodyTooSlow: if it does not arrive in time.
        BodyNotJson: if it is not well-formed.
        FieldsInvalid: if it does not fit `model`, naming every field that does not.
    """
    charset = (request.charset or "utf-8").lower()
    # A compressed body is refused, not unpacked: it would have to be bounded twice.
    if (
        request.content_type != "application/json"
        or charset not in {"utf-8", "utf8"}
        or "Content-Encoding" in request.headers
    ):
        raise ContentTypeUnsupported
    body = await _read(request, BodyNotJson)
    try:
        return model.model_validate_json(body)
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False)
        if details[0]["type"] == "json_invalid":
            raise BodyNotJson from None  # the cause quotes the body
        language = accepted_language(
            request.headers.get("Accept-Language", ""), request.app[OPTIONS].language
        )
        raise FieldsInvalid(field_problems(details, language)) from None


def read_query(request: web.Request, model: type[M]) -> M:
    """
    Read what stands behind the question mark as `model`; of a name given twice the last counts.

    Raises:
        FieldsInvalid: if it does not fit.
    """
    try:
        return model.model_validate(dict(request.query))
    except ValidationError as error:
        language = accepted_language(
            request.headers.get("Accept-Language", ""), request.app[OPTIONS].language
        )
        details = error.errors(include_url=False, include_input=False)
        raise FieldsInvalid(field_problems(details, language)) from None


def field_problems(details: Iterable[ErrorDetails], language: str) -> tuple[FieldProblem, ...]:
    """
    Say in the reader's language what is wrong with each field.
    """
    return tuple(_problem(item, language) for item in details)


async def read_form(request: web.Request, *names: str) -> dict[str, str]:
    """
    Read the fields `names` of the request's URL-encoded form; one that is absent is empty.

    Raises:
        ContentTypeUnsupported: if it is not declared as such a form.
        BodyTooLarge: if it is larger than the application takes.
        BodyTooSlow: if it does not arrive in time.
        BodyNotForm: if it is not a form in UTF-8.
    """
    if request.content_type != FORM or "Content-Encoding" in request.headers:
        raise ContentTypeUnsupported(FORM)
    body = await _read(request, BodyNotForm)
    try:
        sent = dict(
            parse_qsl(
                body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=FIELDS_LIMIT
            )
        )
    except ValueError:
        raise BodyNotForm from None  # the cause quotes the body
    return {name: sent.get(name, "") for name in names}


async def _read(request: web.Request, broken: type[BotError]) -> bytes:
    options = request.app[OPTIONS]
    try:
        async with asyncio.timeout(options.body_seconds):
            return await request.read()
    except web.HTTPRequestEntityTooLarge as error:
        raise BodyTooLarge(options.body_limit) from error
    except TimeoutError as error:
        raise BodyTooSlow from error
    except web.RequestPayloadError as error:
        raise broken from error


def _problem(item: ErrorDetails, language: str) -> FieldProblem:
    t = TRANSLATORS[language]
    key = f"field.{item['type']}"
    message = t(key, **item.get("ctx", {})) if key in t else t("field.other")
    return FieldProblem(path=pointer(item["loc"]), code=item["type"], message=message)


def pointer(location: tuple[int | str, ...]) -> str:
    """
    Write the place of a field as a JSON pointer (RFC 6901).
    """
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in location)
