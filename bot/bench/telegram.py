"""
How many messages a second the Telegram bot takes in, beside a bare aiogram echo bot in the same run.

Both fetch the same updates over real HTTP from a server in this process. The echo bot keeps nothing and
answers each message; ours has each on disk before acknowledging it, in its conversation, marked as handled.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiohttp import web

from bot.container import open_container
from bot.telegram.app import open_telegram

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from aiogram.types import Message

    from bot.settings import Settings

TOKEN: Final = "42:BENCH"  # noqa: S105 -- of a bot that does not exist
BATCH: Final = 100
_ME: Final = {"id": 42, "is_bot": True, "first_name": "bench", "username": "bench_bot"}
_DATE: Final = 1_772_442_000


@dataclass(frozen=True, slots=True)
class TelegramRate:
    """
    Messages a second: of the bare echo bot, and of ours.
    """

    customers: int
    messages: int
    echo_rate: float
    rate: float

    @property
    def ratio(self) -> float:
        """
        Our rate as a part of the echo bot's.
        """
        return self.rate / self.echo_rate


class _Server:
    """
    Gives out updates as a Bot API server does, and says yes to everything else.
    """

    def __init__(self, customers: int, messages: int) -> None:
        self._updates = [
            _update(number, number % customers, f"Вопрос {number}") for number in range(messages)
        ]
        self.sent = 0
        self.all_fetched = asyncio.Event()
        self.all_sent = asyncio.Event()

    async def answer(self, request: web.Request) -> web.Response:
        """
        Answer one call.
        """
        params = await request.post()
        match request.match_info["method"]:
            case "getMe":
                result: Any = _ME
            case "getUpdates":
                offset = int(str(params.get("offset", 0)))
                result = self._updates[offset : offset + BATCH]
                if not result:
                    self.all_fetched.set()
                    await asyncio.sleep(0.05)
            case "sendMessage":
                self.sent += 1
                if self.sent >= len(self._updates):
                    self.all_sent.set()
                chat = {"id": int(str(params["chat_id"])), "type": "private"}
                result = {"message_id": self.sent, "date": _DATE, "chat": chat, "from": _ME, "text": "x"}
            case _:
                result = True
        return web.json_response({"ok": True, "result": result})


async def measure(settings: Settings, customers: int, messages: int) -> TelegramRate:
    """
    Let both bots take in `messages` messages of `customers` customers, one bot after the other.

    Args:
        settings: Over a folder of the measurement's own.
        customers: Chats that the messages are spread over.
        messages: How many there are.

    """
    echo = await _echo(customers, messages)
    own = await _own(settings, customers, messages)
    return TelegramRate(customers, messages, messages / echo, messages / own)


async def _echo(customers: int, messages: int) -> float:
    async with _serving(_Server(customers, messages)) as (server, address):
        session = await asyncio.to_thread(AiohttpSession, api=TelegramAPIServer.from_base(address))
        bot, dispatcher = Bot(TOKEN, session=session), Dispatcher()

        @dispatcher.message()
        async def echo(message: Message) -> None:
            await message.answer(message.text or "")

        began = time.perf_counter()
        polling = asyncio.create_task(dispatcher.start_polling(bot, handle_signals=False))
        await server.all_sent.wait()
        took = time.perf_counter() - began
        await dispatcher.stop_polling()
        await polling
        return took


async def _own(settings: Settings, customers: int, messages: int) -> float:
    async with _serving(_Server(customers, messages)) as (server, address):
        settings = settings.model_copy(
            update={"telegram_api_url": address, "telegram_staff_chat": None, "telegram_admin_chat": None}
        )
        async with open_container(settings) as container, open_telegram(container, TOKEN) as bot:
            began = time.perf_counter()
            running = asyncio.create_task(bot.run())
            await server.all_fetched.wait()
            await bot.lanes.idle()
            took = time.perf_counter() - began
            running.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await running
            return took


@contextlib.asynccontextmanager
async def _serving(server: _Server) -> AsyncIterator[tuple[_Server, str]]:
    app = web.Application()
    app.router.add_post(f"/bot{TOKEN}/{{method}}", server.answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1, handler_cancellation=True)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield server, f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


def _update(number: int, customer: int, text: str) -> dict[str, Any]:
    user = {"id": customer + 1, "first_name": "Клиент", "is_bot": False, "language_code": "ru"}
    return {
        "update_id": number,
        "message": {
            "message_id": number + 1,
            "date": _DATE,
            "chat": {"id": customer + 1, "type": "private", "first_name": "Клиент"},
            "from": user,
            "text": text,
        },
    }
