"""
The pages on which a person lets himself in: login by password, invitation, new password, own sessions.

They are plain forms, so that password managers understand them and nothing depends on a script. The guard
sees to it that only our own pages send them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from aiohttp import hdrs, web

from bot.access_errors import (
    AccessLinkInvalid,
    LoginFailed,
    LoginNameTaken,
    LoginNameUnfit,
    NameUnfit,
    PasswordUnfit,
)
from bot.error_table import describe
from bot.errors import Overloaded, TooManyRequests
from bot.web.auth import SECRET_LIMIT, html_page, logged_in, presented_secret, redirect
from bot.web.body import read_form
from bot.web.clients import client_of
from bot.web.keys import OPTIONS, SERVICES, SESSION

if TYPE_CHECKING:
    from bot.errors import BotError

_OWN_PAGE = re.compile(r"/desk(?:/[a-z0-9-]+){0,3}")
_MENDABLE = (
    LoginFailed,
    LoginNameTaken,
    LoginNameUnfit,
    NameUnfit,
    Overloaded,
    PasswordUnfit,
    TooManyRequests,
)
"""Errors that are shown in the form itself, with what was typed still there, passwords apart."""


async def log_in(request: web.Request) -> web.Response:
    """
    Log in by name and password.
    """
    form = await read_form(request, "login", "password", "next")
    to = form["next"] if _OWN_PAGE.fullmatch(form["next"]) else "/desk"
    try:
        secret, _ = await request.app[SERVICES].access.log_in(
            form["login"],
            form["password"],
            replacing=presented_secret(request),
            client=client_of(request),
        )
    except _MENDABLE as error:
        return _again(request, "login.html", error, login=form["login"], next=to)
    return logged_in(request, secret, to)


async def invitation(request: web.Request) -> web.Response:
    """
    Show what a link invites to; looking does not use it up.
    """
    token = _token(request.query.get("token", ""))
    invited = await request.app[SERVICES].access.account.invitation(token)
    return html_page(
        request, "invitation.html", person=None, token=token, role=invited.role, name=invited.name, login=""
    )


async def accept(request: web.Request) -> web.Response:
    """
    Become a member of staff.
    """
    form = await read_form(request, "token", "name", "login", "password")
    account = request.app[SERVICES].access.account
    token = _token(form["token"])
    try:
        secret, _ = await account.accept(
            token,
            name=form["name"],
            login=form["login"],
            password=form["password"],
            replacing=presented_secret(request),
            client=client_of(request),
        )
    except _MENDABLE as error:
        role = (await account.invitation(token)).role
        return _again(
            request, "invitation.html", error, token=token, role=role, name=form["name"], login=form["login"]
        )
    return logged_in(request, secret)


async def password_link(request: web.Request) -> web.Response:
    """
    Show the form for a new password; looking does not use the link up.
    """
    token = _token(request.query.get("token", ""))
    person, login = await request.app[SERVICES].access.account.password_link(token)
    return html_page(
        request,
        "password.html",
        person=None,
        token=token,
        name=person.name,
        known=login is not None,
        login=login or "",
    )


async def reset_password(request: web.Request) -> web.Response:
    """
    Set a new password by link.
    """
    form = await read_form(request, "token", "login", "password")
    account = request.app[SERVICES].access.account
    token = _token(form["token"])
    try:
        secret, _ = await account.reset(
            token,
            login=form["login"],
            password=form["password"],
            replacing=presented_secret(request),
            client=client_of(request),
        )
    except _MENDABLE as error:
        person, login = await account.password_link(token)
        return _again(
            request,
            "password.html",
            error,
            token=token,
            name=person.name,
            known=login is not None,
            login=login or form["login"],
        )
    return logged_in(request, secret)


async def own(request: web.Request) -> web.Response:
    """
    Show one's own login and sessions.
    """
    return await _own_page(request, typed="")


async def change_password(request: web.Request) -> web.Response:
    """
    Set or change one's own password; other sessions end, this browser gets a new one.
    """
    form = await read_form(request, "login", "current", "password")
    try:
        secret, _ = await request.app[SERVICES].access.account.change(
            request[SESSION],
            login=form["login"],
            current=form["current"],
            new=form["password"],
            client=client_of(request),
        )
    except _MENDABLE as error:
        return await _own_page(request, typed=form["login"], error=error)
    return logged_in(request, secret, "/desk/account?done=password")


async def end_session(request: web.Request) -> web.Response:
    """
    End one of one's own sessions.
    """
    form = await read_form(request, "session")
    await request.app[SERVICES].access.account.end_session(
        request[SESSION].person, form["session"], client=client_of(request)
    )
    return redirect("/desk/account?done=session")


async def _own_page(request: web.Request, *, typed: str, error: BotError | None = None) -> web.Response:
    account, session = request.app[SERVICES].access.account, request[SESSION]
    login = await account.login_name(session.person)
    values: dict[str, Any] = {
        "known": login is not None,
        "login": login or typed,
        "sessions": await account.sessions(session.person),
        "current_session": session.id,
        "done": request.query.get("done", ""),
    }
    if error is not None:
        return _again(request, "account.html", error, **values)
    return html_page(request, "account.html", person=session.person, **values)


def _again(request: web.Request, template: str, error: BotError, **values: object) -> web.Response:
    """
    Show a form again, with what was wrong about it.
    """
    language = request.app[OPTIONS].language
    described = describe(error, language)
    session = request.get(SESSION)
    response = html_page(
        request,
        template,
        person=session.person if session else None,
        status=described.status,
        problem=described.sentence,
        **values,
    )
    if isinstance(error, TooManyRequests):
        response.headers[hdrs.RETRY_AFTER] = str(error.retry_after)
    return response


def _token(text: str) -> str:
    if not 0 < len(text) <= SECRET_LIMIT:
        raise AccessLinkInvalid
    return text
