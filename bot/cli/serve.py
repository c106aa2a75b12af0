"""
`copilot serve`: the operator desk and the API, until Ctrl-C.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import signal
from typing import TYPE_CHECKING, Any

from bot.cli.language import say

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine

    from aiohttp import web

    from bot.container import Container
    from bot.settings import Settings
    from index.arrays import Progress


def serve() -> None:
    """
    Serve until SIGINT or SIGTERM.
    """
    from bot.logs import set_up_logs  # noqa: PLC0415 -- `--help` must not wait for it
    from bot.settings import Settings  # noqa: PLC0415 -- likewise

    settings = Settings.read()
    set_up_logs(settings.log_level)
    asyncio.run(_serve(settings))


async def _serve(settings: Settings) -> None:
    from bot.cli.progress import progress  # noqa: PLC0415 -- `--help` must not wait for it
    from bot.cli.user import login_url, machine_admin  # noqa: PLC0415 -- likewise
    from bot.container import open_container  # noqa: PLC0415 -- likewise
    from bot.keeper import first_content, keep  # noqa: PLC0415 -- likewise
    from bot.web.app import create_app  # noqa: PLC0415 -- likewise
    from bot.web.server import serving  # noqa: PLC0415 -- likewise
    from bot.web.wiring import options, services  # noqa: PLC0415 -- likewise

    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for wanted in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(wanted, stop.set)
    async with contextlib.AsyncExitStack() as stack:
        container = await stack.enter_async_context(open_container(settings))
        admin = await machine_admin(container)
        with progress() as report:
            await first_content(container, admin.id, report)
        app = create_app(services(container), options(settings))
        telegram = await stack.enter_async_context(_telegram(container, app))
        async with serving(app, host=settings.web_host, port=settings.web_port) as port:
            address = settings.public_url or f"http://{settings.web_host}:{port}"
            print(
                say("Рабочее место оператора: ", "Operator desk: ")
                + await login_url(container, admin, address),
                flush=True,
            )
            print(
                say(
                    "Ссылка действует 30 минут, один раз. Остановить: Ctrl-C.",
                    "The link works once, for 30 minutes. Stop: Ctrl-C.",
                ),
                flush=True,
            )
            with progress() as report:
                keeper = asyncio.create_task(keep(container, _until(stop, report)))
                chatting = asyncio.create_task(telegram())
                stopped = asyncio.create_task(stop.wait())
                await asyncio.wait([keeper, stopped], return_when=asyncio.FIRST_COMPLETED)
                for task in (chatting, keeper, stopped):
                    task.cancel()
                for task in (chatting, keeper):
                    with contextlib.suppress(asyncio.CancelledError):
                        await task
    print(say("Остановлено.", "Stopped."), flush=True)


@contextlib.asynccontextmanager
async def _telegram(
    container: Container, app: web.Application
) -> AsyncIterator[Callable[[], Coroutine[Any, Any, None]]]:
    """
    Give what keeps the Telegram bot going beside the web; nothing where there is no token.
    """
    token = container.settings.bot_token
    if token is None:
        yield _nothing
        return
    # aiogram takes seconds to import: only who has a bot waits for it.
    from bot.tasks import repeat  # noqa: PLC0415 -- likewise
    from bot.telegram.app import open_telegram  # noqa: PLC0415 -- likewise
    from bot.telegram.intake import WEBHOOK_PATH  # noqa: PLC0415 -- likewise

    async with open_telegram(container, token.get_secret_value()) as bot:
        if container.settings.telegram_mode == "webhook":
            app.router.add_post(WEBHOOK_PATH, bot.webhook)
        yield functools.partial(repeat, "telegram", bot.run, every=1.0)


async def _nothing() -> None:
    return


def _until(stop: asyncio.Event, report: Progress) -> Progress:
    """
    Report progress until `stop` is set, then end the work from within.

    A thread that encodes texts for a minute cannot be cancelled from outside, and the process waits for it.
    """

    def report_or_end(stage: str, done: int, total: int) -> None:
        if stop.is_set():
            raise asyncio.CancelledError
        report(stage, done, total)

    return report_or_end
