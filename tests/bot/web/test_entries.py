"""
An entry is shown in full, and nothing in its text can act on the page that shows it.
"""

import pytest

from bot.web.card_html import render_entry
from knowledge.models import Instruction, RightWrong, Script, Situation, Stage


async def test_a_card_has_everything(desk) -> None:
    """Fields, source, validity, rung, law, and follow-ups with their titles."""
    client = await desk.start()
    response = await client.get("/api/v1/entries/delivery-when", headers=await desk.bearer())
    card = await response.json()
    html = card.pop("html")

    assert response.status == 200
    assert "<p>Завтра.</p>" in html
    assert card == {
        "id": "delivery-when",
        "kind": "script",
        "rung": "script",
        "title": "Когда привезут заказ?",
        "speakable": "Завтра.",
        "ask_first": [{"slot": "city", "question": "Какой у вас город?"}],
        "follow_ups": [{"id": "delivery-cost", "title": "Сколько стоит доставка?"}],
        "tags": [],
        "audience": "operator",
        "status": "approved",
        "language": "ru",
        "valid": True,
        "valid_from": "2026-01-01",
        "valid_until": None,
        "owner": None,
        "legal_basis": ["ЗоЗПП, ст. 23.1"],
        "sample": False,
        "source": "faq/delivery.yaml:3:1",
        "kb_version": 4,
    }


async def test_a_policy_shows_its_cases(desk) -> None:
    """The structure of other kinds is part of their text, escaped like the rest."""
    client = await desk.start()
    card = await (await client.get("/api/v1/entries/discount", headers=await desk.bearer())).json()

    assert card["rung"] == "policy"
    assert '<section class="case"><h3>Заказ &lt;больше&gt; 5000 ₽</h3>' in card["html"]
    assert (
        '<section class="criteria"><h3>Критерии</h3><ul><li>первый заказ</li></ul></section>' in card["html"]
    )
    assert "Дать 5 %" in card["html"]
    assert '<div class="say"><p>Дарим 5 %.</p>' in card["html"]


@pytest.mark.parametrize(
    "entry", ["nobody", "%D0%BA%D0%BE%D1%82", "..%2F..%2Fetc%2Fpasswd", "a" * 500, "%00"]
)
async def test_an_unknown_entry_is_a_404(desk, entry: str) -> None:
    """Whatever is asked for by id."""
    client = await desk.start()
    response = await client.get(f"/api/v1/entries/{entry}", headers=await desk.bearer())

    assert (response.status, (await response.json())["code"]) in {(404, "entry-unknown"), (404, "not-found")}


async def test_a_stranger_sees_no_entry(desk) -> None:
    """Neither one that exists nor whether it does."""
    client = await desk.start()
    statuses = [(await client.get(f"/api/v1/entries/{name}")).status for name in ("discount", "nobody")]

    assert statuses == [401, 401]


@pytest.mark.parametrize(
    ("body", "forbidden"),
    [
        ("<script>alert(1)</script>", "<script"),
        ("<img src=x onerror=alert(1)>", "<img"),
        ("![x](https://evil.example/x.png)", "<img"),
        ("[x](javascript:alert(1))", "href"),
        ("[x](JaVaScRiPt&#58;alert(1))", "href"),
        ("[x](data:text/html;base64,PHNjcmlwdD4=)", "href"),
        ("[x](vbscript:x)", "href"),
        ("<a href='javascript:alert(1)'>x</a>", "<a "),
        ("```\n</code><script>\n```", "<script"),
        ("| a |\n|---|\n| <b>x</b> |", "<b>"),
    ],
)
def test_markdown_cannot_act(body: str, forbidden: str) -> None:
    """Raw HTML is text, pictures are left out, links lead only to web pages and mail."""
    assert forbidden not in render_entry(Script(id="s", title="т", body=body), "ru")


def test_markdown_is_rendered() -> None:
    """What writers use becomes what readers expect."""
    html = render_entry(Script(id="s", title="т", body="**да**\n\n1. раз\n\n[сайт](https://x.ru)"), "ru")

    assert "<strong>да</strong>" in html
    assert "<ol>\n<li>раз</li>" in html
    assert '<a href="https://x.ru">сайт</a>' in html


def test_an_instruction_shows_stages_with_right_and_wrong() -> None:
    """Each stage with what to do, what to say, its time, and its pairs."""
    stage = Stage(
        name="Приветствие",
        say="Добрый день!",
        time_frame="10 секунд",
        pairs=(RightWrong(right="Вам удобно говорить?", wrong="Алло! <кто> это?", why="вежливость"),),
    )
    html = render_entry(Instruction(id="i", title="т", body="б", stages=(stage,), time_frame="5 минут"), "en")

    assert '<p class="time-frame"><strong>Time:</strong> 5 минут</p>' in html
    assert '<ol class="stages"><li class="stage"><strong class="stage-name">Приветствие</strong>' in html
    assert '<p class="right"><strong>Right:</strong> Вам удобно говорить?</p>' in html
    assert '<p class="wrong"><strong>Wrong:</strong> Алло! &lt;кто&gt; это?</p>' in html
    assert '<p class="why"><strong>Why:</strong> вежливость</p>' in html


def test_a_situation_shows_what_is_inadmissible() -> None:
    """Actions, words, and what must not be done."""
    html = render_entry(
        Situation(
            id="s",
            title="т",
            body="б",
            actions=("слушать",),
            modules=("понимаю вас",),
            inadmissible=("спорить",),
        ),
        "ru",
    )

    assert '<section class="actions"><h3>Что делать</h3><ul><li>слушать</li></ul></section>' in html
    assert '<section class="modules"><h3>Что сказать</h3><ul><li>понимаю вас</li></ul></section>' in html
    assert '<section class="inadmissible"><h3>Недопустимо</h3><ul><li>спорить</li></ul></section>' in html
