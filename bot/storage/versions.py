"""
Versions of the knowledge base: a history that only grows, over contents that are stored once.
"""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from bot.domain.audit import Act, AuditRecord, By
from bot.domain.version import DiffCounts, Version
from bot.errors import VersionConflict, VersionDamaged, VersionUnknown
from bot.storage.audit import append
from bot.storage.columns import moment_from_text, moment_to_text
from bot.storage.listing import Listing, Packed, pack, unpack
from faq.learned import Learned, LearnedDamaged
from knowledge.models import ENTRY, Location, Sourced

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from sqlite_utils import Database as SqliteUtils

    from bot.storage.database import Database

HEAD = (
    "number, parent, restored, author, created_at, note, added, changed, removed, entries, fingerprint,"
    " learned"
)
"""The columns of a version without its listing, which is the only big one."""


class VersionStore:
    """
    The published states of the knowledge base; the current one is the last.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def current(self) -> Version | None:
        """
        Return the last published version, or None before the first; cheap enough to ask every second.
        """
        return await self._database.read(_current)

    async def get(self, number: int) -> Version:
        """
        Return version `number`.

        Raises:
            VersionUnknown: if there is none.
        """
        return await self._database.read(lambda db: _version(_row(db, number)))

    async def list(self, limit: int = 50) -> tuple[Version, ...]:
        """
        Return the last `limit` versions, newest first.
        """
        rows = await self._database.read(
            lambda db: list(db.table("versions").rows_where(select=HEAD, order_by="number DESC", limit=limit))
        )
        return tuple(_version(row) for row in rows)

    async def load(self, number: int) -> tuple[Sourced, ...]:
        """
        Return the entries of version `number` in the order in which they were published.

        Raises:
            VersionUnknown: if there is none.
            VersionDamaged: if what is stored cannot be read back.
        """
        return await self._database.read(lambda db: _load(db, number))

    async def learned(self, version: Version) -> Learned | None:
        """
        Return what the version is ranked by; None for the shipped ranking.

        Raises:
            VersionDamaged: if what is stored cannot be read back.
        """
        if version.learned is None:
            return None
        rows = await self._database.read(
            lambda db: list(
                db.table("learned_models").rows_where("fingerprint = ?", [version.learned], select="model")
            )
        )
        try:
            return await asyncio.to_thread(Learned.from_bytes, rows[0]["model"] if rows else b"")
        except LearnedDamaged as error:
            raise VersionDamaged(version.number, str(error)) from error

    async def learnt_at(self, version: Version) -> dt.datetime | None:
        """
        Return the moment at which the ranking of the version was learnt; None for the shipped ranking.
        """
        rows = await self._database.read(
            lambda db: list(
                db.table("learned_models").rows_where(
                    "fingerprint = ?", [version.learned], select="learnt_at"
                )
            )
        )
        return moment_from_text(rows[0]["learnt_at"]) if rows else None

    async def publish(  # noqa: PLR0913 -- a version has this many sides
        self,
        entries: Sequence[Sourced],
        *,
        author: str,
        note: str,
        diff_counts: DiffCounts,
        now: dt.datetime,
        expected_parent: int | None,
        learned: Learned | None = None,
    ) -> Version:
        """
        Make `entries` the current version, in one transaction.

        Args:
            entries: The whole knowledge base, each id once.
            author: Id of the person who publishes.
            note: What the author says about the change.
            diff_counts: How `entries` differ from the parent.
            now: The moment of publishing.
            expected_parent: The version the change was prepared against; None for the first one.
            learned: What was learnt from picks that the version is ranked by.

        Raises:
            VersionConflict: if another version has become current in the meantime.
        """
        packed = await asyncio.to_thread(pack, entries)
        model = (learned.fingerprint, learned.to_bytes()) if learned else None

        def write(db: SqliteUtils) -> Version:
            current = _current(db)
            actual = current.number if current else None
            if actual != expected_parent:
                raise VersionConflict(expected=expected_parent, actual=actual)
            version = Version(
                number=(actual or 0) + 1,
                parent=actual,
                author=author,
                created_at=now,
                note=note,
                diff=diff_counts,
                entries=len(entries),
                fingerprint=packed.fingerprint,
                learned=model[0] if model else None,
            )
            if model:
                db.execute(
                    "INSERT OR IGNORE INTO learned_models (fingerprint, learnt_at, model) VALUES (?, ?, ?)",
                    [model[0], moment_to_text(now), model[1]],
                )
            _insert(db, version, packed.listing(_store_contents(db, packed)))
            return version

        return await self._database.write(write)

    async def rollback(self, to: int, *, author: str, now: dt.datetime, note: str = "") -> Version:
        """
        Publish the content of version `to` again, as a new version.

        Raises:
            VersionUnknown: if there is no such version.
        """

        def write(db: SqliteUtils) -> Version:
            old = _row(db, to, "*")
            current = _row(db, _number(db), "*")
            version = Version(
                number=current["number"] + 1,
                parent=current["number"],
                author=author,
                created_at=now,
                note=note,
                diff=_difference(_contents_by_entry(db, current), _contents_by_entry(db, old)),
                entries=old["entries"],
                fingerprint=old["fingerprint"],
                restored=to,
                learned=old["learned"],
            )
            _insert(db, version, old["listing"])
            return version

        return await self._database.write(write)


def _store_contents(db: SqliteUtils, packed: Packed) -> dict[str, int]:
    """
    Store what is not stored yet; return the content id of every hash.
    """
    found = _content_ids(db, packed.hashes)
    missing = [
        row for row in zip(packed.hashes, packed.ids, packed.texts, strict=True) if row[0] not in found
    ]
    if not missing:
        return found
    db.conn.executemany("INSERT OR IGNORE INTO contents (hash, entry_id, entry) VALUES (?, ?, ?)", missing)
    return found | _content_ids(db, [digest for digest, _, _ in missing])


def _content_ids(db: SqliteUtils, hashes: Sequence[str]) -> dict[str, int]:
    rows = db.execute(
        "SELECT contents.hash, contents.id"
        " FROM json_each(?) AS asked JOIN contents ON contents.hash = asked.value",
        [json.dumps(hashes)],
    )
    return dict(rows.fetchall())


def _insert(db: SqliteUtils, version: Version, listing: bytes) -> None:
    db.table("versions").insert(
        {
            "number": version.number,
            "parent": version.parent,
            "restored": version.restored,
            "author": version.author,
            "created_at": moment_to_text(version.created_at),
            "note": version.note,
            "added": version.diff.added,
            "changed": version.diff.changed,
            "removed": version.diff.removed,
            "entries": version.entries,
            "fingerprint": version.fingerprint,
            "listing": listing,
            "learned": version.learned,
        }
    )
    restored = version.restored
    append(
        db,
        AuditRecord(
            at=version.created_at,
            act=Act.VERSION_PUBLISHED if restored is None else Act.VERSION_RESTORED,
            by=By(actor=version.author),
            target=str(version.number),
            detail="" if restored is None else f"{restored} → {version.number}",
        ),
    )


def _number(db: SqliteUtils) -> int:
    (number,) = db.execute("SELECT coalesce(max(number), 0) FROM versions").fetchone()
    return int(number)


def _current(db: SqliteUtils) -> Version | None:
    rows = list(db.table("versions").rows_where(select=HEAD, order_by="number DESC", limit=1))
    return _version(rows[0]) if rows else None


def _row(db: SqliteUtils, number: int, columns: str = HEAD) -> dict[str, Any]:
    rows = list(db.table("versions").rows_where("number = ?", [number], select=columns))
    if not rows:
        raise VersionUnknown(number)
    return rows[0]


def _version(row: dict[str, Any]) -> Version:
    return Version(
        number=row["number"],
        parent=row["parent"],
        restored=row["restored"],
        author=row["author"],
        created_at=moment_from_text(row["created_at"]),
        note=row["note"],
        diff=DiffCounts(row["added"], row["changed"], row["removed"]),
        entries=row["entries"],
        fingerprint=row["fingerprint"],
        learned=row["learned"],
    )


def _listing(row: dict[str, Any]) -> Listing:
    try:
        return unpack(row["listing"])
    except ValueError as error:
        raise VersionDamaged(row["number"], str(error)) from error


def _load(db: SqliteUtils, number: int) -> tuple[Sourced, ...]:
    listing = _listing(_row(db, number, "number, listing"))
    texts = {content: text for content, _, text in _contents(db, listing)}
    try:
        return tuple(
            Sourced(
                entry=ENTRY.validate_json(texts[content]),
                source=Location(file=listing.files[place.file], line=place.line, column=place.column),
            )
            for content, place in listing.rows
        )
    except (KeyError, IndexError, ValidationError) as error:
        # The name alone: a validation error quotes the entry.
        raise VersionDamaged(number, type(error).__name__) from error


def _contents(db: SqliteUtils, listing: Listing) -> list[tuple[int, str, str]]:
    rows: list[tuple[int, str, str]] = db.execute(
        "SELECT contents.id, contents.entry_id, contents.entry"
        " FROM json_each(?) AS asked JOIN contents ON contents.id = asked.value",
        [json.dumps([content for content, _ in listing.rows])],
    ).fetchall()
    return rows


def _contents_by_entry(db: SqliteUtils, row: dict[str, Any]) -> dict[str, int]:
    return {entry: content for content, entry, _ in _contents(db, _listing(row))}


def _difference(before: dict[str, int], after: dict[str, int]) -> DiffCounts:
    both = before.keys() & after.keys()
    return DiffCounts(
        added=len(after.keys() - before.keys()),
        changed=sum(before[entry] != after[entry] for entry in both),
        removed=len(before.keys() - after.keys()),
    )
