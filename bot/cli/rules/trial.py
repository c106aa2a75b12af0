"""
`copilot rules test`: rule files tried before anybody relies on them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.language import say
from bot.cli.rules.options import EXIT_FOUND


def try_rules(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="PATH",
            help=say("Файлы правил или папки с ними", "Rule files, or folders with them"),
            show_default=False,
        ),
    ] = None,
    everything: Annotated[
        bool,
        typer.Option("--all", help=say("Все поставляемые правила вместе", "All shipped rules together")),
    ] = False,
    policy: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help=say(
                "Поставляемые правила вместе с правилами и policy.yaml компании",
                "The shipped rules with the company's rules and policy.yaml over them",
            ),
            exists=True,
            file_okay=False,
        ),
    ] = None,
) -> None:
    """
    Exit with 0 when every example holds and every guard is needed, 1 otherwise.
    """
    from knowledge.speech.errors import RuleFileError  # noqa: PLC0415 -- `--help` must not wait for it
    from knowledge.speech.policy import shipped_files  # noqa: PLC0415 -- likewise
    from knowledge.speech.trial import rule_files, trial, trial_of_company, unique  # noqa: PLC0415 -- likewise

    if not (paths or everything or policy):
        raise typer.BadParameter(
            say("назовите файлы правил, --all или --policy", "name rule files, --all or --policy"),
            param_hint="PATH",
        )
    try:
        files = rule_files(paths or ())
        if policy is not None:
            loaded = trial_of_company(policy, files)
        else:
            loaded = trial(unique([*(shipped_files() if everything else ()), *files]), together=everything)
    except RuleFileError as error:
        print("\n".join(map(str, error.mistakes)))
        print(say(f"Ошибок: {len(error.mistakes)}", f"Mistakes: {len(error.mistakes)}"))
        raise typer.Exit(EXIT_FOUND) from error
    print(
        say(
            f"Правил: {len(loaded)}. Все примеры верны, каждая проверка нужна.",
            f"Rules: {len(loaded)}. Every example holds, every guard is needed.",
        )
    )
