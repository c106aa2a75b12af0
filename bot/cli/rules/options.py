"""
Options and reading that the commands of `copilot rules` share.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.language import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knowledge.speech.load import LoadedRule

EXIT_FOUND = 1
"""The command ran and has something to show."""

PolicyFolder = Annotated[
    Path | None,
    typer.Option(
        "--policy",
        metavar="DIR",
        help=say(
            "Папка правил компании и policy.yaml; без неё – из настройки SPEECH_POLICY",
            "Folder of the company's rules and policy.yaml; SPEECH_POLICY without it",
        ),
        exists=True,
        file_okay=False,
    ),
]
Files = Annotated[
    list[Path] | None,
    typer.Option(
        "--file",
        metavar="PATH",
        help=say(
            "Только правила этого файла (можно несколько раз)", "The rules of this file only (repeatable)"
        ),
    ),
]
Category = Annotated[
    str | None,
    typer.Option(metavar="NAME", help=say("Только эта категория", "This category only"), show_default=False),
]


def read_rules(
    policy: Path | None, files: Sequence[Path] | None, category: str | None = None
) -> list[LoadedRule]:
    """
    Read the rules in force, or those of `files` alone; `category` must be one of theirs.
    """
    from bot.settings import Settings  # noqa: PLC0415 -- `--help` must not wait for it
    from knowledge.speech.policy import in_force, read_company  # noqa: PLC0415 -- likewise
    from knowledge.speech.trial import rule_files  # noqa: PLC0415 -- likewise

    company = policy or (None if files else Settings.read().speech_policy)
    loaded = in_force(*read_company(company, rule_files(files) if files else None))
    known = sorted({one.compiled.category for one in loaded})
    if category is not None and category not in known:
        raise typer.BadParameter(
            say(f"нет категории {category}; есть ", f"there is no category {category}; there are ")
            + ", ".join(known),
            param_hint="--category",
        )
    return loaded


def read_text(argument: str) -> str:
    """
    The argument itself, or standard input for `-`.

    Raises:
        DraftUnreadable: the input is not UTF-8.
    """
    if argument != "-":
        return argument
    from bot.errors import DraftUnreadable  # noqa: PLC0415 -- most runs never need it

    try:
        return sys.stdin.buffer.read().decode("utf-8")
    except UnicodeDecodeError as error:
        raise DraftUnreadable(argument, str(error)) from error
