"""
The parts that conversations are made of, put together over one database.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.delivery import Deliverer
from bot.events import Hub
from bot.presence import Presence
from bot.storage.attachments import AttachmentStore
from bot.storage.conversations import ConversationStore
from bot.storage.deliveries import DeliveryStore
from bot.storage.inbox import Inbox
from bot.tasks import repeat
from bot.usecases.conversations.bot_answers import BotSide, Burst
from bot.usecases.conversations.consultant import ConsultantSide
from bot.usecases.conversations.customer import CustomerSide
from bot.usecases.conversations.idle import CloseIdle
from bot.usecases.conversations.journal import Journal
from bot.usecases.conversations.reading import StaffReading

if TYPE_CHECKING:
    from bot.clock import Clock
    from bot.domain.sla import Sla
    from bot.domain.working_hours import WorkingHours
    from bot.settings import Settings
    from bot.storage.database import Database
    from bot.storage.people import PeopleStore
    from bot.usecases.conversations.bot_answers import Ask, Cards
    from bot.usecases.conversations.gate import DraftGate

LOOK_EVERY = 0.25
"""Seconds between looks for customers to answer and messages to carry."""

PRESENCE_EVERY = 5.0

TIDY_EVERY = 30.0
"""Seconds between looks for what has gone silent."""

UNSENT_FILES_KEPT = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Conversations:
    """
    What the channels and the desk are built on.
    """

    customer: CustomerSide
    consultant: ConsultantSide
    bot: BotSide
    idle: CloseIdle
    reading: StaffReading
    deliverer: Deliverer
    presence: Presence
    events: Hub
    journal: Journal
    attachments: AttachmentStore
    hours: WorkingHours
    sla: Sla
    clock: Clock

    async def keep(self) -> None:
        """
        Answer, deliver and tidy up until cancelled.
        """
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(repeat("bot_answers", self.bot.run_due, every=LOOK_EVERY))
            tasks.create_task(repeat("deliveries", self.deliverer.run_due, every=LOOK_EVERY))
            tasks.create_task(repeat("presence", self._forget_looks, every=PRESENCE_EVERY))
            tasks.create_task(repeat("tidying", self._tidy, every=TIDY_EVERY))

    async def close(self) -> None:
        """
        Let changes under way be told of, then end every subscription.
        """
        await self.journal.settle()
        self.events.close()

    async def _forget_looks(self) -> None:
        self.presence.expire()

    async def _tidy(self) -> None:
        await self.idle.run_due()
        await self.attachments.purge(older_than=self.clock() - UNSENT_FILES_KEPT)


def build_conversations(  # noqa: PLR0913 -- the parts of the rest that conversations use
    settings: Settings,
    database: Database,
    people: PeopleStore,
    ask: Ask,
    cards: Cards,
    gate: DraftGate,
    *,
    clock: Clock,
) -> Conversations:
    """
    Put the parts together; they open nothing of their own.
    """
    store, hub = ConversationStore(database, clock=clock), Hub()
    journal, presence = Journal(store, hub), Presence(hub, clock=clock)
    attachments = AttachmentStore(
        database, settings.attachments_dir, limit=settings.attachment_megabytes * 2**20
    )
    deliveries = DeliveryStore(database)
    hours, sla = settings.hours, settings.sla
    return Conversations(
        customer=CustomerSide(
            journal,
            attachments,
            presence,
            hours=hours,
            reopen_within=dt.timedelta(hours=settings.conversation_reopen_hours),
        ),
        consultant=ConsultantSide(
            journal, attachments, presence, people, gate, clock=clock, shop_name=settings.shop_name
        ),
        bot=BotSide(
            journal,
            ask,
            cards,
            hours=hours,
            burst=Burst(
                dt.timedelta(seconds=settings.burst_quiet_seconds),
                dt.timedelta(seconds=settings.burst_longest_seconds),
            ),
            choices_from=settings.choices_threshold,
            clock=clock,
        ),
        idle=CloseIdle(journal, after=dt.timedelta(minutes=settings.conversation_idle_minutes), clock=clock),
        reading=StaffReading(store, Inbox(database), deliveries, attachments, presence, sla=sla, clock=clock),
        deliverer=Deliverer(deliveries, hub, clock=clock),
        presence=presence,
        events=hub,
        journal=journal,
        attachments=attachments,
        hours=hours,
        sla=sla,
        clock=clock,
    )
