"""
CSV and XLSX: a header row in Russian or English, an entry a row, nothing evaluated.
"""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import openpyxl
import pytest

from knowledge.readers import Limits, read_folder

HEADER = [
    "Вопрос",
    "Ответ",
    "Варианты",
    "Кратко",
    "Аудитория",
    "Теги",
    "Владелец",
    "Действует с",
    "Действует по",
    "Вид",
]
ROW = ["Где заказ?", "В пути.", "Где посылка|Когда привезут", "В пути", "клиент", "доставка, заказ", "Мария"]


def expect_row(entry):
    """
    Claim that `entry` is what ROW says.
    """
    assert (entry.id, entry.title, entry.body) == ("gde-zakaz", "Где заказ?", "В пути.")
    assert entry.variants == ("Где посылка", "Когда привезут")
    assert (entry.audience, entry.tags, entry.owner) == ("customer", ("доставка", "заказ"), "Мария")
    assert (dt.date(2026, 1, 2), dt.date(2026, 12, 31), "script") == (
        entry.valid_from,
        entry.valid_until,
        entry.kind,
    )


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("prefix", ["", "sep={}\n", "\ufeff", "\n\n"])
def test_csv_with_any_separator(read, separator, prefix):
    """
    The separator is found by the names of the columns, whatever Excel put before them.
    """
    row = [f'"{cell}"' for cell in [*ROW, "02.01.2026", "2026-12-31", "скрипт"]]
    text = prefix.format(separator) + separator.join(HEADER) + "\r\n" + separator.join(row) + "\r\n"
    reading = read("kb.csv", text)

    assert reading.problems == ()
    expect_row(reading.entries[0].entry)


def test_xlsx(read, workbook):
    """
    Dates of Excel and dates as text are dates alike.
    """
    row = [*ROW, dt.datetime(2026, 1, 2), "31.12.2026", "скрипт"]  # noqa: DTZ001 -- as Excel has it
    reading = read("kb.xlsx", workbook(["Наши скрипты"], [], HEADER, row))

    assert reading.problems == ()
    expect_row(reading.entries[0].entry)
    assert str(reading.entries[0].source) == "kb.xlsx:4:1"


def test_english_headers_and_values(read):
    """
    English names of columns and values are understood too.
    """
    text = "Question,Answer,Status,Valid until\nWhere?,Here.,in check,2026-12-31\n"
    (item,) = read("kb.csv", text).entries

    assert (item.entry.title, item.entry.body, item.entry.status) == ("Where?", "Here.", "in_check")


def test_a_mistake_is_told_by_row_and_column(read, workbook):
    """
    A cell is named by its row and the number of its column.
    """
    rows = [
        ["Вопрос", "Ответ", "Аудитория", "Заметки"],
        ["В1", "О1", "партнёр"],
        ["В2", None, "клиент"],
        ["В3", "О3"],
    ]
    expected = [("column_unknown", 1, 4), ("wrong_choice", 2, 3), ("missing", 3, 2)]
    csv = "\n".join(";".join(cell or "" for cell in row) for row in rows)

    for name, content in (("a.csv", csv), ("a.xlsx", workbook(*rows))):
        reading = read(name, content)
        found = [
            (p.code, p.location.line, p.location.column) for p in reading.problems if p.location.file == name
        ]
        assert expected == found
        assert reading.entries[-1].entry.title == "В3"


def test_a_row_of_several_lines_is_placed_at_its_first(read):
    """
    The line is that of the file, also after cells with line breaks.
    """
    text = 'Вопрос;Ответ;Вид\nВ1;"один\n\nдва";скрипт\nВ2;О;нечто\n'
    reading = read("a.csv", text)

    assert reading.entries[0].entry.body == "один\n\nдва"
    assert [(p.location.line, p.location.column) for p in reading.problems] == [(5, 3)]


def test_text_that_looks_like_a_formula_stays_text(read):
    """
    Nothing in a CSV is evaluated or changed.
    """
    cells = ["=1+1", "+7 800", "-5", "@x", "=cmd|' /C calc'!A0"]
    reading = read("a.csv", "Вопрос;Ответ\n" + "\n".join(f"В{n};{cell}" for n, cell in enumerate(cells)))

    assert cells == [item.entry.body for item in reading.entries]


def test_no_known_columns(read, workbook):
    """
    A table of something else is an error that says what columns are wanted.
    """
    assert [p.code for p in read("a.csv", "a;b\n1;2\n").problems] == ["header_unknown"]
    assert "header_unknown" in [p.code for p in read("a.xlsx", workbook(["a", "b"], [1, 2])).problems]


def test_a_column_twice(read):
    """
    Two columns of one field are an error.
    """
    assert [p.code for p in read("a.csv", "Вопрос;Ответ;Текст\nВ;О;Т\n").problems] == ["column_twice"]


