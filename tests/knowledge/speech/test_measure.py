"""
The figures of a labelled set are counted as their names say.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from knowledge.speech.errors import RuleFileError
from knowledge.speech.measure import measure, read_drafts, table

if TYPE_CHECKING:
    from pathlib import Path

    from knowledge.speech.checker import SpeechChecker

ROWS = [
    {"id": "1", "text": "Я не знаю.", "label": "violation", "kind": "exact", "category": "ignorance_refusal"},
    {
        "id": "2",
        "text": "Всё хорошо.",
        "label": "violation",
        "kind": "order",
        "category": "ignorance_refusal",
    },
    {
        "id": "3",
        "text": "Мы беспомощны.",
        "label": "violation",
        "kind": "paraphrase",
        "category": "ignorance_refusal",
    },
    {"id": "4", "text": "Заказ собран.", "label": "clean", "kind": "plain", "category": None, "spans": []},
    {"id": "5", "text": "Мы не знаем.", "label": "clean", "kind": "quote"},
]


def _file(tmp_path: Path, rows: list[dict[str, object]]) -> Path:
    path = tmp_path / "set.jsonl"
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    return path


def test_each_figure_counts_what_it_names(refusals: SpeechChecker, tmp_path: Path) -> None:
    """
    Listed phrasings make the recall, clean drafts the false alarms, paraphrases are counted apart.
    """
    figures = measure(read_drafts(_file(tmp_path, ROWS)), refusals)

    assert (
        str(figures.recall),
        str(figures.clean_flagged),
        str(figures.paraphrases_noticed),
    ) == ("1/2 = 0.500", "1/2 = 0.500", "0/1 = 0.000")
    assert {kind: share.value for kind, share in figures.recall_by_kind.items()} == {
        "exact": 1.0,
        "order": 0.0,
    }
    assert figures.precision["error"].value == 0.5
    assert (figures.missed, figures.false_alarms) == (("2",), ("5",))
    assert (
        str(figures.rewritten),
        figures.residual,
        figures.changed_facts,
        figures.not_idempotent,
    ) == ("1/1 = 1.000", 0, 0, 0)
    assert any("recall" in line for line in table(figures))


def test_a_line_that_is_no_draft_has_an_address(tmp_path: Path) -> None:
    """
    File and line of what cannot be read.
    """
    path = _file(tmp_path, [*ROWS, {"id": "6"}])

    with pytest.raises(RuleFileError, match=r"set\.jsonl:6:1: text"):
        read_drafts(path)
