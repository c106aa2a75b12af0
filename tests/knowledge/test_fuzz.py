"""
Whatever a file holds, reading it gives entries and problems, quickly, and nothing is raised.
"""

from __future__ import annotations

import io
import json
import tempfile
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.models import Sourced
from knowledge.problems import Problem
from knowledge.readers import Limits, read_folder
from knowledge.report import render

SUFFIXES = (".md", ".yaml", ".csv", ".tsv", ".xlsx", ".docx", ".jsonl")
GOOD = {
    ".md": "---\nid: a\ntitle: Вопрос\ntags: [x, y]\n---\n\n# Раздел\n\nОтвет **жирный**.\n",
    ".yaml": "defaults: &d {owner: Мария}\nentries:\n- id: a\n  title: 'Вопрос'\n  body: |\n    Ответ\n"
    "  variants: [б, в]\n"
    "- kind: policy\n  id: p\n  title: Т\n  body: Т\n  cases: [{case: К, decision: Р, criteria: [а]}]\n",
    ".csv": 'Вопрос;Ответ;Варианты\nВ1;"О\n1";а|б\nВ2;О2;\n',
    ".tsv": "Вопрос\tОтвет\nВ1\tО1\n",
    ".jsonl": '{"id": "a", "title": "В", "text": "О", "variants": ["б"]}\n{"id": 2, "text": "О"}\n',
}
LIMITS = Limits(rows=2000, problems_per_file=20)
RELAXED = settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def claim(suffix, data):
    """
    Read `data` as a file and claim that only our own things come out, fit to print.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        (path / f"a{suffix}").write_bytes(data)
        reading = read_folder(path, limits=LIMITS)
        report = render(reading.problems, path)
    assert all(isinstance(item, Sourced) for item in reading.entries)
    for problem in reading.problems:
        assert isinstance(problem, Problem)
        assert problem.location.line >= 1
        assert problem.location.column >= 1
        for language in ("ru", "en"):
            assert problem.text(language).isprintable()
    report.encode()
    for item in reading.entries:
        item.entry.model_dump_json()
    assert reading.entries or reading.problems


@RELAXED
@given(suffix=st.sampled_from(SUFFIXES), data=st.binary(max_size=300))
def test_any_bytes(suffix, data):
    """
    Arbitrary bytes under any name.
    """
    claim(suffix, data)


@RELAXED
@given(suffix=st.sampled_from(sorted(GOOD)), text=st.text(max_size=200))
def test_any_text(suffix, text):
    """
    Arbitrary text in the text formats.
    """
    claim(suffix, text.encode("utf-8", "replace"))


@RELAXED
@given(data=st.data(), suffix=st.sampled_from(SUFFIXES))
def test_mutated_files(data, suffix, office_files):
    """
    Good files with bytes flipped, cut out, put in, and the end cut off.
    """
    content = bytearray(office_files.get(suffix) or GOOD[suffix].encode())
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, max(len(content) - 1, 0)))
        match data.draw(st.sampled_from("fcti")):
            case "f":
                content[at : at + 1] = bytes([data.draw(st.integers(0, 255))])
            case "c":
                del content[at : at + data.draw(st.integers(1, 40))]
            case "t":
                del content[max(at, 1) :]
            case _:
                content[at:at] = data.draw(st.binary(max_size=6))
    claim(suffix, bytes(content))


@RELAXED
@given(data=st.data(), suffix=st.sampled_from([".xlsx", ".docx"]))
def test_mutated_parts_of_office_files(data, suffix, office_files, repack):
    """
    Archives that are whole, with XML inside that is not.
    """
    part = {".xlsx": ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"]}.get(
        suffix,
        ["word/document.xml", "word/styles.xml", "[Content_Types].xml", "word/_rels/document.xml.rels"],
    )
    name = data.draw(st.sampled_from(part))
    pieces = data.draw(
        st.lists(
            st.sampled_from(
                [
                    "<row r='9'>",
                    "<c r='A2'>",
                    "</c>",
                    "<v>1e999</v>",
                    "-1",
                    "9" * 30,
                    "'",
                    "<w:p/>",
                    "<w:tbl>",
                    "</w:tbl>",
                    "t='s'",
                    "t='d'",
                    "&#1;",
                    "&x;",
                    "<f>1</f>",
                    "xmlns:w='x'",
                ]
            ),
            min_size=1,
            max_size=4,
        )
    )
    content = part_of(office_files[suffix], name)
    for piece in pieces:
        at = data.draw(st.integers(0, len(content)))
        content = content[:at] + piece.encode() + content[at + data.draw(st.integers(0, 20)) :]
    claim(suffix, repack(office_files[suffix], {name: content}))


@RELAXED
@given(
    fields=st.dictionaries(
        st.sampled_from(
            [
                "id",
                "title",
                "body",
                "kind",
                "stages",
                "cases",
                "tags",
                "valid_from",
                "sample",
                "language",
                "x",
            ]
        ),
        st.recursive(
            st.none()
            | st.booleans()
            | st.integers()
            | st.text(max_size=10)
            | st.sampled_from(["policy", "2026-01-01"]),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(st.sampled_from(["name", "do", "case", ""]), inner)
            ),
            max_leaves=8,
        ),
    )
)
def test_any_values(fields):
    """
    Well-formed JSON with anything in any field; it is YAML too.
    """
    text = json.dumps(fields)
    claim(".jsonl", text.encode())
    claim(".yaml", text.encode())


def part_of(data, name):
    """
    Return one part of an archive.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)


@pytest.fixture(scope="module")
def office_files(tmp_path_factory):
    """
    A workbook and a document with a little of everything.
    """
    folder = tmp_path_factory.mktemp("office")
    book = openpyxl.Workbook()
    for row in (
        ["Вопрос", "Ответ", "Действует с"],
        ["В1", "О1", "01.01.2026"],
        ["В2", 5.5, None],
        ["В3", "=1+1"],
    ):
        book.active.append(row)
    book.save(folder / "a.xlsx")
    word = docx.Document()
    word.add_heading("Вопрос?", 1)
    word.add_paragraph("Ответ").add_run("!").bold = True
    word.add_paragraph("пункт", style="List Bullet")
    table = word.add_table(2, 2)
    for cell, text in zip(table._cells, ("Вопрос", "Ответ", "В", "О"), strict=True):
        cell.text = text
    word.save(folder / "a.docx")
    return {path.suffix: path.read_bytes() for path in folder.iterdir()}
