"""
No reply leaves without the gate, none leaves twice, and a decision is kept with its reason.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import TYPE_CHECKING

import pytest

from bot.conversation_errors import (
    DecisionNeeded,
    DraftBlocked,
    GateUnavailable,
    MessageEmpty,
    NotYours,
)
from bot.domain.conversation import Customer
from bot.domain.delivery import DeliveryState
from bot.domain.message import Kind
from bot.usecases.conversations.gate import SpeechGate
from bot.workers import Workers
from knowledge.speech.checker import SpeechChecker
from knowledge.speech.policy import load_rules
from knowledge.speech.report import DraftReport, Finding

from .fakes import OpenGate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.usecases.conversations.gate import DraftGate
    from knowledge.speech.context import CheckContext

    from .conftest import World

BLOCKED = "Я не знаю, где ваш заказ."


@pytest.fixture(scope="session")
def checker() -> SpeechChecker:
    """
    The shipped rules.
    """
    return SpeechChecker(load_rules(None))


@pytest.fixture
def gate(checker: SpeechChecker) -> Iterator[DraftGate]:
    """
    The real gate.
    """
    workers = Workers()
    yield SpeechGate(lambda: checker, workers)
    workers.close()


class Doubtful:
    """A gate that finds two doubtful things in everything."""

    async def check(self, text: str, context: CheckContext) -> DraftReport:
        """Warn."""
        return DraftReport(
            verdict="needs_decision",
            findings=tuple(
                Finding(rule=rule, category="c", severity="warning", start=0, end=1, text=text[:1], why="w")
                for rule in ("RU-AAA-001", "RU-BBB-002")
            ),
        )


class Broken:
    """A gate that fails."""

    async def check(self, text: str, context: CheckContext) -> DraftReport:
        """Fail as a bug does."""
        raise RecursionError


async def test_a_clean_reply_leaves(world: World) -> None:
    """
    It is stored, stands in the outbox, and the customer is owed nothing any more.
    """
    conversation = await world.taken()
    reply = await world.reply("Ваш заказ прибудет завтра до 18:00.")
    (delivery,) = [
        one for one in (await world.parts.reading.open(conversation)).deliveries if one.seq == reply.seq
    ]

    assert delivery.state is DeliveryState.PENDING
    assert (await world.conversation()).owed_since is None
    assert (await world.conversation()).first_response_at == world.clock()


async def test_an_error_does_not_leave(world: World) -> None:
    """
    «Я не знаю» is refused with what was found; nothing is stored but the fact.
    """
    await world.taken()
    before = await world.messages()
    with pytest.raises(DraftBlocked) as refused:
        await world.reply(BLOCKED)
    kept = await world.database.read(lambda db: list(db.table("gate_findings").rows))

    assert refused.value.report.verdict == "blocked"
    assert await world.messages() == before
    assert {(row["severity"], row["seq"], row["operator"]) for row in kept} >= {
        ("error", None, world.anna.id)
    }


async def test_what_the_client_said_may_be_quoted(world: World) -> None:
    """
    The gate is given the customer's last texts.
    """
    await world.taken()
    await world.write("Курьер сказал: я не знаю, где ваш заказ")

    assert (await world.reply("Вижу ваше сообщение: «я не знаю, где ваш заказ». Уточняю, одну минуту.")).seq


@pytest.mark.parametrize("gate", [Doubtful()], ids=["doubtful"])
async def test_a_warning_needs_a_reason_for_each_rule(world: World, gate: DraftGate) -> None:
    """
    Without them, or with blank ones, nothing leaves; with them they are kept beside the message.
    """
    await world.taken()
    for decisions, missing in (
        ({}, ("RU-AAA-001", "RU-BBB-002")),
        ({"RU-AAA-001": "цитата", "RU-BBB-002": "  "}, ("RU-BBB-002",)),
    ):
        with pytest.raises(DecisionNeeded) as refused:
            await world.reply("Текст", decisions=decisions)
        assert refused.value.rules == missing

    reply = await world.reply("Текст", decisions={"RU-AAA-001": "цитата", "RU-BBB-002": "так в договоре"})
    kept = await world.database.read(
        lambda db: list(db.table("gate_findings").rows_where("seq IS NOT NULL", order_by="id"))
    )
    assert [(row["seq"], row["rule"], row["reason"]) for row in kept] == [
        (reply.seq, "RU-AAA-001", "цитата"),
        (reply.seq, "RU-BBB-002", "так в договоре"),
    ]


@pytest.mark.parametrize("gate", [Broken()], ids=["broken"])
async def test_a_gate_that_cannot_look_lets_nothing_through(world: World, gate: DraftGate) -> None:
    """
    A bug in a rule is no pass.
    """
    await world.taken()
    before = await world.messages()

    with pytest.raises(GateUnavailable):
        await world.reply("Текст")
    assert await world.messages() == before


@pytest.mark.parametrize("gate", [OpenGate()], ids=["open"])
async def test_a_double_accept_is_one_message(world: World, gate: DraftGate) -> None:
    """
    The same key, however often and at once, is one message and one delivery.
    """
    conversation = await world.taken()
    replies = await asyncio.gather(*(world.reply("Готово", key="r") for _ in range(5)))
    await world.restart()
    again = await world.reply("Готово", key="r")
    deliveries = (await world.parts.reading.open(conversation)).deliveries

    assert {one.seq for one in (*replies, again)} == {again.seq}
    assert [one.seq for one in deliveries].count(again.seq) == 1


@pytest.mark.parametrize("gate", [OpenGate()], ids=["open"])
async def test_a_retry_after_passing_on_is_still_answered(world: World, gate: DraftGate) -> None:
    """
    What was stored was stored, though the conversation is now a colleague's; a new reply is refused.
    """
    conversation = await world.taken()
    first = await world.reply("Готово", key="r")
    await world.parts.consultant.pass_on(conversation, world.anna, world.boris.id)

    assert (await world.reply("Готово", key="r")).seq == first.seq
    with pytest.raises(NotYours):
        await world.reply("Ещё")


async def test_a_conversation_lost_while_the_gate_looks(world: World) -> None:
    """
    The reply of who no longer leads it is not stored.
    """
    conversation = await world.taken()
    inner = world.gate

    class Slow:
        """Hands the conversation to Boris in the middle of the check."""

        async def check(self, text: str, context: CheckContext) -> DraftReport:
            """Pass the conversation on, then look."""
            await world.parts.consultant.pass_on(conversation, world.anna, world.boris.id)
            return await inner.check(text, context)

    world.gate = Slow()
    await world.restart()

    with pytest.raises(NotYours):
        await world.reply("Ваш заказ прибудет завтра до 18:00.")


@pytest.mark.parametrize("gate", [OpenGate()], ids=["open"])
async def test_the_gate_knows_the_conversation(world: World, gate: OpenGate) -> None:
    """
    The customer's clock, names and words; what is no zone or no line is left out.
    """
    customer = Customer("web", "visitor-1", "Ольга\nПетрова", "ru", "Asia/Vladivostok")
    await world.write("Позовите оператора", customer=customer)
    await world.parts.consultant.take((await world.conversation()).id, world.anna)
    await world.reply("Слушаю")
    (context,) = gate.contexts

    assert context.local_time == dt.time(19, 0)
    assert (context.operator_name, context.client_name) == ("Анна", "Ольга Петрова")
    assert context.customer_texts == ("Позовите оператора",)

    await world.write("Ау", customer=Customer("web", "visitor-1", "\n", "ru", "../../etc/passwd"))
    await world.reply("Слушаю")
    assert gate.contexts[-1].local_time is None


@pytest.mark.parametrize("gate", [OpenGate()], ids=["open"])
async def test_a_note_passes_no_gate(world: World, gate: OpenGate) -> None:
    """
    Among colleagues anything may be said, by anybody, once a key.
    """
    conversation = await world.taken()
    notes = [await world.parts.consultant.note(conversation, world.boris, BLOCKED, "n") for _ in range(2)]

    assert notes[0] == notes[1]
    assert (notes[0].kind, notes[0].internal) == (Kind.NOTE, True)
    assert gate.contexts == []
    with pytest.raises(MessageEmpty):
        await world.parts.consultant.note(conversation, world.boris, " ", "n2")
