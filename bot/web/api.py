"""
The handlers of the API: each parses, calls one use case, renders.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Literal, cast

from aiohttp import web

from bot.errors import EntryUnknown, StorageError
from bot.web.auth import session_of
from bot.web.body import read_body
from bot.web.card_html import render_entry
from bot.web.keys import LIMITER, OPENAPI, OPTIONS, SERVICES, SESSION
from bot.web.schemas import AskReply, AskRequest, CardReply, Check, Health, Link, PickRequest
from knowledge.models import Audience

if TYPE_CHECKING:
    from pydantic import BaseModel

    from bot.domain.card import EntryCard
    from bot.web.ports import Ping

CHANNEL = "web"
PING_SECONDS = 2.0


async def ask(request: web.Request) -> web.Response:
    """
    Answer a question.
    """
    services, person = request.app[SERVICES], request[SESSION].person
    request.app[LIMITER].take(request[SESSION].id, services.clock())
    asked = await read_body(request, AskRequest)
    result = await services.ask(
        asked.question,
        # Whoever has a session is staff: an operator sees everything, and may look as a customer would.
        audience=asked.audience or Audience.OPERATOR,
        top=asked.top,
        mode=asked.mode,
        asker=person.id,
        channel=CHANNEL,
        language=asked.language or request.app[OPTIONS].language,
    )
    return _json(AskReply(**dict(result.answer), question_id=result.question_id))


async def entry(request: web.Request) -> web.Response:
    """
    Show an entry in full.
    """
    entry_id = request.match_info["id"]
    language = request.app[OPTIONS].language
    card = await request.app[SERVICES].cards(entry_id, audience=Audience.OPERATOR, language=language)
    if card is None:
        raise EntryUnknown(entry_id)
    # Rendering a long text takes milliseconds, which is long for everybody else on the event loop.
    return _json(await asyncio.to_thread(_card, card, language))


async def pick(request: web.Request) -> web.Response:
    """
    Note which entry the operator used.
    """
    services = request.app[SERVICES]
    picked = await read_body(request, PickRequest)
    await services.picks.record_pick(
        request.match_info["id"],
        picked.entry,
        picked.how,
        asker=request[SESSION].person.id,
        now=services.clock(),
    )
    return web.Response(status=204)


async def health(request: web.Request) -> web.Response:
    """
    Tell how the application is; 503 when a part of it does not work.
    """
    services = request.app[SERVICES]
    version = services.kb_version()
    encoder = cast('Literal["loading", "ready", "failed"]', str(services.encoder_state()))
    checks = await asyncio.gather(*(_check(name, ping) for name, ping in services.pings.items()))
    rules = cast('Literal["loading", "ready", "outdated", "failed"]', str(services.rules.state))
    works = all(check.ok for check in checks)
    if not works or encoder == "failed" or rules in {"outdated", "failed"}:
        status: Literal["ok", "starting", "degraded"] = "degraded"
    elif version is None or "loading" in {encoder, rules}:
        status = "starting"
    else:
        status = "ok"
    report = Health(
        status=status,
        kb_version=version,
        encoder=encoder,
        rules=rules,
        rules_problem=services.rules.problem if services.rules.problem and await _is_staff(request) else None,
        checks=tuple(checks),
    )
    return _json(report, status=200 if works else 503)


async def openapi(request: web.Request) -> web.Response:
    """
    Describe the API.
    """
    return web.Response(body=request.app[OPENAPI], content_type="application/json")


async def _check(name: str, ping: Ping) -> Check:
    try:
        async with asyncio.timeout(PING_SECONDS):
            await ping()
    except Exception:  # noqa: BLE001 -- whatever it is: the part does not work, and strangers read this
        return Check(name=name, ok=False)
    return Check(name=name, ok=True)


async def _is_staff(request: web.Request) -> bool:
    try:
        return await session_of(request) is not None
    except StorageError:
        return False  # the check of the database says what is the matter


def _card(card: EntryCard, language: str) -> CardReply:
    entry = card.entry
    return CardReply(
        id=entry.id,
        kind=entry.kind,
        rung=entry.kind,
        title=entry.title,
        html=render_entry(entry, language),
        speakable=entry.speakable,
        ask_first=getattr(entry, "ask_first", ()),
        follow_ups=tuple(Link(id=link.id, title=link.title) for link in card.follow_ups),
        tags=entry.tags,
        audience=entry.audience,
        status=entry.status,
        language=entry.language,
        valid=card.valid,
        valid_from=entry.valid_from,
        valid_until=entry.valid_until,
        owner=entry.owner,
        legal_basis=entry.legal_basis,
        sample=entry.sample,
        source=card.source,
        kb_version=card.kb_version,
    )


def _json(model: BaseModel, status: int = 200) -> web.Response:
    return web.Response(body=model.model_dump_json().encode(), content_type="application/json", status=status)
