"""
What staff read of conversations: lists, one of them in full, messages, a search, files, colleagues.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from aiohttp import web

from bot.web.body import read_query
from bot.web.conversation_schemas import (
    Colleague,
    ColleaguesReply,
    Counts,
    EditOut,
    EditsReply,
    FoundOut,
    ListQuery,
    ListReply,
    MessagesQuery,
    MessagesReply,
    SearchQuery,
    SearchReply,
)
from bot.web.conversation_views import conversation_out, dossier_out, message_out, summary_out
from bot.web.downloads import file_response
from bot.web.keys import PAGES, SERVICES, SESSION, STAFF_ONLINE
from bot.web.replies import json_reply, seq_of

if TYPE_CHECKING:
    from bot.conversations import Conversations


async def page(request: web.Request) -> web.Response:
    """
    Show the consultant's page.
    """
    text = request.app[PAGES].render("chats.html", person=request[SESSION].person)
    return web.Response(text=text, content_type="text/html")


async def lists(request: web.Request) -> web.Response:
    """
    Send a piece of a list, and how many are in each.
    """
    parts, me = _parts(request), request[SESSION].person.id
    query = read_query(request, ListQuery)
    page = await parts.reading.box(query.box, me, cursor=query.cursor, limit=query.limit)
    counts = await parts.reading.counts(me)
    now = parts.clock()

    def render() -> ListReply:
        return ListReply(
            items=tuple(summary_out(item, parts.sla, now) for item in page.items),
            cursor=page.cursor,
            counts=Counts(**{box.value: count for box, count in counts.items()}),
            now=now,
        )

    return json_reply(await asyncio.to_thread(render))


async def search(request: web.Request) -> web.Response:
    """
    Find messages by their words.
    """
    parts = _parts(request)
    query = read_query(request, SearchQuery)
    found = await parts.reading.search(query.q, limit=query.limit)
    now = parts.clock()

    def render() -> SearchReply:
        return SearchReply(
            items=tuple(
                FoundOut(
                    conversation=conversation_out(one.conversation, parts.sla, now),
                    message=message_out(one.message),
                )
                for one in found
            )
        )

    return json_reply(await asyncio.to_thread(render))


async def dossier(request: web.Request) -> web.Response:
    """
    Send everything about a conversation.
    """
    parts = _parts(request)
    opened = await parts.reading.open(request.match_info["id"])
    return json_reply(await asyncio.to_thread(dossier_out, opened, parts.sla, parts.clock()))


async def messages(request: web.Request) -> web.Response:
    """
    Send messages above or below a number.
    """
    query = read_query(request, MessagesQuery)
    found = await _parts(request).reading.messages(
        request.match_info["id"], after=query.after, before=query.before, limit=query.limit
    )
    return json_reply(MessagesReply(messages=tuple(map(message_out, found))))


async def edits(request: web.Request) -> web.Response:
    """
    Send the earlier texts of a message.
    """
    found = await _parts(request).reading.edits(request.match_info["id"], seq_of(request))
    return json_reply(
        EditsReply(edits=tuple(EditOut(earlier=one.earlier, edited_at=one.edited_at) for one in found))
    )


async def file(request: web.Request) -> web.StreamResponse:
    """
    Send a file that came with a message, to be saved; a picture may also be drawn by our own page.
    """
    return file_response(*await _parts(request).reading.file(request.match_info["file"]))


async def colleagues(request: web.Request) -> web.Response:
    """
    Send who works here, and who is there now.
    """
    online = request.app[STAFF_ONLINE].ids
    return json_reply(
        ColleaguesReply(
            colleagues=tuple(
                Colleague(id=one.id, name=one.name, role=one.role, active=one.active, online=one.id in online)
                for one in await request.app[SERVICES].people.list()
            )
        )
    )


def _parts(request: web.Request) -> Conversations:
    return request.app[SERVICES].conversations
