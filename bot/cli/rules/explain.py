"""
`copilot rules explain` and `copilot rules words`: what the checker sees in a text, and why.
"""

from __future__ import annotations

import json
from typing import Annotated

import typer

from bot.cli.language import say
from bot.cli.options import Json
from bot.cli.rules.options import EXIT_FOUND, Files, PolicyFolder, read_text


def explain(
    text: Annotated[
        str,
        typer.Argument(
            metavar="TEXT|-", help=say("Текст; - означает ввод", "The text; - for standard input")
        ),
    ],
    rule: Annotated[
        str | None,
        typer.Option(metavar="ID", help=say("Только это правило", "This rule only"), show_default=False),
    ] = None,
    local_time: Annotated[
        str | None,
        typer.Option(metavar="HH:MM", help=say("Время на часах клиента", "Time on the client's clock")),
    ] = None,
    policy: PolicyFolder = None,
    files: Files = None,
    as_json: Json = False,
) -> None:
    """
    Exit with 0 when nothing is found, 1 otherwise.
    """
    from bot.cli.check import client_time  # noqa: PLC0415 -- `--help` must not wait for it
    from bot.cli.rules.lines import explained  # noqa: PLC0415 -- likewise
    from bot.clock import utc_now  # noqa: PLC0415 -- likewise
    from bot.settings import Settings  # noqa: PLC0415 -- likewise
    from knowledge.speech.context import CheckContext  # noqa: PLC0415 -- likewise
    from knowledge.speech.explain import explain as explain_text  # noqa: PLC0415 -- likewise
    from knowledge.speech.policy import read_company, rule_set  # noqa: PLC0415 -- likewise
    from knowledge.speech.trial import rule_files  # noqa: PLC0415 -- likewise

    settings = Settings.read()
    context = CheckContext(local_time=client_time(local_time), shop_name=settings.shop_name)
    company = policy or (None if files else settings.speech_policy)
    rules = rule_set(*read_company(company, rule_files(files) if files else None))
    only = next((one for one in rules.rules if one.id == rule), None)
    if rule is not None and only is None:
        raise typer.BadParameter(
            say(f"нет правила {rule}, или оно выключено", f"there is no rule {rule}, or it is switched off"),
            param_hint="--rule",
        )
    explanation = explain_text(rules, read_text(text), context, only=only, today=utc_now().date())
    print(explanation.model_dump_json(indent=2) if as_json else "\n".join(explained(explanation)))
    if any(match.guard is None for match in explanation.matches):
        raise typer.Exit(EXIT_FOUND)


def words(
    text: Annotated[
        str,
        typer.Argument(
            metavar="TEXT|-", help=say("Текст; - означает ввод", "The text; - for standard input")
        ),
    ],
    as_json: Json = False,
) -> None:
    """
    Print a line for each word; needs no rules and is there at once.
    """
    from bot.cli.rules.lines import read_lines  # noqa: PLC0415 -- `--help` must not wait for it
    from knowledge.speech.explain import read_words  # noqa: PLC0415 -- likewise
    from knowledge.speech.segment import read  # noqa: PLC0415 -- likewise

    found = list(read_words(read(read_text(text))))
    if as_json:
        print(json.dumps([word.model_dump() for word in found], ensure_ascii=False, indent=2))
    else:
        print("\n".join(read_lines(found)))
