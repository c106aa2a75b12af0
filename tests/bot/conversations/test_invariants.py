"""
Whatever customers, consultants, the bot and crashes do in whatever order, what must hold, holds.
"""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis.strategies as st
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from bot.conversation_errors import ConversationError
from bot.domain.conversation import Customer, State
from bot.domain.message import Role
from bot.settings import Settings

from .conftest import World
from .fakes import Channel, OpenGate

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from typing import Any

    from bot.domain.message import Message

TEXTS = st.sampled_from(["доставка", "оплата", "Какого цвета ветер?", "спасибо", "Оператора!"])
SEATS = st.sampled_from(["anna", "boris"])


class Conversing(RuleBasedStateMachine):
    """
    One customer on a channel that may fail, two consultants, a bot, and a machine that crashes.
    """

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.runner = asyncio.Runner()
        options = Settings.read(env_file=None).model_copy(update={"data_dir": Path(self.folder.name)})
        self.world = World(Path(self.folder.name), OpenGate(), options)
        self.world.visitor = Customer("telegram", "4711")
        self.channel = Channel()
        self.accepted: dict[str, str] = {}
        self.leads: str | None = None
        self.begun = False
        self.await_(self._start())

    def await_(self, coroutine: Coroutine[Any, Any, Any]) -> Any:
        """Run to the end."""
        return self.runner.run(coroutine)

    async def _start(self) -> None:
        await asyncio.to_thread(self.world.open)
        await self.world.hire()
        self._plug()

    def _plug(self) -> None:
        self.world.parts.deliverer.register("telegram", self.channel)

    def teardown(self) -> None:
        """Stop."""
        self.await_(self.world.parts.close())
        self.await_(asyncio.to_thread(self.world.database.close))
        self.runner.close()
        self.folder.cleanup()

    @rule(text=TEXTS, retries=st.integers(1, 3))
    def customer_writes(self, text: str, retries: int) -> None:
        """The same message once or more at once, as an unsteady line sends it."""
        key = f"c{len(self.accepted)}"

        async def send() -> None:
            await asyncio.gather(*(self.world.write(text, key=key) for _ in range(retries)))

        self.await_(send())
        self.accepted[key] = text
        self.begun = True

    @precondition(lambda self: self.begun)
    @rule(seat=SEATS, text=st.sampled_from(["Слушаю", "Готово"]), retries=st.integers(1, 2))
    def consultant_replies(self, seat: str, text: str, retries: int) -> None:
        """He does so only if the conversation is his."""
        key = f"r{len(self.accepted)}"
        before = self.await_(self.world.conversation())
        person = getattr(self.world, seat)

        async def send() -> list[object]:
            return await asyncio.gather(
                *(self.world.reply(text, person, key=key) for _ in range(retries)), return_exceptions=True
            )

        outcomes = self.await_(send())
        stored = [one for one in outcomes if not isinstance(one, BaseException)]
        assert all(isinstance(one, ConversationError) for one in outcomes if one not in stored)
        assert bool(stored) == (before.operator == person.id)
        if stored:
            self.accepted[key] = text

    @precondition(lambda self: self.begun)
    @rule(seat=SEATS, act=st.sampled_from(["take", "release", "return_to_bot", "close", "pass_on", "note"]))
    def consultant_acts(self, seat: str, act: str) -> None:
        """What he may do succeeds, what he may not is refused."""
        before = self.await_(self.world.conversation())
        person = getattr(self.world, seat)
        other = self.world.boris if seat == "anna" else self.world.anna
        mine = before.operator == person.id
        allowed = {
            "take": mine or before.state in {State.BOT, State.WAITING},
            "note": True,
        }.get(act, mine)
        words = {"pass_on": (other.id, "Заметка"), "note": ("Заметка", f"n{len(self.accepted)}")}.get(act, ())
        try:
            self.await_(getattr(self.world.parts.consultant, act)(before.id, person, *words))
        except ConversationError:
            assert not allowed
        else:
            assert allowed

    @precondition(lambda self: self.begun)
    @rule()
    def both_take_at_once(self) -> None:
        """At most one has it then."""
        conversation = self.await_(self.world.conversation())

        async def race() -> list[object]:
            take = self.world.parts.consultant.take
            people = (self.world.anna, self.world.boris)
            return await asyncio.gather(
                *(take(conversation.id, person) for person in people), return_exceptions=True
            )

        won = [one for one in self.await_(race()) if not isinstance(one, BaseException)]
        assert len(won) == (0 if conversation.state is State.CLOSED else 1)

    @rule(seconds=st.sampled_from([0.5, 3, 4000]))
    def time_passes(self, seconds: float) -> None:
        """The bot answers, the deliverer delivers, silence closes."""
        self.world.clock.advance(seconds)

        async def work() -> None:
            await self.world.parts.bot.run_due()
            await self.world.parts.idle.run_due()
            await self.world.parts.deliverer.run_due()

        self.await_(work())

    @rule()
    def channel_stumbles(self) -> None:
        """The next attempt ends with an error."""
        self.channel.outcomes.append(RuntimeError("network"))

    @rule(when=st.sampled_from(["now", "after sending"]))
    def machine_crashes(self, when: str) -> None:
        """It starts again over what is on disk."""
        if when == "after sending":

            async def send() -> None:
                for outgoing in await self.world.parts.deliverer._store.due(["telegram"], self.world.clock()):
                    await self.channel.send(outgoing)

            self.channel.outcomes.clear()
            self.await_(send())
        self.await_(self.world.restart())
        self._plug()

    def _messages(self) -> tuple[Message, ...]:
        messages: tuple[Message, ...] = self.await_(self.world.messages())
        return messages

    @precondition(lambda self: self.begun)
    @invariant()
    def numbers_have_no_gaps(self) -> None:
        """1, 2, 3 …, and the conversation knows the last."""
        messages = self._messages()
        assert [one.seq for one in messages] == list(range(1, len(messages) + 1))
        assert self.await_(self.world.conversation()).last_seq == len(messages)

    @precondition(lambda self: self.begun)
    @invariant()
    def nothing_accepted_is_lost_or_doubled(self) -> None:
        """What was acknowledged is there, once, as it was said."""
        keyed = [(one.client_key, one.text) for one in self._messages() if (one.client_key or "n")[0] in "cr"]
        assert sorted(keyed) == sorted(self.accepted.items())

    @precondition(lambda self: self.begun)
    @invariant()
    def the_bot_keeps_silent_in_others_hands(self) -> None:
        """Between a hand-off and the return nothing is the bot's but the words of the hand-off."""
        with_bot = True
        for message in self._messages():
            happening = message.happening
            if message.author.role is Role.BOT:
                assert with_bot
            if happening in {"handed_over", "taken", "closed"}:
                with_bot = False
            elif happening in {"returned", "reopened"}:
                with_bot = True

    @precondition(lambda self: self.begun)
    @invariant()
    def no_question_is_answered_twice(self) -> None:
        """Between two answers of the bot the customer has said something."""
        asked = False
        for message in self._messages():
            if message.author.role is Role.CUSTOMER:
                asked = True
            elif message.author.role is Role.BOT:
                assert asked
                asked = False

    @precondition(lambda self: self.begun)
    @invariant()
    def the_customer_sees_no_note(self) -> None:
        """Neither when he reads nor on his channel."""
        resumed = self.await_(self.world.parts.customer.resume("telegram", "4711"))
        assert "Заметка" not in repr(resumed)
        assert "Заметка" not in self.channel.shown.values()

    @precondition(lambda self: self.begun)
    @invariant()
    def the_channel_shows_a_beginning_of_what_was_said(self) -> None:
        """In order, without gaps, nothing twice."""
        said = self.await_(self.world.said())
        shown = list(self.channel.shown.values())
        assert shown == said[: len(shown)]


TestConversing = Conversing.TestCase
TestConversing.settings = settings(
    max_examples=40,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
