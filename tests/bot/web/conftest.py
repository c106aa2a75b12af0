"""
The real application on a real port, over real sessions and a real question log; only answers are made up.

Every response of the API, in whatever test, is held against the OpenAPI document.
"""

import asyncio
import datetime as dt
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from argon2 import PasswordHasher

from bot.access import Access, build_access
from bot.conversations import Conversations, build_conversations
from bot.domain.audit import By
from bot.domain.card import EntryCard, EntryLink
from bot.domain.draft import CheckedDraft, Draft
from bot.domain.person import Person, Role
from bot.domain.question import LoggedQuestion
from bot.domain.session import Client
from bot.passwords import Passwords
from bot.settings import Settings
from bot.storage.chat_sessions import ChatSessionStore
from bot.storage.database import Database
from bot.storage.drafts import ShowingLog
from bot.storage.people import PeopleStore
from bot.storage.questions import QuestionLog
from bot.storage.sessions import SessionStore
from bot.web.app import create_app
from bot.web.auth import require
from bot.web.keys import SERVICES, SESSION
from bot.web.ports import Options, Services
from faq.models import Answer, AnswerText, Candidate, Excerpt
from knowledge.models import Audience, Case, Entry, Kind, Policy, Question, Script
from knowledge.speech.models import Severity
from knowledge.speech.report import Finding, FixOffer, Rewrite, TextEdit
from tests.bot.conversations.fakes import OpenGate, SmallKnowledge, SmallShelf
from tests.bot.web.contract import contract_check


class ManualClock:
    """
    A clock that goes when it is told to.
    """

    def __init__(self) -> None:
        self.now = dt.datetime(2026, 3, 2, 9, 30, tzinfo=dt.UTC)

    def __call__(self) -> dt.datetime:
        """Tell the time."""
        return self.now

    def advance(self, **delta: float) -> None:
        """Let time pass."""
        self.now += dt.timedelta(**delta)


class CountingHasher:
    """
    Argon2 itself, made quick, that notes each piece of work and its price.
    """

    def __init__(self, time_cost: int = 1) -> None:
        self._argon2 = PasswordHasher(time_cost=time_cost, memory_cost=64, parallelism=1)
        self.work: list[tuple[str, str]] = []

    def hash(self, password: str) -> str:
        """Hash."""
        made = self._argon2.hash(password)
        self.work.append(("hash", made.split("$")[3]))
        return made

    def verify(self, hash: str, password: str) -> bool:  # noqa: A002 -- argon2's own name
        """Verify."""
        self.work.append(("verify", hash.split("$")[3]))
        return self._argon2.verify(hash, password)

    def check_needs_rehash(self, hash: str) -> bool:  # noqa: A002 -- argon2's own name
        """Compare parameters."""
        return self._argon2.check_needs_rehash(hash)


@dataclass
class Asked:
    """
    What the use case returns.
    """

    answer: Answer
    question_id: str


@dataclass
class FakeAsk:
    """
    Answers everything with one script, logs it, and remembers how it was asked.
    """

    log: QuestionLog
    clock: ManualClock
    calls: list[dict[str, Any]] = field(default_factory=list)
    before: Callable[[], Awaitable[None]] | None = None
    error: Exception | None = None

    async def __call__(self, question: str, **how: Any) -> Asked:
        """Answer."""
        self.calls.append({"question": question, **how})
        if self.before:
            await self.before()
        if self.error:
            raise self.error
        audience: Audience = how["audience"]
        candidate = Candidate(
            entry="delivery-when",
            kind=Kind.SCRIPT,
            title="Когда привезут заказ?",
            excerpt=Excerpt(text="Завтра, с 10 до 18.", marks=((0, 6),)),
            speakable="Завтра.",
            source="faq/delivery.yaml:3:1",
            audience=audience,
            confidence=0.8,
        )
        number = f"q{len(self.calls)}"
        self.log.add(
            LoggedQuestion(
                id=number,
                asked_at=self.clock(),
                asker=how["asker"],
                channel=how["channel"],
                audience=audience,
                language=how["language"],
                text=question,
                kb_version=4,
                entry="delivery-when",
                confidence=0.8,
                answered=True,
                words_only=how["mode"] == "words",
                duration_ms=1.0,
            )
        )
        answer = Answer(
            question=question,
            kb_version=4,
            answered=True,
            confidence=0.8,
            rung=Kind.SCRIPT,
            answer=AnswerText(
                entry="delivery-when",
                title=candidate.title,
                text="Завтра, с **10** до 18.",
                speakable="Завтра.",
                source=candidate.source,
            ),
            candidates=(candidate,),
            ask_first=(Question(slot="city", question="Какой у вас город?"),),
            words_only=how["mode"] == "words",
        )
        return Asked(answer, number)


