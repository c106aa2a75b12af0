"""
The health check tells a load balancer and the desk how the application is, and a stranger nothing more.
"""

import asyncio

import pytest


@pytest.mark.parametrize(
    ("version", "encoder", "failing", "expected", "http"),
    [
        (4, "ready", set(), "ok", 200),
        (4, "loading", set(), "starting", 200),
        (None, "ready", set(), "starting", 200),
        (4, "failed", set(), "degraded", 200),
        (4, "ready", {"index"}, "degraded", 503),
        (None, "loading", {"index"}, "degraded", 503),
    ],
)
async def test_the_status_says_how_it_is(desk, version, encoder, failing, expected, http) -> None:
    """Loading is starting, a failed part is degraded; words still work without the encoder: a 200."""
    client = await desk.start()
    desk.state.version, desk.state.encoder, desk.state.failing = version, encoder, failing
    response = await client.get("/api/v1/health")

    assert response.status == http
    assert await response.json() == {
        "status": expected,
        "kb_version": version,
        "encoder": encoder,
        "rules": "ready",
        "rules_problem": None,
        "checks": [{"name": "database", "ok": True}, {"name": "index", "ok": "index" not in failing}],
    }


async def test_a_closed_database_is_noticed(desk) -> None:
    """Every named part is really asked."""
    client = await desk.start()
    await asyncio.to_thread(desk.database.close)
    body = await (await client.get("/api/v1/health")).json()

    assert body["checks"][0] == {"name": "database", "ok": False}


async def test_a_stranger_learns_no_detail(desk) -> None:
    """What exactly has failed, and where, stays inside: in the health check and in errors."""
    client = await desk.start()
    desk.state.failing = {"index"}
    health = await (await client.get("/api/v1/health")).text()
    await asyncio.to_thread(desk.database.close)
    error = await client.get("/desk", headers={"Authorization": "Bearer x"})
    page = await error.text()

    assert "/secret/path" not in health
    assert error.status == 503
    assert str(desk.database.path) not in page


@pytest.mark.parametrize(
    ("state", "expected"),
    [("ready", "ok"), ("loading", "starting"), ("outdated", "degraded"), ("failed", "degraded")],
)
async def test_rules_with_mistakes_degrade_nothing_else(desk, state: str, expected: str) -> None:
    """Search goes on without them: a 200 that says so."""
    client = await desk.start()
    desk.state.rules.state = state
    response = await client.get("/api/v1/health")
    body = await response.json()

    assert (response.status, body["status"], body["rules"]) == (200, expected, state)


async def test_only_staff_learn_where_the_rules_are_wrong(desk) -> None:
    """The place of a mistake is a path on our machine."""
    client = await desk.start()
    desk.state.rules.problem = "/srv/policy/policy.yaml:3:5: нет правила RU-X"
    stranger = await (await client.get("/api/v1/health")).json()
    staff = await (await client.get("/api/v1/health", headers=await desk.bearer())).json()

    assert stranger["rules_problem"] is None
    assert staff["rules_problem"] == "/srv/policy/policy.yaml:3:5: нет правила RU-X"
