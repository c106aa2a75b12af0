"""
The names and values that people write in tables and documents, in Russian and English.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import Final

from knowledge.models import (
    Audience,
    Case,
    EntryBase,
    Instruction,
    Kind,
    Policy,
    Principle,
    Question,
    RightWrong,
    Rule,
    Script,
    Situation,
    Stage,
    Status,
    Strict,
)

MODELS: Final[dict[Kind, type[EntryBase]]] = {
    Kind.SCRIPT: Script,
    Kind.INSTRUCTION: Instruction,
    Kind.POLICY: Policy,
    Kind.RULE: Rule,
    Kind.PRINCIPLE: Principle,
    Kind.SITUATION: Situation,
}
NESTED: Final[dict[str, type[Strict]]] = {
    "stages": Stage,
    "pairs": RightWrong,
    "cases": Case,
    "ask_first": Question,
}
FIELDS: Final = tuple(dict.fromkeys(name for model in MODELS.values() for name in model.model_fields))
LINES: Final = frozenset(
    {"variants", "examples", "tags", "legal_basis", "follow_ups", "actions", "modules", "inadmissible"}
)
OBJECTS: Final = frozenset({"stages", "cases", "ask_first"})
DATES: Final = frozenset({"valid_from", "valid_until"})
HEADERS: Final = {
    "id": "ID",
    "title": "Вопрос",
    "body": "Ответ",
    "speakable": "Кратко",
    "variants": "Варианты",
    "examples": "Примеры",
    "tags": "Теги",
    "kind": "Вид",
    "audience": "Аудитория",
    "status": "Статус",
    "language": "Язык",
    "valid_from": "Действует с",
    "valid_until": "Действует по",
    "owner": "Владелец",
    "legal_basis": "Основание",
    "sample": "Образец",
    "follow_ups": "Следующие записи",
    "ask_first": "Спросить сначала",
    "stages": "Этапы",
    "time_frame": "Срок",
    "cases": "Случаи",
    "actions": "Действия",
    "modules": "Речевые модули",
    "inadmissible": "Недопустимо",
}
_OTHER_HEADERS = {
    "id": ("_id", "код", "идентификатор", "ид", "ключ", "key"),
    "title": ("question", "заголовок", "название", "тема", "title", "name"),
    "body": ("answer", "text", "текст", "текст ответа", "ответ на вопрос", "скрипт ответа"),
    "speakable": ("short", "коротко", "краткий ответ", "для произнесения", "короткий ответ", "short form"),
    "variants": ("вариант", "варианты вопроса", "синонимы", "другие формулировки", "variations", "aliases"),
    "examples": ("пример", "примеры вопросов"),
    "tags": ("тег", "метки", "категория", "рубрика", "раздел", "category", "tag"),
    "kind": ("тип", "вид записи", "type"),
    "audience": ("для кого", "кому", "видимость", "доступ", "visibility"),
    "status": ("состояние",),
    "language": ("lang",),
    "valid_from": ("с", "дата начала", "начало действия", "действительно с", "valid from", "from"),
    "valid_until": (
        "по", "до", "действует до", "дата окончания", "конец действия", "действительно до", "valid until",
        "until", "valid to",
    ),
    "owner": ("ответственный", "автор", "responsible"),
    "legal_basis": ("закон", "нормативное основание", "статьи закона", "ссылка на закон", "legal basis"),
    "sample": ("пример наполнения",),
    "follow_ups": ("далее", "связанные", "связанные записи", "см. также", "follow ups", "see also"),
    "ask_first": ("уточнить", "что спросить", "ask first"),
    "stages": ("шаги",),
    "time_frame": ("время", "time frame"),
    "modules": ("что говорить", "модули"),
    "inadmissible": ("недопустимое поведение", "нельзя"),
    "actions": ("что делать",),
    "cases": (),
}  # fmt: skip

# One letter is a large part of these.
_SHORT_NAME = 4


def fold(text: str) -> str:
    """
    Fold a name for comparison: case, ё, spaces, and the marks people hang on headers.
    """
    return re.sub(r"[\s\u00a0]+", " ", text).strip(" *:?.\ufeff").casefold().replace("ё", "е")


_FIELD_BY_HEADER = {
    fold(name): field
    for field, header in HEADERS.items()
    for name in (field, field.replace("_", " "), header, *_OTHER_HEADERS.get(field, ()))
}
_WORDS: dict[str, dict[str, tuple[str, ...]]] = {
    "kind": {
        Kind.SCRIPT: ("скрипт", "вопрос", "вопрос-ответ", "faq", "чаво"),
        Kind.INSTRUCTION: ("инструкция",),
        Kind.POLICY: ("политика",),
        Kind.RULE: ("правило",),
        Kind.PRINCIPLE: ("принцип",),
        Kind.SITUATION: ("ситуация", "трудный клиент"),
    },
    "audience": {
        Audience.CUSTOMER: ("клиент", "клиенту", "клиенты", "для клиента", "покупатель", "всем", "customers"),
        Audience.OPERATOR: (
            "оператор", "оператору", "операторы", "для оператора", "сотрудник", "внутреннее", "внутренняя",
            "internal", "operators",
        ),
    },
    "status": {
        Status.DRAFT: ("черновик",),
        Status.IN_CHECK: ("на проверке", "проверка", "проверяется", "in check"),
        Status.APPROVED: ("утверждено", "утвержден", "утверждена", "одобрено", "одобрен", "опубликовано"),
        Status.ARCHIVED: ("архив", "в архиве", "архивная", "устарело"),
    },
    "language": {"ru": ("русский", "рус", "russian"), "en": ("английский", "англ", "english")},
    "sample": {"true": ("да", "true", "+", "x", "х"), "false": ("нет", "-", "false")},
}  # fmt: skip
_VALUES = {
    field: {fold(word): str(value) for value, words in values.items() for word in (value, *words)}
    for field, values in _WORDS.items()
}


def field_of(header: str) -> str | None:
    """
    Return the field that a column header or label names, or None.
    """
    return _FIELD_BY_HEADER.get(fold(header))


def value_of(field: str, text: str) -> str:
    """
    Translate a value such as «клиент» of `field`; what is not known is returned as it is.
    """
    return _VALUES.get(field, {}).get(fold(text), text)


def russian(field: str, value: str) -> str:
    """
    Return the Russian word for a value of kind, audience, status or sample.
    """
    return next(iter(_WORDS[field].get(value, ())), value)


def nearest(name: str, known: list[str]) -> str:
    """
    Return the known field that `name` was probably meant to be, or an empty string.
    """
    translated = _FIELD_BY_HEADER.get(fold(name))
    if translated in known:
        return translated
    likeness = 0.6 if len(name) <= _SHORT_NAME else 0.75
    return next(iter(get_close_matches(name.casefold(), known, 1, likeness)), "")