ENTRIES: dict[str, Entry] = {
    "delivery-when": Script(
        id="delivery-when",
        title="Когда привезут заказ?",
        body="Завтра.\n\n<script>alert(1)</script>\n\n[я](javascript:alert(1)) ![x](https://evil.example/x.png)",
        speakable="Завтра.",
        ask_first=(Question(slot="city", question="Какой у вас город?"),),
        follow_ups=("delivery-cost",),
        valid_from=dt.date(2026, 1, 1),
        legal_basis=("ЗоЗПП, ст. 23.1",),
    ),
    "discount": Policy(
        id="discount",
        title="Просят скидку",
        body="Решает оператор.",
        cases=(
            Case(
                case="Заказ <больше> 5000 ₽",
                criteria=("первый заказ",),
                decision="Дать 5 %",
                say="Дарим 5 %.",
            ),
        ),
    ),
}


class FakeCards:
    """
    Two entries, whoever asks.
    """

    async def __call__(self, entry_id: str, *, audience: Audience, language: str) -> EntryCard | None:
        """Find one."""
        entry = ENTRIES.get(entry_id)
        if entry is None:
            return None
        links = (EntryLink(id="delivery-cost", title="Сколько стоит доставка?"),)
        return EntryCard(
            entry=entry,
            source="faq/delivery.yaml:3:1",
            valid=True,
            kb_version=4,
            follow_ups=links if isinstance(entry, Script) else (),
        )


REPORT = CheckedDraft(
    verdict="blocked",
    findings=(
        Finding(
            rule="RU-IGN-001",
            category="ignorance_refusal",
            severity=Severity.ERROR,
            start=0,
            end=8,
            text="Не знаем",
            why="Клиент слышит отказ.",
            fixes=(FixOffer(kind="say", edits=(TextEdit(start=0, end=8, text="Уточню"),)),),
        ),
    ),
    rewrite=Rewrite(text="Уточню.", edits=(TextEdit(start=0, end=8, text="Уточню"),)),
)


@dataclass
class FakeCheckDraft:
    """
    Finds the same in everything, and remembers what it was asked.
    """

    calls: list[tuple[Draft, dict[str, Any]]] = field(default_factory=list)
    error: Exception | None = None

    async def __call__(self, draft: Draft, **how: Any) -> CheckedDraft:
        """Check."""
        self.calls.append((draft, how))
        if self.error:
            raise self.error
        return REPORT


@dataclass
class RulesStatus:
    """
    How the rules stand.
    """

    state: str = "ready"
    problem: str | None = None


@dataclass
class State:
    """
    What the health check is told.
    """

    version: int | None = 4
    encoder: str = "ready"
    rules: RulesStatus = field(default_factory=RulesStatus)
    failing: set[str] = field(default_factory=set)


PASSWORD = "три зелёных чайника"


@dataclass
class Desk:
    """
    Everything a test of the web takes hold of.
    """

    clock: ManualClock
    ask: FakeAsk
    check: FakeCheckDraft
    state: State
    database: Database
    people: PeopleStore
    sessions: SessionStore
    access: Access
    hasher: CountingHasher
    log: QuestionLog
    showings: ShowingLog
    core: Conversations
    violations: list[str]
    start: Callable[..., Awaitable[TestClient[web.Request, web.Application]]]
    client: Client = field(default_factory=lambda: Client(address="192.0.2.7", agent="Firefox · Linux"))

    async def link(self, role: Role = Role.OPERATOR, name: str = "Анна") -> tuple[str, Person]:
        """Make a person and a login link for her."""
        person = await self.people.add(name, role, now=self.clock())
        valid_for = dt.timedelta(minutes=15)
        return await self.sessions.issue_link(person.id, now=self.clock(), valid_for=valid_for), person

    async def with_password(
        self, role: Role = Role.OPERATOR, login: str = "anna", password: str = PASSWORD, name: str = "Анна"
    ) -> Person:
        """Make a person who has accepted an invitation, and is not logged in any more."""
        secret, _ = await self.access.people.invite(name, role, by=By())
        session_secret, session = await self.access.account.accept(
            secret, name=name, login=login, password=password, replacing=None, client=Client()
        )
        await self.sessions.revoke(session_secret)
        return session.person

    async def token(self, role: Role = Role.OPERATOR) -> str:
        """Log a new person in, as a script does; returns the session's secret."""
        link, _ = await self.link(role)
        secret, _ = await self.sessions.redeem(link, now=self.clock())
        return secret

    async def bearer(self, role: Role = Role.OPERATOR) -> dict[str, str]:
        """Log a new person in; returns the header that proves it."""
        return {"Authorization": f"Bearer {await self.token(role)}"}


