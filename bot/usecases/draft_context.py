"""
What is known about a draft's conversation, as the speech checker takes it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from knowledge.models import Instruction
from knowledge.speech.context import CheckContext

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.domain.draft import Draft
    from knowledge.models import Entry

LONGEST_FACT = 300
"""Code points; what is longer is no value to put into a sentence."""

_LINK = re.compile(r"https?://[^\s<>()\[\]\"'«»]+[^\s<>()\[\]\"'«».,;:!?]")


def context_of(draft: Draft, *, shop_name: str | None, entry: Entry | None) -> CheckContext:
    """
    Gather the context of `draft`; the entry in use gives its title, link and term to open slots.
    """
    facts = dict(_facts_of(entry)) if entry is not None else {}
    if draft.order is not None:
        facts["order"] = draft.order
    return CheckContext(
        local_time=draft.local_time,
        shop_name=shop_name,
        client_name=draft.client_name,
        sla=draft.sla,
        facts=facts,
        customer_texts=draft.customer_texts,
        language=draft.language,
    )


def _facts_of(entry: Entry) -> Iterator[tuple[str, str]]:
    yield "title", entry.title
    link = _LINK.search(entry.speakable or "") or _LINK.search(entry.body)
    if link is not None and len(link.group()) <= LONGEST_FACT:
        yield "link", link.group()
    if isinstance(entry, Instruction) and entry.time_frame is not None:
        yield "term", entry.time_frame
