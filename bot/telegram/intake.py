"""
Where updates come from: fetched by polling or brought to the webhook; stored first, acknowledged then.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from typing import TYPE_CHECKING, Any, Final

import structlog
from aiogram.exceptions import TelegramAPIError, TelegramNetworkError, TelegramRetryAfter
from aiogram.methods import DeleteWebhook, GetUpdates, SetWebhook
from aiogram.types import Update
from aiohttp import web
from pydantic import ValidationError

from bot.errors import StorageError
from bot.storage.telegram_updates import StoredUpdate

if TYPE_CHECKING:
    from aiogram import Bot

    from bot.telegram.lanes import Lanes

ALLOWED: Final = ["message", "edited_message", "callback_query", "inline_query", "my_chat_member"]
POLL_SECONDS: Final = 25
BATCH: Final = 100
LONGEST_PAUSE: Final = 30.0
WEBHOOK_PATH: Final = "/telegram/webhook"
SECRET_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 -- the name of a header

_log = structlog.get_logger(__name__)


def webhook_secret(token: str) -> str:
    """
    Return the secret that Telegram proves itself with; whoever has the bot's token could make it anyway.
    """
    return hmac.new(token.encode(), b"copilot webhook", hashlib.sha256).hexdigest()


def stored(update: Update) -> StoredUpdate:
    """
    Return an update as it is kept, with its lane: the chat, in groups the topic, for inline queries the user.
    """
    payload = update.model_dump_json(exclude_none=True)
    return StoredUpdate(update.update_id, _lane(update), payload)


def _lane(update: Update) -> str:
    if update.inline_query is not None:
        return f"inline:{update.inline_query.from_user.id}"
    message = update.message or update.edited_message
    if message is not None:
        return f"{message.chat.id}:{message.message_thread_id or 0}"
    if update.callback_query is not None:
        pressed = update.callback_query.message
        thread = getattr(pressed, "message_thread_id", None) or 0
        return f"{pressed.chat.id}:{thread}" if pressed else f"user:{update.callback_query.from_user.id}"
    if update.my_chat_member is not None:
        return f"{update.my_chat_member.chat.id}:0"
    return "other"


async def poll(bot: Bot, lanes: Lanes, *, seconds: int = POLL_SECONDS) -> None:
    """
    Fetch updates until cancelled; the next request, which acknowledges them, is made once they are on disk.

    It begins without an offset: Telegram then gives whatever was never acknowledged, and what came before is
    known by its number.
    """
    await bot(DeleteWebhook(drop_pending_updates=False))
    offset: int | None = None
    pause = 0.5
    while True:
        await lanes.room()
        try:
            updates = await bot(
                GetUpdates(offset=offset, limit=BATCH, timeout=seconds, allowed_updates=ALLOWED),
                request_timeout=seconds + 10,
            )
            await lanes.take(stored(update) for update in updates)
        except TelegramRetryAfter as error:
            await asyncio.sleep(error.retry_after)
            continue
        except (TelegramAPIError, StorageError) as error:
            # Not the message: a network error quotes the address, which holds the token.
            _log.warning("updates_not_fetched", error=type(error).__name__, again_in=pause)
            await asyncio.sleep(pause)
            pause = min(pause * 2, 2.0 if isinstance(error, TelegramNetworkError) else LONGEST_PAUSE)
            continue
        pause = 0.5
        if updates:
            offset = updates[-1].update_id + 1


async def announce_webhook(bot: Bot, address: str, secret: str) -> None:
    """
    Ask Telegram to bring updates to `address`, one at a time: over several connections order would be lost.
    """
    await bot(
        SetWebhook(
            url=address + WEBHOOK_PATH,
            secret_token=secret,
            max_connections=1,
            allowed_updates=ALLOWED,
            drop_pending_updates=False,
        )
    )


def webhook(bot: Bot, lanes: Lanes, secret: str) -> Any:
    """
    Build the handler of the webhook: 200 only once the update is on disk, else Telegram brings it again.
    """

    async def handle(request: web.Request) -> web.Response:
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode("utf-8", "replace"), secret.encode()):
            return web.Response(status=401)
        try:
            update = Update.model_validate(json.loads(await request.read()), context={"bot": bot})
        except (ValueError, ValidationError, RecursionError):
            return web.Response(status=400)
        try:
            await lanes.take([stored(update)])
        except StorageError:
            return web.Response(status=503)
        return web.Response()

    return handle
