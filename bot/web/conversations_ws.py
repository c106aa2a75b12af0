"""
The staff's socket: everything that happens in conversations is pushed, looks and typing come in.

What changes something goes by the REST calls: they have statuses, and a retry is the same call again.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field, StringConstraints, TypeAdapter

from bot.domain.events import (
    STAFF,
    DeliveryChanged,
    MessageEdited,
    MessageStored,
    PresenceChanged,
    QueueChanged,
    StateChanged,
    Typing,
)
from bot.web.auth import still_open
from bot.web.conversation_views import conversation_out, delivery_out, message_out
from bot.web.keys import GUARD, SERVICES, SESSION, SOCKETS, STAFF_ONLINE
from bot.web.socket_registry import SESSION_ENDED
from bot.web.sockets import Frame, serve

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aiohttp import web

    from bot.conversations import Conversations
    from bot.domain.events import Event
    from bot.domain.person import Person
    from bot.events import Subscription
    from bot.web.sockets import Socket

SOCKETS_PER_PERSON = 12
SESSION_EVERY = 15.0
"""Seconds between looks whether the login still lasts."""

ConversationId = Annotated[str, StringConstraints(min_length=1, max_length=64)]


class Look(Frame):
    """
    The page shows this conversation; repeated every ten seconds.
    """

    type: Literal["look"]
    conversation: ConversationId


class Leave(Frame):
    """
    The page shows it no longer.
    """

    type: Literal["leave"]
    conversation: ConversationId


class IsTyping(Frame):
    """
    A reply is being typed.
    """

    type: Literal["typing"]
    conversation: ConversationId


class Ping(Frame):
    """
    Is anybody there?
    """

    type: Literal["ping"]


StaffFrame = Annotated[Look | Leave | IsTyping | Ping, Field(discriminator="type")]
FRAMES: TypeAdapter[Look | Leave | IsTyping | Ping] = TypeAdapter(StaffFrame)


async def connect(request: web.Request) -> web.StreamResponse:
    """
    Open the socket for a member of staff whose own page asks for it.
    """
    request.app[GUARD].check_socket(request)
    person = request[SESSION].person
    parts = request.app[SERVICES].conversations

    async def talk(socket: Socket[Look | Leave | IsTyping | Ping]) -> None:
        socket.belongs_to(person.id)
        # Subscribed first, greeted then: what happens after the greeting is pushed, what was before is read.
        with parts.events.subscribe(STAFF) as events, request.app[STAFF_ONLINE].here(person.id, socket):
            socket.push({"type": "hello", "person": person.id, "now": parts.clock().isoformat()})
            socket.beside(_push(socket, events, parts))
            socket.beside(_watch_session(socket, request))
            async for frame in socket.frames():
                await socket.answer(frame, _do(frame, person, parts))

    try:
        with request.app[SOCKETS].place(f"staff:{person.id}", limit=SOCKETS_PER_PERSON):
            return await serve(request, FRAMES, talk)
    finally:
        if not request.app[STAFF_ONLINE].has(person.id):
            parts.presence.leave_all(person.id)


async def _do(frame: Frame, person: Person, parts: Conversations) -> Mapping[str, object] | None:
    match frame:
        case Look(conversation=conversation):
            parts.presence.look(conversation, person.id)
        case Leave(conversation=conversation):
            parts.presence.leave(conversation, person.id)
        case IsTyping(conversation=conversation):
            await parts.consultant.typing(conversation, person)
        case _:
            return {"now": parts.clock().isoformat()}
    return None


async def _push(
    socket: Socket[Look | Leave | IsTyping | Ping], events: Subscription, parts: Conversations
) -> None:
    async for event in events:
        frame = await _frame(event, parts)
        if frame is not None:
            socket.push(frame)


async def _frame(event: Event, parts: Conversations) -> Mapping[str, object] | None:  # noqa: PLR0911 -- one a kind
    match event:
        case MessageStored(message) | MessageEdited(message):
            kind = "message" if isinstance(event, MessageStored) else "edited"
            shown = message_out(message).model_dump(mode="json")
            return {"type": kind, "conversation": message.conversation, "message": shown}
        case StateChanged(conversation):
            state = await asyncio.to_thread(conversation_out, conversation, parts.sla, parts.clock())
            return {"type": "state", "conversation": state.model_dump(mode="json")}
        case QueueChanged(waiting):
            return {"type": "queue", "waiting": waiting}
        case DeliveryChanged(delivery):
            return {"type": "delivery", "delivery": delivery_out(delivery).model_dump(mode="json")}
        case PresenceChanged(conversation_id, viewers):
            return {"type": "presence", "conversation": conversation_id, "viewers": list(viewers)}
        case Typing(conversation_id, author):
            return {
                "type": "typing",
                "conversation": conversation_id,
                "author": author.role.value,
                "person": author.person,
            }
        case _:
            return None


async def _watch_session(socket: Socket[Look | Leave | IsTyping | Ping], request: web.Request) -> None:
    while await still_open(request):  # noqa: ASYNC110 -- a login ends in the database: there is nothing to wait for
        await asyncio.sleep(SESSION_EVERY)
    socket.end(SESSION_ENDED, "session ended")
