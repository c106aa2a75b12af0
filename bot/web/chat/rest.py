"""
The chat without a socket: the same calls as requests, for pages whose network lets no WebSocket through.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from bot.web.body import read_body
from bot.web.chat.access import chat_of
from bot.web.chat.wire import (
    EarlierRequest,
    EditRequest,
    MessageRequest,
    PollRequest,
    RatingRequest,
    SeenRequest,
)
from bot.web.downloads import file_response, read_upload
from bot.web.keys import OPTIONS

if TYPE_CHECKING:
    from pydantic import BaseModel


async def poll(request: web.Request) -> web.Response:
    """
    Tell what is new.
    """
    chat = await chat_of(request)
    body = await read_body(request, PollRequest)
    return _json(await chat.view(conversation=body.conversation, after=body.after))


async def earlier(request: web.Request) -> web.Response:
    """
    Show earlier messages.
    """
    chat = await chat_of(request)
    return _json(await chat.earlier((await read_body(request, EarlierRequest)).before))


async def message(request: web.Request) -> web.Response:
    """
    Store a message.
    """
    chat = await chat_of(request)
    return _json(await chat.send(await read_body(request, MessageRequest)))


async def edit(request: web.Request) -> web.Response:
    """
    Change a message.
    """
    chat = await chat_of(request)
    return _json(await chat.edit(await read_body(request, EditRequest)))


async def person(request: web.Request) -> web.Response:
    """
    Call a person.
    """
    return _json(await (await chat_of(request)).ask_person())


async def rating(request: web.Request) -> web.Response:
    """
    Keep a rating.
    """
    chat = await chat_of(request)
    await chat.rate(await read_body(request, RatingRequest))
    return web.Response(status=204)


async def seen(request: web.Request) -> web.Response:
    """
    Note what has arrived.
    """
    chat = await chat_of(request)
    body = await read_body(request, SeenRequest)
    await chat.seen(body.conversation, body.seq)
    return web.Response(status=204)


async def upload(request: web.Request) -> web.Response:
    """
    Keep a file; its name stands in the path.
    """
    chat = await chat_of(request)
    data = await read_upload(request, limit=request.app[OPTIONS].attachment_bytes)
    return _json(await chat.upload(request.match_info["name"], data))


async def file(request: web.Request) -> web.StreamResponse:
    """
    Send a file of the caller's conversations.
    """
    chat = await chat_of(request)
    return file_response(*await chat.file(request.match_info["id"]))


def _json(body: BaseModel) -> web.Response:
    return web.Response(body=body.model_dump_json().encode(), content_type="application/json")
