"""
Logging in by a one-time link, staying logged in by a cookie, and what each role may call.
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from aiohttp import hdrs, web

from bot.errors import Forbidden, LoginLinkInvalid, LoginRequired
from bot.web.clients import client_of
from bot.web.keys import OPTIONS, PAGES, SERVICES, SESSION

if TYPE_CHECKING:
    from aiohttp.typedefs import Handler

    from bot.domain.person import Person, Role
    from bot.domain.session import Session

SECRET_LIMIT = 200
"""Characters of the longest secret worth looking up."""


def cookie_name(*, is_https: bool) -> str:
    """
    Name the session cookie; over https with the prefix that no other host or plain http can set.
    """
    return "__Host-copilot_session" if is_https else "copilot_session"


async def session_of(request: web.Request) -> Session | None:
    """
    Return the caller's session by `Authorization: Bearer` or cookie, if it still lasts.
    """
    if SESSION in request:
        return request[SESSION]
    secret = _secret(request)
    if not secret or len(secret) > SECRET_LIMIT:
        return None
    services = request.app[SERVICES]
    session = await services.sessions.authenticate(secret, now=services.clock())
    if session is not None:
        request[SESSION] = session
    return session


async def still_open(request: web.Request) -> bool:
    """
    Tell whether the login that a long connection began with still lasts.
    """
    services = request.app[SERVICES]
    secret = _secret(request)
    return (
        secret is not None and await services.sessions.authenticate(secret, now=services.clock()) is not None
    )


def require(role: Role, handler: Handler) -> Handler:
    """
    Let `handler` be called by sessions of at least `role` only.
    """

    @wraps(handler)
    async def checked(request: web.Request) -> web.StreamResponse:
        session = await session_of(request)
        if session is None:
            raise LoginRequired
        if not session.person.role.includes(role):
            raise Forbidden(role.value)
        return await handler(request)

    return checked


async def login(request: web.Request) -> web.StreamResponse:
    """
    Exchange the link's token for a session; without a token, tell how to get a link.

    Lax, not Strict: a link to the desk in the company's own task tracker must find the operator logged in.
    Unsafe requests do not rely on it, the guard checks where they come from.
    """
    token = request.query.get("token", "")
    services = request.app[SERVICES]
    if "prefetch" in request.headers.get("Sec-Purpose", ""):
        raise LoginRequired  # a browser that only guesses must not use the link up
    if token and len(token) <= SECRET_LIMIT:
        try:
            secret, _ = await services.sessions.redeem(
                token,
                now=services.clock(),
                replacing=presented_secret(request),
                client=client_of(request),
            )
        except LoginLinkInvalid:
            if await session_of(request) is None:
                raise
        else:
            return logged_in(request, secret)
    if await session_of(request) is not None:
        return redirect("/desk")
    if token:
        raise LoginLinkInvalid
    return html_page(request, "login.html", person=None)


async def logout(request: web.Request) -> web.StreamResponse:
    """
    End the session here and on the server.
    """
    session = await session_of(request)
    if secret := _secret(request):
        await request.app[SERVICES].sessions.revoke(secret)
    if session is not None:
        request.app[SERVICES].access.live.end_session(session.id)
    options = request.app[OPTIONS]
    response = redirect("/login")
    response.del_cookie(
        cookie_name(is_https=options.is_https),
        path="/",
        httponly=True,
        samesite="Lax",
        secure=options.is_https,
    )
    return response


def _secret(request: web.Request) -> str | None:
    scheme, _, secret = request.headers.get(hdrs.AUTHORIZATION, "").partition(" ")
    if scheme.lower() == "bearer" and secret:
        return secret.strip()
    return request.cookies.get(cookie_name(is_https=request.app[OPTIONS].is_https))


def presented_secret(request: web.Request) -> str | None:
    """
    Return the session secret that the browser came with, good or not: a login ends what it opened.
    """
    return request.cookies.get(cookie_name(is_https=request.app[OPTIONS].is_https))


def logged_in(request: web.Request, secret: str, to: str = "/desk") -> web.Response:
    """
    Give the browser its new session and lead it on.
    """
    options = request.app[OPTIONS]
    response = redirect(to)
    response.set_cookie(
        cookie_name(is_https=options.is_https),
        secret,
        max_age=options.session_hours * 3600,
        path="/",
        httponly=True,
        samesite="Lax",
        secure=options.is_https,
    )
    return response


def redirect(path: str) -> web.Response:
    """
    Lead on to a page of ours, with GET.
    """
    return web.Response(status=303, headers={hdrs.LOCATION: path})


def html_page(
    request: web.Request, template: str, *, person: Person | None, status: int = 200, **values: Any
) -> web.Response:
    """
    Render a page.
    """
    text = request.app[PAGES].render(template, person=person, **values)
    return web.Response(text=text, status=status, content_type="text/html")
