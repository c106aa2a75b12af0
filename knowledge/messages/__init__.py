"""
Every sentence about a mistake in content, in Russian and in English: one table, filled in when shown.

A template may use the details of its problem and `{label}`, the name of `{field}` in the genitive.
"""

from __future__ import annotations

from typing import Final

from knowledge.messages.fields import FIELDS
from knowledge.messages.files import FILES
from knowledge.messages.message import Message, Severity
from knowledge.messages.syntax import SYNTAX
from knowledge.messages.tables import CONTAINERS
from knowledge.messages.whole import WHOLE

__all__ = ["LABELS_EN", "LABELS_RU", "MESSAGES", "Message", "Severity"]

LABELS_RU: Final = {
    "id": "идентификатора",
    "title": "вопроса или заголовка",
    "body": "ответа",
    "kind": "вида",
    "stages": "этапов",
    "cases": "случаев",
    "actions": "действий",
    "modules": "речевых модулей",
    "inadmissible": "недопустимого поведения",
    "name": "названия",
    "decision": "решения",
    "case": "описания случая",
    "slot": "имени ответа",
    "question": "вопроса",
    "right": "верной фразы",
    "wrong": "неверной фразы",
}
LABELS_EN: Final = {
    "id": "identifier",
    "title": "question or title",
    "body": "answer",
    "modules": "speech modules",
    "inadmissible": "inadmissible behaviour",
}

MESSAGES: Final[dict[str, Message]] = {**FILES, **CONTAINERS, **SYNTAX, **FIELDS, **WHOLE}
