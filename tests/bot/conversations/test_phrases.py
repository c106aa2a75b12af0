"""
What the bot says by itself keeps the house's own rules.
"""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from bot.domain.working_hours import WorkingHours, parse_windows
from bot.usecases.conversations import phrases
from knowledge.speech.checker import SpeechChecker
from knowledge.speech.context import CheckContext
from knowledge.speech.policy import load_rules

MOSCOW = ZoneInfo("Europe/Moscow")
HOURS = WorkingHours(parse_windows("mon-fri 09:00-21:00"), MOSCOW)
NEVER = WorkingHours(parse_windows("mon 09:00-21:00"), MOSCOW, frozenset({dt.date(2026, 3, 2)}))
FRIDAY = dt.datetime(2026, 3, 6, 12, tzinfo=MOSCOW)


@pytest.fixture(scope="module")
def checker() -> SpeechChecker:
    """
    The shipped rules.
    """
    return SpeechChecker(load_rules(None))


def everything(language: str) -> list[str]:
    """
    Every sentence that a customer may be told without a person having read it.
    """
    choices = [*phrases.after_answer(language), phrases.person_choice(language)]
    return [
        phrases.greeted(language, None),
        phrases.thanked(language),
        phrases.did_you_mean(language),
        phrases.handed_over(language, HOURS, FRIDAY),
        phrases.handed_over(language, HOURS, FRIDAY.replace(hour=22)),
        phrases.joined(language, "Анна"),
        phrases.closed(language),
        *(choice.label for choice in choices),
    ]


@pytest.mark.parametrize("language", ["ru", "en"])
def test_no_phrase_breaks_a_speech_rule(checker: SpeechChecker, language: str) -> None:
    """
    The gate finds nothing to decide in any of them.
    """
    reports = {
        text: checker.check(text, CheckContext(language=language), rewrite=False)
        for text in everything(language)
    }

    assert {text: report for text, report in reports.items() if report.verdict not in {"clean", "hint"}} == {}


@pytest.mark.parametrize(
    ("hour", "russian", "english"),
    [
        (None, "Здравствуйте", "Hello"),
        (4, "Здравствуйте", "Hello"),
        (5, "Доброе утро", "Good morning"),
        (10, "Доброе утро", "Good morning"),
        (11, "Добрый день", "Good afternoon"),
        (16, "Добрый день", "Good afternoon"),
        (17, "Добрый вечер", "Good evening"),
        (22, "Добрый вечер", "Good evening"),
        (23, "Здравствуйте", "Hello"),
    ],
)
def test_greeting_by_the_customers_clock(hour: int | None, russian: str, english: str) -> None:
    """
    Morning until eleven, day until five, evening until eleven; at an unknown hour neither.
    """
    assert (phrases.greeting("ru", hour), phrases.greeting("en", hour)) == (russian, english)


@pytest.mark.parametrize(
    ("now", "when"),
    [
        (FRIDAY.replace(hour=8), "сегодня после 09:00"),
        (FRIDAY.replace(hour=22) - dt.timedelta(days=1), "завтра после 09:00"),
        (FRIDAY.replace(hour=22), "в понедельник после 09:00"),
    ],
)
def test_the_next_opening_is_named_as_people_do(now: dt.datetime, when: str) -> None:
    """
    Today, tomorrow, a weekday.
    """
    assert when in phrases.handed_over("ru", HOURS, now)


def test_an_opening_far_away_has_a_date() -> None:
    """
    Ten days ahead a weekday would mislead.
    """
    assert "09.03.2026 после 09:00" in phrases.handed_over(
        "ru", NEVER, dt.datetime(2026, 3, 1, 12, tzinfo=MOSCOW)
    )
