"""
One run of `copilot bench latency`, in a data folder of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.bench.latency import Latency, PublishUnderLoad, measure_latency, measure_publish, synthetic_entries
from bot.container import open_container
from knowledge.readers import read_folder
from knowledge.starter import starter_folder
from knowledge.writers import export

if TYPE_CHECKING:
    from pathlib import Path

    from bot.settings import Settings
    from index.arrays import Progress


async def measure(
    settings: Settings, folder: Path, entries: int, publish_entries: int, progress: Progress
) -> tuple[Latency, PublishUnderLoad]:
    """
    Measure answering at `entries` entries and publishing at `publish_entries`.

    The model is taken from the usual place; the database, caches and snapshots live in `folder`.
    """
    from index.encoder import open_encoder  # noqa: PLC0415 -- onnxruntime takes a moment to import

    seeds = read_folder(starter_folder()).entries
    questions = [variant for item in seeds for variant in item.entry.variants]
    everything = synthetic_entries(seeds, max(entries, publish_entries))
    content = folder / "content"
    content.mkdir()
    export([item.entry for item in everything[:entries]], content / "corpus.jsonl")
    async with open_container(settings.model_copy(update={"data_dir": folder / "data"})) as container:
        container.library.encoder = open_encoder(settings.embedding_model, settings.models_dir, progress)
        admin = await container.people.machine_admin("bench", now=container.clock())
        await container.publishing.publish(content, author=admin.id, progress=progress)
        answering = await measure_latency(container, questions)
        publishing = await measure_publish(
            container, everything[:publish_entries], questions, content, admin.id, progress
        )
        return answering, publishing
