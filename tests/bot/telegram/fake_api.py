"""
A Bot API server of the tests' own, strict where Telegram is: real HTTP, real refusals, cut connections.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
from collections import defaultdict
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from aiohttp import web

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

TOKEN = "42:TEST"
BOT = {"id": 42, "is_bot": True, "first_name": "Копилот", "username": "copilot_bot"}
DATE = 1_772_442_000
TAGS = {"b", "i", "u", "s", "a", "code", "pre", "blockquote"}
LONGEST = 4096


@dataclass
class Refusal:
    """What Telegram answers instead of doing it; `cut` drops the connection, `done` after doing it."""

    status: int = 400
    description: str = "Bad Request"
    parameters: dict[str, int] = field(default_factory=dict)
    cut: bool = False
    done: bool = False


def too_many(seconds: int) -> Refusal:
    """429 with `retry_after`."""
    return Refusal(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})


BLOCKED = Refusal(403, "Forbidden: bot was blocked by the user")
CUT = Refusal(cut=True)
CUT_AFTER = Refusal(cut=True, done=True)


class Entities(HTMLParser):
    """Reads Telegram's HTML and refuses what Telegram refuses."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.opened: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        """Take a tag that exists."""
        if tag not in TAGS:
            raise ValueError(tag)
        self.opened.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Take the end of the tag that was opened last."""
        if not self.opened or self.opened.pop() != tag:
            raise ValueError(tag)

    def handle_data(self, data: str) -> None:
        """Take text."""
        self.text += data


def shown(html: str, mode: str | None) -> str:
    """Return what a reader sees; raises ValueError for HTML that Telegram refuses."""
    if mode != "HTML":
        return html
    reader = Entities()
    reader.feed(html)
    reader.close()
    if reader.opened:
        raise ValueError(reader.opened)
    return reader.text


@dataclass
class Shown:
    """A message that the bot has sent."""

    id: int
    chat: int
    text: str
    html: str
    thread: int | None
    buttons: list[dict[str, Any]]
    file: str | None = None


class FakeTelegram:
    """The server; tests say what users do and read what they are shown."""

    def __init__(self) -> None:
        self.messages: list[Shown] = []
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.refusals: defaultdict[str, list[Refusal]] = defaultdict(list)
        self.blocked: set[int] = set()
        self.topics: dict[int, str] = {}
        self.closed: set[int] = set()
        self.files: dict[str, bytes] = {}
        self.toasts: list[str | None] = []
        self.inline: list[list[dict[str, Any]]] = []
        self.left: list[int] = []
        self.reactions: list[int] = []
        self.hooks: list[dict[str, Any]] = []
        self.moved: dict[int, int] = {}
        self.waiting: list[dict[str, Any]] = []
        self.again: list[dict[str, Any]] = []
        self.acknowledged = 0
        self._ids = itertools.count(1)
        self._update_ids = itertools.count(1000)
        self._changed = asyncio.Condition()
        self._polls: set[asyncio.Task[Any]] = set()

    @contextlib.asynccontextmanager
    async def serving(self) -> AsyncIterator[str]:
        """Serve on a free port; gives the address."""
        app = web.Application(client_max_size=64 * 2**20)
        app.router.add_route("*", f"/bot{TOKEN}/{{method}}", self._call)
        app.router.add_get(f"/file/bot{TOKEN}/{{path}}", self._file)
        runner = web.AppRunner(app, shutdown_timeout=0.1, handler_cancellation=True)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        try:
            yield f"http://127.0.0.1:{runner.addresses[0][1]}"
        finally:
            await runner.cleanup()

    # what users do

    def person(self, number: int, name: str = "Пётр", language: str = "ru") -> User:
        """A user."""
        return User(self, number, name, language)

    async def push(self, update: dict[str, Any], update_id: int | None = None) -> int:
        """Put an update into the queue; returns its number."""
        number = next(self._update_ids) if update_id is None else update_id
        async with self._changed:
            self.waiting.append({"update_id": number, **update})
            self._changed.notify_all()
        return number

    def next_id(self) -> int:
        """A number for a message."""
        return next(self._ids)

    async def until(self, condition: Any, seconds: float = 20) -> None:
        """Wait until `condition()` holds; what the bot does wakes this."""
        async with asyncio.timeout(seconds):
            async with self._changed:
                await self._changed.wait_for(condition)

    # what they are shown

    def told(self, chat: int, thread: int | None = None) -> list[str]:
        """Texts that a chat (a topic of it) has been shown."""
        return [
            one.text for one in self.messages if one.chat == chat and (thread is None or one.thread == thread)
        ]

    async def sees(self, chat: int, part: str, thread: int | None = None) -> Shown:
        """Wait for a message with `part` in it; returns the last one."""

        def found() -> list[Shown]:
            return [
                one
                for one in self.messages
                if one.chat == chat and part in one.text and (thread is None or one.thread == thread)
            ]

        try:
            await self.until(found)
        except TimeoutError:
            raise AssertionError(f"{part!r} is not among {self.told(chat)}") from None
        return found()[-1]

    # the server's side

    async def _call(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        params = await self._params(request)
        refusal = self._refusal(method, params)
        if refusal is not None and not refusal.done:
            return self._refused(request, refusal)
        handler = getattr(self, f"_do_{method.lower()}", None)
        if handler is None:
            return web.json_response({"ok": False, "error_code": 404, "description": "Not Found"}, status=404)
        result = await handler(params)
        async with self._changed:
            if method != "getUpdates":
                self.calls.append((method, params))
            self._changed.notify_all()
        if isinstance(result, Refusal):
            return self._refused(request, result)
        if refusal is not None:
            return self._refused(request, refusal)
        return web.json_response({"ok": True, "result": result})

    async def _params(self, request: web.Request) -> dict[str, Any]:
        params: dict[str, Any] = {}
        for name, value in (await request.post()).items():
            if isinstance(value, web.FileField):
                params[name] = value.filename
                self.files[value.filename] = value.file.read()
            else:
                params[name] = value.decode() if isinstance(value, bytes | bytearray) else value
        return params

    def _refusal(self, method: str, params: dict[str, Any]) -> Refusal | None:
        chat = int(params.get("chat_id", 0))
        if method.startswith("send") and chat in self.blocked:
            return BLOCKED
        if chat in self.moved:
            return Refusal(400, "upgraded to a supergroup", {"migrate_to_chat_id": self.moved[chat]})
        return self.refusals[method].pop(0) if self.refusals[method] else None

    def _refused(self, request: web.Request, refusal: Refusal) -> web.Response:
        if refusal.cut and request.transport is not None:
            request.transport.abort()
        body: dict[str, Any] = {
            "ok": False,
            "error_code": refusal.status,
            "description": refusal.description,
        }
        if refusal.parameters:
            body["parameters"] = refusal.parameters
        return web.json_response(body, status=refusal.status)

    async def _do_getme(self, params: dict[str, Any]) -> Any:
        return BOT

    async def _do_getupdates(self, params: dict[str, Any]) -> Any:
        offset = int(params.get("offset", 0))
        self.acknowledged = max(self.acknowledged, offset)
        self.waiting = [one for one in self.waiting if one["update_id"] >= offset]
        async with self._changed:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(float(params.get("timeout", 0))):
                    await self._changed.wait_for(lambda: self.waiting or self.again)
            again, self.again = self.again, []
        return sorted([*self.waiting[:100], *again], key=lambda one: one["update_id"])

    async def _do_sendmessage(self, params: dict[str, Any]) -> Any:
        return self._post(params, params.get("text", ""))

    async def _do_senddocument(self, params: dict[str, Any]) -> Any:
        return self._post(params, "", next((name for name in params.values() if name in self.files), None))

    _do_sendphoto = _do_senddocument

    def _post(self, params: dict[str, Any], html: str, file: str | None = None) -> Any:
        chat = int(params["chat_id"])
        thread = int(params["message_thread_id"]) if "message_thread_id" in params else None
        if thread is not None and thread not in self.topics:
            return Refusal(400, "Bad Request: message thread not found")
        if thread in self.closed:
            return Refusal(400, "Bad Request: TOPIC_CLOSED")
        try:
            text = shown(html, params.get("parse_mode"))
        except ValueError as error:
            return Refusal(400, f"Bad Request: can't parse entities: {error}")
        if file is None and not text.strip():
            return Refusal(400, "Bad Request: message text is empty")
        if len(text.encode("utf-16-le")) // 2 > LONGEST:
            return Refusal(400, "Bad Request: message is too long")
        markup = json.loads(params.get("reply_markup") or "{}")
        rows = markup.get("inline_keyboard", [])
        message = Shown(
            self.next_id(), chat, text, html, thread, [button for row in rows for button in row], file
        )
        self.messages.append(message)
        return self.as_message(message)

    def as_message(self, message: Shown) -> dict[str, Any]:
        """A message of the bot as the API shows it."""
        kind = {"type": "private", "first_name": "x"} if message.chat > 0 else {"type": "supergroup"}
        body = {
            "message_id": message.id,
            "date": DATE,
            "chat": {"id": message.chat, **kind},
            "from": BOT,
            "text": message.text,
        }
        if message.thread is not None:
            body |= {"message_thread_id": message.thread, "is_topic_message": True}
        if message.buttons:
            body["reply_markup"] = {"inline_keyboard": [[button] for button in message.buttons]}
        return body

    async def _do_editmessagetext(self, params: dict[str, Any]) -> Any:
        message = self._own(params)
        if message is None:
            return Refusal(400, "Bad Request: message to edit not found")
        text = shown(params["text"], params.get("parse_mode"))
        markup = json.loads(params.get("reply_markup") or "{}")
        buttons = [button for row in markup.get("inline_keyboard", []) for button in row]
        if text == message.text and buttons == message.buttons:
            return Refusal(400, "Bad Request: message is not modified")
        message.text, message.html, message.buttons = text, params["text"], buttons
        return self.as_message(message)

    async def _do_editmessagereplymarkup(self, params: dict[str, Any]) -> Any:
        message = self._own(params)
        if message is None:
            return Refusal(400, "Bad Request: message to edit not found")
        if not message.buttons:
            return Refusal(400, "Bad Request: message is not modified")
        message.buttons = []
        return self.as_message(message)

    def _own(self, params: dict[str, Any]) -> Shown | None:
        found = [one for one in self.messages if one.id == int(params["message_id"])]
        return found[0] if found and found[0].chat == int(params["chat_id"]) else None

    async def _do_answercallbackquery(self, params: dict[str, Any]) -> Any:
        self.toasts.append(params.get("text"))
        return True

    async def _do_answerinlinequery(self, params: dict[str, Any]) -> Any:
        self.inline.append(json.loads(params["results"]) if "results" in params else [])
        return True

    async def _do_getfile(self, params: dict[str, Any]) -> Any:
        name = params["file_id"]
        if name not in self.files:
            return Refusal(400, "Bad Request: file is too big")
        return {"file_id": name, "file_unique_id": name, "file_path": name}

    async def _file(self, request: web.Request) -> web.Response:
        return web.Response(body=self.files[request.match_info["path"]])

    async def _do_createforumtopic(self, params: dict[str, Any]) -> Any:
        topic = self.next_id()
        self.topics[topic] = params["name"]
        return {"message_thread_id": topic, "name": params["name"], "icon_color": 7322096}

    async def _do_reopenforumtopic(self, params: dict[str, Any]) -> Any:
        self.closed.discard(int(params["message_thread_id"]))
        return True

    async def _do_leavechat(self, params: dict[str, Any]) -> Any:
        self.left.append(int(params["chat_id"]))
        return True

    async def _do_setmessagereaction(self, params: dict[str, Any]) -> Any:
        self.reactions.append(int(params["message_id"]))
        return True

    async def _do_setwebhook(self, params: dict[str, Any]) -> Any:
        self.hooks.append(params)
        return True

    async def _yes(self, params: dict[str, Any]) -> Any:
        return True

    _do_deletewebhook = _do_setmycommands = _do_deletemycommands = _do_setmyshortdescription = _yes


class User:
    """Somebody with Telegram on his phone."""

    def __init__(self, server: FakeTelegram, number: int, name: str, language: str) -> None:
        self._server = server
        self.id = number
        self.user = {"id": number, "is_bot": False, "first_name": name, "language_code": language}
        self.chat: dict[str, Any] = {"id": number, "type": "private", "first_name": name}

    def message(self, text: str | None = None, **fields: Any) -> dict[str, Any]:
        """A message of his, not sent yet."""
        body = {
            "message_id": self._server.next_id(),
            "date": DATE,
            "chat": self.chat,
            "from": self.user,
            **fields,
        }
        return body if text is None else {**body, "text": text}

    async def writes(self, text: str | None = None, **fields: Any) -> dict[str, Any]:
        """Write to the bot."""
        message = self.message(text, **fields)
        await self._server.push({"message": message})
        return message

    async def edits(self, message: dict[str, Any], text: str) -> None:
        """Change what he wrote."""
        await self._server.push({"edited_message": {**message, "text": text, "edit_date": DATE + 5}})

    async def writes_in_topic(
        self, group: int, topic: int, text: str | None = None, **fields: Any
    ) -> dict[str, Any]:
        """Write into a topic of a group."""
        where = {"id": group, "type": "supergroup", "title": "Операторы", "is_forum": True}
        return await self.writes(
            text, **{"chat": where, "message_thread_id": topic, "is_topic_message": True, **fields}
        )

    async def presses(self, message: Shown, label: str) -> None:
        """Press a button under a message."""
        data = next(one["callback_data"] for one in message.buttons if one["text"] == label)
        await self.sends_data(message, data)

    async def sends_data(self, message: Shown, data: str) -> None:
        """Send callback data as a client of his own making could."""
        await self._server.push(
            {
                "callback_query": {
                    "id": str(self._server.next_id()),
                    "from": self.user,
                    "chat_instance": "1",
                    "message": self._server.as_message(message),
                    "data": data,
                }
            }
        )

    async def types_inline(self, words: str) -> None:
        """Type after the bot's name in some chat."""
        await self._server.push(
            {
                "inline_query": {
                    "id": str(self._server.next_id()),
                    "from": self.user,
                    "query": words,
                    "offset": "",
                }
            }
        )

    async def blocks(self, *, blocked: bool = True) -> None:
        """Block the bot, or let it in again."""
        (self._server.blocked.add if blocked else self._server.blocked.discard)(self.id)
        member, kicked = {"status": "member", "user": BOT}, {"status": "kicked", "user": BOT, "until_date": 0}
        old, new = (member, kicked) if blocked else (kicked, member)
        await self._server.push(
            {
                "my_chat_member": {
                    "chat": self.chat,
                    "from": self.user,
                    "date": DATE,
                    "old_chat_member": old,
                    "new_chat_member": new,
                }
            }
        )

    async def adds_bot_to(self, group: int) -> None:
        """Add the bot to a group."""
        await self._server.push(
            {
                "my_chat_member": {
                    "chat": {"id": group, "type": "supergroup", "title": "Чужие"},
                    "from": self.user,
                    "date": DATE,
                    "old_chat_member": {"status": "left", "user": BOT},
                    "new_chat_member": {"status": "member", "user": BOT},
                }
            }
        )
