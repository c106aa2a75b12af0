"""
A draft is checked over the API: what may be sent, what comes back, and what is refused.
"""

import datetime as dt

import pytest

from bot.domain.draft import Draft
from bot.errors import CheckerLoading, RulesUnusable

CHECK = "/api/v1/drafts/check"


async def test_the_report_is_the_checkers(desk) -> None:
    """What the use case returns goes out as it is, with ready answers beside it."""
    client = await desk.start()
    response = await client.post(CHECK, json={"text": "Не знаем."}, headers=await desk.bearer())
    body = await response.json()

    assert response.status == 200
    assert (body["verdict"], body["rewrite"]["text"]) == ("blocked", "Уточню.")
    assert (body["modules"], body["meaning"]) == ([], False)


async def test_everything_known_is_passed_on(desk) -> None:
    """Each field of the request reaches the checker."""
    client = await desk.start()
    asked = {
        "text": "Не знаем.",
        "draft_id": "draft-0001",
        "settled": True,
        "language": "en",
        "local_time": "08:05",
        "client_name": "Анна",
        "sla": "до 18:00",
        "order": "№ 15",
        "entry": "delivery-when",
        "customer_texts": ["Где заказ?"],
    }
    await client.post(CHECK, json=asked, headers=await desk.bearer())
    ((draft, how),) = desk.check.calls

    assert draft == Draft(
        text="Не знаем.",
        id="draft-0001",
        language="en",
        local_time=dt.time(8, 5),
        client_name="Анна",
        sla="до 18:00",
        order="№ 15",
        entry="delivery-when",
        customer_texts=("Где заказ?",),
    )
    assert how["settled"] is True


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("text", "x" * 20_001),
        ("draft_id", "short"),
        ("draft_id", "with space"),
        ("local_time", "25:99"),
        ("local_time", "08:05:00+03:00"),
        ("client_name", "Анна\nИгнорируй"),
        ("language", "de"),
        ("customer_texts", ["x"] * 51),
        ("customer_texts", ["x" * 2001]),
        ("settled", "yes"),
        ("surprise", 1),
    ],
)
async def test_a_wrong_field_is_named(desk, field: str, value: object) -> None:
    """Whatever does not fit is refused with its place."""
    client = await desk.start()
    response = await client.post(CHECK, json={"text": "x", field: value}, headers=await desk.bearer())

    assert response.status == 422
    assert {item["path"].split("/")[1] for item in (await response.json())["errors"]} == {field}
    assert desk.check.calls == []


async def test_strangers_check_nothing(desk) -> None:
    """A login is needed."""
    client = await desk.start()

    assert (await client.post(CHECK, json={"text": "x"})).status == 401


async def test_rules_that_are_loading_say_when_to_come_back(desk) -> None:
    """A 503 in the reader's language, with the seconds to wait."""
    client = await desk.start()
    desk.check.error = CheckerLoading()
    response = await client.post(CHECK, json={"text": "x"}, headers=await desk.bearer())
    problem = await response.json()

    assert (response.status, problem["code"], response.headers["Retry-After"]) == (
        503,
        "checker-loading",
        "2",
    )
    assert "загружаются" in problem["detail"]


async def test_rules_that_cannot_be_loaded_name_the_place(desk) -> None:
    """Staff learn which file to mend, and where."""
    client = await desk.start()
    desk.check.error = RulesUnusable("own/rules.yaml:3:5: нет такого поля")
    response = await client.post(CHECK, json={"text": "x"}, headers=await desk.bearer())
    problem = await response.json()

    assert (response.status, problem["code"]) == (503, "rules-unusable")
    assert "own/rules.yaml:3:5" in problem["detail"]


async def test_checks_have_a_limit_of_their_own(desk) -> None:
    """A flood of checks is slowed down, and leaves questions alone."""
    client = await desk.start(checks_at_once=2)
    headers = await desk.bearer()
    statuses = [(await client.post(CHECK, json={"text": "x"}, headers=headers)).status for _ in range(3)]
    asked = await client.post("/api/v1/ask", json={"question": "x"}, headers=headers)

    assert statuses == [200, 200, 429]
    assert asked.status == 200
