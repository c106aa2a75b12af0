"""
Whose chat a request or a connection belongs to.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from aiohttp import hdrs, web

from bot.channel_errors import ChatSessionUnknown
from bot.web.addresses import caller_network
from bot.web.body import read_body
from bot.web.chat.side import CustomerChat
from bot.web.chat.wire import SessionReply, SessionRequest
from bot.web.keys import CHAT_LIMITER, GUARD, NEWCOMER_LIMITER, OPTIONS, SERVICES

if TYPE_CHECKING:
    from bot.domain.chat_session import ChatSession


def cookie_name(*, is_https: bool) -> str:
    """
    Name the cookie of the full page.
    """
    return "__Host-copilot_chat" if is_https else "copilot_chat"


async def begin(request: web.Request) -> web.Response:
    """
    Go on with the caller's session, or make one; embedded pages get the secret, others a cookie.
    """
    body = await read_body(request, SessionRequest)
    services = request.app[SERVICES]
    if await session_of(request, _secret(request)) is not None:
        return _reply(SessionReply(new=False, token=None))
    now = services.clock()
    request.app[NEWCOMER_LIMITER].take(caller_network(request), now)
    zone = await asyncio.to_thread(_known_zone, body.time_zone)
    secret, _ = await services.chat_sessions.begin(language=body.language, time_zone=zone, now=now)
    if body.embedded:
        return _reply(SessionReply(new=True, token=secret))
    options = request.app[OPTIONS]
    response = _reply(SessionReply(new=True, token=None))
    response.set_cookie(
        cookie_name(is_https=options.is_https),
        secret,
        max_age=options.chat_session_days * 24 * 3600,
        path="/",
        httponly=True,
        samesite="Strict",
        secure=options.is_https,
    )
    return response


async def chat_of(request: web.Request, token: str | None = None) -> CustomerChat:
    """
    Return the caller's chat, by `token`, by `Authorization: Bearer`, or by the cookie.

    Raises:
        ChatSessionUnknown: nothing of this opens a session.
    """
    session = await session_of(request, token or _secret(request))
    if session is None:
        raise ChatSessionUnknown
    return CustomerChat(request.app[SERVICES].conversations, request.app[CHAT_LIMITER], session)


async def session_of(request: web.Request, secret: str | None) -> ChatSession | None:
    """
    Return the session that `secret` opens, if any.
    """
    services = request.app[SERVICES]
    if secret is None:
        return None
    return await services.chat_sessions.find(secret, now=services.clock())


def _secret(request: web.Request) -> str | None:
    scheme, _, secret = request.headers.get(hdrs.AUTHORIZATION, "").partition(" ")
    if scheme.lower() == "bearer" and secret:
        return secret.strip()
    origin = request.headers.get(hdrs.ORIGIN, "").lower()
    if origin and not request.app[GUARD].is_own(origin, request):
        return None  # a site that may connect speaks for itself, not for whoever's cookie comes along
    return request.cookies.get(cookie_name(is_https=request.app[OPTIONS].is_https))


def _reply(body: SessionReply) -> web.Response:
    return web.Response(body=body.model_dump_json().encode(), content_type="application/json")


def _known_zone(name: str | None) -> str | None:
    if not name:
        return None
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
