"""
The bot put together over a container, and kept going.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
from typing import TYPE_CHECKING, Final

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramAPIError
from aiogram.types import Update

from bot.storage.telegram import TelegramStore
from bot.storage.telegram_topics import TopicStore
from bot.storage.telegram_updates import UpdateStore
from bot.tasks import repeat
from bot.telegram.admins import Admins
from bot.telegram.alarms import Alarms
from bot.telegram.customers import Customers
from bot.telegram.groups import Groups
from bot.telegram.identity import Identify
from bot.telegram.inline import Inline
from bot.telegram.intake import announce_webhook, poll, webhook, webhook_secret
from bot.telegram.lanes import Lanes
from bot.telegram.linking import Linking, payload
from bot.telegram.menus import show_menus
from bot.telegram.mirror import Mirror
from bot.telegram.presses import Presses
from bot.telegram.sender import CHANNEL, TelegramSender
from bot.telegram.staff import Staff
from bot.telegram.tools import Chats, Tools
from bot.telegram.topics import Topics

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from aiohttp.typedefs import Handler

    from bot.container import Container
    from bot.domain.conversation import Customer
    from bot.settings import Settings

UPDATES_KEPT: Final = dt.timedelta(days=2)
BUTTONS_KEPT: Final = dt.timedelta(days=30)
TIDY_EVERY: Final = 600.0
ALARMS_EVERY: Final = 2.0
AGAIN: Final = 1.0


class TelegramBot:
    """
    A running bot.

    Args:
        container: The use cases; the channel «telegram» of its deliverer is taken over.
        bot: The Bot API.

    """

    def __init__(self, container: Container, bot: Bot) -> None:
        self._container = container
        self._bot = bot
        store, topics = TelegramStore(container.database), TopicStore(container.database)
        self._updates = UpdateStore(container.database)
        self.tools = Tools(bot, container, store, Chats(store))
        presses = Presses(self.tools)
        self.alarms = Alarms(self.tools)
        self.mirror = Mirror(self.tools, topics, presses)
        self._dispatcher = Dispatcher(disable_fsm=True)
        self._dispatcher.update.outer_middleware(Identify(self.tools))
        self._dispatcher.include_routers(
            Groups(self.tools).router,
            Linking(self.tools).router,
            presses.router,
            Inline(self.tools).router,
            Admins(self.tools, presses).router,
            Staff(self.tools, presses).router,
            Topics(self.tools, topics, presses).router,
            Customers(self.tools, presses, self._reachable).router,
        )
        self.lanes = Lanes(self._updates, self._handle, clock=container.clock)
        self._sender = TelegramSender(self.tools)
        container.conversations.deliverer.register(CHANNEL, self._sender)

    @property
    def webhook(self) -> Handler:
        """
        The handler of the webhook's route.
        """
        handler: Handler = webhook(self._bot, self.lanes, webhook_secret(self._bot.token))
        return handler

    async def run(self) -> None:
        """
        Take up what is left, then receive, show and tidy up until cancelled.

        Raises:
            StorageError: what is left cannot be read.
        """
        await self.tools.chats.load()
        await self.lanes.start()
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(repeat("telegram_updates", self._receive, every=AGAIN))
                tasks.create_task(repeat("telegram_tidying", self._tidy, every=TIDY_EVERY))
                tasks.create_task(show_menus(self.tools))
                if self.tools.admin_chat is not None:
                    tasks.create_task(repeat("telegram_alarms", self.alarms.look, every=ALARMS_EVERY))
                if self.tools.staff_chat is not None:
                    tasks.create_task(repeat("telegram_topics", self.mirror.run, every=AGAIN))
        finally:
            await self.lanes.stop()

    async def settle(self) -> None:
        """
        Let what is on the wire be noted; to be called before the connections are closed.
        """
        await self._sender.settle()

    async def _receive(self) -> None:
        settings = self._container.settings
        if settings.telegram_mode == "polling" or settings.public_url is None:
            await poll(self._bot, self.lanes)
        else:
            await announce_webhook(self._bot, settings.public_url, webhook_secret(self._bot.token))
            await asyncio.Event().wait()

    async def _handle(self, payload: str) -> None:
        update = Update.model_validate_json(payload, context={"bot": self._bot})
        await self._dispatcher.feed_update(self._bot, update)

    async def _reachable(self, customer: Customer, back: bool) -> None:
        if self.tools.staff_chat is not None:
            await self.mirror.say_in_topic(customer, "client_back" if back else "client_blocked")

    async def _tidy(self) -> None:
        now = self._container.clock()
        await self._updates.purge(older_than=now - UPDATES_KEPT)
        await self.tools.store.purge(buttons_before=now - BUTTONS_KEPT, links_before=now)


async def deep_link(settings: Settings, secret: str) -> str:
    """
    Return the link that ties a Telegram user to an account; what to send to the bot where it is not reached.
    """
    command = f"/start {payload(secret)}"
    if settings.bot_token is None:
        return command
    try:
        async with _bot(settings, settings.bot_token.get_secret_value()) as bot:
            me = await bot.me()
    except TelegramAPIError:
        return command
    return f"https://t.me/{me.username}?start={payload(secret)}"


@contextlib.asynccontextmanager
async def open_telegram(container: Container, token: str) -> AsyncIterator[TelegramBot]:
    """
    Build the bot; its connections are closed on leaving.
    """
    async with _bot(container.settings, token) as bot:
        telegram = TelegramBot(container, bot)
        try:
            yield telegram
        finally:
            await telegram.settle()


@contextlib.asynccontextmanager
async def _bot(settings: Settings, token: str) -> AsyncIterator[Bot]:
    server = TelegramAPIServer.from_base(settings.telegram_api_url)
    # Building it reads the certificates from disk.
    session = await asyncio.to_thread(AiohttpSession, api=server)
    try:
        yield Bot(token, session=session)
    finally:
        await session.close()
