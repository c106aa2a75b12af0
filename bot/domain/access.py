"""
How a person proves who he is: login name, password, and the links that lead to them.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.access_errors import LoginNameUnfit, NameUnfit, PasswordUnfit

if TYPE_CHECKING:
    import datetime as dt

    from bot.domain.person import Person, Role

NAME_LIMIT = 80
LOGIN_LIMIT = 64
PASSWORD_LEAST = 10
PASSWORD_LIMIT = 200
LEAST_VARIETY = 5
"""Different characters that a password has at least."""

_LOGIN = re.compile(r"[a-zа-яё0-9][a-zа-яё0-9._@-]{1,63}")
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
"""Unicode categories of characters that nobody sees, or that turn the text around them."""


@dataclass(frozen=True, slots=True)
class Credential:
    """
    A person's login name and the hash of his password.
    """

    person: Person
    login: str
    password_hash: str


@dataclass(frozen=True, slots=True)
class Invitation:
    """
    An open invitation; `id` names it and gives no access, the link's secret is kept as a hash only.
    """

    id: str
    name: str
    role: Role
    created_at: dt.datetime
    expires_at: dt.datetime


@dataclass(frozen=True, slots=True)
class StaffMember:
    """
    A person as the list of staff shows him.
    """

    person: Person
    login: str | None
    last_login: dt.datetime | None


def clean_name(text: str) -> str:
    """
    Return a person's name as it is kept: composed, with single spaces.

    Raises:
        NameUnfit: if nothing is left, it is too long, or it holds characters that nobody sees.
    """
    name = " ".join(unicodedata.normalize("NFC", text).split())
    if not 1 <= len(name) <= NAME_LIMIT or any(unicodedata.category(one) in _UNSEEN for one in name):
        raise NameUnfit(NAME_LIMIT)
    return name


def login_key(text: str) -> str | None:
    """
    Return the form under which a typed login name is looked up; None if no login name looks like it.
    """
    if len(text) > LOGIN_LIMIT * 2:
        return None
    login = unicodedata.normalize("NFKC", text).strip().casefold()
    return login if _LOGIN.fullmatch(login) else None


def clean_login(text: str) -> str:
    """
    Return a new login name as it is kept.

    Raises:
        LoginNameUnfit: if it has other than 2 to 64 letters, digits and `. _ @ -`.
    """
    login = login_key(text)
    if login is None:
        raise LoginNameUnfit(LOGIN_LIMIT)
    return login


def password_key(text: str) -> str:
    """
    Return a password as it is hashed: the same characters typed on another keyboard are the same password.

    NFKC, as NIST SP 800-63B (5.1.1.2) has it; nothing is trimmed.
    """
    return unicodedata.normalize("NFKC", text)


def check_new_password(password: str, *, login: str, name: str) -> None:
    """
    Turn away what is guessed first. Length is what counts; no classes of characters are asked for.

    Raises:
        PasswordUnfit: if it is too short or too long, holds the login name or is one's own name, has few
            different characters, or is all digits, as phone numbers and birthdays are.
    """
    key = password_key(password)
    folded = key.casefold()
    guessable = (
        len(set(folded)) < LEAST_VARIETY
        or folded.isdigit()
        or login in folded
        or folded.replace(" ", "") == name.casefold().replace(" ", "")
    )
    if not PASSWORD_LEAST <= len(key) <= PASSWORD_LIMIT or guessable:
        raise PasswordUnfit(PASSWORD_LEAST, PASSWORD_LIMIT)
