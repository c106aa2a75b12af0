"""
An error on its way out: problem+json (RFC 9457) for programs, a page for people.
"""

from __future__ import annotations

import http
from typing import TYPE_CHECKING

from aiohttp import web

from bot.conversation_errors import DecisionNeeded, DraftBlocked
from bot.error_table import describe
from bot.errors import (
    CheckerLoading,
    FieldsInvalid,
    LoginLinkInvalid,
    LoginRequired,
    MethodNotAllowed,
    Overloaded,
    StorageError,
    TooManyRequests,
)
from bot.web.keys import OPTIONS, PAGES, REQUEST_ID, SESSION
from bot.web.schemas import Problem, ProblemField
from bot.web.texts import accepted_language

if TYPE_CHECKING:
    from bot.error_table import Description

API = "/api/"


def problem_response(request: web.Request, error: BaseException) -> web.Response:
    """
    Build the response that tells the caller about `error`.
    """
    to_program = request.path.startswith(API)
    language = request.app[OPTIONS].language
    if to_program:
        language = accepted_language(request.headers.get("Accept-Language", ""), language)
    shown = error
    if isinstance(error, StorageError) and SESSION not in request:
        shown = Exception()  # where our files lie is no business of a stranger
    description = describe(shown, language)
    response = _json(request, error, description) if to_program else _page(request, error, description)
    response.set_status(describe(error).status)
    if isinstance(error, TooManyRequests | CheckerLoading):
        response.headers["Retry-After"] = str(error.retry_after)
    if isinstance(error, Overloaded):
        response.headers["Retry-After"] = "1"
    if isinstance(error, MethodNotAllowed):
        response.headers["Allow"] = error.listed
    if isinstance(error, LoginRequired):
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def _json(request: web.Request, error: BaseException, description: Description) -> web.Response:
    fields = error.problems if isinstance(error, FieldsInvalid) else ()
    problem = Problem(
        type="about:blank",
        title=http.HTTPStatus(description.status).phrase,
        status=description.status,
        detail=description.sentence,
        code=description.code,
        request_id=request[REQUEST_ID],
        report=error.report if isinstance(error, DraftBlocked | DecisionNeeded) else None,
        rules=error.rules if isinstance(error, DecisionNeeded) else (),
        errors=tuple(ProblemField(path=item.path, code=item.code, message=item.message) for item in fields),
    )
    return web.Response(body=problem.model_dump_json().encode(), content_type="application/problem+json")


def _page(request: web.Request, error: BaseException, description: Description) -> web.Response:
    session = request.get(SESSION)
    pages = request.app[PAGES]
    if isinstance(error, LoginRequired | LoginLinkInvalid):
        text = pages.render(
            "login.html", person=None, link_failed=isinstance(error, LoginLinkInvalid), next=request.path
        )
    else:
        text = pages.render(
            "error.html",
            person=session.person if session else None,
            heading=None,
            message=description.sentence,
            reference=request[REQUEST_ID],
        )
    return web.Response(text=text, content_type="text/html")
