"""
`copilot doctor` finds what is wrong and says how to mend it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    Copilot = Callable[..., subprocess.CompletedProcess[str]]


def test_healthy(copilot: Copilot, kb: Path):
    """
    With a published version and a prepared model every check passes.
    """
    copilot("kb", "publish", kb)
    done = copilot("doctor", "--json")

    assert [one for one in json.loads(done.stdout) if not one["ok"]] == []
    assert done.returncode == 0


def test_nothing_published(copilot: Copilot):
    """
    On an empty data folder it says that nothing is published, and the other checks still run.
    """
    done = copilot("doctor")

    assert done.returncode == 1
    assert "✗ Опубликованная версия: База знаний ещё не опубликована" in done.stdout
    assert "✓ База данных" in done.stdout


def test_damaged_database(copilot: Copilot, data_dir: Path):
    """
    A file that is not a database is named with its path, without a traceback.
    """
    (data_dir / "copilot.db").write_bytes(b"not a database" * 100)
    done = copilot("doctor")

    assert done.returncode == 1
    assert "copilot.db" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


def test_missing_model(copilot: Copilot):
    """
    A model that is not on this machine is named with what to do.
    """
    done = copilot("doctor", EMBEDDING_MODEL="/nowhere/model")

    assert "/nowhere/model" in done.stdout
    assert "EMBEDDING_MODEL" in done.stdout
