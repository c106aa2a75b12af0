"""
Hashes wait for one thread of their own, and only so many wait.
"""

import asyncio
import threading

from argon2 import PasswordHasher

from bot.errors import Overloaded
from bot.passwords import MAX_WAITING, Passwords, argon2id
from bot.workers import Workers


class HeldHasher:
    """
    Says yes once it is let go; notes how many verify at the same time.
    """

    def __init__(self) -> None:
        self.let_go = threading.Event()
        self.at_once = 0
        self.most_at_once = 0

    def hash(self, password: str) -> str:
        """Hash for nothing."""
        return f"hash of {password}"

    def verify(self, hash: str, password: str) -> bool:  # noqa: A002 -- argon2's own name
        """Wait."""
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        self.let_go.wait()
        self.at_once -= 1
        return True

    def check_needs_rehash(self, hash: str) -> bool:  # noqa: A002 -- argon2's own name
        """Tell that it does not."""
        return False


async def test_a_flood_of_logins_is_bounded_and_starves_nobody() -> None:
    """One hash at a time, a bounded queue behind it, and the threads that answer stay free."""
    hasher = HeldHasher()
    passwords, answering = Passwords(lambda: hasher), Workers()
    flood = [asyncio.create_task(passwords.verify("kept", f"x{number}")) for number in range(MAX_WAITING * 2)]
    async with asyncio.timeout(30):
        answer = await answering.run(lambda: "answer")
        hasher.let_go.set()
        results = await asyncio.gather(*flood, return_exceptions=True)
    await asyncio.to_thread(passwords.close)
    await asyncio.to_thread(answering.close)

    assert answer == "answer"
    assert sum(isinstance(result, Overloaded) for result in results) == MAX_WAITING - 1
    assert hasher.most_at_once == 1


async def test_a_password_is_the_same_on_every_keyboard() -> None:
    """Composed and decomposed letters are one password; case and spaces are not."""
    passwords = Passwords(lambda: PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
    kept = await passwords.hash("чайник й ё")
    fits = [(await passwords.verify(kept, one)).fits for one in ("чайник и\u0306 е\u0308", "чайник й ё ")]
    await asyncio.to_thread(passwords.close)

    assert fits == [True, False]


async def test_a_damaged_hash_fits_nothing() -> None:
    """What cannot be read is no login, and no crash."""
    passwords = Passwords(lambda: PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
    verdicts = [(await passwords.verify(kept, "nobody's")).fits for kept in ("x", "$argon2id$v=19$", None)]
    await asyncio.to_thread(passwords.close)

    assert verdicts == [False, False, False]


def test_the_price_of_a_hash() -> None:
    """argon2id on one lane, dear enough: at least what OWASP asks for with 46 MiB."""
    hasher = argon2id()

    assert (hasher.type.name, hasher.parallelism) == ("ID", 1)
    assert hasher.memory_cost >= 46 * 1024
    assert hasher.time_cost >= 1
