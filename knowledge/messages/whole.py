"""
About the set of entries as a whole.
"""

from __future__ import annotations

from typing import Final

from knowledge.messages.message import Message, error, warning

WHOLE: Final[dict[str, Message]] = {
    "empty_kit": error(
        "нет ни одной записи.",
        "Добавьте в папку хотя бы один файл с вопросом и ответом.",
        "there is no entry at all.",
        "Add at least one file with a question and an answer.",
    ),
    "duplicate_id": error(
        "идентификатор {id} уже занят: {other}.",
        "Дайте одной из записей другой id.",
        "identifier {id} is already taken: {other}.",
        "Give one of the entries another id.",
    ),
    "duplicate_question": warning(
        "на вопрос «{text}» отвечает и запись {id} ({other}).",
        "Объедините записи или уточните вопрос.",
        "the question “{text}” is also answered by entry {id} ({other}).",
        "Merge the entries or make the question more precise.",
    ),
    "dangling_link": error(
        "follow_ups ведёт к записи {id}, которой нет.",
        "Проверьте id{suggestion}.",
        "follow_ups leads to entry {id}, which does not exist.",
        "Check the id{suggestion}.",
    ),
    "internal_link": error(
        "запись для клиента ведёт к внутренней записи {id}.",
        "Уберите её из follow_ups или откройте её клиенту (audience: customer).",
        "an entry for customers leads to the internal entry {id}.",
        "Remove it from follow_ups or open it to customers (audience: customer).",
    ),
    "contradiction": warning(
        "похоже, записи {this} и {id} ({other}) противоречат друг другу: «{mine}» и «{theirs}».",
        "Оставьте верное или уточните, чем случаи отличаются.",
        "entries {this} and {id} ({other}) seem to contradict each other: “{mine}” and “{theirs}”.",
        "Keep what is right or say how the cases differ.",
    ),
    "example_fails": error(
        "вопрос-пример «{question}» не приводит к записи {id}: первыми найдены {found}.",
        "Добавьте в variants формулировку с этими словами или исправьте пример.",
        "the example question “{question}” does not bring entry {id}: found first are {found}.",
        "Add a wording with these words to variants, or mend the example.",
    ),
    "no_owner": warning(
        "у записи {id} нет ответственного.",
        "Добавьте owner.",
        "entry {id} has no owner.",
        "Add owner.",
    ),
    "no_owner_many": warning(
        "нет ответственного у записей: {count} (первая {id}).",
        "Добавьте owner каждой записи или в defaults файла.",
        "entries without an owner: {count} (the first is {id}).",
        "Add owner to every entry or to the file's defaults.",
    ),
    "expired": warning(
        "срок записи {id} истёк {date}.",
        "Обновите её или переведите в архив (status: archived).",
        "entry {id} expired on {date}.",
        "Update it or archive it (status: archived).",
    ),
    "not_yet_valid": warning(
        "запись {id} начнёт действовать только {date}.",
        "До этого дня она не отвечает; если это ошибка, поправьте valid_from.",
        "entry {id} is only valid from {date}.",
        "It does not answer before that day; if this is a mistake, mend valid_from.",
    ),
    "customer_draft": warning(
        "запись {id} предназначена клиенту, но не утверждена ({status}).",
        "Проверьте и утвердите её (status: approved), иначе клиент её не увидит.",
        "entry {id} is meant for customers but is not approved ({status}).",
        "Check and approve it (status: approved), or customers will not see it.",
    ),
}
