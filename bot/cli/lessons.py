"""
Files of picks, and what came of learning from them, in words.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from bot.cli.language import say
from bot.errors import PicksInvalid
from faq.picks import Pick

if TYPE_CHECKING:
    from pathlib import Path

    from faq.learn import Lesson, Ranking

REASONS: Final = {
    "unknown_entry": say("нет такой записи", "no such entry"),
    "repeated": say("повтор", "repeated"),
    "over_cap": say("слишком много от одного человека", "too many from one person"),
    "disputed": say("мнения разошлись", "disputed"),
    "far_below": say(
        "далеко от найденного, никем не подтверждено", "far from what is found, confirmed by nobody"
    ),
    "older": say("старше взятых", "older than those taken"),
}


def read_picks(path: Path) -> list[Pick]:
    """
    Read lines `{"text", "entry", "by"?}`, oldest first.

    Raises:
        PicksInvalid: the file is absent or a line is something else.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError) as error:
        raise PicksInvalid(path, str(error)) from error
    picks = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            fields = json.loads(line)
            text, entry, by = fields["text"], fields["entry"], fields.get("by")
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise PicksInvalid(path, f"{number}: {type(error).__name__}: {error}") from error
        if not (isinstance(text, str) and isinstance(entry, str) and (by is None or isinstance(by, str))):
            raise PicksInvalid(path, f"{number}: text, entry")
        picks.append(Pick(text, entry, by))
    return picks


def sentence(lesson: Lesson) -> str:
    """
    Say what came of learning.
    """
    lines = [
        say(
            f"Выборов: {lesson.given}, учтено: {lesson.used}.", f"Picks: {lesson.given}, used: {lesson.used}."
        )
    ]
    lines += [f"  {REASONS[reason]}: {count}" for reason, count in lesson.dropped.items()]
    if lesson.before is None or lesson.after is None:
        lines.append(say("Для обучения выборов мало.", "Too few picks to learn from."))
        return "\n".join(lines)
    lines += [
        say("На отложенных выборах (MRR / R@1 / R@3):", "On held-out picks (MRR / R@1 / R@3):"),
        f"  {say('до', 'before')} {_figures(lesson.before)}",
        f"  {say('после', 'after')} {_figures(lesson.after)}",
    ]
    if lesson.learned is None:
        lines.append(say("Лучше не стало: ранжирование прежнее.", "It is no better: the ranking stays."))
    else:
        lines.append(say("Стало лучше: выученное применяется.", "It is better: what was learnt is applied."))
    return "\n".join(lines)


def as_json(lesson: Lesson) -> dict[str, Any]:
    """
    Give the same as a JSON object.
    """
    return {
        "given": lesson.given,
        "used": lesson.used,
        "dropped": lesson.dropped,
        "before": _json(lesson.before),
        "after": _json(lesson.after),
        "better": lesson.learned is not None,
        "model": lesson.learned.fingerprint if lesson.learned else None,
    }


def _figures(ranking: Ranking) -> str:
    return f"{ranking.reciprocal_rank:.3f} / {ranking.first:.3f} / {ranking.first_three:.3f}"


def _json(ranking: Ranking | None) -> dict[str, float] | None:
    if ranking is None:
        return None
    return {
        "reciprocal_rank": round(ranking.reciprocal_rank, 4),
        "first": round(ranking.first, 4),
        "first_three": round(ranking.first_three, 4),
    }
