"""
Word documents: a table with a header row, or headings with answers below.
"""

from __future__ import annotations

from docx.oxml import OxmlElement
from docx.oxml.ns import qn


def test_headings_with_answers(read, document):
    """
    A heading is a title; paragraphs, lists and emphasis below it are the body in Markdown.
    """

    def fill(word):
        word.add_heading("Как вернуть товар?", 1)
        paragraph = word.add_paragraph("Вернуть можно ")
        paragraph.add_run("в течение ").bold = True
        paragraph.add_run("7 дней").bold = True
        paragraph.add_run(" после покупки.")
        word.add_paragraph("чек", style="List Bullet")
        word.add_paragraph("паспорт", style="List Bullet")
        word.add_paragraph("Ждём вас.")
        word.add_heading("Где пункт?", 1)
        word.add_paragraph("Рядом *метро*.")

    first, second = (item.entry for item in read("kb.docx", document(fill)).entries)

    assert first.title == "Как вернуть товар?"
    assert first.body == "Вернуть можно **в течение 7 дней** после покупки.\n\n- чек\n- паспорт\n\nЖдём вас."
    assert (second.id, second.body) == ("gde-punkt", r"Рядом \*метро\*.")


def test_sections_give_tags_and_labels_give_fields(read, document):
    """
    A heading without text of its own is a section; «Кратко: …» below a title is a field.
    """

    def fill(word):
        word.add_heading("Доставка", 1)
        word.add_heading("Сколько стоит?", 2)
        word.add_paragraph("Кратко: Триста рублей.")
        word.add_paragraph("Варианты:")
        word.add_paragraph("Почём доставка", style="List Bullet")
        word.add_paragraph("Цена доставки", style="List Bullet")
        word.add_paragraph("Аудитория: клиент")
        word.add_paragraph("Стоит 300 рублей.")
        word.add_heading("Подробности", 3)
        word.add_paragraph("Кроме островов.")

    (item,) = read("kb.docx", document(fill)).entries
    entry = item.entry

    assert (entry.tags, entry.audience, entry.speakable) == (("Доставка",), "customer", "Триста рублей.")
    assert entry.variants == ("Почём доставка", "Цена доставки")
    assert entry.body == "Стоит 300 рублей.\n\n### Подробности\n\nКроме островов."


def test_a_table_of_entries(read, document):
    """
    A table with known column names gives an entry a row; a mistake is told by row and cell.
    """

    def fill(word):
        table = word.add_table(0, 3)
        for cells in (("Вопрос", "Ответ", "Аудитория"), ("В1", "О1", "клиент"), ("В2", "", "кто-то")):
            row = table.add_row()
            for cell, text in zip(row.cells, cells, strict=True):
                cell.text = text

    reading = read("kb.docx", document(fill))

    assert [(item.entry.title, item.entry.audience) for item in reading.entries] == [("В1", "customer")]
    assert [(p.code, p.location.line, p.location.column) for p in reading.problems] == [
        ("missing", 3, 2),
        ("wrong_choice", 3, 3),
    ]


def test_a_table_of_something_else_stays_in_the_body(read, document):
    """
    A table without known columns is part of the answer above it.
    """

    def fill(word):
        word.add_heading("Тарифы?", 1)
        word.add_paragraph("Вот они:")
        table = word.add_table(2, 2)
        for cell, text in zip(table._cells, ("Город", "Цена", "Тверь", "300"), strict=True):
            cell.text = text

    (item,) = read("kb.docx", document(fill)).entries

    assert item.entry.body == "Вот они:\n\n| Город | Цена |\n| --- | --- |\n| Тверь | 300 |"


def test_a_title_without_an_answer(read, document):
    """
    A heading at the level of entries with nothing below is a mistake at its paragraph.
    """

    def fill(word):
        word.add_heading("Первый?", 1)
        word.add_paragraph("Ответ.")
        word.add_heading("Второй?", 1)

    reading = read("kb.docx", document(fill))

    assert [(p.code, p.location.line) for p in reading.problems] == [("missing", 3)]


def test_a_document_without_structure(read, document):
    """
    Plain paragraphs are no entries, which is said.
    """
    reading = read("kb.docx", document(lambda word: word.add_paragraph("Просто текст")))

    assert [p.code for p in reading.problems] == ["header_unknown"]


def test_inserted_text_is_read_and_deleted_text_is_not(read, document):
    """
    Tracked changes count as accepted.
    """

    def fill(word):
        word.add_heading("Сколько?", 1)
        paragraph = word.add_paragraph("Цена ")
        for tag, text_tag, text in (("w:del", "w:delText", "100"), ("w:ins", "w:t", "200")):
            change, run, content = OxmlElement(tag), OxmlElement("w:r"), OxmlElement(text_tag)
            content.text = text
            run.append(content)
            change.append(run)
            paragraph._p.append(change)

    (item,) = read("kb.docx", document(fill)).entries

    assert item.entry.body == "Цена 200"


def test_a_span_of_a_billion_columns_costs_nothing(read, document):
    """
    A cell that claims to span a billion columns is one cell.
    """

    def fill(word):
        table = word.add_table(2, 2)
        for cell, text in zip(table._cells, ("Вопрос", "Ответ", "В", "О"), strict=True):
            cell.text = text
        span = OxmlElement("w:gridSpan")
        span.set(qn("w:val"), "1000000000")
        table.rows[1].cells[1]._tc.get_or_add_tcPr().append(span)

    assert [item.entry.title for item in read("kb.docx", document(fill)).entries] == ["В"]
