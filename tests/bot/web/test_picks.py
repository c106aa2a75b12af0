"""
An operator reports which entry he used, on his own questions only.
"""

import pytest
from sqlite_utils import Database as SqliteUtils

from bot.domain.question import Pick, PickHow

ASK = "/api/v1/ask"


async def test_a_pick_is_kept_with_the_question(desk) -> None:
    """Reported right after the answer, it is in the log."""
    client = await desk.start()
    headers = await desk.bearer()
    asked = await (await client.post(ASK, json={"question": "x"}, headers=headers)).json()
    path = f"/api/v1/questions/{asked['question_id']}/pick"
    response = await client.post(path, json={"entry": "delivery-cost", "how": "copied"}, headers=headers)

    assert (response.status, await response.read()) == (204, b"")
    assert (await desk.log.get("q1")).pick == Pick("delivery-cost", PickHow.COPIED, desk.clock())


@pytest.mark.parametrize("how", ["copied", "copied_full", "opened"])
async def test_every_use_can_be_reported(desk, how: str) -> None:
    """The desk's own words are understood."""
    client = await desk.start()
    headers = await desk.bearer()
    await client.post(ASK, json={"question": "x"}, headers=headers)
    response = await client.post(
        "/api/v1/questions/q1/pick", json={"entry": "e", "how": how}, headers=headers
    )

    assert response.status == 204


async def test_nothing_fitted_names_no_entry(desk) -> None:
    """«None fitted» comes without an entry, everything else with one."""
    client = await desk.start()
    headers = await desk.bearer()
    await client.post(ASK, json={"question": "x"}, headers=headers)
    path = "/api/v1/questions/q1/pick"
    good = await client.post(path, json={"entry": None, "how": "none_fitted"}, headers=headers)
    named = await client.post(path, json={"entry": "e", "how": "none_fitted"}, headers=headers)
    unnamed = await client.post(path, json={"entry": None, "how": "copied"}, headers=headers)

    assert (good.status, named.status, unnamed.status) == (204, 422, 422)
    assert (await named.json())["errors"][0]["code"] == "entry_and_none_fitted"


async def test_anothers_question_is_unknown(desk) -> None:
    """Nobody learns of, or speaks for, another's questions."""
    client = await desk.start()
    await client.post(ASK, json={"question": "x"}, headers=await desk.bearer())
    path = "/api/v1/questions/q1/pick"
    response = await client.post(path, json={"entry": "e", "how": "copied"}, headers=await desk.bearer())

    assert (response.status, (await response.json())["code"]) == (404, "question-unknown")


async def test_a_database_that_fails_is_told_to_staff(desk) -> None:
    """Whoever is logged in learns which file it is about and what to do."""
    client = await desk.start()
    headers = await desk.bearer()
    await client.post(ASK, json={"question": "x"}, headers=headers)
    await desk.log.flush()
    other = SqliteUtils(desk.database.path)
    other.execute("BEGIN IMMEDIATE")
    response = await client.post(
        "/api/v1/questions/q1/pick", json={"entry": "e", "how": "copied"}, headers=headers
    )
    problem = await response.json()
    other.rollback()
    other.close()

    assert (response.status, problem["code"]) == (503, "database-locked")
    assert str(desk.database.path) in problem["detail"]
