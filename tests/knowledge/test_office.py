"""
Office files are archives from someone unknown: bombs, macros and damage are refused unopened.
"""

from __future__ import annotations

import io
import tracemalloc
import zipfile

import pytest

from knowledge.readers import Limits, read_folder

LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">'
    + b"".join(
        b'<!ENTITY lol%d "%s">' % (n, b"&lol%s;" % (b"" if n == 1 else b"%d" % (n - 1)) * 10)
        for n in range(1, 10)
    )
    + b"]><x>&lol9;</x>"
)


@pytest.fixture
def office(workbook, document):
    """
    A good workbook and a good document by suffix, with the name of their main part.
    """

    def fill(word):
        word.add_heading("В", 1)
        word.add_paragraph("О")

    return {
        ".xlsx": (workbook(["Вопрос", "Ответ"], ["В", "О"]), "xl/worksheets/sheet1.xml"),
        ".docx": (document(fill), "word/document.xml"),
    }


def codes(reading):
    """
    Return the codes of the problems.
    """
    return [problem.code for problem in reading.problems]


def test_good_ones_are_read(read, office):
    """
    The fixtures are good, so that what the others test is their damage.
    """
    for suffix, (data, _) in office.items():
        reading = read("a" + suffix, data)
        assert ([item.entry.title for item in reading.entries][-1:], codes(reading)) == (["В"], [])


@pytest.mark.parametrize("suffix", [".xlsx", ".docx"])
@pytest.mark.parametrize(
    "xml",
    [
        LAUGHS,
        b'<?xml version="1.0"?><!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>',
        LAUGHS.decode().encode("utf-16"),
        LAUGHS.decode().encode("utf-16-le"),
        b'<?xml version="1.0" encoding="utf-7"?>+ADwAIQ-DOCTYPE x+AD4-<x/>',
    ],
)
def test_xml_bombs(read, office, repack, suffix, xml):
    """
    A part with a DTD, or in an encoding that could hide one, is refused.
    """
    data, part = office[suffix]

    assert codes(read("a" + suffix, repack(data, {part: xml}))) == ["xml_doctype"]
    assert codes(read("a" + suffix, repack(data, {"custom/x.xml": xml}))) == ["xml_doctype"]


@pytest.mark.parametrize("suffix", [".xlsx", ".docx"])
def test_zip_bombs(read, office, repack, suffix):
    """
    A part that unpacks to hundreds of times the file is refused without unpacking it.
    """
    data, _ = office[suffix]
    bomb = repack(data, {"x/bomb.xml": b" " * 60_000_000})
    assert len(bomb) < 200_000

    tracemalloc.start()
    reading = read("a" + suffix, bomb)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert codes(reading) == ["zip_bomb"]
    assert peak < 5_000_000


@pytest.mark.parametrize("suffix", [".xlsx", ".docx"])
def test_a_directory_that_lies_about_sizes(read, office, repack, suffix):
    """
    More bytes than the directory promises are not unpacked.
    """
    data, _ = office[suffix]
    bomb = repack(data, {"x/bomb.xml": b" " * 60_000_000})
    small = bomb.replace((60_000_000).to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    assert small != bomb

    assert codes(read("a" + suffix, small)) == ["office_broken"]


@pytest.mark.parametrize("suffix", [".xlsx", ".docx"])
def test_macros_under_an_innocent_name(read, office, repack, suffix):
    """
    A macro project inside is refused whatever the file is called.
    """
    data, _ = office[suffix]

    assert codes(read("a" + suffix, repack(data, {"xl/vbaProject.bin": b"x"}))) == ["macros"]


@pytest.mark.parametrize("suffix", [".xlsx", ".docx"])
def test_damage(read, office, repack, suffix):
    """
    Missing, empty and senseless parts, truncation and other files under the name are one clear error.
    """
    data, part = office[suffix]
    damaged = [
        b"",
        b"PK",
        b"PK\x05\x06" + bytes(18),
        b"not an archive",
        data[: len(data) // 2],
        data[100:],
        repack(data, {part: None}),
        repack(data, {part: b""}),
        repack(data, {part: b"<broken"}),
        repack(data, {part: b"<x/>"}) if suffix == ".docx" else repack(data, {"xl/workbook.xml": b"<x/>"}),
        repack(data, {"[Content_Types].xml": None}),
        repack(data, {"_rels/.rels": None, "xl/_rels/workbook.xml.rels": None}),
    ]
    for content in damaged:
        reading = read("a" + suffix, content)
        assert len(reading.problems) == 1, content[:20]
        assert codes(reading)[0] in {"office_broken", "empty_file", "header_unknown"}


@pytest.mark.parametrize("suffix", [".xlsx", ".docx"])
def test_old_and_encrypted_files_are_named(read, suffix):
    """
    The container of old formats and of password protection is recognised.
    """
    reading = read("a" + suffix, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))

    assert codes(reading) == ["old_office"]
    assert suffix in reading.problems[0].how


def test_parts_of_one_name(read, office):
    """
    An archive with two parts of one name could show us one and a library the other.
    """
    data, part = office[".docx"]
    file = io.BytesIO(data)
    with zipfile.ZipFile(file, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr(part, LAUGHS)

    assert codes(read("a.docx", file.getvalue())) == ["office_broken"]


@pytest.mark.parametrize(
    "sheet",
    [
        '<dimension ref="A1:XFD1048576"/><sheetData>{rows}</sheetData>',
        '<dimension ref="B7:B7"/><sheetData>{rows}</sheetData>',
        "<sheetData>{rows}<row r='1000000000'><c r='A1000000000'><v>1</v></c></row></sheetData>",
        "<sheetData>{rows}<row r='3'><c r='ZZZ3'><v>1</v></c></row></sheetData>",
    ],
)
def test_a_workbook_that_lies_about_its_size(tmp_path, office, repack, sheet):
    """
    What a sheet claims about its size is not believed, and rows without number or end are not waited for.
    """
    data, part = office[".xlsx"]
    cell = '<c r="{}" t="inlineStr"><is><t>{}</t></is></c>'
    rows = "".join(
        f'<row r="{n}">{cell.format(f"A{n}", a)}{cell.format(f"B{n}", b)}</row>'
        for n, (a, b) in enumerate([("Вопрос", "Ответ"), ("В", "О")], 1)
    )
    xml = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        + sheet.format(rows=rows)
        + "</worksheet>"
    )
    (tmp_path / "a.xlsx").write_bytes(repack(data, {part: xml.encode()}))
    reading = read_folder(tmp_path, limits=Limits(rows=5000))

    assert [item.entry.title for item in reading.entries] == ["В"]
