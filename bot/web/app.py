"""
The web application, put together from services that somebody else has built.
"""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

from aiohttp import web

from bot.domain.person import Role
from bot.web import account, auth, conversations, conversations_ws, desk, people
from bot.web.chat import page as chat_page
from bot.web.chat import socket as chat_socket
from bot.web.endpoints import ENDPOINTS
from bot.web.keys import (
    CHAT_LIMITER,
    DRAFT_LIMITER,
    GUARD,
    LIMITER,
    NEWCOMER_LIMITER,
    OPENAPI,
    OPTIONS,
    PAGES,
    SERVICES,
    SOCKETS,
    STAFF_ONLINE,
)
from bot.web.limits import Limiter
from bot.web.middlewares import add_security_headers, answer_errors, guard, log_request
from bot.web.openapi import openapi_document
from bot.web.pages import Pages
from bot.web.security import Guard
from bot.web.socket_registry import Sockets
from bot.web.staff_online import StaffOnline

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.web.ports import Options, Services


def create_app(services: Services, options: Options) -> web.Application:
    """
    Build the application. It opens nothing but its own templates; `services` are closed by their owner.
    """
    gate = Guard(options)
    app = web.Application(
        middlewares=[log_request, answer_errors, guard(gate)],
        client_max_size=options.body_limit,
    )
    app[SERVICES] = services
    app[OPTIONS] = options
    app[PAGES] = Pages(language=options.language, version=options.program_version, zone=options.zone)
    app[GUARD] = gate
    app[SOCKETS] = Sockets(clock=services.clock)
    app[STAFF_ONLINE] = StaffOnline()
    app.on_shutdown.append(_end_sockets)
    app[LIMITER] = Limiter(rate=options.asks_per_second, burst=options.asks_at_once)
    app[DRAFT_LIMITER] = Limiter(rate=options.checks_per_second, burst=options.checks_at_once)
    app[CHAT_LIMITER] = Limiter(rate=options.messages_per_second, burst=options.messages_at_once)
    app[NEWCOMER_LIMITER] = Limiter(rate=options.newcomers_per_second, burst=options.newcomers_at_once)
    document = openapi_document(ENDPOINTS, version=options.program_version)
    app[OPENAPI] = json.dumps(document, ensure_ascii=False).encode()
    app.on_response_prepare.append(add_security_headers)
    app.cleanup_ctx.append(_pages)
    # Before the table, whose «{id}» would take «ws» for a conversation.
    app.router.add_get(
        "/api/v1/conversations/ws", auth.require(Role.OPERATOR, conversations_ws.connect), allow_head=False
    )
    for endpoint in ENDPOINTS:
        handler = endpoint.handler
        if endpoint.role is not None:
            handler = auth.require(endpoint.role, handler)
        app.router.add_route(endpoint.method, endpoint.path, handler)
    app.router.add_get("/", desk.home)
    app.router.add_get("/desk", auth.require(Role.OPERATOR, desk.desk))
    app.router.add_get("/desk/chats", auth.require(Role.OPERATOR, conversations.page))
    app.router.add_get("/chat", chat_page.page)
    app.router.add_get("/chat.js", chat_page.loader)
    app.router.add_get("/chat/demo", chat_page.demo)
    app.router.add_get("/chat/ws", chat_socket.socket, allow_head=False)
    app.router.add_get("/favicon.ico", desk.favicon)
    app.router.add_get("/static/{digest}/{name:.+}", desk.static)
    # Without HEAD: a link checker that only looks must not use a login link up.
    app.router.add_get("/login", auth.login, allow_head=False)
    app.router.add_post("/login", account.log_in)
    app.router.add_post("/logout", auth.logout)
    app.router.add_get("/invitation", account.invitation)
    app.router.add_post("/invitation", account.accept)
    app.router.add_get("/password", account.password_link)
    app.router.add_post("/password", account.reset_password)
    for path, handler in (
        ("/desk/account/password", account.change_password),
        ("/desk/account/sessions/end", account.end_session),
    ):
        app.router.add_post(path, auth.require(Role.OPERATOR, handler))
    app.router.add_get("/desk/account", auth.require(Role.OPERATOR, account.own))
    app.router.add_get("/desk/people", auth.require(Role.ADMIN, people.page))
    app.router.add_get("/desk/audit", auth.require(Role.ADMIN, people.audit_page))
    return app


async def _pages(app: web.Application) -> AsyncIterator[None]:
    await asyncio.to_thread(app[PAGES].load)
    yield


async def _end_sockets(app: web.Application) -> None:
    await app[SOCKETS].close_all()
