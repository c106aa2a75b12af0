"""
The figures of a labelled set are counted as their names say.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from knowledge.speech.checker import SpeechChecker
from knowledge.speech.errors import RuleFileError
from knowledge.speech.measure import measure, read_drafts, table

ROWS = [
    {"id": "1", "text": "Я не знаю.", "label": "violation", "kind": "exact", "category": "ignorance_refusal"},
    {"id": "2", "text": "Всё хорошо.", "label": "violation", "kind": "order", "category": "ignorance_refusal"},
    {"id": "3", "text": "Мы бессильны.", "label": "violation", "kind": "paraphrase", "category": "ignorance_refusal"},
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

    assert ("1/2 = 0.500", "1/2 = 0.500", "0/1 = 0.000") == (
        str(figures.recall),
        str(figures.clean_flagged),
        str(figures.paraphrases_noticed),
    )
    assert {"exact": 1.0, "order": 0.0} == {kind: share.value for kind, share in figures.recall_by_kind.items()}
    assert 0.5 == figures.precision["error"].value
    assert (("2",), ("5",)) == (figures.missed, figures.false_alarms)
    assert ("1/1 = 1.000", 0, 0, 0) == (
        str(figures.rewritten),
        figures.residual,
        figures.changed_facts,
        figures.not_idempotent,
    )
    assert any("recall" in line for line in table(figures))


def test_a_line_that_is_no_draft_has_an_address(tmp_path: Path) -> None:
    """
    File and line of what cannot be read.
    """
    path = _file(tmp_path, [*ROWS, {"id": "6"}])

    with pytest.raises(RuleFileError, match=r"set\.jsonl:6:1: text"):
        read_drafts(path)
