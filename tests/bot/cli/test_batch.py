"""
`copilot batch ask`: the contract of its lines.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    Copilot = Callable[..., subprocess.CompletedProcess[str]]


def test_one_line_out_per_line_in(copilot: Copilot, kb: Path, data_dir: Path):
    """
    Answers come in the order of the questions, in the contract's form, and nothing is kept.
    """
    questions = [
        {"id": "q2", "text": "цена доставки"},
        {"id": "q1", "text": "вернуть"},
        {"id": "q0", "text": ""},
    ]
    done = copilot("batch", "ask", "--kb", kb, stdin="\n".join(map(json.dumps, questions)) + "\n\n")

    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0, done.stderr
    assert [line["id"] for line in lines] == ["q2", "q1", "q0"]
    assert [set(line) for line in lines] == [{"id", "answered", "confidence", "candidates"}] * 3
    assert lines[0]["candidates"][0]["entry"] == "delivery"
    assert lines[1]["candidates"][0]["entry"] == "return"
    assert all(0 <= one["confidence"] <= 1 for line in lines for one in line["candidates"])
    assert {path.name for path in data_dir.iterdir()} == {"models"}


def test_minimal_jsonl_knowledge_base(copilot: Copilot, tmp_path: Path):
    """
    A lone corpus.jsonl of id, title and text is a knowledge base.
    """
    lines = [
        {"id": "kb000", "title": "Возврат", "text": "14 дней"},
        {"id": "kb001", "text": "Доставка за 2 дня"},
    ]
    (tmp_path / "corpus.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")

    done = copilot(
        "batch",
        "ask",
        "--kb",
        tmp_path / "corpus.jsonl",
        "--top",
        "1",
        stdin='{"id": "1", "text": "доставка"}',
    )

    assert [one["entry"] for one in json.loads(done.stdout)["candidates"]] == ["kb001"]


@pytest.mark.parametrize(
    "line", ["не json", "[1]", '{"id": 1, "text": "x"}', '{"id": "1"}', "[" * 100_000, b"\xff\xfe"]
)
def test_bad_line_is_named(line: str | bytes, copilot: Copilot, kb: Path):
    """
    A line that is not a question is refused with its number and what a line must look like.
    """
    good = b'{"id": "1", "text": "x"}\n'
    done = copilot(
        "batch", "ask", "--kb", kb, stdin=good + (line if isinstance(line, bytes) else line.encode())
    )

    assert done.returncode == 2
    assert "Строка 2" in done.stderr
    assert "Traceback" not in done.stderr


def test_empty_folder_is_a_clear_error(copilot: Copilot, tmp_path: Path):
    """
    A folder without content is refused.
    """
    (tmp_path / "empty").mkdir()
    done = copilot("batch", "ask", "--kb", tmp_path / "empty", stdin="")

    assert done.returncode == 2
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr
