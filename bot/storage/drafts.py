"""
Which rules were shown on drafts and what people made of them; never what the drafts said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.draft import Outcome, RuleRecord
from bot.errors import FindingBlocks, ShowingUnknown
from bot.storage.behind import WriteBehind
from bot.storage.columns import moment_to_text
from knowledge.speech.models import Severity

if TYPE_CHECKING:
    import datetime as dt

    from sqlite_utils import Database as SqliteUtils

    from bot.domain.draft import Decision, Showing
    from bot.storage.database import Database

PURGE_BATCH = 5000
"""Showings deleted in one transaction."""

_REPORT = """
    SELECT rule, category, severity, COUNT(*) AS showings,
        COUNT(*) FILTER (WHERE outcome = 'fixed') AS fixed,
        COUNT(*) FILTER (WHERE outcome = 'dismissed') AS dismissed,
        COUNT(*) FILTER (WHERE outcome = 'sent_anyway') AS sent_anyway,
        MAX(shown_at) -- SQLite takes category and severity from the row of the latest showing
    FROM showings WHERE shown_at >= ? GROUP BY rule ORDER BY rule
"""


class ShowingLog(WriteBehind):
    """
    Findings that people were shown, one row for each rule of a draft, and their decisions.

    A check never waits for it: showings gather in memory for `flush_after` seconds.

    Args:
        database: Where the log is kept.
        days: How long showings are kept; with 0 none is written at all.
        flush_after: Seconds that showings gather.
        capacity: Showings that wait at most while the disk refuses them.

    """

    def __init__(
        self, database: Database, *, days: int, flush_after: float = 0.5, capacity: int = 10_000
    ) -> None:
        super().__init__(database, "showings", flush_after=flush_after, capacity=capacity)
        self._days = days

    def add(self, showing: Showing) -> None:
        """
        Take a showing for the log; returns at once. One shown before stays as it is. Call it on the loop.
        """
        if self._days:
            self._take(
                {
                    "draft_id": showing.draft_id,
                    "rule": showing.rule,
                    "category": showing.category,
                    "severity": showing.severity.value,
                    "person": showing.person,
                    "shown_at": moment_to_text(showing.shown_at),
                }
            )

    async def decide(self, decision: Decision, *, person: str, now: dt.datetime) -> None:
        """
        Note what `person` made of a finding; a later decision replaces an earlier one.

        Raises:
            ShowingUnknown: if that rule was not shown to that person on that draft.
            FindingBlocks: if an error would be sent anyway.
        """
        if self._days == 0:
            return
        await self.flush()

        def write(db: SqliteUtils) -> None:
            key = [decision.draft_id, decision.rule]
            rows = list(
                db.table("showings").rows_where(
                    "draft_id = ? AND rule = ? AND person = ?", [*key, person], select="severity"
                )
            )
            if not rows:
                raise ShowingUnknown(*key)
            if decision.outcome is Outcome.SENT_ANYWAY and rows[0]["severity"] == Severity.ERROR:
                raise FindingBlocks(decision.rule)
            db.table("showings").update(
                key,
                {
                    "outcome": decision.outcome.value,
                    "reason": decision.reason.value if decision.reason else None,
                    "note": decision.note,
                    "decided_at": moment_to_text(now),
                },
            )

        await self._database.write(write)

    async def report(self, since: dt.datetime) -> tuple[RuleRecord, ...]:
        """
        Return the record of every rule shown since then, those put aside most often first.
        """
        rows = await self._database.read(lambda db: db.execute(_REPORT, [moment_to_text(since)]).fetchall())
        records = [
            RuleRecord(rule, category, Severity(severity), *counts)
            for rule, category, severity, *counts, _latest in rows
        ]
        return tuple(sorted(records, key=lambda record: (-record.share_dismissed, record.rule)))

    async def purge(self, older_than: dt.datetime) -> int:
        """
        Delete every showing before `older_than`; returns how many there were.
        """
        before = moment_to_text(older_than)

        def write(db: SqliteUtils) -> int:
            return db.execute(
                "DELETE FROM showings WHERE rowid IN (SELECT rowid FROM showings WHERE shown_at < ? LIMIT ?)",
                [before, PURGE_BATCH],
            ).rowcount

        total = 0
        while deleted := await self._database.write(write):
            total += deleted
        return total
