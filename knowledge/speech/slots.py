"""
The slots of a wording: what is known about the conversation, or a visible request for it.
"""

from __future__ import annotations

import datetime as dt  # noqa: TC003 -- used in a signature that tools evaluate
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from knowledge.speech.context import CheckContext
    from knowledge.speech.models import Slot

SLOT = re.compile(r"\{([a-z_]+)((?:\.[a-z0-9]+)*)\}")
"""A slot with the grammemes it is put into: `{deadline}`, `{topic.datv}`."""

OPEN_SLOT = re.compile(r"\[(?:укажите|предложите|state|offer) [^\[\]\n]{1,60}\]")
"""What a person has yet to fill in; a text with one cannot be sent."""

ASKS: dict[str, dict[str, str]] = {
    "ru": {
        "deadline": "укажите срок",
        "option": "предложите вариант",
        "action": "укажите действие",
        "reason": "укажите причину",
        "department": "укажите отдел",
        "date": "укажите дату",
        "amount": "укажите сумму",
        "link": "укажите ссылку",
        "order": "укажите номер заказа",
        "answer": "укажите ответ",
        "term": "укажите условие",
        "fact": "укажите факт",
    },
    "en": {
        "deadline": "state the time",
        "option": "offer an option",
        "action": "state the action",
        "reason": "state the reason",
        "department": "state the team",
        "date": "state the date",
        "amount": "state the amount",
        "link": "state the link",
        "order": "state the order number",
        "answer": "state the answer",
        "term": "state the terms",
        "fact": "state the fact",
    },
}
OPTIONAL = frozenset(("name", "shop", "operator", "greeting"))
"""Slots without which a fix is passed over."""

TAIL = "tail"
"""The slot filled with the clause that hangs on the match."""


def known_slots(lang: str) -> frozenset[str]:
    """
    The slots that a wording may use without declaring them.
    """
    return frozenset((TAIL, *OPTIONAL, *ASKS[lang]))


@dataclass(frozen=True, slots=True)
class Filled:
    """
    A slot's text; `ask` is set when a person has to fill it.
    """

    text: str
    ask: str | None = None


def greeting_at(now: dt.time | None, lang: str) -> str:
    """
    The greeting for the client's clock: morning until 11:00, day until 17:00, evening until 23:00.
    """
    names = {
        "ru": ("Доброе утро", "Добрый день", "Добрый вечер", "Здравствуйте"),
        "en": ("Good morning", "Good afternoon", "Good evening", "Hello"),
    }[lang]
    if now is None or now.hour >= 23 or now.hour < 5:  # noqa: PLR2004 -- hours of the standard
        return names[3]
    return names[0] if now.hour < 11 else names[1] if now.hour < 17 else names[2]  # noqa: PLR2004 -- likewise


def fill(name: str, declared: Mapping[str, Slot], context: CheckContext, lang: str) -> Filled | None:
    """
    Fill the slot `name`; None when it is unknown and the fix must be passed over.
    """
    slot = declared.get(name)
    known = {
        "deadline": context.sla,
        "sla": context.sla,
        "name": context.client_name,
        "shop": context.shop_name,
        "operator": context.operator_name,
        "greeting": greeting_at(context.local_time, lang),
        **context.facts,
    }
    value = known.get(slot.from_ if slot and slot.from_ else name)
    if value is not None:
        return Filled(value)
    if name in OPTIONAL or (slot is not None and slot.else_ == "skip"):
        return None
    ask = slot.ask if slot and slot.ask else ASKS[lang].get(name)
    return None if ask is None else Filled(f"[{ask}]", ask)
