"""
The people who work with the copilot.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from bot.access_errors import MachineAdminFixed
from bot.domain.access import StaffMember
from bot.domain.audit import MACHINE, Act, AuditRecord, By
from bot.domain.person import Person, Role
from bot.errors import PersonUnknown
from bot.storage.audit import append
from bot.storage.columns import moment_from_text, moment_to_text

if TYPE_CHECKING:
    import datetime as dt

    from sqlite_utils import Database as SqliteUtils

    from bot.storage.database import Database

MACHINE_ADMIN = "machine-admin"
"""Id of whoever may read the machine's own files: he needs no other proof that he is its admin."""


class PeopleStore:
    """
    Staff by id. Nobody is ever deleted, so that old versions and questions keep their author.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, name: str, role: Role, *, now: dt.datetime, by: By = MACHINE) -> Person:
        """
        Add a person under a new random id.
        """

        def write(db: SqliteUtils) -> Person:
            person = add_person(db, name, role, now=now)
            append(db, AuditRecord(now, Act.PERSON_ADDED, by, person.id, role.value))
            return person

        return await self._database.write(write)

    async def machine_admin(self, name: str, *, now: dt.datetime) -> Person:
        """
        Return the machine's admin, added under `name` at the first call.
        """

        def write(db: SqliteUtils) -> Person:
            row = _row(db, MACHINE_ADMIN)
            if row is not None:
                return person_from(row)
            person = Person(id=MACHINE_ADMIN, name=name, role=Role.ADMIN)
            _insert(db, person, now)
            append(db, AuditRecord(now, Act.PERSON_ADDED, target=person.id, detail=person.role.value))
            return person

        return await self._database.write(write)

    async def get(self, person_id: str) -> Person:
        """
        Return the person with this id.

        Raises:
            PersonUnknown: if there is none.
        """
        row = await self._database.read(lambda db: _row(db, person_id))
        if row is None:
            raise PersonUnknown(person_id)
        return person_from(row)

    async def list(self) -> tuple[Person, ...]:
        """
        Return everybody, in the order in which they were added.
        """
        rows = await self._database.read(lambda db: list(db.table("people").rows_where(order_by="rowid")))
        return tuple(person_from(row) for row in rows)

    async def staff(self) -> tuple[StaffMember, ...]:
        """
        Return everybody with login name and last login: those who may log in first, then by name.
        """
        rows = await self._database.read(
            lambda db: list(
                db.query(
                    "SELECT people.*, login, (SELECT MAX(at) FROM audit WHERE target = people.id AND act = ?)"
                    " AS last_login FROM people LEFT JOIN credentials ON person = people.id",
                    [Act.LOGGED_IN.value],
                )
            )
        )
        staff = [
            StaffMember(
                person=person_from(row),
                login=row["login"],
                last_login=moment_from_text(row["last_login"]) if row["last_login"] else None,
            )
            for row in rows
        ]
        return tuple(sorted(staff, key=lambda one: (not one.person.active, one.person.name.casefold())))

    async def set_role(self, person_id: str, role: Role, *, now: dt.datetime, by: By = MACHINE) -> Person:
        """
        Give the person another role, from the next request on; links that he issued are void.

        Raises:
            PersonUnknown: if there is none with this id.
            MachineAdminFixed: if it is the machine's admin.
        """

        def write(db: SqliteUtils) -> Person:
            before = _changeable(db, person_id)
            if before.role is role:
                return before
            _void_issued(db, person_id)
            append(db, AuditRecord(now, Act.ROLE_CHANGED, by, person_id, f"{before.role} → {role}"))
            return _update(db, person_id, {"role": role.value})

        return await self._database.write(write)

    async def set_active(self, person_id: str, *, active: bool, now: dt.datetime, by: By = MACHINE) -> Person:
        """
        Let the person in, or shut him out at once: his sessions and links are gone.

        Raises:
            PersonUnknown: if there is none with this id.
            MachineAdminFixed: if the machine's admin would be shut out.
        """

        def write(db: SqliteUtils) -> Person:
            before = _known(db, person_id) if active else _changeable(db, person_id)
            if not active:
                end_access(db, person_id)
                _void_issued(db, person_id)
                db.table("telegram_accounts").delete_where("person = ?", [person_id])
            if before.active is active:
                return before
            append(db, AuditRecord(now, Act.PERSON_ENABLED if active else Act.PERSON_DISABLED, by, person_id))
            return _update(db, person_id, {"active": int(active)})

        return await self._database.write(write)


def add_person(db: SqliteUtils, name: str, role: Role, *, now: dt.datetime) -> Person:
    """
    Add a person inside a transaction of the caller's, who also notes it in the audit log.
    """
    person = Person(id=f"p-{secrets.token_hex(8)}", name=name, role=role)
    _insert(db, person, now)
    return person


def end_access(db: SqliteUtils, person_id: str) -> None:
    """
    End every session of a person and void his unused links, inside a transaction of the caller's.
    """
    for table in ("sessions", "login_links", "password_links", "telegram_links"):
        db.table(table).delete_where("person = ?", [person_id])


def person_from(row: dict[str, Any]) -> Person:
    """
    Build a person from the columns `id`, `name`, `role` and `active`.
    """
    return Person(id=row["id"], name=row["name"], role=Role(row["role"]), active=bool(row["active"]))


def _row(db: SqliteUtils, person_id: str) -> dict[str, Any] | None:
    return next(iter(db.table("people").rows_where("id = ?", [person_id])), None)


def _insert(db: SqliteUtils, person: Person, now: dt.datetime) -> None:
    db.table("people").insert(
        {
            "id": person.id,
            "name": person.name,
            "role": person.role.value,
            "active": int(person.active),
            "created_at": moment_to_text(now),
        }
    )


def _void_issued(db: SqliteUtils, person_id: str) -> None:
    # A former admin must not come back by an invitation of his own, nor as somebody else.
    for table in ("invitations", "password_links"):
        db.table(table).delete_where("issued_by = ?", [person_id])


def _known(db: SqliteUtils, person_id: str) -> Person:
    row = _row(db, person_id)
    if row is None:
        raise PersonUnknown(person_id)
    return person_from(row)


def _changeable(db: SqliteUtils, person_id: str) -> Person:
    if person_id == MACHINE_ADMIN:
        raise MachineAdminFixed
    return _known(db, person_id)


def _update(db: SqliteUtils, person_id: str, columns: dict[str, Any]) -> Person:
    db.table("people").update(person_id, columns)
    return _known(db, person_id)
