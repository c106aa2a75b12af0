"""
About tables and Office files.
"""

from __future__ import annotations

from typing import Final

from knowledge.messages.message import Message, error, warning

CONTAINERS: Final[dict[str, Message]] = {
    "office_broken": error(
        "файл повреждён, открыть его не удалось.",
        "Откройте его в Office и сохраните заново как .{modern}.",
        "the file is damaged and cannot be opened.",
        "Open it in Office and save it anew as .{modern}.",
    ),
    "zip_bomb": error(
        "содержимое файла в распакованном виде слишком велико.",
        "Сохраните только нужные листы и страницы, без картинок.",
        "the file's content is too large when unpacked.",
        "Save only the sheets and pages that are needed, without pictures.",
    ),
    "xml_doctype": error(
        "внутри файла есть объявление DTD или чужая кодировка, это небезопасно.",
        "Откройте его в Office и сохраните заново как .{modern}.",
        "the file contains a DTD or an odd encoding inside, which is unsafe.",
        "Open it in Office and save it anew as .{modern}.",
    ),
    "formula_without_value": error(
        "в ячейке формула без сохранённого значения.",
        "Откройте файл в Excel и сохраните его или вставьте значение вместо формулы.",
        "the cell holds a formula without a stored value.",
        "Open the file in Excel and save it, or paste the value instead of the formula.",
    ),
    "cell_error": error(
        "в ячейке ошибка Excel: {value}.",
        "Исправьте формулу или впишите значение.",
        "the cell holds an Excel error: {value}.",
        "Mend the formula or type the value.",
    ),
    "sheet_skipped": warning(
        "лист пропущен: {reason}.",
        "Если он нужен, добавьте строку с названиями столбцов и покажите лист.",
        "the sheet was skipped: {reason}.",
        "If it is needed, add a row of column names and unhide the sheet.",
    ),
    "header_unknown": error(
        "не найдены столбцы «Вопрос» и «Ответ».",
        "Назовите столбцы в первой строке, например: Вопрос; Ответ; Варианты; Кратко; Аудитория.",
        "no columns “Question” and “Answer” were found.",
        "Name the columns in the first row, for example: Question; Answer; Variants; Short; Audience.",
    ),
    "column_unknown": warning(
        "столбец «{column}» не знаком и не прочитан.",
        "Если он нужен, назовите его иначе{suggestion}.",
        "column “{column}” is unknown and was not read.",
        "If it is needed, rename it{suggestion}.",
    ),
    "column_twice": error(
        "столбец поля {field} есть дважды.",
        "Оставьте один.",
        "there are two columns for field {field}.",
        "Keep one.",
    ),
    "csv_syntax": error(
        "строка таблицы разобрана не до конца: кавычка не закрыта или стоит не на месте.",
        "Закройте кавычку; кавычку внутри текста удвойте.",
        "the row could not be parsed: a quote is not closed or misplaced.",
        "Close the quote; double a quote within text.",
    ),
    "bad_list_cell": error(
        "ячейка поля {field} похожа на JSON, но не читается.",
        "Пишите варианты по одному в строке или через «|».",
        "the cell of field {field} looks like JSON but cannot be read.",
        "Write one variant a line or separate them with “|”.",
    ),
}
