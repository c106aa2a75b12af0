"""
People for admins: the page, the calls behind it, and the audit log.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from aiohttp import web

from bot.domain.audit import By
from bot.domain.person import Role
from bot.storage.audit import PAGE
from bot.web.auth import html_page
from bot.web.body import read_body
from bot.web.clients import client_of
from bot.web.keys import OPTIONS, SERVICES, SESSION
from bot.web.people_schemas import (
    ActiveRequest,
    InvitationReply,
    InviteRequest,
    LinkReply,
    PeopleReply,
    PersonReply,
    RoleRequest,
    StaffReply,
)

if TYPE_CHECKING:
    from pydantic import BaseModel

    from bot.domain.access import Invitation, StaffMember
    from bot.domain.person import Person

_NUMBER_DIGITS = 15


async def page(request: web.Request) -> web.Response:
    """
    Show everybody.
    """
    people = request.app[SERVICES].access.people
    return html_page(
        request,
        "people.html",
        person=request[SESSION].person,
        staff=await people.staff(),
        invitations=await people.invitations(),
        roles=tuple(Role),
    )


async def audit_page(request: web.Request) -> web.Response:
    """
    Show the audit log, newest first, a page at a time.
    """
    typed = request.query.get("before", "")
    before = int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= _NUMBER_DIGITS else None
    lines = await request.app[SERVICES].access.audit.list(before=before)
    return html_page(
        request,
        "audit.html",
        person=request[SESSION].person,
        lines=lines,
        first_page=before is None,
        older=lines[-1].number if len(lines) == PAGE else None,
    )


async def everybody(request: web.Request) -> web.Response:
    """
    List everybody and the open invitations.
    """
    people = request.app[SERVICES].access.people
    return _json(
        PeopleReply(
            people=tuple(_staff(one) for one in await people.staff()),
            invitations=tuple(_invitation(one) for one in await people.invitations()),
        )
    )


async def invite(request: web.Request) -> web.Response:
    """
    Invite somebody.
    """
    asked = await read_body(request, InviteRequest)
    secret, invitation = await request.app[SERVICES].access.people.invite(
        asked.name, asked.role, valid_for=dt.timedelta(days=asked.days), by=_by(request)
    )
    reply = LinkReply(link=_link(request, "/invitation", secret), expires_at=invitation.expires_at)
    return _json(reply, status=201)


async def withdraw(request: web.Request) -> web.Response:
    """
    Void an invitation.
    """
    await request.app[SERVICES].access.people.withdraw(request.match_info["id"], by=_by(request))
    return web.Response(status=204)


async def set_role(request: web.Request) -> web.Response:
    """
    Give somebody another role.
    """
    asked = await read_body(request, RoleRequest)
    people = request.app[SERVICES].access.people
    return _json(_person(await people.set_role(request.match_info["id"], asked.role, by=_by(request))))


async def set_active(request: web.Request) -> web.Response:
    """
    Shut somebody out or let him in again.
    """
    asked = await read_body(request, ActiveRequest)
    people = request.app[SERVICES].access.people
    person = await people.set_active(request.match_info["id"], active=asked.active, by=_by(request))
    return _json(_person(person))


async def password_link(request: web.Request) -> web.Response:
    """
    Make a link by which somebody sets a new password.
    """
    secret, expires_at = await request.app[SERVICES].access.people.password_link(
        request.match_info["id"], by=_by(request)
    )
    return _json(LinkReply(link=_link(request, "/password", secret), expires_at=expires_at), status=201)


def _by(request: web.Request) -> By:
    return By(request[SESSION].person.id, client_of(request).address)


def _link(request: web.Request, path: str, secret: str) -> str:
    # The guard has let the Host pass, so it is one of ours.
    origin = request.app[OPTIONS].public_url or f"http://{request.host}"
    return f"{origin}{path}?token={secret}"


def _staff(member: StaffMember) -> StaffReply:
    person = member.person
    return StaffReply(
        id=person.id,
        name=person.name,
        role=person.role,
        active=person.active,
        login=member.login,
        last_login=member.last_login,
    )


def _invitation(invitation: Invitation) -> InvitationReply:
    return InvitationReply(
        id=invitation.id,
        name=invitation.name,
        role=invitation.role,
        created_at=invitation.created_at,
        expires_at=invitation.expires_at,
    )


def _person(person: Person) -> PersonReply:
    return PersonReply(id=person.id, name=person.name, role=person.role, active=person.active)


def _json(model: BaseModel, status: int = 200) -> web.Response:
    return web.Response(body=model.model_dump_json().encode(), content_type="application/json", status=status)
