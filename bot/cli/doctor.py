"""
`copilot doctor`: whether everything is in place and works.
"""

from __future__ import annotations

import asyncio
import dataclasses
import json

import typer

from bot.cli.language import LANGUAGE, say
from bot.cli.options import Json

EXIT_PROBLEMS = 1


def doctor(as_json: Json = False) -> None:
    """
    Exit with 1 if a check fails.
    """
    from bot.settings import Settings  # noqa: PLC0415 -- `--help` must not wait for it
    from bot.usecases.examine import examine  # noqa: PLC0415 -- likewise

    findings = asyncio.run(examine(Settings.read(), LANGUAGE))
    if as_json:
        print(json.dumps([dataclasses.asdict(one) for one in findings], ensure_ascii=False, indent=2))
    else:
        for one in findings:
            print(f"{'✓' if one.ok else '✗'} {one.name}: {one.detail}")
        if all(one.ok for one in findings):
            print(say("Всё в порядке.", "All is well."))
    if not all(one.ok for one in findings):
        raise typer.Exit(EXIT_PROBLEMS)
