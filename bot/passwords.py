"""
Hashing and checking passwords, in a thread of its own.

One hash keeps a core busy for a quarter of a second, so hashes have one thread to wait for: however many
people log in, the threads that answer questions are not among those that wait.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import structlog
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from bot.domain.access import PASSWORD_LIMIT, password_key
from bot.workers import Workers

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_WAITING = 16
"""Hashes that wait at most: seconds of work. Who comes then is asked to come again."""

_log = structlog.get_logger(__name__)


class Hasher(Protocol):
    """
    What `argon2.PasswordHasher` does.
    """

    def hash(self, password: str) -> str:
        """
        Hash a password with a new salt.
        """
        ...

    def verify(self, hash: str, password: str) -> bool:  # noqa: A002 -- argon2's own name
        """
        Return True, or raise `VerificationError` or `InvalidHashError`.
        """
        ...

    def check_needs_rehash(self, hash: str) -> bool:  # noqa: A002 -- argon2's own name
        """
        Tell whether a hash was made with other parameters than this hasher's.
        """
        ...


def argon2id() -> PasswordHasher:
    """
    Return the hasher: argon2id with 46 MiB and two passes on one lane.

    One pass more than the OWASP cheat sheet on password storage asks for with 46 MiB. One lane, because each
    lane is a thread, and a login must not take all cores.
    """
    return PasswordHasher(time_cost=2, memory_cost=46 * 1024, parallelism=1)


@dataclass(frozen=True, slots=True)
class Verdict:
    """
    Whether a password fits a hash; `rehashed` replaces a hash that was made with other parameters.
    """

    fits: bool
    rehashed: str | None = None


class Passwords:
    """
    Passwords to hashes and back to a verdict; `close` ends the thread.
    """

    def __init__(self, make_hasher: Callable[[], Hasher] = argon2id) -> None:
        self._hasher = make_hasher()
        self._workers = Workers(threads=1, max_waiting=MAX_WAITING)
        self._nobodys: str | None = None

    async def hash(self, password: str) -> str:
        """
        Hash a new password.

        Raises:
            Overloaded: if too many wait already.
        """
        return await self._workers.run(self._hasher.hash, password_key(password))

    async def verify(self, kept: str | None, password: str) -> Verdict:
        """
        Check a password against the hash that is kept, or against nobody's when there is none.

        Either takes the same work, so that its duration tells nobody whether there is an account.

        Raises:
            Overloaded: if too many wait already.
        """
        return await self._workers.run(self._verify, kept, password_key(password[:PASSWORD_LIMIT]))

    def close(self) -> None:
        """
        Let the running hash end; safe to call twice.
        """
        self._workers.close()

    def _verify(self, kept: str | None, password: str) -> Verdict:
        if self._nobodys is None:  # at the first login, whoever's it is
            self._nobodys = self._hasher.hash("nobody's")
        try:
            self._hasher.verify(kept or self._nobodys, password)
        except InvalidHashError:
            _log.error("password_hash_damaged")
            return Verdict(fits=False)
        except VerificationError:
            return Verdict(fits=False)
        if kept is None:
            return Verdict(fits=False)
        outdated = self._hasher.check_needs_rehash(kept)
        return Verdict(fits=True, rehashed=self._hasher.hash(password) if outdated else None)
