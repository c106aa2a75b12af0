"""
`copilot bench telegram`: messages a second, beside a bare echo bot.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.language import say
from bot.cli.options import Json


def telegram(
    customers: Annotated[int, typer.Option(min=1, help=say("Клиентов", "Customers"))] = 200,
    messages: Annotated[int, typer.Option(min=10, help=say("Сообщений", "Messages"))] = 2000,
    as_json: Json = False,
) -> None:
    """
    Print both rates and their ratio.
    """
    import asyncio  # noqa: PLC0415 -- `--help` must not wait for it
    import dataclasses  # noqa: PLC0415 -- likewise

    from bot.bench.telegram import measure  # noqa: PLC0415 -- likewise
    from bot.settings import Settings  # noqa: PLC0415 -- likewise

    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.read().model_copy(update={"data_dir": Path(folder)})
        found = asyncio.run(measure(settings, customers, messages))
    if as_json:
        print(json.dumps(dataclasses.asdict(found) | {"ratio": found.ratio}))
        return
    unit = say("сообщений/с", "messages/s")
    print(
        say(
            f"Голый эхо-бот aiogram: {found.echo_rate:.0f} {unit}",
            f"Bare aiogram echo bot: {found.echo_rate:.0f} {unit}",
        )
    )
    print(
        say(f"Наш бот, с записью на диск: {found.rate:.0f} {unit}", f"Ours, on disk: {found.rate:.0f} {unit}")
    )
    print(say(f"Отношение: {found.ratio:.2f}", f"Ratio: {found.ratio:.2f}"))
