"""
What the web needs from the rest of the application.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from bot.access import Access
    from bot.clock import Clock
    from bot.conversations import Conversations
    from bot.domain.card import EntryCard
    from bot.domain.chat_session import ChatSession
    from bot.domain.draft import CheckedDraft, Decision, Draft
    from bot.domain.person import Person
    from bot.domain.question import PickHow
    from bot.domain.session import Client, Session
    from faq.models import Answer
    from knowledge.models import Audience

Mode = Literal["words", "full"]

Ping = Callable[[], Awaitable[None]]
"""Returns when a part of the application works, raises when it does not."""


class AskResult(Protocol):
    """
    An answer, and the id under which the asker may report what he made of it.
    """

    @property
    def answer(self) -> Answer:
        """
        What to show.
        """
        ...

    @property
    def question_id(self) -> str:
        """
        Its address in the question log.
        """
        ...


class AskQuestion(Protocol):
    """
    Answers one question; `asker` is a person's id, `channel` the way it came in.
    """

    async def __call__(  # noqa: PLR0913 -- one question has this many sides
        self,
        question: str,
        *,
        audience: Audience,
        top: int,
        mode: Mode,
        asker: str,
        channel: str,
        language: str,
    ) -> AskResult:
        """
        Answer `question`, searching entries of `language` that `audience` may see.
        """
        ...


class EntryCards(Protocol):
    """
    Finds an entry of the served version; None if there is none or the audience may not see it.
    """

    async def __call__(self, entry_id: str, *, audience: Audience, language: str) -> EntryCard | None:
        """
        Find the entry with this id.
        """
        ...


class Picks(Protocol):
    """
    Notes which entry an asker used.
    """

    async def record_pick(
        self, question_id: str, entry: str | None, how: PickHow, *, asker: str, now: dt.datetime
    ) -> None:
        """
        Raise `QuestionUnknown` if the asker has asked no such question.
        """
        ...


class CheckDraft(Protocol):
    """
    Checks one draft against the speech rules.
    """

    async def __call__(self, draft: Draft, *, person: str, settled: bool, llm: bool) -> CheckedDraft:
        """
        Check `draft`; raise `CheckerLoading` while there are no rules yet.
        """
        ...


class Decisions(Protocol):
    """
    Notes what people made of findings.
    """

    async def decide(self, decision: Decision, *, person: str, now: dt.datetime) -> None:
        """
        Raise `ShowingUnknown` or `FindingBlocks` where it cannot be.
        """
        ...


class RulesStatus(Protocol):
    """
    How the speech rules stand; `problem` names the places of mistakes, for staff.
    """

    @property
    def state(self) -> str:
        """
        «loading», «ready», «outdated» or «failed».
        """
        ...

    @property
    def problem(self) -> str | None:
        """
        File, line and column of every mistake.
        """
        ...


class Sessions(Protocol):
    """
    Turns login links into sessions, and secrets into whose they are.
    """

    async def redeem(
        self, link: str, *, now: dt.datetime, replacing: str | None = None, client: Client = ...
    ) -> tuple[str, Session]:
        """
        Return a new session and its secret; raise `LoginLinkInvalid` if the link is no good.
        """
        ...

    async def authenticate(self, secret: str, *, now: dt.datetime) -> Session | None:
        """
        Return the session that `secret` opens, or None.
        """
        ...

    async def revoke(self, secret: str) -> None:
        """
        End the session that `secret` opens.
        """
        ...


class People(Protocol):
    """
    Knows the staff.
    """

    async def get(self, person_id: str) -> Person:
        """
        Return a person; raise `PersonUnknown` if there is none.
        """
        ...

    async def list(self) -> tuple[Person, ...]:
        """
        Return everybody.
        """
        ...


class ChatSessions(Protocol):
    """
    Knows customers of the web chat by their secrets.
    """

    async def begin(
        self, *, language: str, time_zone: str | None, now: dt.datetime
    ) -> tuple[str, ChatSession]:
        """
        Return the secret of a new session, and the session.
        """
        ...

    async def find(self, secret: str, *, now: dt.datetime) -> ChatSession | None:
        """
        Return the session that `secret` opens, or None.
        """
        ...


@dataclass(frozen=True, slots=True)
class Services:
    """
    Everything the web calls.

    `kb_version` and `encoder_state` tell what is served right now; `encoder_state` is «loading», «ready» or
    «failed». `pings` are the parts that the health check looks at, by name.
    """

    ask: AskQuestion
    cards: EntryCards
    picks: Picks
    check_draft: CheckDraft
    decisions: Decisions
    rules: RulesStatus
    sessions: Sessions
    access: Access
    conversations: Conversations
    people: People
    chat_sessions: ChatSessions
    clock: Clock
    kb_version: Callable[[], int | None]
    encoder_state: Callable[[], str]
    pings: Mapping[str, Ping]


@dataclass(frozen=True, slots=True)
class Options:
    """
    How the web behaves.

    Args:
        host: The address the server listens on.
        public_url: The address people open it under, `https://desk.example`; https makes cookies Secure.
        language: Language of pages, and of messages to callers that accept neither Russian nor English.
        session_hours: How long the browser keeps the session cookie.
        trusted_proxies: Proxies of ours that every request passes through.
        zone: In which pages show times.
        program_version: Shown at the foot of the desk.
        asks_per_second: How fast one session may ask for long.
        asks_at_once: How many questions it may ask in a burst; every keystroke is one.
        checks_per_second: How fast one session may have drafts checked for long.
        checks_at_once: How many checks it may ask for in a burst; every pause in typing is one.
        body_limit: Largest request body in bytes.
        body_seconds: How long a request body may take to arrive.
        chat_origins: Sites that may embed the chat, besides our own.
        chat_demo: Whether there is a page to try the chat on.
        chat_session_days: How long a customer who stays away is known.
        chat_address_sockets: Chat connections that one address may hold.
        messages_per_second: How fast one customer may write for long.
        messages_at_once: How many messages he may write in a burst.
        newcomers_per_second: How many new customers one address may bring for long.
        newcomers_at_once: How many it may bring in a burst.
        attachment_bytes: Largest file taken.

    """

    host: str = "127.0.0.1"
    public_url: str | None = None
    language: str = "ru"
    session_hours: int = 12
    trusted_proxies: int = 0
    zone: dt.tzinfo = dt.UTC
    program_version: str = ""
    asks_per_second: float = 20.0
    asks_at_once: int = 80
    checks_per_second: float = 10.0
    checks_at_once: int = 40
    body_limit: int = 64 * 1024
    body_seconds: float = 10.0
    chat_origins: frozenset[str] = frozenset()
    chat_demo: bool = False
    chat_session_days: int = 30
    chat_address_sockets: int = 300
    messages_per_second: float = 1.0
    messages_at_once: int = 20
    newcomers_per_second: float = 1.0
    newcomers_at_once: int = 300
    attachment_bytes: int = 10 * 2**20

    @property
    def is_https(self) -> bool:
        """
        Whether people reach the server over https.
        """
        return self.public_url is not None and self.public_url.startswith("https://")
