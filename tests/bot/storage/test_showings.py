"""
Findings shown and decided: one row a rule and draft, no text, and a report of the rules people put aside.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from bot.domain.draft import Decision, DismissReason, Outcome, RuleRecord, Showing
from bot.errors import FindingBlocks, ShowingUnknown
from bot.storage.drafts import ShowingLog
from knowledge.speech.models import Severity

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from bot.storage.database import Database

RULE = "RU-FIL-001"


@pytest.fixture
async def log(database: Database) -> AsyncIterator[ShowingLog]:
    """
    A log that writes at once.
    """
    log = ShowingLog(database, days=90, flush_after=0)
    yield log
    await log.close()


@pytest.fixture
def shown(now: dt.datetime) -> Callable[..., Showing]:
    """
    Make a showing to Anna.
    """

    def make(draft: str, rule: str = RULE, severity: Severity = Severity.WARNING, **at: float) -> Showing:
        return Showing(draft, rule, "filler", severity, "anna", now + dt.timedelta(**at))

    return make


def dismissed(draft: str, rule: str = RULE) -> Decision:
    """
    Make a dismissal.
    """
    return Decision(draft, rule, Outcome.DISMISSED, DismissReason.QUOTATION, "цитата из договора")


async def test_a_rule_counts_once_for_a_draft(log: ShowingLog, now: dt.datetime, shown):
    """
    However often a draft is checked while it is written, its finding was shown once.
    """
    log.add(shown("draft-0001"))
    await log.flush()
    log.add(shown("draft-0001", minutes=1))
    log.add(shown("draft-0002"))
    await log.flush()

    assert await log.report(now) == (RuleRecord(RULE, "filler", Severity.WARNING, 2, 0, 0, 0),)


async def test_a_later_decision_replaces_an_earlier_one(log: ShowingLog, now: dt.datetime, shown):
    """
    Whoever dismisses and then mends has mended.
    """
    log.add(shown("draft-0001"))
    await log.decide(dismissed("draft-0001"), person="anna", now=now)
    await log.decide(Decision("draft-0001", RULE, Outcome.FIXED), person="anna", now=now)
    log.add(shown("draft-0001"))
    await log.flush()

    (record,) = await log.report(now)
    assert (record.showings, record.fixed, record.dismissed) == (1, 1, 0)


@pytest.mark.parametrize(
    ("draft", "rule", "person"),
    [("draft-0009", RULE, "anna"), ("draft-0001", "RU-X-001", "anna"), ("draft-0001", RULE, "boris")],
)
async def test_nobody_decides_on_what_he_was_not_shown(
    log: ShowingLog, now: dt.datetime, shown, draft: str, rule: str, person: str
):
    """
    An unknown draft, an unknown rule and another's draft are all the same: not shown.
    """
    log.add(shown("draft-0001"))

    with pytest.raises(ShowingUnknown):
        await log.decide(dismissed(draft, rule), person=person, now=now)


@pytest.mark.parametrize("severity", list(Severity))
async def test_only_an_error_cannot_be_sent_anyway(
    log: ShowingLog, now: dt.datetime, shown, severity: Severity
):
    """
    Warnings and suggestions are the person's own decision.
    """
    log.add(shown("draft-0001", severity=severity))
    decision = Decision("draft-0001", RULE, Outcome.SENT_ANYWAY)

    if severity is Severity.ERROR:
        with pytest.raises(FindingBlocks):
            await log.decide(decision, person="anna", now=now)
    else:
        await log.decide(decision, person="anna", now=now)

    (record,) = await log.report(now)
    assert record.sent_anyway == (severity is not Severity.ERROR)


@pytest.mark.parametrize(
    ("showings", "dismissals", "demote"),
    [(50, 15, False), (50, 16, True), (49, 49, False), (100, 30, False), (100, 31, True)],
)
async def test_a_rule_put_aside_too_often_is_proposed_for_demotion(
    log: ShowingLog, now: dt.datetime, shown, showings: int, dismissals: int, demote: bool
):
    """
    From 50 showings on, and above 30 % of them; both borders are exact.
    """
    for number in range(showings):
        log.add(shown(f"draft-{number:04}"))
    for number in range(dismissals):
        await log.decide(dismissed(f"draft-{number:04}"), person="anna", now=now)
    await log.flush()

    (record,) = await log.report(now)
    assert (record.showings, record.dismissed, record.demote) == (showings, dismissals, demote)


async def test_the_report_begins_where_it_is_asked_to(log: ShowingLog, now: dt.datetime, shown):
    """
    Older showings are left out, and the rules put aside most often stand first.
    """
    log.add(shown("draft-0001", "RU-OLD-001", days=-2))
    log.add(shown("draft-0002", "RU-A-001"))
    log.add(shown("draft-0003", "RU-B-001"))
    await log.decide(dismissed("draft-0003", "RU-B-001"), person="anna", now=now)

    records = await log.report(now - dt.timedelta(days=1))
    assert [record.rule for record in records] == ["RU-B-001", "RU-A-001"]


async def test_a_regraded_rule_is_reported_as_it_was_shown_last(log: ShowingLog, now: dt.datetime, shown):
    """
    The severity is that of the latest showing.
    """
    log.add(shown("draft-0001", severity=Severity.WARNING, hours=2))
    log.add(shown("draft-0002", severity=Severity.ERROR, hours=1))
    await log.flush()

    (record,) = await log.report(now)
    assert record.severity is Severity.WARNING


async def test_old_showings_are_forgotten(log: ShowingLog, now: dt.datetime, shown):
    """
    What is older than the limit goes, the rest stays.
    """
    log.add(shown("draft-0001", days=-91))
    log.add(shown("draft-0002", days=-89))
    await log.flush()

    assert await log.purge(now - dt.timedelta(days=90)) == 1
    assert [record.showings for record in await log.report(now - dt.timedelta(days=365))] == [1]


async def test_where_nothing_is_kept_nothing_is_written(database: Database, now: dt.datetime, shown):
    """
    With 0 days there is no row, and a decision is taken without complaint.
    """
    log = ShowingLog(database, days=0, flush_after=0)
    log.add(shown("draft-0001"))
    await log.decide(dismissed("draft-0001"), person="anna", now=now)
    await log.close()

    assert await log.report(now - dt.timedelta(days=1)) == ()


async def test_no_column_could_hold_a_draft(database: Database):
    """
    The table keeps ids, the rule and the decision; a draft's text has no place in it.
    """
    columns = await database.read(lambda db: {column.name for column in db.table("showings").columns})

    assert columns == {
        "draft_id",
        "rule",
        "category",
        "severity",
        "person",
        "shown_at",
        "outcome",
        "reason",
        "note",
        "decided_at",
    }
