"""
What commands that check drafts share: rules, and hints by meaning unless there is no encoder.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.language import say
from bot.cli.progress import progress

if TYPE_CHECKING:
    from pathlib import Path

    from bot.settings import Settings
    from knowledge.speech.checker import SpeechChecker

Hints = Annotated[
    bool,
    typer.Option(
        help=say(
            "Искать по смыслу и то, чего нет в правилах",
            "Look by meaning for what no rule lists",
        )
    ),
]


def open_checker(settings: Settings, policy: Path | None = None, *, hints: bool) -> SpeechChecker:
    """
    Load the rules, which takes seconds when they have changed.

    With `hints` the encoder is loaded too, and the first time their exemplars are encoded.
    Without a usable model the rules alone check, and standard error says so.

    Raises:
        RuleFileError: with every mistake of every rule file.
    """
    from bot.clock import utc_now  # noqa: PLC0415 -- `--help` must not wait for it
    from bot.usecases.rules import hinting_checker, open_rules  # noqa: PLC0415 -- likewise
    from index.errors import IndexFailure  # noqa: PLC0415 -- likewise
    from knowledge.speech.checker import SpeechChecker  # noqa: PLC0415 -- likewise

    rules = open_rules(policy or settings.speech_policy, settings.speech_proofs_path)
    if hints:
        from index.embedding_cache import EmbeddingCache  # noqa: PLC0415 -- needed for hints alone
        from index.encoder import open_encoder  # noqa: PLC0415 -- likewise

        try:
            with progress() as report:
                encoder = open_encoder(settings.embedding_model, settings.models_dir, report)
                cache = EmbeddingCache(settings.embeddings_path)
                return hinting_checker(rules, encoder, cache, clock=utc_now, progress=report)
        except IndexFailure as error:
            print(
                say("Без подсказок по смыслу: ", "Without hints by meaning: ") + str(error), file=sys.stderr
            )
    return SpeechChecker(rules, clock=utc_now)
