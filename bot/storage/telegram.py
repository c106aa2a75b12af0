"""
What is known about people, buttons and sent messages in Telegram.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.errors import PersonUnknown
from bot.storage.columns import moment_from_text, moment_to_text, secret_hash
from bot.storage.people import person_from

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from sqlite_utils import Database as SqliteUtils

    from bot.domain.person import Person
    from bot.storage.database import Database

SECRET_BYTES = 32
BUTTON_BYTES = 16


@dataclass(frozen=True, slots=True)
class Account:
    """
    A member of staff and his Telegram user.
    """

    user: int
    person: Person


@dataclass(frozen=True, slots=True)
class StoredButton:
    """
    What a button does; `owner` is the only user who may press it, None lets any member of staff.
    """

    owner: int | None
    action: Mapping[str, Any]


class TelegramStore:
    """
    Accounts by user, buttons by random id, sent messages by delivery key.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def issue_link(self, person_id: str, *, now: dt.datetime, valid_for: dt.timedelta) -> str:
        """
        Return the secret of a new link between a Telegram user and a person; it is nowhere else to be had.

        Raises:
            PersonUnknown: if there is nobody active with this id.
        """
        secret = secrets.token_urlsafe(SECRET_BYTES)

        def write(db: SqliteUtils) -> None:
            if db.table("people").count_where("id = ? AND active = 1", [person_id]) == 0:
                raise PersonUnknown(person_id)
            db.table("telegram_links").insert(
                {
                    "token_hash": secret_hash(secret),
                    "person": person_id,
                    "expires_at": moment_to_text(now + valid_for),
                }
            )

        await self._database.write(write)
        return secret

    async def link(self, secret: str, user: int, *, now: dt.datetime) -> Person | None:
        """
        Use a link up and make `user` the person it was issued for; None if it is unknown, used or expired.

        A person has one Telegram user: the earlier one becomes a stranger.
        """

        def write(db: SqliteUtils) -> Person | None:
            key = secret_hash(secret)
            rows = list(
                db.query(
                    "SELECT people.*, expires_at FROM telegram_links JOIN people ON people.id = person"
                    " WHERE token_hash = ? AND active = 1",
                    [key],
                )
            )
            db.table("telegram_links").delete_where("token_hash = ?", [key])
            if not rows or moment_from_text(rows[0]["expires_at"]) <= now:
                return None
            person = person_from(rows[0])
            db.table("telegram_accounts").delete_where("person = ? OR user = ?", [person.id, user])
            db.table("telegram_accounts").insert(
                {"user": user, "person": person.id, "linked_at": moment_to_text(now)}
            )
            return person

        return await self._database.write(write)

    async def person_of(self, user: int) -> Person | None:
        """
        Return the active member of staff whose Telegram user this is; None for everybody else.
        """
        rows = await self._database.read(
            lambda db: list(
                db.query(
                    "SELECT people.* FROM telegram_accounts JOIN people ON people.id = person"
                    " WHERE user = ? AND active = 1",
                    [user],
                )
            )
        )
        return person_from(rows[0]) if rows else None

    async def accounts(self) -> tuple[Account, ...]:
        """
        Return who is linked, in the order of linking.
        """
        rows = await self._database.read(
            lambda db: list(
                db.query(
                    "SELECT people.*, user FROM telegram_accounts JOIN people ON people.id = person"
                    " ORDER BY linked_at"
                )
            )
        )
        return tuple(Account(row["user"], person_from(row)) for row in rows)

    async def unlink(self, user: int) -> None:
        """
        Make a user a stranger, and void the unused links of the person he was.
        """

        def write(db: SqliteUtils) -> None:
            db.execute(
                "DELETE FROM telegram_links WHERE person IN"
                " (SELECT person FROM telegram_accounts WHERE user = ?)",
                [user],
            )
            db.table("telegram_accounts").delete_where("user = ?", [user])

        await self._database.write(write)

    async def add_buttons(
        self, owner: int | None, actions: Sequence[Mapping[str, Any]], *, now: dt.datetime
    ) -> tuple[str, ...]:
        """
        Keep what buttons do; returns their ids, which say nothing and cannot be guessed.
        """
        ids = tuple(secrets.token_urlsafe(BUTTON_BYTES) for _ in actions)
        rows = [
            {
                "id": button,
                "owner": owner,
                "action": json.dumps(action, ensure_ascii=False),
                "created_at": moment_to_text(now),
            }
            for button, action in zip(ids, actions, strict=True)
        ]
        await self._database.write(lambda db: db.table("telegram_buttons").insert_all(rows))
        return ids

    async def button(self, button_id: str) -> StoredButton | None:
        """
        Return what a button does; None if we never made it, or long ago.
        """
        rows = await self._database.read(
            lambda db: list(db.table("telegram_buttons").rows_where("id = ?", [button_id]))
        )
        return StoredButton(rows[0]["owner"], json.loads(rows[0]["action"])) if rows else None

    async def sent_parts(self, key: str) -> dict[int, int]:
        """
        Return which parts of a message have arrived, and as which Telegram messages.
        """
        rows = await self._database.read(
            lambda db: list(db.table("telegram_sent").rows_where("key = ?", [key]))
        )
        return {row["part"]: row["message"] for row in rows}

    async def note_sent(self, key: str, part: int, message: int, *, now: dt.datetime) -> None:
        """
        Note that a part of a message has arrived.
        """
        await self._database.write(
            lambda db: db.execute(
                "INSERT OR REPLACE INTO telegram_sent (key, part, message, sent_at) VALUES (?, ?, ?, ?)",
                [key, part, message, moment_to_text(now)],
            )
        )

    async def moved_chats(self) -> dict[int, int]:
        """
        Return the new ids of groups that became supergroups.
        """
        rows = await self._database.read(lambda db: list(db.table("telegram_moved").rows))
        return {row["old"]: row["new"] for row in rows}

    async def note_moved(self, old: int, new: int) -> None:
        """
        Note a group's new id.
        """
        await self._database.write(
            lambda db: db.execute(
                "INSERT OR REPLACE INTO telegram_moved (old, new) VALUES (?, ?)", [old, new]
            )
        )

    async def purge(self, *, buttons_before: dt.datetime, links_before: dt.datetime) -> None:
        """
        Forget old buttons, notes of old messages, and links that have ended.
        """
        moment = moment_to_text(buttons_before)

        def write(db: SqliteUtils) -> None:
            db.table("telegram_buttons").delete_where("created_at < ?", [moment])
            db.table("telegram_sent").delete_where("sent_at < ?", [moment])
            db.table("telegram_links").delete_where("expires_at < ?", [moment_to_text(links_before)])

        await self._database.write(write)
