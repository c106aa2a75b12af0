"""
The parts that let people in and keep them out, put together over one database.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.live_sessions import LiveSessions
from bot.storage.access_links import AccessLinks
from bot.storage.audit import AuditLog
from bot.storage.credentials import CredentialStore
from bot.usecases.account import AccountStores, OwnAccount
from bot.usecases.login import LogIn
from bot.usecases.people import ManagePeople
from bot.web.limits import Limiter

if TYPE_CHECKING:
    from bot.clock import Clock
    from bot.passwords import Passwords
    from bot.storage.database import Database
    from bot.storage.people import PeopleStore
    from bot.storage.sessions import SessionStore

TRIES_AT_ONCE = 10
SECONDS_A_TRY = 30
"""After a burst of failures an account may be tried this slowly: some thousand passwords a day."""

ADDRESS_TRIES_AT_ONCE = 40
SECONDS_AN_ADDRESS_TRY = 3
"""A whole office may stand behind one address; only its failures count."""


@dataclass(frozen=True, slots=True)
class Access:
    """
    Logging in, one's own account, other people, the audit log, and what ends with a session.
    """

    log_in: LogIn
    account: OwnAccount
    people: ManagePeople
    audit: AuditLog
    live: LiveSessions


def build_access(
    database: Database, people: PeopleStore, sessions: SessionStore, passwords: Passwords, *, clock: Clock
) -> Access:
    """
    Put the parts together; the caller closes `Access.audit` and `passwords`.
    """
    credentials = CredentialStore(database, sessions)
    links = AccessLinks(database, credentials)
    audit, live = AuditLog(database), LiveSessions(sessions)
    log_in = LogIn(
        credentials,
        passwords,
        audit,
        accounts=Limiter(rate=1 / SECONDS_A_TRY, burst=TRIES_AT_ONCE),
        addresses=Limiter(rate=1 / SECONDS_AN_ADDRESS_TRY, burst=ADDRESS_TRIES_AT_ONCE),
        clock=clock,
    )
    return Access(
        log_in=log_in,
        account=OwnAccount(AccountStores(credentials, links, sessions), log_in, passwords, live, clock=clock),
        people=ManagePeople(people, links, live, clock=clock),
        audit=audit,
        live=live,
    )
