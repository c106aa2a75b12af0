"""
The customer's socket: his frames to the core, what happens to his conversation back to him.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.channel_errors import ChatSessionUnknown, TooManySockets
from bot.domain.events import (
    CustomerMessageEdited,
    CustomerMessageStored,
    CustomerStateChanged,
    CustomerTyping,
    customer_topic,
)
from bot.web.addresses import caller_network
from bot.web.chat.access import chat_of
from bot.web.chat.side import CHANNEL, message_view
from bot.web.chat.wire import (
    CHAT_FRAMES,
    EarlierFrame,
    EditFrame,
    Hello,
    MessageFrame,
    PersonFrame,
    RatingFrame,
    SeenFrame,
    TypingFrame,
)
from bot.web.keys import GUARD, OPTIONS, SERVICES, SOCKETS
from bot.web.socket_registry import SESSION_ENDED
from bot.web.sockets import POLICY_VIOLATION, Socket, serve

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from aiohttp import web

    from bot.events import Subscription
    from bot.web.chat.side import CustomerChat
    from bot.web.chat.wire import ChatFrame

HELLO_SECONDS = 10.0
TABS = 12
"""Connections that one customer may hold."""


async def socket(request: web.Request) -> web.StreamResponse:
    """
    Hold the connection of one chat page.
    """
    options = request.app[OPTIONS]
    request.app[GUARD].check_socket(request, others=options.chat_origins)
    places = request.app[SOCKETS]

    async def talk(socket: Socket[ChatFrame]) -> None:
        frames = socket.frames()
        try:
            async with asyncio.timeout(HELLO_SECONDS):
                hello = await anext(frames, None)
        except TimeoutError:
            hello = None
        if not isinstance(hello, Hello):
            socket.end(POLICY_VIOLATION, "hello first")
            return
        try:
            chat = await chat_of(request, hello.token)
            with places.place(f"chat:{chat.session.id}", limit=TABS):
                await _converse(request, socket, frames, chat, hello)
        except ChatSessionUnknown as error:
            socket.push_error(error, hello.ref)
            socket.end(SESSION_ENDED, "session unknown")
        except TooManySockets as error:
            socket.push_error(error, hello.ref)
            socket.end(POLICY_VIOLATION, "too many tabs")

    with places.place(f"address:{caller_network(request)}", limit=options.chat_address_sockets):
        return await serve(request, CHAT_FRAMES, talk)


async def _converse(
    request: web.Request,
    socket: Socket[ChatFrame],
    frames: AsyncIterator[ChatFrame],
    chat: CustomerChat,
    hello: Hello,
) -> None:
    socket.belongs_to(f"chat:{chat.session.id}")
    events = request.app[SERVICES].conversations.events
    # Subscribed before anything is read: what comes in between is sent twice and never missed.
    with events.subscribe(customer_topic(CHANNEL, chat.session.id)) as subscription:
        await socket.answer(hello, _handle(chat, hello))
        socket.beside(_tell(socket, chat, subscription))
        async for frame in frames:
            await socket.answer(frame, _handle(chat, frame))


async def _handle(chat: CustomerChat, frame: ChatFrame) -> Mapping[str, object] | None:
    match frame:
        case Hello():
            view = await chat.view(conversation=frame.conversation, after=frame.after)
            return view.model_dump(mode="json")
        case MessageFrame():
            return (await chat.send(frame)).model_dump(mode="json")
        case EditFrame():
            return (await chat.edit(frame)).model_dump(mode="json")
        case EarlierFrame():
            return (await chat.earlier(frame.before)).model_dump(mode="json")
        case PersonFrame():
            return (await chat.ask_person()).model_dump(mode="json")
        case RatingFrame():
            await chat.rate(frame)
        case SeenFrame():
            await chat.seen(frame.conversation, frame.seq)
        case TypingFrame():
            await chat.typing()
    return None


async def _tell(socket: Socket[ChatFrame], chat: CustomerChat, subscription: Subscription) -> None:
    async for event in subscription:
        match event:
            case CustomerMessageStored(conversation, message):
                push: dict[str, object] = {
                    "type": "message",
                    "message": message_view(message).model_dump(mode="json"),
                }
            case CustomerMessageEdited(conversation, message):
                push = {"type": "edited", "message": message_view(message).model_dump(mode="json")}
            case CustomerStateChanged(conversation, state, closed_seq):
                push = {
                    "type": "state",
                    "state": state.value,
                    "closed_seq": closed_seq,
                    "hours": chat.hours().model_dump(mode="json"),
                }
            case CustomerTyping(conversation):
                push = {"type": "typing"}
            case _:
                continue
        socket.push({**push, "conversation": conversation})
