"""
What a customer writes is on disk once and in order, whatever happens to the connection.
"""

from __future__ import annotations

from typing import Any

import pytest


async def test_messages_are_stored_in_the_order_of_writing(shop: Any) -> None:
    """Ten frames sent without waiting are ten messages in that order."""
    page = await shop.visitor()
    for number in range(10):
        await page.ws.send_json({"type": "message", "key": f"k{number}", "text": f"№ {number}"})
    view = await (await shop.visitor(connected=False)).post("poll", {})
    await page.call("typing")
    view = await page.call("hello")

    assert [message["text"] for message in view["messages"]] == [f"№ {number}" for number in range(10)]


async def test_a_lost_acknowledgement_stores_nothing_twice(shop: Any) -> None:
    """A page that goes before it hears «ok» sends again under the same key: one message, the same number."""
    page = await shop.visitor()
    await page.ws.send_json({"type": "message", "key": "k1", "text": "Где заказ?"})
    await page.hears("message")
    await page.ws.close()
    view = await page.connect()
    again = await page.call("message", key="k1", text="Где заказ?")

    assert [message["key"] for message in view["messages"]] == ["k1"]
    assert again["message"]["seq"] == view["messages"][0]["seq"]


async def test_both_ways_share_the_keys(shop: Any) -> None:
    """Sent by socket and again by request, it is still one message."""
    page = await shop.visitor()
    first = await page.call("message", key="k1", text="Где заказ?")
    second = await (await page.post("messages", {"key": "k1", "text": "Где заказ?"})).json()

    assert first["message"]["seq"] == second["message"]["seq"]


async def test_another_text_under_a_used_key_is_refused(shop: Any) -> None:
    """Nothing is overwritten."""
    page = await shop.visitor()
    await page.call("message", key="k1", text="Первый")

    assert (await page.call("message", key="k1", text="Второй"))["code"] == "client-key-reused"


async def test_who_comes_back_gets_what_he_lacks(shop: Any) -> None:
    """After a gap the page asks for what is above its last number, and gets the answer given meanwhile."""
    page = await shop.visitor()
    sent = await page.call("message", key="k1", text="Сколько стоит доставка?")
    await page.ws.close()
    await shop.bot()
    view = await page.connect(conversation=sent["conversation"], after=sent["message"]["seq"])

    assert [(message["author"], message["html"]) for message in view["messages"]] == [
        ("bot", "<p>Ответ: delivery.</p>\n")
    ]


async def test_an_unknown_question_is_handed_over(shop: Any) -> None:
    """The page hears that a person is waited for."""
    page = await shop.visitor()
    await page.call("message", key="k1", text="Есть ли жизнь на Марсе?")
    await shop.bot()

    assert (await page.hears("state"))["state"] == "waiting"


async def test_a_button_is_named_by_its_place_only(shop: Any) -> None:
    """The page cannot make a button up; a real one sends its label."""
    page = await shop.visitor()
    await page.call("message", key="k1", text="Какая оплата?")
    await shop.bot()
    offer = (await page.call("hello"))["messages"][-1]
    wrong = await page.call("message", key="k2", pressed={"seq": offer["seq"], "index": 40})
    pressed = await page.call("message", key="k3", pressed={"seq": offer["seq"], "index": 0})

    assert wrong["code"] == "message-unknown"
    assert pressed["message"]["text"] == offer["buttons"][0]["label"] == "Про card"


async def test_a_delivery_counts_once_the_page_has_it(shop: Any) -> None:
    """«Seen» marks deliveries of the customer's own conversation, and nobody else's."""
    page, stranger = await shop.visitor(), await shop.visitor()
    sent = await page.call("message", key="k1", text="доставка")
    await shop.bot()
    conversation = sent["conversation"]
    await stranger.call("message", key="k1", text="другой")
    await stranger.call("seen", conversation=conversation, seq=99)
    before = await shop.desk.core.reading.open(conversation)
    await page.call("seen", conversation=conversation, seq=2)
    after = await shop.desk.core.reading.open(conversation)

    assert [delivery.state for delivery in before.deliveries] == ["pending"]
    assert [delivery.state for delivery in after.deliveries] == ["sent"]


async def test_notes_of_staff_never_leave(shop: Any) -> None:
    """Neither pushed nor read: a note exists for staff alone."""
    page = await shop.visitor()
    sent = await page.call("message", key="k1", text="Позовите оператора")
    anna = await shop.consultant()
    await shop.desk.core.consultant.take(sent["conversation"], anna)
    await shop.desk.core.consultant.note(sent["conversation"], anna, "Клиент ТАЙНА", "n1")
    await shop.reply(sent["conversation"], anna, "Здравствуйте")
    view = await page.call("hello")

    assert "Здравствуйте" in str(view)
    assert "ТАЙНА" not in str(view) + str(page.pushed)
    assert anna.id not in str(view) + str(page.pushed)


async def test_a_message_is_changed_by_its_author(shop: Any) -> None:
    """The new text replaces the old one, by socket and by request."""
    page = await shop.visitor()
    await page.call("message", key="k1", text="Гдe")
    changed = await page.call("edit", key="k1", text="Где заказ?")
    unknown = await page.post("edits", {"key": "k2", "text": "?"})

    assert changed["message"]["text"] == "Где заказ?"
    assert changed["message"]["edited_at"] is not None
    assert unknown.status == 404


async def test_an_ended_conversation_is_rated(shop: Any) -> None:
    """Before its end there is nothing to rate; afterwards a rating is kept."""
    page = await shop.visitor()
    sent = await page.call("message", key="k1", text="Позовите оператора")
    early = await page.call("rate", closed_seq=1, score=5)
    anna = await shop.consultant()
    await shop.desk.core.consultant.take(sent["conversation"], anna)
    await shop.desk.core.consultant.close(sent["conversation"], anna)
    view = await page.call("hello")
    rated = await page.post("rating", {"closed_seq": view["closed_seq"], "score": 4, "comment": "Быстро"})
    dossier = await shop.desk.core.reading.open(sent["conversation"])

    assert (early["type"], view["state"], rated.status) == ("error", "closed", 204)
    assert [(rating.score, rating.comment) for rating in dossier.ratings] == [(4, "Быстро")]


async def test_without_a_socket_everything_works_by_requests(shop: Any) -> None:
    """Write, be answered, look for news, call a person, look back."""
    page = await shop.visitor(connected=False)
    sent = await (await page.post("messages", {"key": "k1", "text": "доставка"})).json()
    await shop.bot()
    news = await (
        await page.post("poll", {"conversation": sent["conversation"], "after": sent["message"]["seq"]})
    ).json()
    person = await (await page.post("person")).json()
    back = await (await page.post("earlier", {"before": 2})).json()
    seen = await page.post("seen", {"conversation": sent["conversation"], "seq": 2})

    assert [message["author"] for message in news["messages"]] == ["bot"]
    assert person == {"state": "waiting"}
    assert [message["text"] for message in back["messages"]] == ["доставка"]
    assert seen.status == 204


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "<svg onload=alert(1)>", "<img onerror=1>"])
async def test_markup_stays_text(shop: Any, text: str) -> None:
    """What people write has no markup; it comes back as it was, never as HTML."""
    page = await shop.visitor()
    stored = (await page.call("message", key="k1", text=text))["message"]

    assert (stored["text"], stored["html"]) == (text, None)
