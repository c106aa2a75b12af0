"""
The notation of patterns means what docs/speech-rules.md says, and a mistake in it has a place.
"""

from __future__ import annotations

import pytest

from knowledge.speech.errors import PatternError
from knowledge.speech.matchers import Place
from knowledge.speech.notation import parse
from knowledge.speech.patterns import compile_pattern, search
from knowledge.speech.segment import read
from knowledge.speech.vocabulary import BUILT_IN_LISTS


def _found(pattern: str, text: str, lang: str = "ru") -> list[str]:
    compiled = compile_pattern(pattern, parse(pattern, BUILT_IN_LISTS[lang]))
    found: list[str] = []
    for at, sentence in enumerate(read(text).sentences):
        for match in search(compiled, Place(sentence, at == 0), list(range(len(sentence.tokens)))):
            tokens = sentence.tokens[slice(*match.marked)]
            found.append(text[tokens[0].start : tokens[-1].end])
    return found


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("знать", "Он знал, вы знаете.", ["знал", "знаете"]),
        ("знать.1per", "Я знаю, вы знаете.", ["знаю"]),
        ("знать.1per/past", "Знаю. Знал. Знаешь.", ["Знаю", "Знал"]),
        ("знать.!past", "Знал. Знаю.", ["Знаю"]),
        ("подождать.imp", "Подождите. Подождём.", ["Подождите"]),
        ("перезвонить.imp", "Перезвоним вам. Перезвоните мне.", ["Перезвоните"]),
        ("рассмотреть.infn/imp", "Рассмотрите. Рассмотреть. Рассмотрим.", ["Рассмотрите", "Рассмотреть"]),
        ("ждать.!imp", "Ждите. Ждём.", ["Ждём"]),
        ("должный.short", "Вы должны. Должный уровень.", ["должны"]),
        ('"нельзя"', "НЕЛЬЗЯ!", ["НЕЛЬЗЯ"]),
        ('"ни при чём"', "Мы тут ни при чем.", ["ни при чем"]),
        ("вина", "Вашей виной. Вином.", ["виной"]),
        ("деньги", "Деньгами. Денег нет.", ["Деньгами", "Денег"]),
        ("не+знать", "Не знаю. Не очень знаю.", ["Не знаю"]),
        ("не знать", "Не очень-то знаю.", ["Не очень-то знаю"]),
        ("вы должный.short", "Вы, к сожалению, пока ещё должны.", ["Вы, к сожалению, пока ещё должны"]),
        ("вы должный.short", "Вы не должны.", []),
        ("вы должный.short", "Вы и курьер должны.", []),
        ("вы ~2 должный.short", "Вы и курьер должны.", ["Вы и курьер должны"]),
        ("сказать ~3 завтра", "Скажите, какой день, завтра?", []),
        ("сказать ... завтра", "Скажите, какой день, завтра?", ["Скажите, какой день, завтра"]),
        ("@we? не+знать", "Мы не знаем.", ["Мы не знаем"]),
        ("(перезвонить|набрать).1per вы", "Наберём вас. Перезвоните вы.", ["Наберём вас"]),
        ("(у+мы.gent)? такой.gent", "У нас такого. Такого.", ["У нас такого", "Такого"]),
        (
            '{обещать.infn "ничего" не+мочь.1per}',
            "Обещать вам я ничего не могу.",
            ["Обещать вам я ничего не могу"],
        ),
        ('{вернуть.infn "нельзя"}2', "Вернуть этот чехол нельзя.", ["Вернуть этот чехол нельзя"]),
        ('{"через" ~2 неделя *.past}6', "Через две недели привезли.", ["Через две недели привезли"]),
        ("^ нет $", "Нет. И нет.", ["Нет"]),
        ("нет $", "Нет, к сожалению.", ["Нет"]),
        ("нет ... $", "Нет, к сожалению.", ["Нет, к сожалению"]),
        ("^ нет", "К сожалению, нет.", ["нет"]),
        ("^ нет", "Вы нет.", []),
        ("^+нет", "К сожалению, нет.", []),
        ("^^ нет", "Увы, нет. Увы, нет.", ["нет"]),
        ("^ ~2 нет", "Этого чехла нет.", ["нет"]),
        ("^^ привет", "Привет! Привет ещё раз.", ["Привет"]),
        ("<девушка> ,", "Девушка, назовите номер.", ["Девушка"]),
        ("# %", "Скидка 10 %.", ["10 %"]),
        ("100 %", "Скидка 10 %, хлопок 100 %.", ["100 %"]),
        (r"/код\d+/", "Введите код77.", ["код77"]),
        ("не в+курс x=np.gent", "Не в курсе вашего заказа № 15 и акции.", ["Не в курсе вашего заказа № 15"]),
        ("брать.imp ,? не+пожалеть", "Берите, не пожалеете!", ["Берите, не пожалеете"]),
    ],
)
def test_a_pattern_matches_what_the_notation_says(pattern: str, text: str, found: list[str]) -> None:
    """
    Lemmas, grammemes, exact forms, gaps, windows, edges, marks and captures.
    """
    assert found == _found(pattern, text)


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        (
            "@we do+not know",
            "I really don't know. We didn’t know.",
            ["I really don't know", "We didn’t know"],
        ),
        ("can+not help", "We cannot help. I can't help.", ["cannot help", "can't help"]),
        ("will+not", "I won't.", ["won't"]),
        ("try.ing", "We are trying, I try.", ["trying"]),
        ("stop", "Stopped, stopping, stops.", ["Stopped", "stopping", "stops"]),
    ],
)
def test_english_words_match_by_lemma_too(pattern: str, text: str, found: list[str]) -> None:
    """
    Contractions are taken apart, endings are seen through.
    """
    assert found == _found(pattern, text, "en")


@pytest.mark.parametrize(
    ("pattern", "offset"),
    [
        ("не+знать.сейчас", 8),
        ("не+знать.now", 8),
        ("{a b", 4),
        ("(я|мы", 5),
        ('"не знаю', 0),
        ("~3 знать", 0),
        ("знать ~ вы", 6),
        ("знать ~99 вы", 6),
        ("@nobody", 0),
        ("{a? b?}", 7),
        ("/[/", 0),
        ("/(а+)+/", 0),
        ("a)b", 1),
        ("", 0),
    ],
)
def test_a_mistake_in_a_pattern_has_a_place(pattern: str, offset: int) -> None:
    """
    The error carries how far into the pattern it stands.
    """
    with pytest.raises(PatternError) as caught:
        parse(pattern, BUILT_IN_LISTS["ru"])

    assert offset == caught.value.offset
