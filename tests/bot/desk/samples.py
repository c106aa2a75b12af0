"""
A small shop's entries, real enough to look at: what the desk shows in the screenshots.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from bot.web.card_html import render_entry
from knowledge.models import parse_entry

COURIER = "Курьер приедет завтра с 10 до 18 и позвонит за час. Вам удобно будет принять заказ?"

TODAY = dt.datetime.now(tz=dt.UTC).date()


def _html(**fields: Any) -> str:
    return render_entry(parse_entry({"id": "any", "title": "любой", **fields}), "ru")


ENTRIES: tuple[dict[str, Any], ...] = (
    {
        "id_": "delivery-when",
        "title": "Когда привезут заказ?",
        "speakable": COURIER,
        "html": _html(
            body=(
                "По Москве и Санкт-Петербургу доставка на следующий день после подтверждения, по области "
                "за два-три дня. Курьер звонит **за час** до приезда.\n\n"
                "- интервалы: 10–14, 14–18, 18–22;\n- изменить интервал можно до 20:00 накануне;\n"
                "- если клиента не будет дома, заказ получит любой взрослый, кого он назовёт.\n\n"
                "Точное время курьер назначает утром, раньше его не знает никто: не обещайте часа."
            )
        ),
        "ask_first": [
            {"slot": "order", "question": "Какой у вас номер заказа?"},
            {"slot": "city", "question": "В какой город доставляем?"},
        ],
        "follow_ups": [
            {"id": "delivery-interval", "title": "Можно изменить интервал доставки?"},
            {"id": "delivery-other", "title": "Может ли заказ получить другой человек?"},
        ],
        "legal_basis": ["Закон РФ «О защите прав потребителей», ст. 23.1"],
        "valid_from": "2026-01-01",
        "valid_until": (TODAY + dt.timedelta(days=400)).isoformat(),
        "tags": ["доставка", "сроки"],
        "sample": True,
    },
    {
        "id_": "delivery-interval",
        "title": "Можно изменить интервал доставки?",
        "speakable": "Да, интервал можно изменить до восьми вечера накануне. На какое время перенести?",
    },
    {
        "id_": "delivery-late",
        "title": "Курьер опаздывает: что делать",
        "kind": "instruction",
        "speakable": "Понимаю, что вы ждёте. Сейчас узнаю, где курьер; пожалуйста, не кладите трубку.",
        "audience": "operator",
        "html": _html(
            kind="instruction",
            body="Доставка задерживается больше чем на 15 минут, клиент позвонил сам.",
            time_frame="до 3 минут",
            stages=[
                {
                    "name": "Удержать клиента",
                    "say": "Сейчас узнаю, где курьер; пожалуйста, не кладите трубку.",
                    "time_frame": "30 секунд",
                    "pairs": [
                        {
                            "right": "Сейчас узнаю, где курьер",
                            "wrong": "Мы вам перезвоним",
                            "why": "Клиент остаётся без ответа и уходит к другим.",
                        }
                    ],
                },
                {"name": "Связаться с курьером", "do": "Внутренний номер стоит в карточке маршрута."},
            ],
        ),
        "source": "instructions/late-courier.md:1:1",
    },
    {
        "id_": "compensation",
        "title": "Компенсация за опоздание доставки",
        "kind": "policy",
        "speakable": None,
        "audience": "operator",
        "html": _html(
            kind="policy",
            body="Извиняемся всегда, возвращаем стоимость доставки по критериям.",
            cases=[
                {
                    "case": "Курьер опоздал",
                    "criteria": ["задержка до двух часов", "клиент предупреждён"],
                    "decision": "Извиниться и подтвердить новое время.",
                    "say": "Простите за ожидание. Курьер будет у вас до шести вечера.",
                },
                {
                    "case": "Доставка перенесена на другой день",
                    "criteria": ["по нашей вине"],
                    "decision": "Извиниться, вернуть стоимость доставки.",
                },
            ],
        ),
        "owner": None,
        "valid_until": (TODAY + dt.timedelta(days=5)).isoformat(),
        "source": "policies/compensation.md:1:1",
    },
    {
        "id_": "angry",
        "title": "Что делать, если клиент кричит из-за задержки",
        "kind": "situation",
        "speakable": "Понимаю ваше недовольство. Давайте решим это прямо сейчас.",
        "audience": "operator",
        "html": _html(
            kind="situation",
            body="Клиент говорит на повышенных тонах, перебивает, требует старшего.",
            actions=["дать выговориться", "назвать его по имени", "сказать, что сделаете прямо сейчас"],
            modules=["Понимаю ваше недовольство.", "Давайте решим это прямо сейчас."],
            inadmissible=["спорить", "говорить «успокойтесь»", "класть трубку первым"],
        ),
    },
    {
        "id_": "delivery-cost",
        "title": "Сколько стоит доставка?",
        "speakable": "Доставка по городу стоит 350 рублей, от 5 000 рублей бесплатно. Куда доставить заказ?",
    },
    {
        "id_": "listen",
        "title": "Выслушайте клиента до конца",
        "kind": "rule",
        "speakable": None,
        "audience": "operator",
    },
    {
        "id_": "delivery-other",
        "title": "Может ли заказ получить другой человек?",
        "speakable": "Да, назовите, пожалуйста, имя и телефон того, кто встретит курьера.",
    },
)

CONFIDENCES = (0.91, 0.62, 0.48, 0.31, 0.22, 0.15, 0.08, 0.05)
