"""
`copilot rules dismissals`: the rules that people put aside.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import json
from typing import TYPE_CHECKING

import pytest

from bot.domain.draft import Decision, Outcome, Showing
from bot.storage.database import Database
from bot.storage.drafts import ShowingLog
from knowledge.speech.models import Severity

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    Copilot = Callable[..., subprocess.CompletedProcess[str]]

NOW = dt.datetime(2026, 3, 2, 9, 30, tzinfo=dt.UTC)


@pytest.fixture
async def _shown(tmp_path: Path):
    """
    Two rules: one dismissed 16 times of 50, one shown once a month earlier.
    """
    database = await asyncio.to_thread(Database, tmp_path / "own" / "copilot.db")
    log = ShowingLog(database, days=90)
    for number in range(50):
        log.add(Showing(f"draft-{number:04}", "RU-A-001", "filler", Severity.WARNING, "anna", NOW))
    for number in range(16):
        decision = Decision(f"draft-{number:04}", "RU-A-001", Outcome.DISMISSED)
        await log.decide(decision, person="anna", now=NOW)
    earlier = NOW - dt.timedelta(days=30)
    log.add(Showing("draft-0000", "RU-B-001", "filler", Severity.ERROR, "anna", earlier))
    await log.close()
    await asyncio.to_thread(database.close)


@pytest.mark.usefixtures("_shown")
def test_rules_and_what_became_of_them(copilot: Copilot, tmp_path: Path):
    """
    Each rule with its counts; the one dismissed too often is marked.
    """
    own = {"DATA_DIR": str(tmp_path / "own")}
    told = copilot("rules", "dismissals", **own)
    listed = copilot("rules", "dismissals", "--json", "--since", "2026-03-01", **own)

    assert told.returncode == 0, told.stderr
    assert [line.split()[:3] for line in told.stdout.splitlines()] == [
        ["▼", "32%", "RU-A-001"],
        ["0%", "RU-B-001", "error"],
    ]
    assert json.loads(listed.stdout) == [
        {
            "rule": "RU-A-001",
            "category": "filler",
            "severity": "warning",
            "showings": 50,
            "fixed": 0,
            "dismissed": 16,
            "sent_anyway": 0,
            "share_dismissed": 0.32,
            "demote": True,
        }
    ]


def test_nothing_was_shown_yet(copilot: Copilot):
    """
    A new installation says so.
    """
    assert copilot("rules", "dismissals").stdout.strip() == "Замечаний ещё не показывали."