async def admins_only(_request: web.Request) -> web.Response:
    """Say that one is in; a route of the tests' own, as the desk has none yet that not all staff may call."""
    return web.Response(text="in")


async def open_socket(request: web.Request) -> web.StreamResponse:
    """Hold a socket open as long as the session lasts; a route of the tests' own."""
    response = web.WebSocketResponse()
    await response.prepare(request)
    with request.app[SERVICES].access.live.watch(request[SESSION]) as watch:
        await response.send_str("open")
        await watch.ended.wait()
    await response.close(code=4401)
    return response


@pytest.fixture
def desk_database(tmp_path: Path) -> Any:
    """An open database."""
    database = Database(tmp_path / "data" / "copilot.db", busy_timeout=0.2)
    yield database
    database.close()


@pytest.fixture
async def desk(desk_database: Database, tmp_path: Path) -> AsyncIterator[Desk]:
    """The application and what is behind it; started by `await desk.start(**options)`."""
    clock, state = ManualClock(), State()
    violations: list[str] = []
    log = QuestionLog(desk_database, days=90, flush_after=0)
    showings = ShowingLog(desk_database, days=90, flush_after=0)
    sessions = SessionStore(desk_database, lifetime=dt.timedelta(hours=12), idle=dt.timedelta(hours=2))
    people, hasher = PeopleStore(desk_database), CountingHasher()
    passwords = Passwords(lambda: hasher)
    access = build_access(desk_database, people, sessions, passwords, clock=clock)
    ask, check = FakeAsk(log, clock), FakeCheckDraft()

    async def index_ping() -> None:
        if "index" in state.failing:
            raise RuntimeError("/secret/path")

    defaults = await asyncio.to_thread(Settings.read, None)
    settings = defaults.model_copy(update={"data_dir": tmp_path / "data"})
    people = PeopleStore(desk_database)
    core = build_conversations(
        settings, desk_database, people, SmallKnowledge(), SmallShelf(), OpenGate(), clock=clock
    )
    services = Services(
        ask=ask,
        cards=FakeCards(),
        picks=log,
        check_draft=check,
        decisions=showings,
        rules=state.rules,
        sessions=sessions,
        access=access,
        people=PeopleStore(desk_database),
        conversations=core,
        chat_sessions=ChatSessionStore(desk_database, idle=dt.timedelta(days=30)),
        clock=clock,
        kb_version=lambda: state.version,
        encoder_state=lambda: state.encoder,
        pings={"database": desk_database.ping, "index": index_ping},
    )
    clients: list[TestClient[web.Request, web.Application]] = []

    async def start(**options: Any) -> TestClient[web.Request, web.Application]:
        app = create_app(services, Options(**options))
        app.on_response_prepare.append(contract_check(violations))
        app.router.add_get("/admins-only", require(Role.ADMIN, admins_only))
        app.router.add_get("/open-socket", require(Role.OPERATOR, open_socket))
        client = TestClient(TestServer(app, access_log=None))
        await client.start_server()
        clients.append(client)
        return client

    yield Desk(
        clock,
        ask,
        check,
        state,
        desk_database,
        people,
        sessions,
        access,
        hasher,
        log,
        showings,
        core,
        violations,
        start,
    )
    for client in clients:
        await client.close()
    await access.audit.close()
    await asyncio.to_thread(passwords.close)
    await core.close()
    await log.close()
    await showings.close()
    assert violations == []
