"""
What is exported reads back equal, and no spreadsheet computes it.
"""

from __future__ import annotations

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.errors import CannotExport
from knowledge.models import parse_entry
from knowledge.readers import read_folder
from knowledge.writers import export

# What the readers let through: no control characters, one form of line breaks.
CHARACTERS = st.characters(
    codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp"), exclude_characters="\ufffe\uffff"
)
LINE = st.text(CHARACTERS, min_size=1, max_size=20).map(str.strip).filter(bool) | st.sampled_from(
    [
        "=1+1",
        "- a",
        "[x]",
        '["a"]',
        "a|b",
        "да",
        "null",
        "a: b",
        "#x",
        "@",
        "1.0",
        "2026-01-01",
        "_x000D_",
        "'x",
        "x, y; z",
    ]
)
TEXT = st.lists(LINE, min_size=1, max_size=3).map("\n".join)
SLUG = st.from_regex(r"[a-z0-9]{1,8}", fullmatch=True)
LINES = st.lists(LINE, max_size=3)
COMMON = {
    "title": LINE,
    "body": TEXT,
    "speakable": st.none() | TEXT,
    "variants": LINES,
    "tags": LINES,
    "examples": LINES,
    "legal_basis": LINES,
    "audience": st.sampled_from(["customer", "operator"]),
    "status": st.sampled_from(["draft", "in_check", "approved", "archived"]),
    "language": st.sampled_from(["ru", "en", "de"]),
    "valid_until": st.none() | st.dates(),
    "owner": st.none() | LINE,
    "sample": st.booleans(),
}
KINDS = {
    "script": {
        "follow_ups": st.lists(SLUG, max_size=2),
        "ask_first": st.lists(st.fixed_dictionaries({"slot": SLUG, "question": LINE}), max_size=2),
    },
    "instruction": {
        "stages": st.lists(
            st.fixed_dictionaries(
                {
                    "name": LINE,
                    "say": TEXT,
                    "pairs": st.lists(st.fixed_dictionaries({"right": LINE, "wrong": LINE}), max_size=1),
                }
            ),
            min_size=1,
            max_size=2,
        ),
        "time_frame": st.none() | LINE,
    },
    "policy": {
        "cases": st.lists(
            st.fixed_dictionaries({"case": LINE, "criteria": LINES, "decision": TEXT}), min_size=1, max_size=2
        )
    },
    "rule": {},
    "principle": {},
    "situation": {
        name: st.lists(LINE, min_size=1, max_size=2) for name in ("actions", "modules", "inadmissible")
    },
}
ENTRY = st.one_of(
    *(st.fixed_dictionaries({"kind": st.just(kind), **COMMON, **fields}) for kind, fields in KINDS.items())
)


def entries_of(drawn):
    """
    Build entries with ids that differ.
    """
    return [parse_entry({"id": f"e{n}", **fields}) for n, fields in enumerate(drawn)]


@pytest.mark.parametrize("suffix", [".jsonl", ".yaml", ".xlsx"])
@settings(
    deadline=None,
    max_examples=80,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(drawn=st.lists(ENTRY, min_size=1, max_size=4))
def test_what_is_written_reads_back_equal(tmp_path, suffix, drawn):
    """
    Entries of every kind come back from every format as they were.
    """
    entries = entries_of(drawn)
    path = tmp_path / f"kb{suffix}"
    export(entries, path)
    reading = read_folder(path)

    assert [str(problem) for problem in reading.problems] == []
    assert entries == [item.entry for item in reading.entries]


def test_no_cell_is_a_formula(tmp_path):
    """
    Text that starts like a formula is text, and stays text when the cell is edited.
    """
    dangerous = ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")']
    export(
        [parse_entry({"id": f"e{n}", "title": text, "body": text}) for n, text in enumerate(dangerous)],
        tmp_path / "a.xlsx",
    )
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row if cell.value in dangerous]

    assert 2 * len(dangerous) == len(cells)
    assert {("s", True)} == {(cell.data_type, bool(cell.quotePrefix)) for cell in cells}


def test_what_cannot_be_written_is_told(tmp_path):
    """
    Another format, too long a cell, control characters and a missing folder are our own error.
    """
    entry = parse_entry({"id": "a", "title": "В", "body": "я" * 40_000})
    control = parse_entry({"id": "a", "title": "В", "body": "x\x01y"})
    for entries, name, words in (
        ([entry], "a.docx", "формат"),
        ([entry], "a.xlsx", "32767"),
        ([control], "a.xlsx", "управляющие"),
        ([entry], "nowhere/a.jsonl", "No such file"),
    ):
        with pytest.raises(CannotExport, match=words):
            export(entries, tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_an_export_that_fails_keeps_the_old_file(tmp_path):
    """
    The file is replaced in one step or not at all.
    """
    path = tmp_path / "a.xlsx"
    export([parse_entry({"id": "a", "title": "В", "body": "О"})], path)
    before = path.read_bytes()
    with pytest.raises(CannotExport):
        export([parse_entry({"id": "a", "title": "В", "body": "я" * 40_000})], path)

    assert before == path.read_bytes()
