"""
What became of a finding is reported over the API, by the person it was shown to.
"""

import pytest

from bot.domain.draft import Showing
from knowledge.speech.models import Severity

PATH = "/api/v1/drafts/draft-0001/decisions"


@pytest.fixture
async def shown(desk) -> dict[str, str]:
    """Show Anna an error and a warning; returns her login."""
    link, person = await desk.link()
    secret, _ = await desk.sessions.redeem(link, now=desk.clock())
    for rule, severity in (("RU-IGN-001", Severity.ERROR), ("RU-FIL-001", Severity.WARNING)):
        desk.showings.add(Showing("draft-0001", rule, "any", severity, person.id, desk.clock()))
    return {"Authorization": f"Bearer {secret}"}


async def test_a_decision_is_kept(desk, shown) -> None:
    """With its reason and its note, and without a body in reply."""
    client = await desk.start()
    decision = {"rule": "RU-FIL-001", "outcome": "dismissed", "reason": "quotation", "note": " из договора "}
    response = await client.post(PATH, json=decision, headers=shown)
    (row,) = await desk.database.read(lambda db: list(db.table("showings").rows_where("outcome IS NOT NULL")))

    assert (response.status, await response.read()) == (204, b"")
    assert (row["rule"], row["outcome"], row["reason"], row["note"]) == (
        "RU-FIL-001",
        "dismissed",
        "quotation",
        "из договора",
    )


async def test_an_error_is_not_sent_anyway(desk, shown) -> None:
    """A 409 that says what can be done."""
    client = await desk.start()
    response = await client.post(PATH, json={"rule": "RU-IGN-001", "outcome": "sent_anyway"}, headers=shown)
    problem = await response.json()

    assert (response.status, problem["code"]) == (409, "finding-blocks")
    assert "RU-IGN-001" in problem["detail"]


async def test_what_was_not_shown_is_unknown(desk, shown) -> None:
    """Another rule, another draft, another person."""
    client = await desk.start()
    decision = {"rule": "RU-FIL-001", "outcome": "fixed"}
    rule = await client.post(PATH, json={**decision, "rule": "RU-X"}, headers=shown)
    draft = await client.post("/api/v1/drafts/draft-0002/decisions", json=decision, headers=shown)
    person = await client.post(PATH, json=decision, headers=await desk.bearer())

    assert [response.status for response in (rule, draft, person)] == [404, 404, 404]
    assert (await rule.json())["code"] == "showing-unknown"


@pytest.mark.parametrize(
    ("field", "value"),
    [("outcome", "ignored"), ("reason", "because"), ("note", "x" * 201), ("rule", ""), ("extra", 1)],
)
async def test_a_wrong_field_is_named(desk, shown, field: str, value: object) -> None:
    """Whatever does not fit is refused with its place."""
    client = await desk.start()
    decision = {"rule": "RU-FIL-001", "outcome": "dismissed", field: value}
    response = await client.post(PATH, json=decision, headers=shown)

    assert response.status == 422
    assert [item["path"] for item in (await response.json())["errors"]] == [f"/{field}"]


async def test_strangers_decide_nothing(desk) -> None:
    """A login is needed."""
    client = await desk.start()

    assert (await client.post(PATH, json={"rule": "RU-FIL-001", "outcome": "fixed"})).status == 401


async def test_decisions_share_the_limit_of_checks(desk, shown) -> None:
    """A flood of decisions is slowed down."""
    client = await desk.start(checks_at_once=2)
    decision = {"rule": "RU-FIL-001", "outcome": "fixed"}
    statuses = [(await client.post(PATH, json=decision, headers=shown)).status for _ in range(3)]

    assert statuses == [204, 204, 429]
