"""
What staff do with conversations by REST: once, by whom it is allowed, and never past the gate.
"""

from __future__ import annotations

from typing import Any

import pytest

BLOCKED = "Я не знаю, где ваш заказ."
CLEAN = "Ваш заказ прибудет завтра до 18:00."
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 32


async def test_of_two_who_take_one_is_told_who_was_faster(shop: Any) -> None:
    """
    The second gets 409 with the name of the first; taking twice is once.
    """
    conversation = await shop.write()
    await shop.anna.post(f"/{conversation}/take")
    again = await shop.anna.post(f"/{conversation}/take")
    refused = await shop.boris.post(f"/{conversation}/take", 409)

    assert again["operator"] == shop.anna.person.id
    assert refused["code"] == "already-taken"
    assert "Анна" in refused["detail"]


async def test_a_blocked_draft_comes_back_with_its_report(shop: Any) -> None:
    """
    409 names what was found and how to say it; the customer gets nothing.
    """
    conversation = await shop.taken()
    refused = await shop.anna.post(f"/{conversation}/reply", 409, text=BLOCKED, client_key="k1")
    finding = refused["report"]["findings"][0]

    assert refused["code"] == "draft-blocked"
    assert (finding["severity"], finding["start"]) == ("error", 0)
    assert BLOCKED not in await shop.said()


async def test_a_warning_leaves_with_a_reason_only(shop: Any) -> None:
    """
    Without one it is 409 with the rules that want it; with one it is sent.
    """
    conversation, text = await shop.taken(), "Ожидайте."
    refused = await shop.anna.post(f"/{conversation}/reply", 409, text=text, client_key="k1")
    decisions = dict.fromkeys(refused["rules"], "not_a_violation")
    await shop.anna.post(f"/{conversation}/reply", text=text, client_key="k1", decisions=decisions)

    assert refused["code"] == "decision-needed"
    assert (await shop.said()).count(text) == 1


async def test_a_reply_sent_again_is_the_same_message(shop: Any) -> None:
    """
    The same key twice is one message; another text under it is refused.
    """
    conversation = await shop.taken()
    first = await shop.anna.post(f"/{conversation}/reply", text=CLEAN, client_key="k1")
    second = await shop.anna.post(f"/{conversation}/reply", text=CLEAN, client_key="k1")
    other = await shop.anna.post(f"/{conversation}/reply", 409, text="Иное.", client_key="k1")

    assert first == second
    assert other["code"] == "client-key-reused"
    assert (await shop.said()).count(CLEAN) == 1


@pytest.mark.parametrize("action", ["reply", "close", "return", "release", "pass"])
async def test_a_colleagues_conversation_is_not_touched(shop: Any, action: str) -> None:
    """
    Whoever does not lead it gets 409.
    """
    conversation = await shop.taken()
    body = {
        "reply": {"text": CLEAN, "client_key": "k1"},
        "pass": {"colleague": shop.boris.person.id},
    }.get(action, {})
    refused = await shop.boris.post(f"/{conversation}/{action}", 409, **body)

    assert refused["code"] in {"not-yours", "passed-to-self"}
    assert CLEAN not in await shop.said()


async def test_notes_stay_among_staff(shop: Any) -> None:
    """
    Neither a note nor the word for a colleague reaches the customer; both are in the dossier and are found.
    """
    conversation = await shop.taken()
    await shop.boris.post(f"/{conversation}/note", text="Клиент нервничает", client_key="n1")
    await shop.anna.post(f"/{conversation}/pass", colleague=shop.boris.person.id, note="Обещан звонок")
    dossier = await shop.boris.get(f"/{conversation}")
    found = await shop.boris.get("/search?q=нервничать")

    told = " ".join(await shop.said())
    assert "нервничает" not in told
    assert "звонок" not in told
    assert [one["text"] for one in dossier["messages"] if one["kind"] == "note"] == ["Клиент нервничает"]
    assert dossier["assignments"][-1]["note"] == "Обещан звонок"
    assert [one["message"]["text"] for one in found["items"]] == ["Клиент нервничает"]


async def test_lists_and_counts(shop: Any) -> None:
    """
    A conversation is in one list, with a timer while somebody waits, and never shows the channel's own id.
    """
    conversation = await shop.write()
    queue = await shop.anna.get("?box=queue")
    await shop.anna.post(f"/{conversation}/take")
    mine, others = await shop.anna.get("?box=mine"), await shop.boris.get("?box=others")
    await shop.anna.post(f"/{conversation}/close")
    closed = await shop.anna.get("?box=closed")

    assert queue["items"][0]["conversation"]["wait"]["mark"] == "in_time"
    assert (queue["counts"]["queue"], mine["counts"]["queue"], mine["counts"]["mine"]) == (1, 0, 1)
    assert [len(one["items"]) for one in (mine, others, closed)] == [1, 1, 1]
    assert shop.visitor.id not in str(mine)


async def test_files_go_out_and_come_back_harmless(shop: Any) -> None:
    """
    What was uploaded is sent with a reply and is served to be saved, under a name that breaks no header.
    """
    conversation = await shop.taken()
    headers = {**shop.anna.headers, "Content-Type": "application/octet-stream"}
    name = 'a"\r\nSet-Cookie: x=1.png'
    path = f"/api/v1/conversations/{conversation}/files"
    async with shop.anna.client.post(path, params={"name": name}, data=PNG, headers=headers) as response:
        kept = await response.json()
    await shop.anna.post(f"/{conversation}/reply", text="", client_key="k1", attachments=[kept["id"]])
    async with shop.anna.client.get(
        f"/api/v1/conversations/files/{kept['id']}", headers=shop.anna.headers
    ) as response:
        body, sent = await response.read(), response.headers

    assert body == PNG
    assert "Set-Cookie" not in sent
    assert sent["Content-Disposition"].startswith("attachment")
    assert "sandbox" in sent["Content-Security-Policy"]


async def test_strangers_get_nothing(shop: Any) -> None:
    """
    Without a login it is 401, with a guessed id 404, with a wrong question 422.
    """
    async with shop.anna.client.get("/api/v1/conversations") as response:
        stranger = response.status
    unknown = await shop.anna.get("/guessed", 404)
    wrong = await shop.anna.get("?box=secret", 422)

    assert stranger == 401
    assert unknown["code"] == "conversation-unknown"
    assert wrong["errors"][0]["path"] == "/box"
