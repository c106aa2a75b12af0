"""
The ground that every WebSocket of the application stands on: frames in, frames out, and an orderly end.

A socket never makes anybody wait: `push` puts a frame into its queue and returns. Whoever does not read fills
his queue, is closed with 1013, comes back and asks for what is above the last number he has.
"""

from __future__ import annotations

import asyncio
import json
import traceback
from collections import deque
from typing import TYPE_CHECKING, Generic, TypeVar

import structlog
from aiohttp import WSMsgType, web
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError
from pydantic_core import from_json

from bot.channel_errors import FrameError, FrameMalformed, FrameNotText, FrameTooLarge, UpgradeNeeded
from bot.conversation_errors import Lagged
from bot.error_table import describe
from bot.errors import BotError, FieldsInvalid, TooManyRequests
from bot.web.body import field_problems
from bot.web.keys import OPTIONS, SOCKETS
from bot.web.limits import Limiter
from bot.web.socket_registry import TRY_AGAIN_LATER, Sockets
from bot.web.texts import accepted_language

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Mapping

    from aiohttp import WSMessage

POLICY_VIOLATION = 1008
INTERNAL_ERROR = 1011
NORMAL_CLOSURE = 1000
REF_LIMIT = 100
CONTROL = frozenset({WSMsgType.CLOSE, WSMsgType.CLOSING, WSMsgType.CLOSED, WSMsgType.ERROR})

_log = structlog.get_logger(__name__)


