"""
A process killed at any stage of a publish: the next start serves the last good version.
"""

from __future__ import annotations

import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from bot.container import open_container
from knowledge.models import Audience

from .conftest import silent

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bot.settings import Settings
    from index.encoder import OnnxEncoder

PUBLISHER = """
import asyncio, os, signal, sys
from pathlib import Path
from bot.container import open_container
from bot.settings import Settings
from index.encoder import open_encoder

data, content, models, fatal = Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[4]

def progress(stage, done, total):
    if f"{stage} {done}" == fatal:
        os.kill(os.getpid(), signal.SIGKILL)
    print(stage, done, flush=True)

async def main():
    settings = Settings.read(env_file=None).model_copy(update={"data_dir": data})
    async with open_container(settings) as container:
        container.library.encoder = open_encoder("multilingual-e5-small", models)
        await container.publishing.publish(content, author="p", progress=progress)
        if fatal == "served":
            os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(main())
"""

OLD = {"id": "e", "title": "Сколько стоит доставка?", "text": "Старый ответ."}
NEW = {**OLD, "text": "Новый ответ."}

BEFORE_COMMIT = ["read 0", "read 1", "encode 0", "words 0", "words 1", "vectors 0", "examples 0", "commit 0"]


@pytest.mark.parametrize(
    ("fatal", "served"),
    [*((stage, 1) for stage in BEFORE_COMMIT), ("commit 1", 2), ("served", 2)],
)
async def test_killed_publish(
    fatal: str,
    served: int,
    settings: Settings,
    encoder: OnnxEncoder,
    models_dir: Path,
    content: Callable[..., Path],
):
    """
    Killed before the commit, version 1 answers after the restart; killed after it, version 2, whole.
    """
    async with open_container(settings) as container:
        container.library.encoder = encoder
        await container.publishing.publish(content(OLD), author="p", progress=silent)

    folder = content(NEW)
    died = subprocess.run(  # noqa: ASYNC221 -- the test waits for nothing else
        [sys.executable, "-c", PUBLISHER, str(settings.data_dir), str(folder), str(models_dir), fatal],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert died.returncode == -signal.SIGKILL, died.stderr + died.stdout

    async with open_container(settings) as container:
        container.library.encoder = encoder
        await container.publishing.catch_up(silent)
        base = container.library.base
        asked = await container.ask(
            "цена доставки",
            audience=Audience.OPERATOR,
            top=1,
            mode="full",
            asker=None,
            channel="test",
            language=None,
        )
    assert base is not None
    assert base.version == served
    assert asked.answer.candidates[0].excerpt.text == (OLD, NEW)[served - 1]["text"]
    assert not asked.answer.words_only
