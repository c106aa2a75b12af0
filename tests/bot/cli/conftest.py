"""
The command line as a person runs it: the real program in a process of its own.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def data_dir(tmp_path: Path, models_dir: Path, encoder: object) -> Path:
    """
    A data folder of the test's own that has the prepared model.
    """
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "models").symlink_to(models_dir, target_is_directory=True)
    return folder


@pytest.fixture
def hints(data_dir: Path, models_dir: Path) -> None:
    """
    Vectors of the exemplars, as a second run of the program finds them.
    """
    kept = models_dir.parent / "test-embeddings.db"
    if kept.exists():
        shutil.copy(kept, data_dir / "embeddings.db")


@pytest.fixture
def copilot(data_dir: Path, tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """
    Run `copilot` with arguments; settings and input by keyword.
    """

    def run(*arguments: object, stdin: str | bytes = "", **settings: str) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-m", "bot", *map(str, arguments)],
            input=stdin if isinstance(stdin, bytes) else stdin.encode(),
            capture_output=True,
            check=False,
            timeout=120,
            cwd=tmp_path,
            env={**os.environ, "DATA_DIR": str(data_dir), "COLUMNS": "120", "NO_COLOR": "1", **settings},
        )
        return subprocess.CompletedProcess(
            done.args, done.returncode, done.stdout.decode(), done.stderr.decode()
        )

    return run


@pytest.fixture
def kb(tmp_path: Path) -> Path:
    """
    A content folder in YAML with two scripts.
    """
    folder = tmp_path / "kb"
    folder.mkdir()
    (folder / "faq.yaml").write_text(
        """\
defaults: {audience: customer, owner: Отдел}
entries:
  - id: return
    title: Как вернуть товар?
    body: Вернуть товар можно в течение 14 дней.
  - id: delivery
    title: Сколько стоит доставка?
    body: Доставка стоит 299 рублей.
""",
        encoding="utf-8",
    )
    return folder
