"""
What admins do with other people's access. Every act is in the audit log, in the same transaction.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from bot.access_errors import OwnAccess
from bot.domain.access import clean_name

if TYPE_CHECKING:
    from bot.clock import Clock
    from bot.domain.access import Invitation, StaffMember
    from bot.domain.audit import By
    from bot.domain.person import Person, Role
    from bot.live_sessions import LiveSessions
    from bot.storage.access_links import AccessLinks
    from bot.storage.people import PeopleStore

PASSWORD_LINK_LASTS = dt.timedelta(hours=24)
INVITATION_LASTS = dt.timedelta(days=3)
LONGEST_INVITATION_DAYS = 30


class ManagePeople:
    """
    Invites people, changes roles, shuts out and lets in. The caller has seen to it that `by` is an admin.

    Args:
        people: Where staff are kept.
        links: Where invitations and password links are kept.
        live: Told when somebody's access has changed.
        clock: Now.

    """

    def __init__(self, people: PeopleStore, links: AccessLinks, live: LiveSessions, *, clock: Clock) -> None:
        self._people = people
        self._links = links
        self._live = live
        self._clock = clock

    async def staff(self) -> tuple[StaffMember, ...]:
        """
        Return everybody.
        """
        return await self._people.staff()

    async def invitations(self) -> tuple[Invitation, ...]:
        """
        Return the invitations that are still open, newest first.
        """
        return await self._links.invitations(now=self._clock())

    async def invite(
        self, name: str, role: Role, *, valid_for: dt.timedelta = INVITATION_LASTS, by: By
    ) -> tuple[str, Invitation]:
        """
        Invite somebody under a role; the secret goes into the link and is nowhere else to be had.

        Raises:
            NameUnfit: if the name is; the invited person may still change it.
        """
        return await self._links.invite(clean_name(name), role, now=self._clock(), valid_for=valid_for, by=by)

    async def withdraw(self, invitation_id: str, *, by: By) -> None:
        """
        Void an open invitation.

        Raises:
            InvitationUnknown: if there is none.
        """
        await self._links.withdraw(invitation_id, now=self._clock(), by=by)

    async def set_role(self, person_id: str, role: Role, *, by: By) -> Person:
        """
        Give a person another role, at once.

        Raises:
            PersonUnknown: if there is none.
            OwnAccess: if it is one's own.
            MachineAdminFixed: if it is the machine's admin.
        """
        _not_oneself(person_id, by)
        person = await self._people.set_role(person_id, role, now=self._clock(), by=by)
        self._live.end_person(person_id)
        return person

    async def set_active(self, person_id: str, *, active: bool, by: By) -> Person:
        """
        Shut a person out or let him in again; whatever he has open ends at once.

        Raises:
            PersonUnknown: if there is none.
            OwnAccess: if it is oneself.
            MachineAdminFixed: if it is the machine's admin.
        """
        _not_oneself(person_id, by)
        person = await self._people.set_active(person_id, active=active, now=self._clock(), by=by)
        if not active:
            self._live.end_person(person_id)
        return person

    async def password_link(self, person_id: str, *, by: By) -> tuple[str, dt.datetime]:
        """
        Return the secret of a link by which a person sets a new password, and when it expires.

        Raises:
            PersonUnknown: if there is nobody active with this id.
        """
        now = self._clock()
        secret = await self._links.issue_password_link(
            person_id, now=now, valid_for=PASSWORD_LINK_LASTS, by=by
        )
        return secret, now + PASSWORD_LINK_LASTS


def _not_oneself(person_id: str, by: By) -> None:
    if person_id == by.actor:
        raise OwnAccess