class Frame(BaseModel):
    """
    What every frame from the page has: its type, and an id of the page's under which the reply comes.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    ref: str | None = Field(None, max_length=REF_LIMIT)


F = TypeVar("F", bound=Frame)


class Socket(Generic[F]):
    """
    One open connection.

    Args:
        response: The upgraded response.
        transport: What lies under it.
        adapter: Reads a frame; a union of subclasses of `Frame`, told apart by `type`.
        sockets: Where open ones are known; brings the clock and the terms.
        language: Of the sentences in errors.

    """

    def __init__(
        self,
        response: web.WebSocketResponse,
        transport: asyncio.Transport | None,
        adapter: TypeAdapter[F],
        sockets: Sockets,
        *,
        language: str,
    ) -> None:
        self.language = language
        self._response = response
        self._transport = transport
        self._adapter = adapter
        self._terms = sockets.terms
        self._clock = sockets.clock
        self._limiter = Limiter(
            rate=self._terms.frames_per_second, burst=self._terms.frames_at_once, capacity=1
        )
        self._owner: str | None = None
        self._queue: deque[str] = deque()
        self._queued = 0
        self._wake = asyncio.Event()
        self._ending: tuple[int, str] | None = None
        self._ended = asyncio.Event()
        self._closed = asyncio.Event()
        self._beside: list[asyncio.Task[None]] = []
        self._faults = 0

    @property
    def owner(self) -> str | None:
        """
        Whose it is, once somebody has said so.
        """
        return self._owner

    def belongs_to(self, owner: str) -> None:
        """
        Let `Sockets.close_owner` find this socket.
        """
        self._owner = owner

    def push(self, frame: Mapping[str, object]) -> None:
        """
        Send a frame as soon as the other end reads; who is too far behind is closed with 1013.
        """
        if self._ending is not None:
            return
        text = json.dumps(frame, ensure_ascii=False, separators=(",", ":"))
        # One frame may be larger than the whole queue, if it is the only one.
        if self._queue and self._queued + len(text) > self._terms.queue_chars:
            self._forget_queue()
            self.end(TRY_AGAIN_LATER, "behind")
            return
        self._queue.append(text)
        self._queued += len(text)
        self._wake.set()

    def push_error(self, error: BotError, ref: str | None = None) -> None:
        """
        Tell the page what went wrong, by the table of errors.
        """
        description = describe(error, self.language)
        frame: dict[str, object] = {
            "type": "error",
            "code": description.code,
            "message": description.sentence,
        }
        if ref is not None:
            frame["ref"] = ref
        if isinstance(error, TooManyRequests):
            frame["retry_after"] = error.retry_after
        self.push(frame)

    async def answer(self, frame: Frame, reply: Awaitable[Mapping[str, object] | None]) -> None:
        """
        Await what a frame asks for and push `ok` with its fields, or the error it raised.
        """
        try:
            fields = await reply
        except BotError as error:
            self.push_error(error, frame.ref)
        else:
            ref = {} if frame.ref is None else {"ref": frame.ref}
            self.push({"type": "ok", **ref, **(fields or {})})

    def beside(self, work: Coroutine[None, None, None]) -> None:
        """
        Run `work`, such as the pushing of events, until the socket ends; its failure ends the socket.
        """
        task = asyncio.create_task(work)
        self._beside.append(task)
        task.add_done_callback(self._note_failure)

    async def frames(self) -> AsyncIterator[F]:
        """
        Iterate over usable frames until the other end has gone; the others are answered with an error here.

        A frame that is no JSON text or too large ends the connection; so does a row of other bad ones.
        """
        while self._ending is None:
            message = await self._response.receive()
            if message.type in CONTROL:
                return
            try:
                self._limiter.take("", self._clock())
                frame = self._read(message)
            except FrameError as error:
                self.push_error(error)
                self.end(error.close_code)
            except (FieldsInvalid, TooManyRequests) as error:
                self.push_error(error, _ref(message))
                self._faults += 1
                if self._faults >= self._terms.faults:
                    self.end(POLICY_VIOLATION, "too many bad frames")
            else:
                self._faults = 0
                yield frame

    def end(self, code: int, reason: str = "") -> None:
        """
        Close once what is queued has been sent; returns at once. The first reason given counts.
        """
        if self._ending is None:
            self._ending = (code, reason)
            self._ended.set()

    async def wait_closed(self) -> None:
        """
        Wait until the connection is closed.
        """
        await self._closed.wait()

    async def run(self, talk: Callable[[Socket[F]], Coroutine[None, None, None]]) -> None:
        """
        Hold the connection open while `talk` goes on, then close it; used by `serve`.
        """
        writer = asyncio.create_task(self._write())
        writer.add_done_callback(self._note_failure)
        talking = asyncio.create_task(talk(self))
        talking.add_done_callback(self._note_failure)
        ended = asyncio.create_task(self._ended.wait())
        try:
            await asyncio.wait({writer, talking, ended}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            try:
                await _stop(writer, talking, ended, *self._beside)
                await self._shut()
            finally:
                # Also when the server cancels its handlers: whoever waits for the end must not wait for ever.
                self._closed.set()

    def _read(self, message: WSMessage) -> F:
        if message.type is not WSMsgType.TEXT:
            raise FrameNotText
        if len(message.data.encode("utf-8", "replace")) > self._terms.frame_bytes:
            raise FrameTooLarge(self._terms.frame_bytes)
        try:
            return self._adapter.validate_json(message.data)
        except ValidationError as error:
            details = error.errors(include_url=False, include_input=False)
            if details[0]["type"] == "json_invalid" or not isinstance(from_json(message.data), dict):
                raise FrameMalformed from None  # the cause quotes the frame
            raise FieldsInvalid(field_problems(details, self.language)) from None

    async def _write(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self._queue:
                try:
                    await self._response.send_str(self._next())
                except ConnectionError:
                    return  # the other end has gone; what it lacks it will ask for

    def _next(self) -> str:
        # Taken before it is sent: a send that is cancelled has been written all the same.
        text = self._queue.popleft()
        self._queued -= len(text)
        return text

    def _forget_queue(self) -> None:
        self._queue.clear()
        self._queued = 0

    async def _shut(self) -> None:
        code, reason = self._ending or (NORMAL_CLOSURE, "")
        try:
            async with asyncio.timeout(self._terms.close_seconds):
                while self._queue and not self._response.closed:
                    await self._response.send_str(self._next())
                await self._response.close(code=code, message=reason.encode())
        except (TimeoutError, ConnectionError):
            pass  # it does not read, or has gone
        finally:
            # A transport with something left to write would wait for its reader for ever.
            if self._transport is not None:
                self._transport.abort()

    def _note_failure(self, task: asyncio.Task[None]) -> None:
        error = None if task.cancelled() else task.exception()
        if error is None:
            return
        if isinstance(error, Lagged):
            self._forget_queue()
            self.end(TRY_AGAIN_LATER, "behind")
            return
        if isinstance(error, BotError):
            self.push_error(error)
        # Places only: a message of an exception may quote what somebody has written.
        frames = [
            f"{frame.f_code.co_filename}:{line} {frame.f_code.co_name}"
            for frame, line in traceback.walk_tb(error.__traceback__)
        ]
        _log.error("socket_failed", error=type(error).__name__, where=frames[-8:])
        self.end(INTERNAL_ERROR)


async def serve(
    request: web.Request, adapter: TypeAdapter[F], talk: Callable[[Socket[F]], Coroutine[None, None, None]]
) -> web.WebSocketResponse:
    """
    Upgrade the request and let `talk` have the socket until one of them ends.

    Check first where the request comes from (`Guard.check_socket`) and whose it is.

    Raises:
        UpgradeNeeded: it is no WebSocket handshake.
    """
    sockets = request.app[SOCKETS]
    terms = sockets.terms
    response = web.WebSocketResponse(
        heartbeat=terms.heartbeat,
        # Above this nothing is read any more; up to this the page still hears what was wrong.
        max_msg_size=terms.frame_bytes * 2,
        timeout=terms.close_seconds,
        compress=False,
    )
    if not response.can_prepare(request).ok:
        raise UpgradeNeeded
    language = accepted_language(request.headers.get("Accept-Language", ""), request.app[OPTIONS].language)
    await response.prepare(request)
    socket = Socket(response, request.transport, adapter, sockets, language=language)
    with sockets.registered(socket):
        await socket.run(talk)
    return response


def _ref(message: WSMessage) -> str | None:
    """
    Return the page's id of a frame that was refused, if it has a usable one.
    """
    if message.type is not WSMsgType.TEXT:
        return None
    try:
        parsed = from_json(message.data)
    except ValueError:
        return None
    ref = parsed.get("ref") if isinstance(parsed, dict) else None
    return ref if isinstance(ref, str) and len(ref) <= REF_LIMIT else None


async def _stop(*tasks: asyncio.Task[object]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
