"""
Everything the bot says of its own accord in Telegram, in both languages.

What customers hear from the core of conversations stands in `bot.usecases.conversations.phrases`.
"""

from __future__ import annotations

from html import escape
from typing import Final

_RUSSIAN_READERS: Final = frozenset({"ru", "uk", "be", "kk", "ky", "uz", "tg", "hy", "az"})

TEXTS: Final[dict[str, tuple[str, str]]] = {
    # customers
    "start": (
        "Здравствуйте! Напишите вопрос своими словами – отвечу сразу или позову консультанта.",
        "Hello! Write your question in your own words: I answer at once or call a consultant.",
    ),
    "help": (
        "Просто напишите вопрос. Фото и файлы тоже можно прислать. /person позовёт консультанта.",
        "Just write your question. Photos and files are welcome too. /person calls a consultant.",
    ),
    "empty": (
        "Сообщение пришло пустым. Напишите, пожалуйста, вопрос словами.",
        "The message came empty. Please write your question in words.",
    ),
    "unsupported": (
        "Такое сообщение прочитать не получится. Напишите, пожалуйста, словами или пришлите фото или файл.",
        "This kind of message cannot be read here. Please write in words, or send a photo or a file.",
    ),
    "too_large": (
        "Файл слишком большой: можно до {megabytes} МБ.",
        "The file is too large: at most {megabytes} MB.",
    ),
    "refused": ("{sentence}", "{sentence}"),
    "rated": ("Спасибо за оценку!", "Thank you for the rating!"),
    "rating_late": ("Эту оценку уже нельзя поставить.", "This can no longer be rated."),
    "button_old": (
        "Кнопка устарела. Напишите вопрос ещё раз.",
        "The button is out of date. Please write again.",
    ),
    "link_bad": (
        "Ссылка уже использована или устарела. Попросите администратора выдать новую.",
        "The link is used or expired. Ask your administrator for a new one.",
    ),
    "location": ("Геопозиция: {lat}, {lon}", "Location: {lat}, {lon}"),
    "contact": ("Контакт: {name}, {phone}", "Contact: {name}, {phone}"),
    # staff, in private
    "linked": (
        (
            "Готово, {name}: это ваш рабочий чат. Пишите вопрос – найду ответ; перешлите черновик – "
            "проверю. /help"
        ),
        "Done, {name}: this is your work chat. Write a question, or forward a draft to be checked. /help",
    ),
    "staff_help": (
        (
            "Текст или /ask вопрос – ответ из базы знаний.\n/check текст или пересланное сообщение – "
            "проверка черновика.\nВ любом чате: @{username} и пара слов – вставить одобренный ответ "
            "клиенту.\nВ теме клиента: сообщение уходит клиенту после проверки, «// …» остаётся "
            "заметкой, /close завершает диалог, /bot возвращает боту, /release – в очередь."
        ),
        (
            "Text or /ask question: an answer from the knowledge base.\n/check text, or a forwarded "
            "message: a draft checked.\nIn any chat: @{username} and a few words insert an approved "
            "answer.\nIn a customer's topic: a message leaves after the check, “// …” stays a note, "
            "/close ends the conversation, /bot gives it back to the bot, /release to the queue."
        ),
    ),
    "admin_help": (
        (
            "\n/reload – опубликовать материалы, /rollback номер – вернуть версию, /stats – "
            "показатели, /who – кто подключён. Файл базы знаний можно прислать сюда."
        ),
        (
            "\n/reload publishes the content, /rollback number restores a version, /stats figures, "
            "/who shows who is linked. A knowledge file can be sent here."
        ),
    ),
    "ask_empty": ("После /ask напишите вопрос.", "Write the question after /ask."),
    "no_answer": (
        "Готового ответа нет. Ближайшее ниже – или переформулируйте.",
        "There is no ready answer. The nearest are below, or ask in other words.",
    ),
    "nothing": ("Ничего похожего не нашлось.", "Nothing like it was found."),
    "sure": ("уверенность {percent} %", "confidence {percent} %"),
    "ask_first": ("Сначала спросите:", "Ask first:"),
    "open": ("Открыть целиком", "Open in full"),
    "copy": ("Текст для копирования", "Text to copy"),
    "used": ("Использовал", "Used it"),
    "none_fitted": ("Ничего не подошло", "None fitted"),
    "noted": ("Отмечено", "Noted"),
    "entry_gone": ("Этой записи больше нет.", "This entry is gone."),
    "check_empty": (
        "После /check напишите черновик, ответьте командой на сообщение или перешлите его сюда.",
        "Write the draft after /check, reply to a message with it, or forward one here.",
    ),
    "clean": ("✅ Замечаний нет, можно отправлять.", "✅ Nothing stands against it."),
    "found": ("Найдено: {count}", "Found: {count}"),
    "reworded": ("Исправленный вариант:", "Reworded:"),
    "slots": ("Заполните места в скобках.", "Fill in the places in brackets."),
    "apply": ("Взять исправленный", "Take the reworded text"),
    # topics
    "topic_name": ("{name}", "{name}"),
    "customer": ("Клиент", "Customer"),
    "topic_opened": (
        (
            "👤 <b>{name}</b> · {channel}\nПишите здесь: сообщение уйдёт клиенту после проверки. «// "
            "…» – заметка для своих. /close, /bot, /release."
        ),
        (
            "👤 <b>{name}</b> · {channel}\nWrite here: a message leaves after the check. “// …” is a "
            "note. /close, /bot, /release."
        ),
    ),
    "bot": ("Бот", "Bot"),
    "note": ("Заметка", "Note"),
    "edited": ("✏️ Исправлено: {text}", "✏️ Changed: {text}"),
    "not_delivered": (
        "⚠️ Не доставлено клиенту (сообщение {seq}): {reason}",
        "⚠️ Not delivered to the customer (message {seq}): {reason}",
    ),
    "reason_blocked": ("клиент заблокировал бота", "the customer has blocked the bot"),
    "reason_gone": ("чат не найден", "there is no such chat"),
    "reason_other": ("ошибка «{code}»", "error “{code}”"),
    "retry": ("Отправить ещё раз", "Send again"),
    "retrying": ("Отправляю ещё раз", "Sending again"),
    "client_blocked": ("🚫 Клиент заблокировал бота.", "🚫 The customer has blocked the bot."),
    "client_back": ("Клиент снова доступен.", "The customer can be reached again."),
    "stranger": (
        (
            "Сообщение не отправлено: ваш Telegram не связан с учётной записью. Нужна ссылка от "
            "администратора (copilot user telegram-link). Анонимные администраторы отвечать не могут."
        ),
        (
            "Not sent: your Telegram is not linked to an account. Ask your administrator for a link "
            "(copilot user telegram-link). Anonymous admins cannot reply."
        ),
    ),
    "topic_unknown": ("Эта тема ни с каким клиентом не связана.", "This topic belongs to no customer."),
    "no_command": (
        "Нет такой команды, клиенту ничего не ушло. Есть /close, /bot, /release, /ask, /check.",
        "There is no such command, nothing was sent. There are /close, /bot, /release, /ask, /check.",
    ),
    "not_sent": ("⛔ Не отправлено: {sentence}", "⛔ Not sent: {sentence}"),
    "send_fixed": ("Отправить исправленное", "Send the reworded text"),
    "send_anyway": ("Отправить как есть", "Send as it is"),
    "sent_anyway": ("Оператор подтвердил в Telegram", "Confirmed by the operator in Telegram"),
    "sent": ("Отправлено", "Sent"),
    "edit_ignored": (
        "Исправление клиенту не ушло: отправленное не меняется. Напишите новое сообщение.",
        "The change did not reach the customer: what is sent stays. Write a new message.",
    ),
    "done": ("Готово.", "Done."),
    "file": ("файл", "file"),
    # admins
    "reload_no_folder": (
        "Папка материалов не задана: укажите CONTENT_DIR в настройках.",
        "There is no content folder: set CONTENT_DIR.",
    ),
    "checking": ("Проверяю материалы…", "Checking the content…"),
    "problems": ("Не опубликовано, ошибок: {count}", "Not published, mistakes: {count}"),
    "no_changes": ("Изменений нет: всё уже опубликовано.", "Nothing has changed since the last publish."),
    "publish": ("Опубликовать", "Publish"),
    "publishing": ("Публикую: {stage} {done}/{total}", "Publishing: {stage} {done}/{total}"),
    "published": ("✅ Опубликована версия {number}.", "✅ Version {number} is published."),
    "publish_failed": ("⛔ Публикация не удалась: {sentence}", "⛔ Publishing failed: {sentence}"),
    "upload_refused": (
        "Файл базы знаний: .md, .yaml, .yml, .csv, .xlsx, .docx, .jsonl, имя из букв, цифр, точек и дефисов.",
        (
            "A knowledge file is .md, .yaml, .yml, .csv, .xlsx, .docx or .jsonl, its name letters, "
            "digits, dots, dashes."
        ),
    ),
    "rollback_usage": (
        "Напишите номер: /rollback 12. Версии:\n{versions}",
        "Write /rollback 12. Versions:\n{versions}",
    ),
    "rolled_back": (
        "✅ Версия {number}: содержание версии {to}.",
        "✅ Version {number}: the content of {to}.",
    ),
    "stats": (
        "Версия базы: {version}, записей: {entries}\nОжидают человека: {waiting}\nПоиск по смыслу: {encoder}",
        (
            "Knowledge version: {version}, entries: {entries}\nWaiting for a person: "
            "{waiting}\nSearch by meaning: {encoder}"
        ),
    ),
    "who_none": ("Никто не подключён.", "Nobody is linked."),
    "who_line": ("{name} · {role} · Telegram {user}", "{name} · {role} · Telegram {user}"),
    "revoke": ("Отключить: {name}", "Revoke: {name}"),
    "revoked": ("Отключено", "Revoked"),
    "alarm_sla": (
        "⏰ Клиент ждёт ответа дольше положенного или вот-вот: {name}, диалог {conversation}",
        "⏰ A customer's wait is about to burst, or has: {name}, conversation {conversation}",
    ),
    "alarm_probe": ("🔥 Не работает: {part}", "🔥 Not working: {part}"),
    "alarm_over": ("✅ Снова работает: {part}", "✅ Working again: {part}"),
    # menus
    "menu_start": ("Начать", "Start"),
    "menu_person": ("Позвать консультанта", "Talk to a consultant"),
    "menu_help": ("Что я умею", "What I can do"),
    "menu_ask": ("Найти ответ", "Find an answer"),
    "menu_check": ("Проверить черновик", "Check a draft"),
    "menu_close": ("Завершить диалог", "End the conversation"),
    "menu_bot": ("Вернуть диалог боту", "Give it back to the bot"),
    "menu_release": ("Вернуть в очередь", "Back into the queue"),
    "menu_reload": ("Опубликовать материалы", "Publish the content"),
    "menu_rollback": ("Вернуть версию", "Restore a version"),
    "menu_stats": ("Показатели", "Figures"),
    "menu_who": ("Кто подключён", "Who is linked"),
    "about": (
        "Отвечает на вопросы о заказах и услугах, зовёт консультанта.",
        "Answers questions about orders and services, calls a consultant.",
    ),
}


def say(language: str, key: str, **fields: object) -> str:
    """
    Return a sentence as HTML; `fields` are escaped.
    """
    safe = {name: escape(str(value), quote=False) for name, value in fields.items()}
    return TEXTS[key][language == "en"].format(**safe)


def label(language: str, key: str, **fields: object) -> str:
    """
    Return a sentence for a button, a menu or a toast, where nothing is HTML.
    """
    return TEXTS[key][language == "en"].format(**fields)


def language_of(code: str | None, default: str) -> str:
    """
    Return «ru» or «en» for the language that a Telegram user has chosen for himself.
    """
    if not code:
        return default
    return "ru" if code.lower().split("-")[0] in _RUSSIAN_READERS else "en"
