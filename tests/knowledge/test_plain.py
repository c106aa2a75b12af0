"""
Entries as plain text and as cards.
"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.models import parse_entry
from knowledge.plain import entry_markdown, entry_text, plain

INSTRUCTION = {
    "id": "call",
    "kind": "instruction",
    "title": "Звонок клиенту",
    "body": "Порядок звонка.",
    "time_frame": "3 минуты",
    "ask_first": [{"slot": "order", "question": "Какой номер заказа?"}],
    "stages": [
        {
            "name": "Приветствие",
            "do": "Представьтесь.",
            "say": "Добрый день!\nВам удобно?",
            "time_frame": "30 секунд",
            "pairs": [{"right": "Вам удобно говорить?", "wrong": "Алло!", "why": "Так вежливее"}],
        }
    ],
    "legal_basis": ["ГК РФ, ст. 497"],
}
POLICY = {
    "id": "discount",
    "kind": "policy",
    "title": "Просят скидку",
    "body": "Когда даём.",
    "cases": [
        {"case": "Постоянный", "criteria": ["от 3 заказов"], "decision": "Дать 5 %", "say": "Для вас 5 %!"}
    ],
}
SITUATION = {
    "id": "rude",
    "kind": "situation",
    "title": "Клиент кричит",
    "body": "Спокойно.",
    "actions": ["Выслушать"],
    "modules": ["Понимаю вас"],
    "inadmissible": ["Кричать в ответ"],
}


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("Просто текст.", "Просто текст."),
        ("Раз.\n\nДва.", "Раз.\nДва."),
        ("**Жирный** и *курсив*, `код`.", "Жирный и курсив, код."),
        ("# Заголовок\n\n- раз\n- два\n  1. внутри", "Заголовок\nраз\nдва\nвнутри"),
        ("Смотрите [сайт](https://a.ru/x_y) ![фото](a.png).", "Смотрите сайт фото."),
        ("| А | Б |\n|---|---|\n| 1 | 2 |", "А — Б\n1 — 2"),
        ("> цитата\n> дальше", "цитата дальше"),
        ("```\ncode\n```", "code"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("5 \\* 5 &lt; 30", "5 * 5 < 30"),
        ("строка  \nдругая", "строка\nдругая"),
    ],
)
def test_markdown_to_plain(markdown, expected):
    """
    Marks go, words stay.
    """
    assert expected == plain(markdown)


def test_brackets_by_the_thousand():
    """
    Lone brackets, over which the parser would ponder for seconds, keep their place as text; links still work.
    """
    assert plain("[" * 20_000 + "x [сайт](https://a.ru)") == "[" * 20_000 + "x сайт"


@settings(deadline=None)
@given(st.text(alphabet="ab *_`[]()#>|-\n\\&;<1.", max_size=60))
def test_the_short_way_says_the_same(text):
    """
    Text that skips the parser for its lack of marks keeps all its words.
    """
    assert "".join(c for c in plain("x " + text) if c.isalpha()).startswith("x")


def test_everything_an_entry_says_is_indexed():
    """
    The text of every kind holds its stages, cases and actions; wrong phrases are not answers.
    """
    text = entry_text(parse_entry(INSTRUCTION))
    for piece in (
        "Порядок звонка.",
        "Приветствие",
        "Представьтесь.",
        "Вам удобно говорить?",
        "Какой номер заказа?",
    ):
        assert piece in text
    assert "Алло" not in text
    assert entry_text(parse_entry(POLICY)) == "Когда даём.\nПостоянный\nот 3 заказов\nДать 5 %\nДля вас 5 %!"
    assert entry_text(parse_entry(SITUATION)) == "Спокойно.\nВыслушать\nПонимаю вас\nКричать в ответ"


def test_the_card_of_an_instruction():
    """
    A card is readable Markdown with Russian labels.
    """
    assert entry_markdown(parse_entry(INSTRUCTION)) == (
        "# Звонок клиенту\n\n**Сначала спросите:**\n\n- Какой номер заказа?\n\n**Срок:** 3 минуты\n\n"
        "Порядок звонка.\n\n"
        "## 1. Приветствие\n\n**Срок:** 30 секунд\n\n**Сделайте:** Представьтесь.\n\n"
        "**Скажите:**\n\n> Добрый день!\n> Вам удобно?\n\n"
        "- ✓ Верно: Вам удобно говорить?  \n  ✗ Неверно: Алло!  \n  Почему: Так вежливее\n\n"
        "**Основание:**\n\n- ГК РФ, ст. 497\n"
    )


def test_the_cards_of_policy_and_situation():
    """
    Cases come with criteria and decision, situations with what to do, say and avoid.
    """
    assert entry_markdown(parse_entry(POLICY)) == (
        "# Просят скидку\n\nКогда даём.\n\n## Постоянный\n\n**Критерии:**\n\n- от 3 заказов\n\n"
        "**Решение:** Дать 5 %\n\n"
        "**Скажите:**\n\n> Для вас 5 %!\n"
    )
    assert "**What to say:**\n\n- «Понимаю вас»" in entry_markdown(parse_entry(SITUATION), "en")
