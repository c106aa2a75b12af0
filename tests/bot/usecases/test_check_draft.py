"""
A draft is checked by the rules in force, with what is known about its conversation.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from bot.domain.draft import Draft
from bot.errors import CheckerLoading

if TYPE_CHECKING:
    from bot.container import Container

BAD = "К сожалению, я этого не знаю."


async def test_before_the_rules_are_loaded(container: Container):
    """
    A draft that comes too early is told so, not passed as clean.
    """
    with pytest.raises(CheckerLoading):
        await container.check_draft(Draft(BAD), person=None, settled=False)


async def test_a_stop_phrase_is_found_and_reworded(container: Container):
    """
    The term of the answer fills the rewording's slot.
    """
    await container.rules.look()
    report = await container.check_draft(Draft(BAD, sla="до 18:00"), person=None, settled=False)

    assert report.verdict == "blocked"
    assert report.rewrite is not None
    assert "до 18:00" in report.rewrite.text
    assert report.rewrite.open_slots == ()


async def test_the_clients_clock_is_heeded(container: Container):
    """
    A greeting is held against the client's local time.
    """
    await container.rules.look()
    report = await container.check_draft(
        Draft("Доброе утро! Заказ привезут завтра с 10 до 14.", local_time=dt.time(20)),
        person=None,
        settled=False,
    )

    assert report.verdict == "needs_decision"
