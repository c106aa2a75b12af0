"""
A question comes in as JSON and leaves as the answer; nobody asks without a session, or faster than he may.
"""

import pytest

from bot.domain.person import Role
from bot.errors import NothingPublished, Overloaded
from knowledge.models import Audience

ASK = "/api/v1/ask"


async def test_staff_get_an_answer(desk) -> None:
    """The reply is the Answer of the domain, with the id for reporting on it."""
    client = await desk.start()
    response = await client.post(ASK, json={"question": "  когда привезут "}, headers=await desk.bearer())
    body = await response.json()

    assert response.status == 200
    assert body["question"] == "когда привезут"
    assert body["answer"]["entry"] == "delivery-when"
    assert body["candidates"][0]["excerpt"]["marks"] == [[0, 6]]
    assert body["ask_first"] == [{"slot": "city", "question": "Какой у вас город?"}]
    assert body["question_id"] == "q1"
    assert response.headers["Cache-Control"] == "no-store"


async def test_the_use_case_is_told_all(desk) -> None:
    """Every choice of the caller reaches the use case, with his random id and the channel."""
    client = await desk.start()
    link, person = await desk.link()
    secret, _ = await desk.sessions.redeem(link, now=desk.clock())
    await client.post(
        ASK,
        json={"question": "x", "audience": "customer", "top": 3, "mode": "words", "language": "en"},
        headers={"Authorization": f"Bearer {secret}"},
    )

    assert desk.ask.calls == [
        {
            "question": "x",
            "audience": Audience.CUSTOMER,
            "top": 3,
            "mode": "words",
            "asker": person.id,
            "channel": "web",
            "language": "en",
        }
    ]


async def test_what_is_left_out_has_a_default(desk) -> None:
    """A bare question is asked in full, as an operator, in the language of the settings."""
    client = await desk.start(language="ru")
    await client.post(ASK, json={"question": "x"}, headers=await desk.bearer())
    (call,) = desk.ask.calls

    assert (call["audience"], call["top"], call["mode"], call["language"]) == (
        Audience.OPERATOR,
        5,
        "full",
        "ru",
    )


@pytest.mark.parametrize("audience", ["operator", "customer", None])
async def test_a_stranger_gets_nothing(desk, audience: str | None) -> None:
    """Without a session there is no answer, for whichever audience."""
    client = await desk.start()
    response = await client.post(ASK, json={"question": "x", "audience": audience})

    assert response.status == 401
    assert response.headers["WWW-Authenticate"] == "Bearer"
    assert (await response.json())["code"] == "login-required"
    assert desk.ask.calls == []


@pytest.mark.parametrize("role", list(Role))
async def test_every_role_may_ask(desk, role: Role) -> None:
    """All staff may look things up."""
    client = await desk.start()

    assert (await client.post(ASK, json={"question": "x"}, headers=await desk.bearer(role))).status == 200


async def test_asking_too_fast_is_refused_for_a_while(desk) -> None:
    """A burst passes, then the session waits; another session does not."""
    client = await desk.start(asks_at_once=3, asks_per_second=0.5)
    hers, his = await desk.bearer(), await desk.bearer()
    statuses = [(await client.post(ASK, json={"question": "x"}, headers=hers)).status for _ in range(4)]
    refused = await client.post(ASK, json={"question": "x"}, headers=hers)
    other = await client.post(ASK, json={"question": "x"}, headers=his)
    desk.clock.advance(seconds=2)
    later = await client.post(ASK, json={"question": "x"}, headers=hers)

    assert statuses == [200, 200, 200, 429]
    assert refused.headers["Retry-After"] == "2"
    assert (other.status, later.status) == (200, 200)


@pytest.mark.parametrize(
    ("error", "code", "retry"),
    [(NothingPublished(), "nothing-published", None), (Overloaded(), "overloaded", "1")],
)
async def test_what_the_use_case_cannot_do_is_told(
    desk, error: Exception, code: str, retry: str | None
) -> None:
    """An error of ours becomes its row in the table."""
    client = await desk.start()
    desk.ask.error = error
    response = await client.post(ASK, json={"question": "x"}, headers=await desk.bearer())

    assert (response.status, (await response.json())["code"]) == (503, code)
    assert response.headers.get("Retry-After") == retry


async def test_an_unforeseen_error_tells_nothing(desk) -> None:
    """A bug is a 500 with the request's id, without a word of what was asked or where our files lie."""
    client = await desk.start()
    desk.ask.error = ValueError("тайна клиента")
    response = await client.post(ASK, json={"question": "x"}, headers=await desk.bearer())
    text = await response.text()

    assert response.status == 500
    assert "тайна" not in text
    assert response.headers["X-Request-ID"] in text
