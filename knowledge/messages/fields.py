"""
About the fields of an entry.
"""

from __future__ import annotations

from typing import Final

from knowledge.messages.message import Message, error

FIELDS: Final[dict[str, Message]] = {
    "missing": error(
        "у записи нет {label} (поле {field}).",
        "Добавьте {field}.",
        "the entry has no {label} (field {field}).",
        "Add {field}.",
    ),
    "empty": error(
        "поле {field} пустое.",
        "Заполните его или уберите.",
        "field {field} is empty.",
        "Fill it in or remove it.",
    ),
    "unknown_field": error(
        "поле {field} не знакомо.",
        "Проверьте написание{suggestion}.",
        "field {field} is unknown.",
        "Check the spelling{suggestion}.",
    ),
    "field_of_other_kind": error(
        "у записи вида {kind} нет поля {field}.",
        "Поле бывает у вида {owner}: поправьте kind или уберите поле.",
        "an entry of kind {kind} has no field {field}.",
        "The field belongs to kind {owner}: mend kind or remove the field.",
    ),
    "wrong_choice": error(
        "в поле {field} значение «{value}» не подходит.",
        "Допустимо: {allowed}.",
        "field {field} cannot be “{value}”.",
        "Allowed: {allowed}.",
    ),
    "too_long": error(
        "текст в поле {field} длиннее {limit} знаков.",
        "Сократите его.",
        "the text of field {field} is longer than {limit} characters.",
        "Shorten it.",
    ),
    "one_line": error(
        "в поле {field} должна быть одна строка.",
        "Уберите перенос строки.",
        "field {field} must be a single line.",
        "Remove the line break.",
    ),
    "bad_id": error(
        "«{value}» не годится для поля {field}.",
        "Используйте до 100 латинских букв, цифр, точек, дефисов и подчёркиваний, например {suggestion}.",
        "“{value}” does not suit field {field}.",
        "Use up to 100 Latin letters, digits, dots, hyphens and underscores, for example {suggestion}.",
    ),
    "bad_date": error(
        "«{value}» в поле {field} — не дата.",
        "Пишите так: 2026-12-31 или 31.12.2026.",
        "“{value}” in field {field} is not a date.",
        "Write it as 2026-12-31 or 31.12.2026.",
    ),
    "bad_bool": error(
        "«{value}» в поле {field} не понято.",
        "Пишите «да» или «нет» (true или false).",
        "“{value}” in field {field} is not understood.",
        "Write true or false.",
    ),
    "bad_language": error(
        "язык «{value}» не понят.",
        "Пишите двумя буквами: ru или en.",
        "language “{value}” is not understood.",
        "Use two letters: ru or en.",
    ),
    "dates_order": error(
        "valid_from позже, чем valid_until.",
        "Поменяйте даты местами.",
        "valid_from is later than valid_until.",
        "Swap the dates.",
    ),
    "stage_empty": error(
        "в этапе {field} не сказано, что делать и что говорить.",
        "Добавьте do или say.",
        "stage {field} tells neither what to do nor what to say.",
        "Add do or say.",
    ),
    "want_text": error(
        "в поле {field} должен быть текст.",
        "Уберите список или вложенные поля.",
        "field {field} must be text.",
        "Remove the list or the nested fields.",
    ),
    "want_list": error(
        "в поле {field} должен быть список.",
        "Начните каждую строку с «- ».",
        "field {field} must be a list.",
        "Start every line with “- ”.",
    ),
    "want_fields": error(
        "в {field} должны быть поля с названиями.",
        "Пишите «название: значение».",
        "{field} must consist of named fields.",
        "Write “name: value”.",
    ),
    "invalid": error(
        "поле {field} не принято: {detail}.",
        "Сверьтесь с описанием содержимого.",
        "field {field} was not accepted: {detail}.",
        "See the description of the content.",
    ),
}
