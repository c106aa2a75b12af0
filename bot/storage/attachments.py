"""
Files that came with messages: bytes in a folder under random names, their description in the database.
"""

from __future__ import annotations

import asyncio
import os
import secrets
from typing import TYPE_CHECKING

from bot.conversation_errors import AttachmentUnknown
from bot.domain.message import Attachment
from bot.domain.upload import checked_upload
from bot.storage.columns import moment_to_text
from bot.storage.conversation_rows import attachment_from
from bot.storage.sqlite_errors import mapped

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from sqlite_utils import Database as SqliteUtils

    from bot.domain.message import Author
    from bot.storage.database import Database


class AttachmentStore:
    """
    Uploaded files; each belongs to a conversation and waits there for the message that sends it.

    Args:
        database: Where they are described.
        folder: Where their bytes lie; created when first needed.
        limit: Bytes a file may have.

    """

    def __init__(self, database: Database, folder: Path, *, limit: int) -> None:
        self._database = database
        self._folder = folder
        self.limit = limit

    async def add(
        self, conversation_id: str, author: Author, name: str, data: bytes, *, now: dt.datetime
    ) -> Attachment:
        """
        Keep a file until a message of the same author in the same conversation sends it.

        Raises:
            AttachmentTooLarge: it is empty or too large.
            AttachmentRefused: it is of no allowed type.
            StorageError: one of its leaves, when the disk refuses.
        """
        safe, media = checked_upload(name, data, limit=self.limit)
        attachment = Attachment(secrets.token_urlsafe(18), safe, media, len(data))
        # The bytes are on disk before the row that promises them.
        await asyncio.to_thread(self._write, attachment.id, data)
        await self._database.write(
            lambda db: db.table("attachments").insert(
                {
                    "id": attachment.id,
                    "conversation": conversation_id,
                    "author_key": author.key,
                    "message": None,
                    "position": None,
                    "name": attachment.name,
                    "media_type": attachment.media_type,
                    "size": attachment.size,
                    "created_at": moment_to_text(now),
                }
            )
        )
        return attachment

    async def for_staff(self, attachment_id: str) -> tuple[Attachment, Path]:
        """
        Return a file that was sent, and where it lies.

        Raises:
            AttachmentUnknown: if there is none.
        """
        return await self._find(attachment_id, "1", [])

    async def for_customer(self, channel: str, customer: str, attachment_id: str) -> tuple[Attachment, Path]:
        """
        Return a file that the customer may see, and where it lies.

        Raises:
            AttachmentUnknown: if there is none in his conversations, or it came with a note.
        """
        return await self._find(
            attachment_id,
            "messages.internal = 0 AND messages.kind <> 'note' AND channel = ? AND customer = ?",
            [channel, customer],
        )

    async def purge(self, *, older_than: dt.datetime) -> int:
        """
        Delete files that no message has sent, uploaded before `older_than`; returns how many.
        """

        def write(db: SqliteUtils) -> list[str]:
            rows = list(
                db.table("attachments").rows_where(
                    "message IS NULL AND created_at < ?", [moment_to_text(older_than)], select="id"
                )
            )
            db.execute(
                "DELETE FROM attachments WHERE message IS NULL AND created_at < ?",
                [moment_to_text(older_than)],
            )
            return [row["id"] for row in rows]

        gone = await self._database.write(write)
        await asyncio.to_thread(self._delete, gone)
        return len(gone)

    async def _find(self, attachment_id: str, condition: str, values: list[str]) -> tuple[Attachment, Path]:
        rows = await self._database.read(
            lambda db: list(
                db.query(
                    "SELECT attachments.* FROM attachments"  # noqa: S608 -- conditions are our own
                    " JOIN messages ON messages.id = attachments.message"
                    " JOIN conversations ON conversations.id = attachments.conversation"
                    f" WHERE attachments.id = ? AND {condition}",
                    [attachment_id, *values],
                )
            )
        )
        if not rows:
            raise AttachmentUnknown(attachment_id)
        return attachment_from(rows[0]), self._path(rows[0]["id"])

    def _path(self, attachment_id: str) -> Path:
        return self._folder / attachment_id[:2] / attachment_id

    def _write(self, attachment_id: str, data: bytes) -> None:
        path = self._path(attachment_id)
        with mapped(path):
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())

    def _delete(self, ids: list[str]) -> None:
        for attachment_id in ids:
            self._path(attachment_id).unlink(missing_ok=True)
