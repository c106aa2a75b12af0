"""
What the bot and the system say to customers. A consultant must be able to stand by every word of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.domain.message import Choice, ChoiceKind

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from bot.domain.conversation import Customer
    from bot.domain.working_hours import WorkingHours

_MORNING: Final = 5
_DAY: Final = 11
_EVENING: Final = 17
_NIGHT: Final = 23
_WEEKDAYS: Final = {
    "ru": ("в понедельник", "во вторник", "в среду", "в четверг", "в пятницу", "в субботу", "в воскресенье"),
    "en": ("on Monday", "on Tuesday", "on Wednesday", "on Thursday", "on Friday", "on Saturday", "on Sunday"),
}
_DAYS_NAMED: Final = 6
"""Days ahead that a weekday names; later ones are given by date."""


def language_of(customer: Customer) -> str:
    """
    The language of what is said to the customer: «ru» or «en».
    """
    return "en" if customer.language.lower().startswith("en") else "ru"


def greeting(language: str, hour: int | None) -> str:
    """
    Greet by the customer's clock; `hour` None is an unknown clock.
    """
    russian, english = "Здравствуйте", "Hello"
    if hour is not None and _MORNING <= hour < _DAY:
        russian, english = "Доброе утро", "Good morning"
    elif hour is not None and _DAY <= hour < _EVENING:
        russian, english = "Добрый день", "Good afternoon"
    elif hour is not None and _EVENING <= hour < _NIGHT:
        russian, english = "Добрый вечер", "Good evening"
    return english if language == "en" else russian


def greeted(language: str, hour: int | None) -> str:
    """
    Answer a greeting that asks nothing yet.
    """
    first = greeting(language, hour)
    if language == "en":
        return f"{first}! How can I help you?"
    return f"{first}! Чем могу помочь?"


def thanked(language: str) -> str:
    """
    Answer thanks.
    """
    return "You are welcome!" if language == "en" else "Пожалуйста! Рады помочь."


def did_you_mean(language: str) -> str:
    """
    Introduce entries that may be meant.
    """
    return "Did you mean:" if language == "en" else "Вы имели в виду:"


def person_choice(language: str) -> Choice:
    """
    The button that calls a person.
    """
    return Choice(ChoiceKind.PERSON, "Talk to a consultant" if language == "en" else "Позвать консультанта")


def after_answer(language: str) -> tuple[Choice, ...]:
    """
    The buttons under an answer.
    """
    if language == "en":
        return (
            Choice(ChoiceKind.HELPED, "That helped"),
            Choice(ChoiceKind.NOT_HELPED, "I need a consultant"),
        )
    return (Choice(ChoiceKind.HELPED, "Помогло"), Choice(ChoiceKind.NOT_HELPED, "Нужен консультант"))


def possible_entries(language: str, entries: Sequence[tuple[str, str]]) -> tuple[Choice, ...]:
    """
    Buttons for entries, given as pairs of id and title, and one for a person.
    """
    buttons = tuple(Choice(ChoiceKind.ENTRY, title, entry) for entry, title in entries)
    return (*buttons, person_choice(language))


def handed_over(language: str, hours: WorkingHours, now: dt.datetime) -> str:
    """
    Say that a person will answer, and when: in working hours now, outside them the honest hour.
    """
    if hours.is_open(now):
        if language == "en":
            return (
                "I am passing your question to a consultant. He sees everything you have written, "
                "so there is nothing to repeat."
            )
        return "Передаю ваш вопрос консультанту. Он видит всю переписку, повторять ничего не нужно."
    opening = hours.next_opening(now)
    if opening is None:
        when = ("когда откроемся", "once we open again")
    else:
        when = (_when(opening, now, "ru"), _when(opening, now, "en"))
    if language == "en":
        return (
            f"Our consultants are not at work now; the first to answer will do so {when[1]}. "
            "Your question is kept, and you can add to it here."
        )
    return (
        f"Сейчас нерабочее время, консультант ответит {when[0]}. "
        "Вопрос сохранён, здесь же его можно дополнить."
    )


def joined(language: str, name: str) -> str:
    """
    Say who has taken the conversation.
    """
    return f"{name} has joined the conversation" if language == "en" else f"На связи {name}"


def closed(language: str) -> str:
    """
    Say that the conversation has ended, and ask for a rating.
    """
    if language == "en":
        return "The conversation has ended. Please rate it from 1 to 5. If you have a question, just write."
    return "Диалог завершён. Оцените его, пожалуйста, от 1 до 5. Появится вопрос – пишите сюда же."


def _when(opening: dt.datetime, now: dt.datetime, language: str) -> str:
    days = (opening.date() - now.astimezone(opening.tzinfo).date()).days
    clock = f"{opening:%H:%M}"
    named = {
        0: ("сегодня", "today"),
        1: ("завтра", "tomorrow"),
    }.get(days)
    if named is not None:
        day = named[language == "en"]
    elif days <= _DAYS_NAMED:
        day = _WEEKDAYS[language][opening.weekday()]
    else:
        day = f"{opening:%d.%m.%Y}" if language == "ru" else f"on {opening:%Y-%m-%d}"
    return f"{day} after {clock}" if language == "en" else f"{day} после {clock}"
