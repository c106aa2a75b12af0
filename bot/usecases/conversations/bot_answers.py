"""
The bot answering customers: one answer to a burst of messages, and none once a person was called.

What it has dealt with is marked in the transaction that stores its answer, so a crash before it leaves the
messages pending for the next start, and one after it leaves nothing to do.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

import structlog

from bot.domain.conversation import State, bot_answered
from bot.domain.message import BOT, ChoiceKind, Kind, NewMessage
from bot.domain.small_talk import SmallTalk, small_talk
from bot.errors import NothingPublished, Overloaded
from bot.usecases.conversations import phrases
from bot.usecases.conversations.gate import local_time
from bot.usecases.conversations.handing_over import into_queue
from knowledge.models import Audience

if TYPE_CHECKING:
    from bot.clock import Clock
    from bot.domain.card import EntryCard
    from bot.domain.conversation import Conversation
    from bot.domain.working_hours import WorkingHours
    from bot.storage.conversations import Pending
    from bot.storage.ledger import Ledger
    from bot.usecases.ask import Asked
    from bot.usecases.conversations.journal import Journal
    from faq.models import Answer

MAX_CHOICES = 3
AT_ONCE = 8
"""Customers answered at the same time; the search has its own, narrower bridge."""

PATIENCE = dt.timedelta(seconds=30)
"""How long a customer waits for an overloaded search before he is handed over."""

_log = structlog.get_logger(__name__)


class Ask(Protocol):
    """
    Answers questions from the knowledge base, as `bot.usecases.ask.AskQuestion` does.
    """

    async def __call__(  # noqa: PLR0913 -- one question has this many sides
        self,
        question: str,
        *,
        audience: Audience,
        top: int,
        mode: Literal["words", "full"],
        asker: str | None,
        channel: str,
        language: str | None,
    ) -> Asked:
        """
        Answer; raises `NothingPublished` and `Overloaded`.
        """
        ...


class Cards(Protocol):
    """
    Opens entries, as `bot.usecases.cards.EntryCards` does.
    """

    async def __call__(self, entry_id: str, *, audience: Audience, language: str) -> EntryCard | None:
        """
        Return an entry; None if the audience may not see it.
        """
        ...


@dataclass(frozen=True, slots=True)
class Burst:
    """
    When a customer has finished writing: silent for `quiet`, or `longest` after he began.
    """

    quiet: dt.timedelta
    longest: dt.timedelta


class BotSide:
    """
    What the bot does.

    Args:
        journal: Where it is kept and told of.
        ask: Answers questions.
        cards: Opens entries.
        hours: When people answer.
        burst: When a customer has finished writing.
        choices_from: Confidence from which an entry is offered as perhaps meant.
        clock: Now.

    """

    def __init__(  # noqa: PLR0913 -- the bot's manners are settings
        self,
        journal: Journal,
        ask: Ask,
        cards: Cards,
        *,
        hours: WorkingHours,
        burst: Burst,
        choices_from: float,
        clock: Clock,
    ) -> None:
        self._journal = journal
        self._ask = ask
        self._cards = cards
        self._hours = hours
        self._burst = burst
        self._choices_from = choices_from
        self._clock = clock
        self._places = asyncio.Semaphore(AT_ONCE)

    async def run_due(self) -> int:
        """
        Answer every customer who has finished writing; returns how many that were.

        Raises:
            StorageError: if conversations cannot be read or written.
        """
        now = self._clock()
        due = await self._journal.store.pending(
            quiet_since=now - self._burst.quiet, waiting_since=now - self._burst.longest
        )
        async with asyncio.TaskGroup() as group:
            for pending in due:
                group.create_task(self._answer(pending))
        return len(due)

    async def _answer(self, pending: Pending) -> None:
        async with self._places:
            try:
                reply = await self._compose(pending)
            except Overloaded:
                began = pending.conversation.pending_since
                if began is not None and self._clock() - began < PATIENCE:
                    return
                reply = None
            except NothingPublished:
                reply = None
            except Exception as error:  # noqa: BLE001 -- whatever broke the search, the customer gets a person
                _log.error(
                    "bot_answer_failed",
                    conversation=pending.conversation.id,
                    error=type(error).__name__,
                )
                reply = None
        await self._journal.change(lambda ledger: self._store(ledger, pending, reply))

    def _store(self, ledger: Ledger, pending: Pending, reply: NewMessage | None) -> None:
        """
        Store the answer, or hand over if there is none; nothing if the customer or a colleague went on.
        """
        now = ledger.get(pending.conversation.id)
        then = pending.conversation
        if now.state is not State.BOT or now.answered_up_to != then.answered_up_to:
            return
        began = then.pending_since or ledger.now
        if now.pending_last != then.pending_last and ledger.now - began < self._burst.longest:
            return  # he wrote on while the search ran: all of it gets one answer
        up_to = max((message.seq for message in pending.messages), default=now.last_seq)
        if reply is None:
            ledger.save(into_queue(ledger, now, self._hours))
            return
        answered = bot_answered(now, up_to, ledger.pending_after(now.id, up_to))
        answered, _ = ledger.append(answered, reply)
        ledger.save(answered)

    async def _compose(self, pending: Pending) -> NewMessage | None:
        """
        Return what to say to the pending messages; None if a person has to.
        """
        customer = pending.conversation.customer
        language = phrases.language_of(customer)
        choice = pending.choice
        if choice is not None and choice.kind is ChoiceKind.HELPED:
            return NewMessage(BOT, Kind.TEXT, phrases.thanked(language))
        if choice is not None and choice.entry is not None:
            reply = await self._entry(choice.entry, language)
            if reply is not None:
                return reply
        # A file alone says nothing to a search: somebody has to look at it.
        texts = [message.text for message in pending.messages if message.text]
        if not texts or any(message.attachments for message in pending.messages):
            return None
        return await self._to_words(texts, pending.conversation, language)

    async def _to_words(
        self, texts: list[str], conversation: Conversation, language: str
    ) -> NewMessage | None:
        talk = [await asyncio.to_thread(small_talk, text) for text in texts]
        question = "\n".join(text for text, said in zip(texts, talk, strict=True) if said is None)
        if not question:
            greeted = SmallTalk.GREETING in talk
            hour = await asyncio.to_thread(self._hour, conversation)
            said = phrases.greeted(language, hour) if greeted else phrases.thanked(language)
            return NewMessage(BOT, Kind.TEXT, said)
        asked = await self._ask(
            question,
            audience=Audience.CUSTOMER,
            top=MAX_CHOICES,
            mode="full",
            asker=None,
            channel=conversation.customer.channel,
            language=_language_written(question, language),
        )
        answer = asked.answer
        if answer.answer is not None:
            return await self._entry(answer.answer.entry, language)
        return self._choices(answer, language)

    async def _entry(self, entry_id: str, language: str) -> NewMessage | None:
        card = await self._cards(entry_id, audience=Audience.CUSTOMER, language=language)
        if card is None:
            return None
        return NewMessage(
            BOT,
            Kind.TEXT,
            card.entry.body,
            choices=phrases.after_answer(language),
            entry=entry_id,
            kb_version=card.kb_version,
        )

    def _choices(self, answer: Answer, language: str) -> NewMessage | None:
        likely = [
            (candidate.entry, candidate.title)
            for candidate in answer.candidates
            if candidate.confidence >= self._choices_from
        ]
        if not likely:
            return None
        return NewMessage(
            BOT,
            Kind.TEXT,
            phrases.did_you_mean(language),
            choices=phrases.possible_entries(language, likely[:MAX_CHOICES]),
        )

    def _hour(self, conversation: Conversation) -> int | None:
        clock = local_time(conversation.customer.time_zone, self._clock())
        return None if clock is None else clock.hour


def _language_written(text: str, expected: str) -> str | None:
    """
    Return the language a question is written in, by its letters; None where they do not tell.
    """
    if any("а" <= letter <= "ё" for letter in text.lower()):
        return "ru"
    # Latin letters may also be Russian in the wrong keyboard layout: only an English speaker's are English.
    return "en" if expected == "en" else None
