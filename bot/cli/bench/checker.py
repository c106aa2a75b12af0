"""
`copilot bench checker`: how long the check of a draft takes.
"""

from __future__ import annotations

import dataclasses
import json
from typing import Annotated

import typer

from bot.cli.language import say
from bot.cli.options import Json


def checker(
    times: Annotated[
        int,
        typer.Option(
            min=1,
            max=20,
            metavar="N",
            help=say(
                "Рядом – во столько раз больше правил о других словах",
                "Beside it, N times as many rules, about other words",
            ),
        ),
    ] = 1,
    as_json: Json = False,
) -> None:
    """
    Print percentiles of a check with fixes and the rewording.
    """
    from bot.bench.checker import check_times  # noqa: PLC0415 -- `--help` must not wait for it
    from bot.settings import Settings  # noqa: PLC0415 -- likewise
    from bot.usecases.rules import open_rules  # noqa: PLC0415 -- likewise

    settings = Settings.read()
    rules = open_rules(settings.speech_policy, settings.speech_proofs_path)
    found = [check_times(rules, number) for number in dict.fromkeys((1, times))]
    if as_json:
        print(json.dumps([dataclasses.asdict(one) for one in found]))
        return
    for one in found:
        print(
            say(
                f"Правил {one.rules}, черновиков {one.drafts} (с находками {one.violating:.0%}): "
                f"p50 {one.p50_ms:.2f} мс, p95 {one.p95_ms:.2f} мс, наибольшее {one.slowest_ms:.1f} мс; "
                f"времени процессора p95 {one.cpu_p95_ms:.2f} мс",
                f"{one.rules} rules, {one.drafts} drafts ({one.violating:.0%} with findings): "
                f"p50 {one.p50_ms:.2f} ms, p95 {one.p95_ms:.2f} ms, slowest {one.slowest_ms:.1f} ms; "
                f"processor time p95 {one.cpu_p95_ms:.2f} ms",
            )
        )