def test_an_open_quote(read):
    """
    A quote that is never closed is told where its row starts.
    """
    reading = read("a.csv", 'Вопрос;Ответ\nВ;О\nВ2;"открыто\nи всё')

    assert [(p.code, p.location.line) for p in reading.problems] == [("csv_syntax", 3)]
    assert len(reading.entries) == 1


def test_a_formula_without_a_stored_value_is_a_problem(read, workbook):
    """
    Formulas are never computed, so one without its value is missing something.
    """
    reading = read("a.xlsx", workbook(["Вопрос", "Ответ"], ["В", "=1+1"], ["В2", "О"]))
    found = [(p.code, p.location.line, p.location.column) for p in reading.problems]

    assert ("formula_without_value", 2, 2) in found


def test_an_excel_error_is_a_problem(read, workbook):
    """
    A cell that shows #REF! is told as such.
    """
    reading = read("a.xlsx", workbook(["Вопрос", "Ответ"], ["В", "#REF!"]))

    assert [(p.code, p.location.line, p.location.column) for p in reading.problems] == [("cell_error", 2, 2)]


def test_sheets_are_named_and_hidden_ones_skipped(read):
    """
    With several sheets a place names the sheet; a hidden or foreign one is skipped with a warning.
    """
    book = openpyxl.Workbook()
    for title in ("Доставка", "Оплата", "Черновики", "Разное"):
        sheet = book.create_sheet(title)
        sheet.append(["x"] if title == "Разное" else ["Вопрос", "Ответ"])
        sheet.append([f"Про {title}", None if title == "Оплата" else "О"])
    book["Черновики"].sheet_state = "hidden"
    file = io.BytesIO()
    book.save(file)
    reading = read("a.xlsx", file.getvalue())

    assert [item.entry.title for item in reading.entries] == ["Про Доставка"]
    assert [(str(p.location), p.code) for p in reading.problems] == [
        ("a.xlsx#Оплата:2:2", "missing"),
        ("a.xlsx#Разное:1:1", "sheet_skipped"),
        ("a.xlsx#Черновики:1:1", "sheet_skipped"),
    ]


def test_nested_fields_are_json_in_a_cell(read):
    """
    Stages and the like may stand in a table as JSON, and broken JSON is told.
    """
    good = 'Вид;Вопрос;Ответ;Этапы\nинструкция;Т;О;"[{""name"": ""Э"", ""say"": ""Да""}]"\n'
    bad = "Вид;Вопрос;Ответ;Этапы\nинструкция;Т;О;Этап 1\n"

    assert read("a.csv", good).entries[0].entry.stages[0].say == "Да"
    assert "bad_list_cell" in [p.code for p in read("a.csv", bad).problems]


def test_shared_strings(read, workbook, repack):
    """
    Texts that Excel keeps apart from the sheet are read, rich ones too.
    """
    strings = [
        "<t>Вопрос</t>",
        "<t>Ответ</t>",
        "<t>Где?</t>",
        "<r><t>Здесь </t></r><r><rPr><b/></rPr><t>рядом</t></r>",
    ]
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    data = workbook([1, 2])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        types = archive.read("[Content_Types].xml").decode()
    override = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/>'
    cells = "".join(
        f'<row r="{r}"><c r="A{r}" t="s"><v>{a}</v></c><c r="B{r}" t="s"><v>{b}</v></c></row>'
        for r, a, b in ((1, 0, 1), (2, 2, 3))
    )
    shared = "".join(f"<si>{item}</si>" for item in strings)
    sheet = f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>'
    parts = {
        "[Content_Types].xml": types.replace("</Types>", override + "</Types>").encode(),
        "xl/sharedStrings.xml": f'<sst xmlns="{main}">{shared}</sst>'.encode(),
        "xl/worksheets/sheet1.xml": sheet.encode(),
    }
    (item,) = read("a.xlsx", repack(data, parts)).entries

    assert (item.entry.title, item.entry.body) == ("Где?", "Здесь рядом")


def test_a_row_of_too_many_cells_is_refused(tmp_path):
    """
    A single row of millions of cells is not taken apart.
    """
    (tmp_path / "a.csv").write_text("Вопрос;Ответ\n" + ";" * 1000, encoding="utf-8")

    assert [p.code for p in read_folder(tmp_path, limits=Limits(cells=500)).problems] == ["too_complex"]


def test_only_so_many_rows_are_read(tmp_path, workbook):
    """
    Rows beyond the limit are told, those before are read.
    """
    rows = [["Вопрос", "Ответ"], ["В1", "О"], ["В2", "О"], ["В3", "О"]]
    (tmp_path / "a.csv").write_text("\n".join(";".join(row) for row in rows), encoding="utf-8")
    (tmp_path / "b.xlsx").write_bytes(workbook(*rows))
    reading = read_folder(tmp_path, limits=Limits(rows=3))

    assert [(str(p.location), p.code) for p in reading.problems] == [
        ("a.csv:4:1", "too_many_entries"),
        ("b.xlsx:4:1", "too_many_entries"),
    ]
    assert [item.entry.title for item in reading.entries] == ["В1", "В2"] * 2
