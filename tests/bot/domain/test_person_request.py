"""
A call for a person is heard in many words and with typing mistakes; a mere mention is none.
"""

from __future__ import annotations

import pytest

from bot.domain.person_request import asks_for_person
from bot.domain.small_talk import SmallTalk, small_talk

CALLS = [
    "оператор",
    "Оператора!",
    "оператора позовите пожалуйста",
    "позовите живого человека",
    "позовите человека",
    "живой человек",
    "есть тут живой человек?",
    "хочу поговорить с человеком",
    "соедините с оператором",
    "Соедините меня, пожалуйста, с консультантом",
    "переключите на специалиста",
    "переведите на оператора",
    "мне нужен оператор",
    "нужен живой консультант",
    "дайте оператора",
    "можно оператора?",
    "можно поговорить с кем-нибудь?",
    "опиратор",
    "аператор",
    "позовите оператара",
    "Опертор нужен",
    "консультанта можно",
    "свяжите меня с менеджером",
    "как связаться с оператором?",
    "jgthfnjh",
    "operator",
    "human",
    "I want to talk to a human",
    "can I speak to a real person?",
    "connect me to an agent please",
    "live agent",
    "talk to someone",
    "operater please",
    "я хочу общаться с живым человеком, а не с ботом",
    "надоел бот, позовите человека",
    "ОПЕРАТОР",
    "можно поговорить с кем-нибудь живым?",
]
MENTIONS = [
    "оператор обещал перезвонить",
    "сколько человек поднимают диван",
    "мобильный оператор не принимает смс",
    "какой оператор связи доставляет код",
    "не зовите оператора, ответьте сами",
    "не нужен оператор",
    "нужно два человека на разгрузку",
    "у вас в магазине работают люди?",
    "менеджер сказал, что заказ готов",
    "хочу узнать статус заказа",
    "хочу вернуть товар",
    "можно оплатить картой",
    "мне нужен специалист по установке техники",
    "Я хочу заказать подарок для человека, у которого всё есть",
    "есть ли живые цветы",
    "перевести деньги другому человеку",
    "the agent said it was shipped",
    "my tour operator cancelled",
    "how many people can sit on this sofa",
    "I need a person to sign for the parcel",
    "реальная цена на сайте?",
    "",
    "😀",
    "1234",
]


@pytest.mark.parametrize("text", CALLS)
def test_a_call_is_heard(text: str) -> None:
    """
    By name, by verb, by «живой», misspelt, in the wrong layout, in English.
    """
    assert asks_for_person(text)


@pytest.mark.parametrize("text", MENTIONS)
def test_a_mention_is_no_call(text: str) -> None:
    """
    Operators who promised, people who carry, consultants who are not wanted.
    """
    assert not asks_for_person(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Здравствуйте", SmallTalk.GREETING),
        ("добрый день!", SmallTalk.GREETING),
        ("Доброго времени суток", SmallTalk.GREETING),
        ("hello", SmallTalk.GREETING),
        ("спасибо большое", SmallTalk.THANKS),
        ("Спасибо, всё понятно", SmallTalk.THANKS),
        ("thank you very much", SmallTalk.THANKS),
        ("добрый день, где заказ", None),
        ("Спасибо?", None),
        ("день", None),
        ("всё понятно", None),
        ("", None),
    ],
)
def test_small_talk(text: str, said: SmallTalk | None) -> None:
    """
    A greeting or thanks alone; with a question beside it, it is a question.
    """
    assert small_talk(text) is said
