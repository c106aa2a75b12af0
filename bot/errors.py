"""
What can go wrong in the application: one root, leaves that carry data.

An error's `str` is its Russian sentence from `bot.error_table`: what happened, where, and how to mend it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


class BotError(Exception):
    """
    The root of all errors of the application.
    """

    def __str__(self) -> str:
        from bot.error_table import describe  # noqa: PLC0415 -- the table names the classes of this module

        return describe(self).sentence


class SettingsInvalid(BotError):
    """
    Settings that the program cannot start with.

    Args:
        problems: Pairs of a setting's name and what is wrong with it.

    """

    def __init__(self, problems: Iterable[tuple[str, str]]) -> None:
        self.problems = tuple(problems)
        self.listed = "; ".join(f"{name}: {message}" for name, message in self.problems)
        super().__init__(self.problems)


# Storage


class StorageError(BotError):
    """
    The database at `path` cannot do what was asked; `reason` is the library's own message.
    """

    def __init__(self, path: Path, reason: str = "") -> None:
        self.path = path
        self.reason = reason
        super().__init__(path, reason)


class DatabaseClosed(StorageError):
    """
    The database was used after it was closed.
    """


class DatabaseDiskFull(StorageError):
    """
    There is no room left for the database.
    """


class DatabaseReadOnly(StorageError):
    """
    The database or its folder may not be written.
    """


class DatabaseDamaged(StorageError):
    """
    The file is an SQLite database with broken pages.
    """


class NotADatabase(StorageError):
    """
    The file is not an SQLite database, or belongs to another program.
    """


class DatabaseLocked(StorageError):
    """
    Another process kept the database to itself for longer than we wait.
    """


class DatabaseTooNew(StorageError):
    """
    A newer program has changed the database; `migrations` are those this program does not know.
    """

    def __init__(self, path: Path, migrations: Iterable[str]) -> None:
        self.migrations = tuple(migrations)
        super().__init__(path, ", ".join(self.migrations))


class VersionUnknown(BotError):
    """
    There is no version `number` of the knowledge base.
    """

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(number)


class VersionConflict(BotError):
    """
    Somebody published `actual` while the change was prepared against `expected`; None is «nothing yet».
    """

    def __init__(self, *, expected: int | None, actual: int | None) -> None:
        self.expected = expected
        self.actual = actual
        super().__init__(expected, actual)


class VersionDamaged(BotError):
    """
    The stored content of version `number` cannot be read back.
    """

    def __init__(self, number: int, reason: str) -> None:
        self.number = number
        self.reason = reason
        super().__init__(number, reason)


class PersonUnknown(BotError):
    """
    There is no person with this id.
    """

    def __init__(self, person: str) -> None:
        self.person = person
        super().__init__(person)


class QuestionUnknown(BotError):
    """
    There is no such question in the log, or it was asked by somebody else.
    """

    def __init__(self, question: str) -> None:
        self.question = question
        super().__init__(question)


# Answering


class Overloaded(BotError):
    """
    Too much work waits already; more of it would only make everybody wait longer.
    """


class NothingPublished(BotError):
    """
    No version of the knowledge base has been published yet.
    """


class EntryUnknown(BotError):
    """
    There is no such entry, or the caller may not see it.
    """

    def __init__(self, entry: str) -> None:
        self.entry = entry
        super().__init__(entry)


# Access


class LoginRequired(BotError):
    """
    The caller has no session, or it has ended.
    """


class LoginLinkInvalid(BotError):
    """
    The login link is unknown, used or expired.
    """


class Forbidden(BotError):
    """
    The caller's role is below `role`.
    """

    def __init__(self, role: str) -> None:
        self.role = role
        super().__init__(role)


class ForeignHost(BotError):
    """
    The request names a host that this server does not answer for.
    """


class ForeignOrigin(BotError):
    """
    Another site's page tried to change something here.
    """


# Drafts


class CheckerLoading(BotError):
    """
    The speech rules are being loaded; `retry_after` is in seconds.
    """

    retry_after = 2


class RulesUnusable(BotError):
    """
    There are no speech rules to check by; `problem` names file, line and column of every mistake.
    """

    def __init__(self, problem: str) -> None:
        self.problem = problem
        super().__init__(problem)


class ShowingUnknown(BotError):
    """
    The rule `rule` was never shown to this person on the draft `draft_id`.
    """

    def __init__(self, draft_id: str, rule: str) -> None:
        self.draft_id = draft_id
        self.rule = rule
        super().__init__(draft_id, rule)


class FindingBlocks(BotError):
    """
    A finding of `rule` forbids sending: it can be mended or dismissed, not sent anyway.
    """

    def __init__(self, rule: str) -> None:
        self.rule = rule
        super().__init__(rule)


# Requests


class PageUnknown(BotError):
    """
    There is nothing at the requested path.
    """


class MethodNotAllowed(BotError):
    """
    The path exists, but answers only `allowed` methods.
    """

    def __init__(self, allowed: Iterable[str]) -> None:
        self.allowed = tuple(sorted(allowed))
        self.listed = ", ".join(self.allowed)
        super().__init__(self.allowed)


class BodyTooLarge(BotError):
    """
    The request body is larger than `limit` bytes.
    """

    def __init__(self, limit: int) -> None:
        self.limit = limit
        super().__init__(limit)


class BodyTooSlow(BotError):
    """
    The request body did not arrive in time.
    """


class BodyNotJson(BotError):
    """
    The request body is not well-formed JSON in UTF-8.
    """


class BodyNotForm(BotError):
    """
    The request body is not a URL-encoded form in UTF-8.
    """


class ContentTypeUnsupported(BotError):
    """
    The request body is not declared as what the path takes.
    """

    def __init__(self, wanted: str = "application/json") -> None:
        self.wanted = wanted
        super().__init__(wanted)


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """
    One wrong field: its JSON pointer, the machine's code, and the sentence for people.
    """

    path: str
    code: str
    message: str


class FieldsInvalid(BotError):
    """
    The request is JSON, but not the JSON that the endpoint takes.
    """

    def __init__(self, problems: Iterable[FieldProblem]) -> None:
        self.problems = tuple(problems)
        self.listed = "; ".join(f"{problem.path or '/'}: {problem.message}" for problem in self.problems)
        super().__init__(self.problems)


class TooManyRequests(BotError):
    """
    The session asks faster than it may; `retry_after` is in seconds.
    """

    def __init__(self, retry_after: int) -> None:
        self.retry_after = retry_after
        super().__init__(retry_after)


class AddressUnavailable(BotError):
    """
    The web server cannot listen on `host` and `port`.
    """

    def __init__(self, host: str, port: int, reason: str) -> None:
        self.host = host
        self.port = port
        self.reason = reason
        super().__init__(host, port, reason)


# --- command line ----------------------------------------------------------------------------------------


class BatchLineInvalid(BotError):
    """
    Line `number` of the input is not a JSON object with the texts `id` and `text`.
    """

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(number)


class DraftUnreadable(BotError):
    """
    The draft `source` cannot be read as text, for `reason`.
    """

    def __init__(self, source: str, reason: str) -> None:
        self.source = source
        self.reason = reason
        super().__init__(source, reason)


class PeerMissing(BotError):
    """
    The package `name`, which only measuring needs, is not installed.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(name)


class MeasureInvalid(BotError):
    """
    The folder `path` is not a set to measure on; `reason` says what is wrong.
    """

    def __init__(self, path: Path, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(path, reason)


class PicksInvalid(BotError):
    """
    The file of picks at `path` cannot be read; `reason` says where and why.
    """

    def __init__(self, path: Path, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(path, reason)
