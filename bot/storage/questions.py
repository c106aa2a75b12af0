"""
The question log: written behind the answer's back, kept as long as the settings say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.domain.question import LoggedQuestion, PickHow
from bot.domain.question import Pick as Made
from bot.errors import QuestionUnknown
from bot.storage.behind import WriteBehind
from bot.storage.columns import moment_from_text, moment_to_text
from faq.picks import Pick
from knowledge.models import Audience

if TYPE_CHECKING:
    import datetime as dt

    from sqlite_utils import Database as SqliteUtils

    from bot.storage.database import Database

CONFIRMED = "pick_how IN ('copied', 'copied_full') AND pick_entry IS NOT NULL AND audience = 'operator'"
PICK_COLUMNS = "text, pick_entry, asker"

PURGE_BATCH = 5000
"""Questions deleted in one transaction: a publish waits for no more than that."""


class QuestionLog(WriteBehind):
    """
    What was asked and what it was answered with.

    Answering never waits for it: questions gather in memory for `flush_after` seconds and go to disk
    together; a kill in between loses those.

    Args:
        database: Where the log is kept.
        days: How long questions are kept; with 0 none is written at all.
        flush_after: Seconds that questions gather.
        capacity: Questions that wait at most while the disk refuses them; the oldest are given up first.

    """

    def __init__(
        self, database: Database, *, days: int, flush_after: float = 0.5, capacity: int = 10_000
    ) -> None:
        super().__init__(database, "questions", flush_after=flush_after, capacity=capacity)
        self._days = days

    def add(self, question: LoggedQuestion) -> None:
        """
        Take a question for the log; returns at once. Call it on the event loop.
        """
        if self._days:
            self._take(_row(question))

    async def record_pick(
        self, question_id: str, entry: str | None, how: PickHow, *, asker: str, now: dt.datetime
    ) -> None:
        """
        Note which entry the asker used. A mere look never replaces an earlier copy.

        Raises:
            QuestionUnknown: if there is no such question of this asker.
        """
        if self._days == 0:
            return
        await self.flush()

        def write(db: SqliteUtils) -> None:
            rows = list(
                db.table("questions").rows_where(
                    "id = ? AND asker = ?", [question_id, asker], select="pick_how"
                )
            )
            if not rows:
                raise QuestionUnknown(question_id)
            if how is PickHow.OPENED and rows[0]["pick_how"] not in {None, PickHow.OPENED.value}:
                return
            db.table("questions").update(
                question_id, {"pick_how": how.value, "pick_entry": entry, "picked_at": moment_to_text(now)}
            )

        await self._database.write(write)

    async def get(self, question_id: str) -> LoggedQuestion:
        """
        Return a question that is on disk.

        Raises:
            QuestionUnknown: if there is none.
        """
        rows = await self._database.read(
            lambda db: list(db.table("questions").rows_where("id = ?", [question_id]))
        )
        if not rows:
            raise QuestionUnknown(question_id)
        return _question(rows[0])

    async def recent(self, limit: int = 100) -> tuple[LoggedQuestion, ...]:
        """
        Return the last `limit` questions that are on disk, newest first.
        """
        rows = await self._database.read(
            lambda db: list(
                db.table("questions").rows_where(order_by="asked_at DESC, rowid DESC", limit=limit)
            )
        )
        return tuple(_question(row) for row in rows)

    async def picks(self) -> tuple[Pick, ...]:
        """
        Return what operators copied, by the moment of copying, oldest first.

        Opening an entry is a look, not a confirmation; a customer confirms nothing.
        """
        await self.flush()
        rows = await self._database.read(
            lambda db: list(
                db.table("questions").rows_where(CONFIRMED, select=PICK_COLUMNS, order_by="picked_at, rowid")
            )
        )
        return tuple(Pick(row["text"], row["pick_entry"], row["asker"]) for row in rows)

    async def picks_since(self, moment: dt.datetime | None) -> int:
        """
        Count the picks made after `moment`; all of them with None.
        """
        after = moment_to_text(moment) if moment else ""
        return await self._database.read(
            lambda db: db.table("questions").count_where(f"{CONFIRMED} AND picked_at > ?", [after])
        )

    async def purge(self, older_than: dt.datetime) -> int:
        """
        Delete every question asked before `older_than`; returns how many there were.
        """
        before = moment_to_text(older_than)

        def write(db: SqliteUtils) -> int:
            return db.execute(
                "DELETE FROM questions WHERE id IN (SELECT id FROM questions WHERE asked_at < ? LIMIT ?)",
                [before, PURGE_BATCH],
            ).rowcount

        total = 0
        while deleted := await self._database.write(write):
            total += deleted
        return total


def _row(question: LoggedQuestion) -> dict[str, Any]:
    pick = question.pick
    return {
        "id": question.id,
        "asked_at": moment_to_text(question.asked_at),
        "asker": question.asker,
        "channel": question.channel,
        "audience": question.audience.value,
        "language": question.language,
        # A lone surrogate, as a terminal may pass on, is no UTF-8 and would hold up its whole batch.
        "text": question.text.encode("utf-8", "replace").decode(),
        "kb_version": question.kb_version,
        "entry": question.entry,
        "confidence": question.confidence,
        "answered": int(question.answered),
        "words_only": int(question.words_only),
        "duration_ms": question.duration_ms,
        "pick_how": pick.how.value if pick else None,
        "pick_entry": pick.entry if pick else None,
        "picked_at": moment_to_text(pick.at) if pick else None,
    }


def _question(row: dict[str, Any]) -> LoggedQuestion:
    pick = (
        Made(entry=row["pick_entry"], how=PickHow(row["pick_how"]), at=moment_from_text(row["picked_at"]))
        if row["pick_how"] is not None
        else None
    )
    return LoggedQuestion(
        id=row["id"],
        asked_at=moment_from_text(row["asked_at"]),
        asker=row["asker"],
        channel=row["channel"],
        audience=Audience(row["audience"]),
        language=row["language"],
        text=row["text"],
        kb_version=row["kb_version"],
        entry=row["entry"],
        confidence=row["confidence"],
        answered=bool(row["answered"]),
        words_only=bool(row["words_only"]),
        duration_ms=row["duration_ms"],
        pick=pick,
    )
