"""
The handlers of drafts, and what they take: each parses, calls one use case, renders.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated

from aiohttp import web
from pydantic import Field, StringConstraints

from bot.domain.draft import Decision, DismissReason, Draft, Outcome
from bot.web.body import read_body
from bot.web.keys import DRAFT_LIMITER, OPTIONS, SERVICES, SESSION
from bot.web.schemas import Incoming
from knowledge.models import Slug  # noqa: TC001 -- pydantic reads it at run time

if TYPE_CHECKING:
    from pydantic import BaseModel

DraftId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{8,64}$")]
Value = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=r"^[^\r\n]*$")
]


class CheckRequest(Incoming):
    """
    A draft with what is known about its conversation; `settled` says that nobody is typing in it just now.

    A settled draft is also compared by meaning, ready answers are looked for, and what is shown is noted
    under `draft_id`.
    """

    text: Annotated[str, StringConstraints(max_length=20_000)]
    draft_id: DraftId | None = None
    settled: bool = False
    llm: bool = Field(False, description="Ask the language model for a rewording, where one is set up")
    language: Annotated[str, StringConstraints(pattern=r"^(ru|en)$")] | None = None
    local_time: Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")] | None = Field(
        None, description="The client's clock"
    )
    client_name: Value | None = None
    sla: Value | None = Field(None, description="The term of the answer as it is said")
    order: Value | None = None
    entry: Slug | None = Field(None, description="The entry in use; its link and term may fill open slots")
    customer_texts: Annotated[
        tuple[Annotated[str, StringConstraints(max_length=2000)], ...], Field(max_length=50)
    ] = ()


class DecisionRequest(Incoming):
    """
    What became of a finding; a later decision on the same finding replaces an earlier one.
    """

    rule: Annotated[str, StringConstraints(min_length=1, max_length=100)]
    outcome: Outcome
    reason: DismissReason | None = None
    note: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] | None = None


async def check(request: web.Request) -> web.Response:
    """
    Check a draft.
    """
    services = request.app[SERVICES]
    request.app[DRAFT_LIMITER].take(request[SESSION].id, services.clock())
    asked = await read_body(request, CheckRequest)
    draft = Draft(
        text=asked.text,
        id=asked.draft_id,
        language=asked.language or request.app[OPTIONS].language,
        local_time=dt.time.fromisoformat(asked.local_time) if asked.local_time else None,
        client_name=asked.client_name,
        sla=asked.sla,
        order=asked.order,
        entry=asked.entry,
        customer_texts=asked.customer_texts,
    )
    person = request[SESSION].person.id
    return _json(await services.check_draft(draft, person=person, settled=asked.settled, llm=asked.llm))


async def decide(request: web.Request) -> web.Response:
    """
    Note what became of a finding.
    """
    services = request.app[SERVICES]
    request.app[DRAFT_LIMITER].take(request[SESSION].id, services.clock())
    decided = await read_body(request, DecisionRequest)
    decision = Decision(
        draft_id=request.match_info["draft_id"],
        rule=decided.rule,
        outcome=decided.outcome,
        reason=decided.reason,
        note=decided.note,
    )
    await services.decisions.decide(decision, person=request[SESSION].person.id, now=services.clock())
    return web.Response(status=204)


def _json(model: BaseModel) -> web.Response:
    return web.Response(body=model.model_dump_json().encode(), content_type="application/json")
