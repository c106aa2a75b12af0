"""
What the audit log tells: who did what, on whom, when and from where.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt


class Act(StrEnum):
    """
    An act that is worth being asked about later.
    """

    PERSON_ADDED = "person_added"
    ROLE_CHANGED = "role_changed"
    PERSON_DISABLED = "person_disabled"
    PERSON_ENABLED = "person_enabled"
    INVITED = "invited"
    INVITATION_WITHDRAWN = "invitation_withdrawn"
    INVITATION_ACCEPTED = "invitation_accepted"
    LOGIN_LINK_ISSUED = "login_link_issued"
    PASSWORD_LINK_ISSUED = "password_link_issued"  # noqa: S105 -- the name of an act
    PASSWORD_SET = "password_set"  # noqa: S105 -- the name of an act
    LOGGED_IN = "logged_in"
    LOGIN_FAILED = "login_failed"
    SESSION_ENDED = "session_ended"
    VERSION_PUBLISHED = "version_published"
    VERSION_RESTORED = "version_restored"


@dataclass(frozen=True, slots=True)
class By:
    """
    Who acts, and from which network address; None is the machine itself, or nobody known.
    """

    actor: str | None = None
    address: str | None = None


MACHINE = By()
"""Whoever starts programs on this machine."""


@dataclass(frozen=True, slots=True)
class AuditRecord:
    """
    One line of the log. `target` is an id of what `act` names; `count` is above 1 for gathered failures.

    `detail` says from what to what; no secret, no password and no text that a stranger typed is ever in it.
    """

    at: dt.datetime
    act: Act
    by: By = MACHINE
    target: str | None = None
    detail: str = ""
    count: int = 1


@dataclass(frozen=True, slots=True)
class AuditLine:
    """
    A record as it is read back: with its number, and the names of those whom it names by id.
    """

    number: int
    record: AuditRecord
    actor_name: str | None
    target_name: str | None
