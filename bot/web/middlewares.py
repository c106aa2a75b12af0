"""
What happens around every handler: a request id and a log line, the guard, and errors made into responses.
"""

from __future__ import annotations

import secrets
import time
import traceback
from typing import TYPE_CHECKING

import structlog
from aiohttp import web

from bot.errors import BodyTooLarge, BotError, MethodNotAllowed, PageUnknown
from bot.web.keys import OPTIONS, REQUEST_ID, SESSION
from bot.web.problems import problem_response
from bot.web.security import Guard, add_headers

if TYPE_CHECKING:
    from aiohttp.typedefs import Handler, Middleware

_log = structlog.get_logger(__name__)

FRAMES_LOGGED = 8


@web.middleware
async def log_request(request: web.Request, handler: Handler) -> web.StreamResponse:
    """
    Give the request an id and write one line about it: never its query, its body or its path's values.
    """
    request[REQUEST_ID] = secrets.token_hex(8)
    began = time.perf_counter()
    status = 499  # the caller has hung up, if nothing else is known in the end
    with structlog.contextvars.bound_contextvars(request_id=request[REQUEST_ID]):
        try:
            response = await handler(request)
            status = response.status
            response.headers["X-Request-ID"] = request[REQUEST_ID]
            return response
        finally:
            resource = request.match_info.route.resource
            session = request.get(SESSION)
            _log.info(
                "request",
                method=request.method if request.method.isalpha() else "?",
                route=resource.canonical if resource else None,
                status=status,
                ms=round((time.perf_counter() - began) * 1000, 1),
                session=session.id if session else None,
            )


@web.middleware
async def answer_errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """
    Make every error a response: ours by the table, aiohttp's by their meaning, any other without details.
    """
    try:
        return await handler(request)
    except BotError as error:
        response = problem_response(request, error)
        if response.status >= web.HTTPInternalServerError.status_code:
            _log.warning("request_failed", error=type(error).__name__)
        return response
    except web.HTTPMethodNotAllowed as error:
        return problem_response(request, MethodNotAllowed(error.allowed_methods))
    except web.HTTPNotFound:
        return problem_response(request, PageUnknown())
    except web.HTTPRequestEntityTooLarge:
        return problem_response(request, BodyTooLarge(request.app[OPTIONS].body_limit))
    except web.HTTPException:
        raise  # a redirect: nothing else is raised by our handlers
    except Exception as error:  # noqa: BLE001 -- the outermost border: a caller gets no traceback
        # Places only: the message and the source line of an exception may quote what somebody has asked.
        frames = [
            f"{frame.f_code.co_filename}:{line} {frame.f_code.co_name}"
            for frame, line in traceback.walk_tb(error.__traceback__)
        ]
        _log.error("request_crashed", error=type(error).__name__, where=frames[-FRAMES_LOGGED:])
        return problem_response(request, error)


def guard(guard: Guard) -> Middleware:
    """
    Build the middleware that lets `guard` look at every request first.
    """

    @web.middleware
    async def check(request: web.Request, handler: Handler) -> web.StreamResponse:
        guard.check(request)
        return await handler(request)

    return check


async def add_security_headers(request: web.Request, response: web.StreamResponse) -> None:
    """
    Complete a response that is about to be sent; a signal, so that no response can miss it.
    """
    add_headers(response, request.app[OPTIONS])
