"""
The composition root: the only place that knows which parts the application is made of.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.access import Access, build_access
from bot.clock import Clock, utc_now
from bot.conversations import Conversations, build_conversations
from bot.library import EncoderState, Library
from bot.llm import language_model
from bot.passwords import Passwords
from bot.speech import Speech
from bot.storage.chat_sessions import ChatSessionStore
from bot.storage.database import Database
from bot.storage.drafts import ShowingLog
from bot.storage.people import PeopleStore
from bot.storage.questions import QuestionLog
from bot.storage.sessions import SessionStore
from bot.storage.versions import VersionStore
from bot.usecases.ask import AskQuestion
from bot.usecases.cards import EntryCards
from bot.usecases.conversations.gate import SpeechGate
from bot.usecases.drafts import CheckDraft, DraftTerms
from bot.usecases.learn import LearnFromPicks
from bot.usecases.publish import PublishKnowledge
from bot.usecases.rewording import ProposeWording
from bot.usecases.rules import FollowRules
from bot.workers import Workers
from faq.shelf import Shelf
from index.embedding_cache import EmbeddingCache

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.settings import Settings
    from index.arrays import Progress


@dataclass(frozen=True, slots=True)
class Container:
    """
    The parts of one running copilot.
    """

    settings: Settings
    clock: Clock
    library: Library
    database: Database
    versions: VersionStore
    people: PeopleStore
    sessions: SessionStore
    access: Access
    questions: QuestionLog
    ask: AskQuestion
    cards: EntryCards
    publishing: PublishKnowledge
    learning: LearnFromPicks
    speech: Speech
    rules: FollowRules
    showings: ShowingLog
    check_draft: CheckDraft
    conversations: Conversations
    chat_sessions: ChatSessionStore

    async def load_encoder(self, progress: Progress) -> None:
        """
        Open the encoder into the library; the first time on a machine this takes about half a minute.

        Raises:
            IndexFailure: the model is missing or damaged; the library's state says `failed`.
        """
        from index.encoder import open_encoder  # noqa: PLC0415 -- onnxruntime takes a moment to import

        settings = self.settings
        try:
            self.library.encoder = await asyncio.to_thread(
                open_encoder, settings.embedding_model, settings.models_dir, progress
            )
        except BaseException:
            self.library.encoder_state = EncoderState.FAILED
            raise
        self.library.encoder_state = EncoderState.READY


@contextlib.asynccontextmanager
async def open_container(settings: Settings, clock: Clock = utc_now) -> AsyncIterator[Container]:
    """
    Build the parts, and close them in reverse order.

    Raises:
        StorageError: the database cannot be opened.
    """
    zone = settings.zone
    async with contextlib.AsyncExitStack() as stack:
        database = await asyncio.to_thread(Database, settings.database_path)
        stack.push_async_callback(asyncio.to_thread, database.close)
        questions = QuestionLog(database, days=settings.question_log_days)
        stack.push_async_callback(questions.close)
        showings = ShowingLog(database, days=settings.question_log_days)
        stack.push_async_callback(showings.close)
        workers = Workers()
        stack.push_async_callback(asyncio.to_thread, workers.close)
        library, speech = Library(), Speech()
        versions = VersionStore(database)
        model = language_model(settings)
        cache = EmbeddingCache(settings.embeddings_path)
        publishing = PublishKnowledge(
            versions, library, Shelf(settings.snapshots_dir, cache), clock=clock, zone=zone
        )
        stack.push_async_callback(publishing.settle)
        people = PeopleStore(database)
        sessions = SessionStore(
            database,
            lifetime=dt.timedelta(hours=settings.session_hours),
            idle=dt.timedelta(minutes=settings.session_idle_minutes),
        )
        passwords = Passwords()
        stack.push_async_callback(asyncio.to_thread, passwords.close)
        access = build_access(database, people, sessions, passwords, clock=clock)
        stack.push_async_callback(access.audit.close)
        ask = AskQuestion(
            library, workers, questions, clock=clock, zone=zone, threshold=settings.answer_threshold
        )
        cards = EntryCards(library, clock=clock, zone=zone)
        gate = SpeechGate(lambda: speech.take(meaning=False)[0], workers)
        conversations = build_conversations(settings, database, people, ask, cards, gate, clock=clock)
        stack.push_async_callback(conversations.close)
        yield Container(
            settings=settings,
            clock=clock,
            library=library,
            database=database,
            versions=versions,
            people=people,
            sessions=sessions,
            access=access,
            questions=questions,
            ask=ask,
            cards=cards,
            publishing=publishing,
            learning=LearnFromPicks(questions, versions, library, publishing),
            speech=speech,
            rules=FollowRules(
                speech,
                library,
                cache,
                settings.speech_policy,
                clock=clock,
                proofs=settings.speech_proofs_path,
            ),
            showings=showings,
            check_draft=CheckDraft(
                speech,
                library,
                workers,
                showings,
                clock=clock,
                terms=DraftTerms(settings.shop_name, zone, settings.answer_threshold),
                propose=ProposeWording(model, workers) if model else None,
            ),
            conversations=conversations,
            chat_sessions=ChatSessionStore(database, idle=dt.timedelta(days=settings.chat_session_days)),
        )
