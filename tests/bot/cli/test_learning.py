"""
Learning on the command line: picks given with the questions, picks from the log, and what it gains.
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

TOPICS = ("вернуть деньги", "узнать срок доставки", "поменять адрес", "получить чек", "применить промокод")
PATTERNS = (
    "как {}",
    "подскажите как {}",
    "хочу {}",
    "не получается {}",
    "помогите {}",
    "можно ли {}",
    "надо {}",
)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """
    Entries whose titles say nothing, with labelled questions in the form of a set to measure on.
    """
    folder = tmp_path / "set"
    folder.mkdir()
    entries = [{"id": f"m{n}", "title": f"Модуль {n}", "text": "Текст."} for n in range(len(TOPICS))]
    questions = [
        {"id": f"q{n}-{k}", "text": pattern.format(topic), "entry": f"m{n}"}
        for k, pattern in enumerate(PATTERNS * 2)
        for n, topic in enumerate(TOPICS)
    ]
    for number, question in enumerate(questions):
        if number >= len(questions) / 2:
            question["text"] += " пожалуйста"
    lines = {
        "corpus.jsonl": entries,
        "queries.jsonl": [{"id": one["id"], "text": one["text"]} for one in questions],
        "picks.jsonl": [{"text": one["text"], "entry": one["entry"]} for one in questions],
    }
    for name, objects in lines.items():
        (folder / name).write_text("\n".join(map(json.dumps, objects)), encoding="utf-8")
    (folder / "qrels.tsv").write_text("".join(f"{one['id']}\t{one['entry']}\t1\n" for one in questions))
    return folder


def test_picks_are_learnt_before_answering(copilot: Copilot, corpus: Path, data_dir: Path):
    """
    With --picks an unseen question is answered by what its like was picked for; nothing is kept.
    """
    question = json.dumps({"id": "1", "text": "мне бы поменять адрес"})
    arguments = ("batch", "ask", "--kb", corpus / "corpus.jsonl")
    done = copilot(*arguments, "--picks", corpus / "picks.jsonl", stdin=question)

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["candidates"][0]["entry"] == "m2"
    assert "Стало лучше" in done.stderr
    assert {path.name for path in data_dir.iterdir()} == {"models"}


@pytest.mark.parametrize("line", ['{"text": "x"}', "[]", "{", '{"text": 1, "entry": "a"}'])
def test_a_wrong_file_of_picks_is_named(copilot: Copilot, corpus: Path, tmp_path: Path, line: str):
    """
    A line that is no pick ends the command with file and line, never with a traceback.
    """
    picks = tmp_path / "wrong.jsonl"
    picks.write_text('{"text": "x", "entry": "m0"}\n' + line, encoding="utf-8")
    done = copilot("batch", "ask", "--kb", corpus / "corpus.jsonl", "--picks", picks, stdin="")

    assert done.returncode != 0
    assert "wrong.jsonl" in done.stderr
    assert "2:" in done.stderr
    assert "Traceback" not in done.stderr


def test_bench_learning_prints_both_rankings(copilot: Copilot, corpus: Path, tmp_path: Path):
    """
    The figures are those of the raw answers that are written beside.
    """
    raw = tmp_path / "raw.jsonl"
    done = copilot("bench", "learning", corpus, "--json", "--raw", raw)

    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout)
    lines = [json.loads(line) for line in raw.read_text(encoding="utf-8").splitlines()]
    for name in ("cold", "learnt"):
        own = [line for line in lines if line["ranking"] == name]
        hits = [f"m{line['id'][1:].split('-')[0]}" == line["entries"][0] for line in own]
        assert figures[name]["R@1"] == pytest.approx(sum(hits) / len(hits))
    assert figures["learnt"]["R@1"] > figures["cold"]["R@1"]


def test_learn_says_that_picks_are_too_few(copilot: Copilot, corpus: Path):
    """
    On a copilot that nobody has used yet nothing is published, and it says why.
    """
    assert copilot("kb", "publish", corpus / "corpus.jsonl").returncode == 0
    done = copilot("learn", "--json")

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "given": 0,
        "used": 0,
        "dropped": {},
        "before": None,
        "after": None,
        "better": False,
        "model": None,
        "version": None,
    }
    assert "мало" in copilot("learn", "--dry-run").stdout
