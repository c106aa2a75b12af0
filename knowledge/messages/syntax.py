"""
About YAML, JSON and front matter.
"""

from __future__ import annotations

from typing import Final

from knowledge.messages.message import Message, error, warning

SYNTAX: Final[dict[str, Message]] = {
    "yaml_syntax": error(
        "ошибка YAML: {detail}.",
        "Проверьте отступы, двоеточия и кавычки рядом.",
        "YAML error: {detail}.",
        "Check indentation, colons and quotes nearby.",
    ),
    "yaml_tab": error(
        "недопустимый символ в начале значения или табуляция в отступе.",
        "Отступы делайте пробелами, а текст с @, %, ` в начале берите в кавычки.",
        "a character that cannot start a value, or a tab in the indentation.",
        "Indent with spaces and quote text that starts with @, % or `.",
    ),
    "yaml_colon": error(
        "лишнее двоеточие: непонятно, где название поля, а где текст.",
        "Возьмите значение в кавычки или поправьте отступ.",
        "an extra colon: the field's name and its text cannot be told apart.",
        "Put the value in quotes or mend the indentation.",
    ),
    "yaml_indent": error(
        "строка стоит не на своём отступе.",
        "Выровняйте поля одной записи по одной вертикали.",
        "the line is indented wrongly.",
        "Align the fields of an entry.",
    ),
    "yaml_quote": error(
        "кавычка или скобка открыта и не закрыта.",
        "Закройте её.",
        "a quote or bracket is opened and not closed.",
        "Close it.",
    ),
    "yaml_tag": error(
        "метки типов YAML («{tag}») не поддерживаются.",
        "Уберите метку или возьмите текст с «!» в начале в кавычки.",
        "YAML type tags (“{tag}”) are not supported.",
        "Remove the tag, or quote text that starts with “!”.",
    ),
    "yaml_alias": error(
        "ссылка «*{name}» ведёт в никуда или сама на себя.",
        "Опишите «&{name}» выше или возьмите текст со звёздочкой в начале в кавычки.",
        "alias “*{name}” points nowhere or at itself.",
        "Define “&{name}” above, or quote text that starts with an asterisk.",
    ),
    "yaml_key": error(
        "названием поля может быть только слово.",
        "Уберите списки и скобки из названия поля.",
        "only a word can be a field's name.",
        "Remove lists and brackets from the field's name.",
    ),
    "too_deep": error(
        "вложенность глубже {limit} уровней.",
        "Упростите запись.",
        "nested deeper than {limit} levels.",
        "Simplify the entry.",
    ),
    "too_complex": error(
        "файл слишком сложен: больше {limit} значений с учётом ссылок.",
        "Уберите ссылки «*» и разделите файл.",
        "the file is too complex: more than {limit} values, aliases counted.",
        "Remove “*” aliases and split the file.",
    ),
    "duplicate_key": error(
        "поле {key} указано дважды.",
        "Оставьте одно.",
        "field {key} is given twice.",
        "Keep one.",
    ),
    "front_matter_open": error(
        "шапка начата строкой «---» и не закрыта.",
        "Закройте её такой же строкой «---».",
        "the front matter starts with “---” and is not closed.",
        "Close it with another “---” line.",
    ),
    "json_syntax": error(
        "ошибка JSON: {detail}.",
        'В строке должен быть один объект вида {{"id": …, "title": …, "text": …}}.',
        "JSON error: {detail}.",
        'A line must be one object such as {{"id": …, "title": …, "text": …}}.',
    ),
    "not_an_entry": error(
        "здесь ожидалась запись с полями, а найдено другое.",
        "Пишите поля: id, title, body.",
        "an entry with fields was expected here.",
        "Write the fields: id, title, body.",
    ),
    "key_ignored": warning(
        "поле {key} не знакомо и не прочитано.",
        "Уберите его или назовите иначе{suggestion}.",
        "field {key} is unknown and was not read.",
        "Remove or rename it{suggestion}.",
    ),
}
