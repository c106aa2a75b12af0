"""
People and invitations over the wire.
"""

from __future__ import annotations

import datetime as dt  # noqa: TC003 -- pydantic reads the annotations of models at run time
from typing import Annotated

from pydantic import Field, StringConstraints

from bot.domain.access import NAME_LIMIT
from bot.domain.person import Role  # noqa: TC001 -- likewise
from bot.usecases.people import LONGEST_INVITATION_DAYS
from bot.web.schemas import Incoming, Outgoing


class InviteRequest(Incoming):
    """
    Whom to invite, under which role, and for how many days the link is good.
    """

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=NAME_LIMIT)]
    role: Role
    days: Annotated[int, Field(ge=1, le=LONGEST_INVITATION_DAYS)] = 3


class RoleRequest(Incoming):
    """
    Another role.
    """

    role: Role


class ActiveRequest(Incoming):
    """
    False shuts the person out at once, true lets him in again.
    """

    active: bool


class StaffReply(Outgoing):
    """
    A member of staff. `login` is null for one who has no password and logs in by link.
    """

    id: str
    name: str
    role: Role
    active: bool
    login: str | None
    last_login: dt.datetime | None


class InvitationReply(Outgoing):
    """
    An open invitation; the link itself is told only once, when it is made.
    """

    id: str
    name: str
    role: Role
    created_at: dt.datetime
    expires_at: dt.datetime


class PeopleReply(Outgoing):
    """
    Everybody, and the invitations that are still open.
    """

    people: tuple[StaffReply, ...]
    invitations: tuple[InvitationReply, ...]


class LinkReply(Outgoing):
    """
    A link that works once, to be given to the person himself.
    """

    link: str
    expires_at: dt.datetime


class PersonReply(Outgoing):
    """
    A person as he is after a change.
    """

    id: str
    name: str
    role: Role
    active: bool
