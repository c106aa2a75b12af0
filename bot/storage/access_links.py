"""
Invitations and password links: each works once, for a while; of its secret only the hash is kept.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from bot.access_errors import AccessLinkInvalid, InvitationUnknown
from bot.domain.access import Invitation
from bot.domain.audit import Act, AuditRecord, By
from bot.domain.person import Role
from bot.errors import PersonUnknown
from bot.storage.audit import append
from bot.storage.columns import moment_from_text, moment_to_text, secret_hash
from bot.storage.people import add_person, person_from

if TYPE_CHECKING:
    import datetime as dt

    from sqlite_utils import Database as SqliteUtils

    from bot.domain.person import Person
    from bot.domain.session import Client, Session
    from bot.storage.credentials import CredentialStore
    from bot.storage.database import Database

SECRET_BYTES = 32


class AccessLinks:
    """
    Links that let a person set a password: a new one by invitation, a known one by a password link.
    """

    def __init__(self, database: Database, credentials: CredentialStore) -> None:
        self._database = database
        self._credentials = credentials

    async def invite(
        self, name: str, role: Role, *, now: dt.datetime, valid_for: dt.timedelta, by: By
    ) -> tuple[str, Invitation]:
        """
        Return the secret of a new invitation, and the invitation.
        """
        secret = secrets.token_urlsafe(SECRET_BYTES)
        invitation = Invitation(f"i-{secrets.token_hex(8)}", name, role, now, now + valid_for)

        def write(db: SqliteUtils) -> None:
            db.table("invitations").insert(
                {
                    "token_hash": secret_hash(secret),
                    "id": invitation.id,
                    "name": invitation.name,
                    "role": invitation.role.value,
                    "issued_by": by.actor,
                    "created_at": moment_to_text(invitation.created_at),
                    "expires_at": moment_to_text(invitation.expires_at),
                }
            )
            append(db, AuditRecord(now, Act.INVITED, by, invitation.id, f"{role} · {name}"))

        await self._database.write(write)
        return secret, invitation

    async def invitations(self, *, now: dt.datetime) -> tuple[Invitation, ...]:
        """
        Return the invitations that are still open, newest first.
        """
        rows = await self._database.read(
            lambda db: list(
                db.table("invitations").rows_where(
                    "expires_at > ?", [moment_to_text(now)], order_by="created_at DESC"
                )
            )
        )
        return tuple(_invitation(row) for row in rows)

    async def invitation(self, secret: str, *, now: dt.datetime) -> Invitation:
        """
        Return what a link invites to, without using it up.

        Raises:
            AccessLinkInvalid: if it is unknown, used, withdrawn or expired.
        """
        return await self._database.read(lambda db: _open_invitation(db, secret, now))

    async def withdraw(self, invitation_id: str, *, now: dt.datetime, by: By) -> None:
        """
        Void an invitation.

        Raises:
            InvitationUnknown: if none with this id is open.
        """

        def write(db: SqliteUtils) -> None:
            if db.table("invitations").count_where("id = ?", [invitation_id]) == 0:
                raise InvitationUnknown
            db.table("invitations").delete_where("id = ?", [invitation_id])
            append(db, AuditRecord(now, Act.INVITATION_WITHDRAWN, by, invitation_id))

        await self._database.write(write)

    async def accept(  # noqa: PLR0913 -- a new member of staff has this many sides
        self,
        secret: str,
        name: str,
        login: str,
        password_hash: str,
        *,
        now: dt.datetime,
        replacing: str | None,
        client: Client,
    ) -> tuple[str, Session]:
        """
        Use an invitation up: add the person under its role, and open his first session.

        Raises:
            AccessLinkInvalid: if it is unknown, used, withdrawn or expired.
            LoginNameTaken: if somebody has the login name; the invitation stays open.
        """

        def write(db: SqliteUtils) -> tuple[str, Session]:
            invitation = _open_invitation(db, secret, now)
            db.table("invitations").delete_where("id = ?", [invitation.id])
            person = add_person(db, name, invitation.role, now=now)
            by = By(person.id, client.address)
            append(db, AuditRecord(now, Act.INVITATION_ACCEPTED, by, person.id, invitation.role.value))
            return self._credentials.set_within(
                db, person, login, password_hash, now=now, by=by, client=client, replacing=replacing
            )

        return await self._database.write(write)

    async def issue_password_link(
        self, person_id: str, *, now: dt.datetime, valid_for: dt.timedelta, by: By
    ) -> str:
        """
        Return the secret of a new password link; earlier ones of the same person no longer work.

        Raises:
            PersonUnknown: if there is nobody active with this id.
        """
        secret = secrets.token_urlsafe(SECRET_BYTES)

        def write(db: SqliteUtils) -> None:
            if db.table("people").count_where("id = ? AND active = 1", [person_id]) == 0:
                raise PersonUnknown(person_id)
            db.table("password_links").delete_where("person = ?", [person_id])
            db.table("password_links").insert(
                {
                    "token_hash": secret_hash(secret),
                    "person": person_id,
                    "issued_by": by.actor,
                    "expires_at": moment_to_text(now + valid_for),
                }
            )
            append(db, AuditRecord(now, Act.PASSWORD_LINK_ISSUED, by, person_id))

        await self._database.write(write)
        return secret

    async def password_link(self, secret: str, *, now: dt.datetime) -> tuple[Person, str | None]:
        """
        Return whose password a link may set and his login name, without using the link up.

        Raises:
            AccessLinkInvalid: if it is unknown, used or expired, or the person is shut out.
        """
        return await self._database.read(lambda db: _linked(db, secret, now))

    async def set_password(
        self,
        secret: str,
        login: str,
        password_hash: str,
        *,
        now: dt.datetime,
        replacing: str | None,
        client: Client,
    ) -> tuple[str, Session]:
        """
        Use a password link up: every session of the person ends, and a new one begins.

        A login name that the person has already stays; `login` is for one who has none.

        Raises:
            AccessLinkInvalid: if it is unknown, used or expired, or the person is shut out.
            LoginNameTaken: if somebody else has the login name; the link stays good.
        """

        def write(db: SqliteUtils) -> tuple[str, Session]:
            person, known = _linked(db, secret, now)
            return self._credentials.set_within(
                db,
                person,
                known or login,
                password_hash,
                now=now,
                by=By(person.id, client.address),
                client=client,
                replacing=replacing,
            )

        return await self._database.write(write)


def _open_invitation(db: SqliteUtils, secret: str, now: dt.datetime) -> Invitation:
    rows = db.table("invitations").rows_where("token_hash = ?", [secret_hash(secret)])
    row = next(iter(rows), None)
    if row is None or moment_from_text(row["expires_at"]) <= now:
        raise AccessLinkInvalid
    return _invitation(row)


def _linked(db: SqliteUtils, secret: str, now: dt.datetime) -> tuple[Person, str | None]:
    rows = db.query(
        "SELECT people.*, expires_at, login"
        " FROM password_links JOIN people ON people.id = password_links.person"
        " LEFT JOIN credentials ON credentials.person = people.id WHERE token_hash = ? AND active = 1",
        [secret_hash(secret)],
    )
    row = next(iter(rows), None)
    if row is None or moment_from_text(row["expires_at"]) <= now:
        raise AccessLinkInvalid
    return person_from(row), row["login"]


def _invitation(row: dict[str, Any]) -> Invitation:
    return Invitation(
        id=row["id"],
        name=row["name"],
        role=Role(row["role"]),
        created_at=moment_from_text(row["created_at"]),
        expires_at=moment_from_text(row["expires_at"]),
    )
