"""
`copilot bench robustness`: how much of what the rules find they still find when it is said otherwise.
"""

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli.language import say
from bot.cli.options import Json


def robustness(
    category: Annotated[
        str | None,
        typer.Option(metavar="NAME", help=say("Только эта категория", "This category only")),
    ] = None,
    misses: Annotated[
        int,
        typer.Option(
            min=0,
            metavar="N",
            help=say(
                "Показать по N ненайденных вариантов каждого вида", "Show N variants of each kind not found"
            ),
        ),
    ] = 0,
    as_json: Json = False,
) -> None:
    """
    Print the shares by kind and category, and the rules that lose most.
    """
    from bot.settings import Settings  # noqa: PLC0415 -- `--help` must not wait for it
    from bot.usecases.rules import open_rules  # noqa: PLC0415 -- likewise
    from knowledge.speech.robustness import survival, table  # noqa: PLC0415 -- likewise

    settings = Settings.read()
    rules = open_rules(settings.speech_policy, settings.speech_proofs_path)
    known = sorted({rule.category for rule in rules.rules})
    if category not in {None, *known}:
        listed = ", ".join(known)
        raise typer.BadParameter(
            say(
                f"нет категории «{category}»; есть {listed}", f"no category {category!r}; there are {listed}"
            ),
            param_hint="--category",
        )
    measured = survival(rules, category=category)
    if as_json:
        print(measured.model_dump_json())
    else:
        print("\n".join(table(measured, misses)))
