"""
The people who work with the copilot.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from bot.domain.person import Person, Role
from bot.errors import PersonUnknown
from bot.storage.columns import moment_to_text

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

    async def add(self, name: str, role: Role, *, now: dt.datetime) -> Person:
        """
        Add a person under a new random id.
        """
        person = Person(id=f"p-{secrets.token_hex(8)}", name=name, role=role)
        await self._database.write(lambda db: _insert(db, person, now))
        return person

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

    async def set_role(self, person_id: str, role: Role) -> Person:
        """
        Give the person another role, from the next request on.

        Raises:
            PersonUnknown: if there is none with this id.
        """
        return await self._database.write(lambda db: _update(db, person_id, {"role": role.value}))

    async def set_active(self, person_id: str, *, active: bool) -> Person:
        """
        Let the person in, or shut him out at once: an inactive person's sessions no longer work.

        Raises:
            PersonUnknown: if there is none with this id.
        """
        return await self._database.write(lambda db: _update(db, person_id, {"active": int(active)}))


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


def _update(db: SqliteUtils, person_id: str, columns: dict[str, Any]) -> Person:
    if _row(db, person_id) is None:
        raise PersonUnknown(person_id)
    db.table("people").update(person_id, columns)
    (row,) = db.table("people").rows_where("id = ?", [person_id])
    return person_from(row)
