"""
Each way to mend does what docs/speech-rules.md says: the examples of a rule are the claims.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from knowledge.speech.policy import load_rules

if TYPE_CHECKING:
    from .conftest import RuleFileWriter


def _body(match: str, fix: str, bad: list[str], good: list[str], extra: str = "") -> str:
    lines = [f"match: [{match}]", extra, f"fix: [{fix}]", "tests:", "  bad:"]
    lines += [f"    - {{{example}}}" for example in bad]
    lines += ["  good:", *(f"    - {{{example}}}" for example in good)]
    return "\n".join(line for line in lines if line)


SWAP = _body(
    "заказик, денежка, скидочка, ссылочка, машинка, счётик, посылочка",
    "{swap: {заказик: заказ, денежка: деньги, скидочка: скидка, ссылочка: ссылка, машинка: машина,"
    " счётик: счёт, посылочка: посылка}}",
    [
        "text: Ваш заказик собран., span: заказик, fixed: Ваш заказ собран.",
        "text: Вся денежка уже вернулась., span: денежка, fixed: Все деньги уже вернулись.",
        "text: Скидочку сделаем., span: Скидочку, fixed: Скидку сделаем.",
        "text: Пришлю новую ссылочку на оплату., span: ссылочку, fixed: Пришлю новую ссылку на оплату.",
        "text: О вашем заказике помним., span: заказике, fixed: О вашем заказе помним.",
        "text: Твою денежку вернём., span: денежку, fixed: Твои деньги вернём.",
        "text: С машинками едет водитель., span: машинками, fixed: С машинами едет водитель.",
        "text: ЗАКАЗИК едет., span: ЗАКАЗИК, fixed: ЗАКАЗ едет.",
        "text: Денежка придёт завтра., span: Денежка, fixed: Деньги придут завтра.",
        "text: Посылочка уже приехала., span: Посылочка, fixed: Посылка уже приехала.",
    ],
    ["text: Заказчик доволен.", "text: Счётчик воды поставит мастер."],
)
DELETE = _body(
    "'\"честно говоря\"', '\"типа\"', '\"короче\"', '\"ну\"'",
    "delete",
    [
        "text: 'Честно говоря, доставка до 12 марта.', span: Честно говоря, fixed: Доставка до 12 марта.",
        "text: 'Товар, типа, на складе.', span: типа, fixed: Товар на складе.",
        "text: Товар типа на складе., span: типа, fixed: Товар на складе.",
        "text: 'Вернули, короче, что важно, всё.', span: короче, fixed: 'Вернули, что важно, всё.'",
        "text: 'Вернём всё, короче.', span: короче, fixed: Вернём всё.",
        "text: '«Ромашка» короче выше.', span: короче, fixed: '«Ромашка» выше.'",
        "text: 'Да! Ну, везём.', span: Ну, fixed: Да! Везём.",
        "text: 'Ну.', span: Ну",
    ],
    ["text: Рукав длиннее.", "text: Путь длинный."],
)
CAPTURE = _body(
    "'вы.nomn должный.short v=*.infn', 'произвести.infn проверка.accs x=np.gent'",
    "{say: '{v.imp}, пожалуйста,', scope: span}, {say: 'проверить {x.accs}', scope: span}",
    [
        (
            "text: Вы должны подойти в пункт с паспортом., span: Вы должны подойти,"
            " fixed: 'Подойдите, пожалуйста, в пункт с паспортом.'"
        ),
        (
            "text: По правилам вы сами должны заполнить бланк., span: вы сами должны заполнить,"
            " fixed: 'По правилам заполните, пожалуйста, бланк.'"
        ),
        (
            "text: Нужно произвести проверку вашей папки «Спам»., span: произвести проверку вашей папки,"
            " fixed: Нужно проверить вашу папку «Спам»."
        ),
        (
            "text: Можем произвести проверку всех документов., span: произвести проверку всех документов,"
            " fixed: Можем проверить все документы."
        ),
        (
            "text: Пора произвести проверку заказа № 15., span: произвести проверку заказа № 15,"
            " fixed: Пора проверить заказ № 15."
        ),
    ],
    ["text: Они должны подойти.", "text: Проверка идёт."],
)
ORDER = _body(
    "'n=неделя \"через\" k=*.numr'",
    "{say: 'через {k} {n}', scope: span}",
    [
        "text: Недели через две придёт., span: Недели через две, fixed: Через две недели придёт.",
        "text: Заказ придёт недели через две., span: недели через две, fixed: Заказ придёт через две недели.",
    ],
    ["text: Неделя прошла.", "text: Через час."],
)
PLEASE = _body(
    "'\"плиз\"'",
    "{swap: {плиз: пожалуйста}}",
    [
        "text: Подождите плиз до среды., span: плиз, fixed: 'Подождите, пожалуйста, до среды.'",
        "text: 'Плиз, подождите.', span: Плиз, fixed: 'Пожалуйста, подождите.'",
    ],
    ["text: Пожалуйста.", "text: Плис."],
)
SENTENCE = _body(
    "'@we? {@we? не+знать.1per}'",
    "{say: 'Уточню, {tail}, и отвечу {deadline}.'}, {say: 'Уточню это и отвечу {deadline}.'}",
    [
        "text: 'К сожалению, я не знаю.', span: я не знаю, fixed: 'Уточню это и отвечу [укажите срок].'",
        (
            "text: 'Не знаю, где посылка.', span: Не знаю, fixed: 'Уточню, где посылка, и отвечу до 18:00.',"
            " context: {deadline: до 18:00}"
        ),
        "text: 'Где курьер, не знаю.', span: не знаю, fixed: 'Уточню, где курьер, и отвечу [укажите срок].'",
        (
            "text: 'Мы не знаем, посылка едет.', span: Мы не знаем,"
            " fixed: 'Уточню это и отвечу [укажите срок]. Посылка едет.'"
        ),
        (
            "text: 'Посылка едет, но мы не знаем.', span: мы не знаем,"
            " fixed: 'Посылка едет. Уточню это и отвечу [укажите срок].'"
        ),
        "text: 'Анна, я не знаю!', span: я не знаю, fixed: 'Анна, уточню это и отвечу [укажите срок].'",
        "text: '(Не знаю.)', span: Не знаю, fixed: '(Уточню это и отвечу [укажите срок].)'",
    ],
    ["text: Вы не знаете.", "text: Знаю."],
)
MAY_DROP = _body(
    "'перезвонить.1per (через+#)?'",
    "{say: 'Отвечу здесь {deadline}.', may_drop: [number]}",
    [
        "text: Перезвоню через 5 минут., span: Перезвоню через 5",
        "text: Перезвоню через 5., span: Перезвоню через 5, fixed: 'Отвечу здесь [укажите срок].'",
        "text: Перезвоню., span: Перезвоню, fixed: 'Отвечу здесь [укажите срок].'",
    ],
    ["text: Напишу.", "text: Отвечу."],
)


@pytest.mark.parametrize(
    "body",
    [SWAP, DELETE, CAPTURE, ORDER, PLEASE, SENTENCE, MAY_DROP],
    ids=["swap", "delete", "capture", "order", "please", "sentence", "drop"],
)
def test_a_fix_gives_the_text_it_promises(rule_file: RuleFileWriter, body: str) -> None:
    """
    Loading runs the examples, so a rule that loads mends as its examples say.
    """
    assert len(load_rules(shipped=[rule_file(body)]).rules) == 1


def test_a_greeting_against_the_clients_clock_is_mended(rule_file: RuleFileWriter) -> None:
    """
    Morning until 11:00, day until 17:00, evening until 23:00; silent while the clock is unknown.
    """
    body = _body(
        "'добрый+утро'",
        "{say: '{greeting}', scope: span}",
        [
            (
                "text: 'Доброе утро, Анна!', span: Доброе утро, fixed: 'Добрый вечер, Анна!',"
                " context: {local_time: '17:00'}"
            ),
            (
                "text: 'Анна, доброе утро!', span: доброе утро, fixed: 'Анна, здравствуйте!',"
                " context: {local_time: '23:00'}"
            ),
            "text: 'Доброе утро!', span: Доброе утро, fixed: Добрый день!, context: {local_time: '11:00'}",
        ],
        ["text: 'Доброе утро!', context: {local_time: '10:59'}", "text: 'Доброе утро!'"],
        "kind: time\nhours: 05:00-11:00",
    )

    assert len(load_rules(shipped=[rule_file(body)]).rules) == 1


def test_what_must_be_said_is_demanded(rule_file: RuleFileWriter) -> None:
    """
    The shop's full name is missed when the context knows it, in whatever case it is written.
    """
    body = _body(
        "'^ <добрый+(день|утро|вечер)> ... звонить.1per'",
        "{say: '{greeting}! {shop}', scope: span}, {advice: Назовите магазин.}",
        [
            (
                "text: 'Добрый день, звоню по заказу № 5.', span: Добрый день, context: {shop: Ромашка},"
                " fixed: 'Здравствуйте! Ромашка, звоню по заказу № 5.'"
            ),
            (
                "text: 'Добрый вечер, Олег, звоню.', span: Добрый вечер, context: {shop: Ромашка},"
                " fixed: 'Здравствуйте! Ромашка, Олег, звоню.'"
            ),
        ],
        [
            "text: 'Добрый день, магазин «РОМАШКА», звоню.', context: {shop: Ромашка}",
            "text: 'Добрый день, звоню.'",
        ],
        "kind: require\nneed: [{context: shop}]",
    )

    assert len(load_rules(shipped=[rule_file(body)]).rules) == 1
