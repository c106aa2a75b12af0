"""
Each named guard forgives what it is for, and nothing beside it.
"""

from __future__ import annotations

import pytest

from knowledge.speech.guards import GUARDS, reported_speech
from knowledge.speech.matchers import Place
from knowledge.speech.notation import parse
from knowledge.speech.patterns import compile_pattern, search
from knowledge.speech.scenes import Scene, antipattern
from knowledge.speech.segment import read
from knowledge.speech.vocabulary import BUILT_IN_LISTS


def _scene(pattern: str, text: str) -> Scene:
    """
    The first match of `pattern` in `text`.
    """
    compiled = compile_pattern(pattern, parse(pattern, BUILT_IN_LISTS["ru"]))
    draft = read(text)
    for at, sentence in enumerate(draft.sentences):
        found = search(compiled, Place(sentence, at == 0), list(range(len(sentence.tokens))))
        if found:
            return Scene(draft, at, found[0])
    raise AssertionError(f"{pattern} does not match {text}")


@pytest.mark.parametrize(
    ("guard", "pattern", "innocent", "guilty"),
    [
        ("question", "не+знать", "Не знаете размер?", "Не знаем размер."),
        ("negated", "ваш ошибка", "Это не ваша ошибка.", "Это ваша ошибка, не наша."),
        ("deadline_in_sentence", "перезвонить", "Перезвоню до 18:00.", "Перезвоню по заказу от 12 марта."),
        ("deadline_in_sentence", "перезвонить", "Перезвоню в течение часа.", "Перезвоню через пару минут."),
        ("deadline_in_sentence", "перезвонить", "Перезвоню в среду.", "Перезвоню скоро."),
        ("deadline_in_sentence", "перезвонить", "Перезвоню через два часа.", "Перезвоню, верну 300 руб."),
        ("alternative_follows", "не+мочь", "Не можем, но есть другой размер.", "Не можем, но сочувствуем."),
        ("alternative_follows", "не+мочь", "Не можем. Заменим на новый.", "Не можем. Перезвоните позже."),
        ("resolved", "проблема", "Проблема решена.", "Проблема решается."),
        ("resolved", "проблема", "Исправили проблему.", "Проблема не решена."),
        ("if_clause", "не+знать", "Если не знаете, спросите.", "Если спросят, то не знаем."),
        ("if_clause", "не+знать", "Чтобы вы не знали забот.", "Пока не знаем."),
        ("self_blame", "ошибка", "Это наша ошибка.", "Это не наша ошибка."),
        ("self_blame", "адрес", "Мы перепутали адрес.", "Вы перепутали адрес."),
        ("safety_instruction", "код", "Никому не сообщайте код.", "Сообщите код."),
        ("link_with_answer", "на+сайт", "Всё на сайте: https://shop.example/o.", "Всё на сайте."),
        (
            "link_with_answer",
            "на+сайт",
            "Чек на сайте в разделе «Заказы».",
            "Чек на сайте в разделе заказов.",
        ),
        ("subject_we", "обязанный.short", "Мы обязаны вернуть.", "Вы обязаны вернуть."),
        ("subject_we", "обязанный.short", "Обязаны мы вернуть.", "Клиент обязан вернуть."),
        ("subject_you", "говорить", "Вы говорите, что нет.", "Говорите номер."),
        ("subject_third", "не+знать", "Курьер не знает.", "Мы не знаем."),
        ("epistemic", "должный.short", "Вы должны получить письмо.", "Вы должны подойти."),
        ("legal_term", "возврат", "Возврат товара надлежащего качества.", "Возврат надлежащим образом."),
        ("legal_term", "возврат", "Возврат по закону, ст. 25.", "Возврат по правилам магазина."),
        ("idiom", "нельзя", "Нельзя не отметить.", "Нельзя отметить."),
        ("idiom", '"в курсе"', "Будем держать вас в курсе.", "Мы не в курсе."),
        ("reason_given", "не+мочь", "Не можем, потому что склад закрыт.", "Не можем."),
        ("polite", "прислать", "Пришлите, пожалуйста, фото.", "Пришлите фото."),
        ("polite", "прислать", "Не могли бы вы прислать фото.", "Могли прислать фото."),
        ("fact_in_sentence", "вернуть", "Вернём 300 руб.", "Вернём деньги."),
        ("name_follows", "уважаемый", "Уважаемая Анна!", "Уважаемый клиент!"),
    ],
)
def test_a_guard_forgives_the_innocent_only(guard: str, pattern: str, innocent: str, guilty: str) -> None:
    """
    The same words, once in a sentence that makes them innocent, once in one that does not.
    """
    assert (GUARDS[guard](_scene(pattern, innocent)), GUARDS[guard](_scene(pattern, guilty))) == (True, False)


@pytest.mark.parametrize(
    ("text", "reported"),
    [
        ("Вы пишете, что не знаете.", True),
        ("Вам сказали, что не знают.", True),
        ("По вашим словам, не знают.", True),
        ("Клиент сообщил, что не знает.", True),
        ("Мы сообщаем, что не знаем.", False),
        ("Вы пишете, что ждёте, но мы не знаем.", False),
        ("Скажите, что не знаете.", False),
        ("Вы же сами не знаете.", False),
    ],
)
def test_reported_words_are_the_speakers(text: str, reported: bool) -> None:
    """
    What the client or a colleague is said to have said is not the operator's own.
    """
    assert reported == reported_speech(_scene("не+знать", text))


@pytest.mark.parametrize(
    ("within", "text", "forgiven"),
    [
        ("match", "Стиральная машинка.", False),
        ("before 2", "Стиральная новая машинка.", True),
        ("before 1", "Стиральная и новая машинка.", False),
        ("after 2", "Машинка очень стиральная.", True),
        ("sentence", "Машинка приедет, она стиральная.", True),
        ("sentence", "Машинка приедет. Она стиральная.", False),
        ("next", "Машинка приедет. Она стиральная.", True),
    ],
)
def test_an_antipattern_looks_where_it_is_told(within: str, text: str, forgiven: bool) -> None:
    """
    Touching the match, some words away, in the sentence, or in the next.
    """
    pattern = compile_pattern("стиральный", parse("стиральный", {}))

    assert forgiven == antipattern(pattern, within)(_scene("машинка", text))


def test_an_antipattern_that_touches_the_match_forgives_it() -> None:
    """
    Sharing a word is enough.
    """
    pattern = compile_pattern("стиральный машинка", parse("стиральный машинка", {}))

    assert antipattern(pattern, "match")(_scene("машинка", "Стиральная машинка."))
