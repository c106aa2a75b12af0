"""
What staff do with conversations: take, hand on, note, reply, close, send files, try a delivery again.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.conversation_errors import AlreadyTaken, ColleagueInactive
from bot.errors import PersonUnknown
from bot.usecases.conversations.consultant import Reply
from bot.web.body import read_body, read_query
from bot.web.conversation_schemas import (
    FileQuery,
    NoteOnHands,
    NoteRequest,
    PassRequest,
    ReplyRequest,
)
from bot.web.conversation_views import attachment_out, conversation_out, delivery_out, message_out
from bot.web.downloads import read_upload
from bot.web.keys import SERVICES, SESSION
from bot.web.replies import json_reply, seq_of

if TYPE_CHECKING:
    from aiohttp import web

    from bot.conversations import Conversations
    from bot.domain.conversation import Conversation


async def take(request: web.Request) -> web.Response:
    """
    Take a conversation; whoever comes second is told who has it.
    """
    parts, conversation_id = _parts(request), request.match_info["id"]
    try:
        taken = await parts.consultant.take(conversation_id, request[SESSION].person)
    except AlreadyTaken as error:
        raise AlreadyTaken(await _name(request, error.by)) from error
    return await _shown(parts, taken)


async def release(request: web.Request) -> web.Response:
    """
    Put a conversation back into the queue.
    """
    parts, asked = _parts(request), await read_body(request, NoteOnHands)
    changed = await parts.consultant.release(request.match_info["id"], request[SESSION].person, asked.note)
    return await _shown(parts, changed)


async def pass_on(request: web.Request) -> web.Response:
    """
    Give a conversation to a colleague.
    """
    parts, asked = _parts(request), await read_body(request, PassRequest)
    try:
        changed = await parts.consultant.pass_on(
            request.match_info["id"], request[SESSION].person, asked.colleague, asked.note
        )
    except ColleagueInactive as error:
        raise ColleagueInactive(await _name(request, error.person)) from error
    return await _shown(parts, changed)


async def return_to_bot(request: web.Request) -> web.Response:
    """
    Give a conversation back to the bot.
    """
    parts = _parts(request)
    changed = await parts.consultant.return_to_bot(request.match_info["id"], request[SESSION].person)
    return await _shown(parts, changed)


async def close(request: web.Request) -> web.Response:
    """
    End a conversation.
    """
    parts = _parts(request)
    return await _shown(
        parts, await parts.consultant.close(request.match_info["id"], request[SESSION].person)
    )


async def note(request: web.Request) -> web.Response:
    """
    Keep a note that only staff see.
    """
    asked = await read_body(request, NoteRequest)
    stored = await _parts(request).consultant.note(
        request.match_info["id"], request[SESSION].person, asked.text, asked.client_key
    )
    return json_reply(message_out(stored))


async def reply(request: web.Request) -> web.Response:
    """
    Send a reply through the gate; the response says that it is on disk.
    """
    asked = await read_body(request, ReplyRequest)
    stored = await _parts(request).consultant.reply(
        request.match_info["id"],
        request[SESSION].person,
        Reply(
            asked.text,
            asked.client_key,
            reply_to=asked.reply_to,
            attachments=asked.attachments,
            decisions=asked.decisions,
        ),
    )
    return json_reply(message_out(stored))


async def upload(request: web.Request) -> web.Response:
    """
    Keep a file for a reply that will send it.
    """
    parts = _parts(request)
    name = read_query(request, FileQuery).name
    data = await read_upload(request, limit=parts.attachments.limit)
    kept = await parts.consultant.upload(request.match_info["id"], request[SESSION].person, name, data)
    return json_reply(attachment_out(kept))


async def retry(request: web.Request) -> web.Response:
    """
    Try a failed delivery again.
    """
    delivery = await _parts(request).deliverer.retry(request.match_info["id"], seq_of(request))
    return json_reply(delivery_out(delivery))


def _parts(request: web.Request) -> Conversations:
    return request.app[SERVICES].conversations


async def _shown(parts: Conversations, conversation: Conversation) -> web.Response:
    return json_reply(await asyncio.to_thread(conversation_out, conversation, parts.sla, parts.clock()))


async def _name(request: web.Request, person_id: str) -> str:
    try:
        return (await request.app[SERVICES].people.get(person_id)).name
    except PersonUnknown:
        return person_id
