"""
`copilot bench confidence`: how well degrees of confidence hold.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from bot.cli.language import say
from bot.cli.options import Json
from bot.cli.progress import progress


def confidence(as_json: Json = False) -> None:
    """
    Print what `faq.confidence` carries as constants.
    """
    import dataclasses  # noqa: PLC0415 -- `--help` must not wait for it

    from bot.bench.confidence import fits  # noqa: PLC0415 -- likewise
    from bot.settings import Settings  # noqa: PLC0415 -- likewise
    from faq.shelf import Shelf  # noqa: PLC0415 -- likewise
    from index.embedding_cache import EmbeddingCache  # noqa: PLC0415 -- likewise
    from index.encoder import open_encoder  # noqa: PLC0415 -- likewise
    from knowledge.readers import read_folder  # noqa: PLC0415 -- likewise
    from knowledge.starter import starter_folder  # noqa: PLC0415 -- likewise

    settings = Settings.read()
    with tempfile.TemporaryDirectory() as folder, progress() as report:
        encoder = open_encoder(settings.embedding_model, settings.models_dir, report)
        shelf = Shelf(Path(folder), EmbeddingCache(Path(folder) / "embeddings.db"))
        for fit in fits(read_folder(starter_folder()).entries, shelf, encoder):
            if as_json:
                print(json.dumps(dataclasses.asdict(fit), ensure_ascii=False))
                continue
            weights = ", ".join(
                f"{name} {weight:.2f}" for name, weight in zip(fit.features, fit.weights, strict=True)
            )
            print(f"{fit.name}: {weights}, lead {fit.lead:.3f}, constant {fit.constant:.2f} ({fit.rows})")
            for mean, right, count in fit.bins:
                print(
                    say(
                        f"  уверенность {mean:.2f}: верно {right:.2f} из {count}",
                        f"  confidence {mean:.2f}: right {right:.2f} of {count}",
                    )
                )
