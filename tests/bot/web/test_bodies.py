"""
Whatever is sent as a body, the reply is the answer or a 4xx problem that names every wrong field.
"""

import asyncio
import gzip
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

ASK = "/api/v1/ask"
PICK = "/api/v1/questions/q1/pick"
JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize(
    ("body", "problems"),
    [
        ({}, [("/question", "missing")]),
        ({"question": ""}, [("/question", "string_too_short")]),
        ({"question": " \n "}, [("/question", "string_too_short")]),
        ({"question": "я" * 2001}, [("/question", "string_too_long")]),
        ({"question": 5}, [("/question", "string_type")]),
        ({"question": "x", "top": "5"}, [("/top", "int_type")]),
        ({"question": "x", "top": 0}, [("/top", "greater_than_equal")]),
        ({"question": "x", "top": 10**9}, [("/top", "less_than_equal")]),
        ({"question": "x", "top": True}, [("/top", "int_type")]),
        ({"question": "x", "mode": "fast"}, [("/mode", "literal_error")]),
        ({"question": "x", "audience": "admin"}, [("/audience", "enum")]),
        ({"question": "x", "language": "russian"}, [("/language", "string_pattern_mismatch")]),
        ({"question": "x", "a/b~c": 1}, [("/a~1b~0c", "extra_forbidden")]),
        (
            {"top": 0, "x": 1},
            [("/question", "missing"), ("/top", "greater_than_equal"), ("/x", "extra_forbidden")],
        ),
        ([], [("", "model_type")]),
        ("x", [("", "model_type")]),
    ],
)
async def test_every_wrong_field_is_named(desk, body: object, problems: list[tuple[str, str]]) -> None:
    """All mistakes at once, each with its JSON pointer, a code and a Russian sentence."""
    client = await desk.start()
    response = await client.post(ASK, json=body, headers=await desk.bearer())
    problem = await response.json()

    assert response.status == 422
    assert response.content_type == "application/problem+json"
    assert sorted((item["path"], item["code"]) for item in problem["errors"]) == sorted(problems)
    assert desk.ask.calls == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b'{"question": "x"',
        b"question=x",
        '{"question": "я"}'.encode("cp1251"),
        b'{"question": "\\ud800"}',
        b"[" * 60_000,
        b'{"question":' * 5_000,
        b"\xff\xfe{\x00}\x00",
        b'{"question": "x"} trailing',
    ],
)
async def test_what_is_no_json_is_refused(desk, body: bytes) -> None:
    """Neither half a document nor another encoding nor a tower of brackets gets further."""
    client = await desk.start()
    response = await client.post(ASK, data=body, headers={**JSON, **await desk.bearer()})

    assert (response.status, (await response.json())["code"]) == (400, "body-not-json")


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Type": "text/plain"},
        {"Content-Type": "application/x-www-form-urlencoded"},
        {"Content-Type": "multipart/form-data; boundary=x"},
        {"Content-Type": "application/json; charset=cp1251"},
    ],
)
async def test_only_declared_json_is_read(desk, headers: dict[str, str]) -> None:
    """What a form of another site can send, or what would have to be unpacked, is not read at all."""
    client = await desk.start()
    response = await client.post(ASK, data=b'{"question": "x"}', headers={**headers, **await desk.bearer()})

    assert (response.status, (await response.json())["code"]) == (415, "content-type")
    assert desk.ask.calls == []


async def test_a_compressed_body_is_not_unpacked(desk) -> None:
    """A bomb of a few bytes never becomes a large one."""
    client = await desk.start()
    headers = {**JSON, "Content-Encoding": "gzip", **await desk.bearer()}
    good = await client.post(ASK, data=gzip.compress(b'{"question": "x"}'), headers=headers)
    bomb = await client.post(ASK, data=gzip.compress(b" " * 10**7), headers=headers)

    assert (good.status, bomb.status) == (415, 415)
    assert desk.ask.calls == []


async def test_a_large_body_is_refused(desk) -> None:
    """The limit holds for a body that tells its length and for one that does not."""
    client = await desk.start(body_limit=1000)
    headers = {**JSON, **await desk.bearer()}
    body = json.dumps({"question": "x" * 2000}).encode()

    async def in_pieces():
        for start in range(0, len(body), 100):
            yield body[start : start + 100]

    told = await client.post(ASK, data=body, headers=headers)
    untold = await client.post(ASK, data=in_pieces(), headers=headers)

    assert (told.status, untold.status) == (413, 413)
    assert (await told.json())["detail"] == "Запрос больше 1000 байт. Сократите текст"


async def test_a_body_that_never_ends_is_given_up(desk) -> None:
    """A caller who sends a byte and waits does not hold a request open for ever."""
    client = await desk.start(body_seconds=0.1)
    bearer = await desk.bearer()
    reader, writer = await asyncio.open_connection(client.host, client.port)
    head = (
        "POST /api/v1/ask HTTP/1.1",
        "Host: 127.0.0.1",
        "Content-Type: application/json",
        "Content-Length: 50",
        f"Authorization: {bearer['Authorization']}",
    )
    writer.write("\r\n".join((*head, "", "{")).encode())
    status_line = await reader.readline()
    writer.close()

    assert b" 408 " in status_line


async def test_messages_come_in_the_callers_language(desk) -> None:
    """Russian by default, English where it is preferred."""
    client = await desk.start()
    headers = await desk.bearer()
    russian = await (await client.post(ASK, json={}, headers=headers)).json()
    english = await (
        await client.post(ASK, json={}, headers={**headers, "Accept-Language": "en-GB,en;q=0.9,ru;q=0.5"})
    ).json()

    assert russian["detail"] == "Неверные поля запроса: /question: обязательное поле"
    assert english["detail"] == "Invalid fields: /question: required field"


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=8,
)
FIELDS = st.dictionaries(
    st.sampled_from(["question", "audience", "top", "mode", "language", "entry", "how", "x"]),
    VALUES | st.sampled_from(["operator", "words", "ru", "copied", "none_fitted", "delivery-when"]),
)
BODIES = (
    FIELDS.map(lambda value: json.dumps(value).encode())
    | VALUES.map(lambda value: json.dumps(value).encode())
    | st.binary(max_size=200)
)


async def test_hostile_bodies_never_crash(desk) -> None:
    """Any bytes at all: an answer or a 4xx, never a 5xx."""
    client = await desk.start(asks_at_once=10**6)
    headers = {**JSON, **await desk.bearer()}
    loop = asyncio.get_running_loop()

    async def post(path: str, body: bytes) -> int:
        return (await client.post(path, data=body, headers=headers)).status

    @given(path=st.sampled_from([ASK, PICK]), body=BODIES)
    @settings(max_examples=200, deadline=None, database=None)
    def never_crashes(path: str, body: bytes) -> None:
        status = asyncio.run_coroutine_threadsafe(post(path, body), loop).result(10)
        assert 200 <= status < 500

    # Hypothesis is synchronous: it runs in a thread beside the server that it attacks.
    await asyncio.to_thread(never_crashes)
