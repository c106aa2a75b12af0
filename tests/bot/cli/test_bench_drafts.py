"""
`copilot bench drafts`: its figures, and what its options show instead.
"""

from __future__ import annotations

import json
from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    Copilot = Callable[..., subprocess.CompletedProcess[str]]

ROWS = [
    {"id": "1", "text": "Я не знаю.", "label": "violation", "kind": "exact", "category": "ignorance_refusal"},
    {
        "id": "2",
        "text": "Ваш заказик собран.",
        "label": "violation",
        "kind": "exact",
        "category": "familiarity",
    },
    {"id": "3", "text": "Заказ собран.", "label": "clean", "kind": "plain"},
]


@pytest.fixture
def labelled(tmp_path: Path) -> Path:
    """
    Two violations and a clean draft.
    """
    path = tmp_path / "drafts.jsonl"
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in ROWS), encoding="utf-8")
    return path


def test_figures_of_the_checker(copilot: Copilot, labelled: Path) -> None:
    """
    Without options: recall, false alarms, rewordings.
    """
    figures = json.loads(copilot("bench", "drafts", labelled, "--no-hints", "--json").stdout)

    assert figures["clean_flagged"] == {"hits": 0, "of": 1}


def test_a_sample_of_rewordings(copilot: Copilot, labelled: Path) -> None:
    """
    Before and after, by category; the same on every run.
    """
    done = copilot("bench", "drafts", labelled, "--sample", 1)

    assert done.stdout == "familiarity  2\n    – Ваш заказик собран.\n    + Ваш заказ собран.\n"
    assert copilot("bench", "drafts", labelled, "--sample", 1).stdout == done.stdout


def test_side_by_side(copilot: Copilot, labelled: Path) -> None:
    """
    Every checker with the same drafts; one that is not installed is named.
    """
    found = json.loads(copilot("bench", "drafts", labelled, "--peers", "--json").stdout)["peers"]
    done = copilot("bench", "drafts", labelled, "--peers")

    assert {one["violations"] for one in found["figures"]} == {2}
    assert [name for name in ("pylat-ru", "krrkt") if name not in done.stdout] == []


@pytest.mark.skipif(find_spec("pylat_ru") is not None, reason="pylat-ru is installed")
def test_the_grammar_oracle_must_be_installed(copilot: Copilot, labelled: Path) -> None:
    """
    Status 2 and the command that installs it.
    """
    done = copilot("bench", "drafts", labelled, "--grammar")

    assert (done.returncode, "pip install -e '.[bench]'" in done.stderr) == (2, True)
