"""
The sentences of the web in the reader's language.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.web.chat_texts import TEXTS as CHAT_TEXTS
from bot.web.desk_texts import TEXTS as DESK_TEXTS
from bot.web.people_texts import TEXTS as PEOPLE_TEXTS

if TYPE_CHECKING:
    from collections.abc import Mapping

LANGUAGES = ("ru", "en")

FIELD_TEXTS: dict[str, dict[str, str]] = {
    "ru": {
        "field.missing": "обязательное поле",
        "field.extra_forbidden": "такого поля нет",
        "field.string_type": "нужна строка",
        "field.string_too_short": "слишком коротко: нужно не меньше {min_length} знаков",
        "field.string_too_long": "слишком длинно: можно не больше {max_length} знаков",
        "field.string_pattern_mismatch": "недопустимое значение",
        "field.int_type": "нужно целое число",
        "field.greater_than_equal": "нужно не меньше {ge}",
        "field.less_than_equal": "нужно не больше {le}",
        "field.enum": "допустимо только: {expected}",
        "field.literal_error": "допустимо только: {expected}",
        "field.bool_type": "нужно true или false",
        "field.model_type": "нужен объект JSON",
        "field.entry_and_none_fitted": "«none_fitted» не называет записи, остальные называют",
        "field.other": "недопустимое значение",
        "card.stage": "Этап {n}",
        "card.time_frame": "Срок",
        "card.criteria": "Критерии",
        "card.decision": "Решение",
        "card.say": "Сказать",
        "card.right": "Правильно",
        "card.wrong": "Неправильно",
        "card.why": "Почему",
        "card.actions": "Что делать",
        "card.modules": "Что сказать",
        "card.inadmissible": "Недопустимо",
    },
    "en": {
        "field.missing": "required field",
        "field.extra_forbidden": "there is no such field",
        "field.string_type": "must be a string",
        "field.string_too_short": "too short: at least {min_length} characters",
        "field.string_too_long": "too long: at most {max_length} characters",
        "field.string_pattern_mismatch": "not allowed here",
        "field.int_type": "must be a whole number",
        "field.greater_than_equal": "must be at least {ge}",
        "field.less_than_equal": "must be at most {le}",
        "field.enum": "must be one of: {expected}",
        "field.literal_error": "must be one of: {expected}",
        "field.bool_type": "must be true or false",
        "field.model_type": "must be a JSON object",
        "field.entry_and_none_fitted": "`none_fitted` names no entry, the others name one",
        "field.other": "not allowed here",
        "card.stage": "Stage {n}",
        "card.time_frame": "Time",
        "card.criteria": "Criteria",
        "card.decision": "Decision",
        "card.say": "Say",
        "card.right": "Right",
        "card.wrong": "Wrong",
        "card.why": "Why",
        "card.actions": "What to do",
        "card.modules": "What to say",
        "card.inadmissible": "Never",
    },
}


class Translator:
    """
    The function `t` of templates: a key and its values in, a sentence out; an unknown key is itself.
    """

    def __init__(self, language: str) -> None:
        tables = (FIELD_TEXTS, DESK_TEXTS, PEOPLE_TEXTS, CHAT_TEXTS)
        self._texts = {key: text for table in tables for key, text in table[language].items()}

    def __call__(self, key: str, **values: object) -> str:
        """
        Return the sentence, with `values` in place of the `{names}` in it.
        """
        text = self._texts.get(key, key)
        return text.format(**values) if values else text

    def __contains__(self, key: str) -> bool:
        return key in self._texts

    def told(self, detail: str) -> str:
        """
        Return the detail of an audit record with its code words said in the reader's language.
        """
        return " ".join(self._texts.get(f"detail.{word}", word) for word in detail.split(" "))

    def table(self) -> Mapping[str, str]:
        """
        Return every sentence by its key, for the page's own script.
        """
        return self._texts


TRANSLATORS = {language: Translator(language) for language in LANGUAGES}


def accepted_language(header: str, default: str) -> str:
    """
    Choose between our languages by an `Accept-Language` header; `default` where it names none of them.

    Follows RFC 9110, section 12.5.4: the highest weight wins, the first among equals, weight 0 refuses.
    """
    best, best_weight = default, 0.0
    for item in header[:200].split(","):
        tag, _, parameter = item.partition(";")
        language = tag.strip().lower().split("-")[0]
        weight = _weight(parameter)
        if language in LANGUAGES and weight > best_weight:
            best, best_weight = language, weight
    return best


def _weight(parameter: str) -> float:
    name, _, value = parameter.strip().partition("=")
    if not name:
        return 1.0
    try:
        weight = float(value) if name.strip() == "q" else 0.0
    except ValueError:
        return 0.0
    return weight if 0.0 <= weight <= 1.0 else 0.0
