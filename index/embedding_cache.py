"""
What was encoded once is not encoded again: passages by model fingerprint and hash of the text.

Losing the cache costs time, never an answer: a damaged file is set aside and started anew, and a disk that
refuses only leaves a line in the log. Every call opens a connection of its own, so any thread may call.
"""

from __future__ import annotations

import hashlib
import logging
import sqlite3
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from sqlite_utils import Database

from index.passages import Passage, QuantisedTokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

SCHEMA: Final = 1
ASKED_AT_ONCE: Final = 500
BUSY_SECONDS: Final = 10.0
DAMAGE: Final = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
log = logging.getLogger(__name__)


class EmbeddingCache:
    """
    A SQLite file of encoded passages; `path` and its folder come into being when they are needed.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def get(self, model: str, texts: Sequence[str], *, with_tokens: bool = False) -> dict[str, Passage]:
        """
        Give the passages that are known, by text.

        Args:
            model: The encoder's fingerprint.
            texts: What to look up.
            with_tokens: Leave out passages that were kept without their token vectors.
        """
        by_key = {_key(text): text for text in texts}
        keys = list(by_key)
        found: dict[str, Passage] = {}
        with self._connection() as database:
            for start in range(0, len(keys) if database else 0, ASKED_AT_ONCE):
                asked = keys[start : start + ASKED_AT_ONCE]
                marks = ",".join("?" * len(asked))
                rows = database.execute(
                    f"SELECT text, vector, tokens, scales, checksum FROM passages "  # noqa: S608 -- only marks
                    f"WHERE model = ? AND text IN ({marks})",
                    [model, *asked],
                )
                for key, *columns in rows:
                    passage = _unpack(*columns)
                    if passage is not None and (passage.tokens is not None or not with_tokens):
                        found[by_key[key]] = passage
        return found

    def put(self, model: str, passages: Mapping[str, Passage]) -> None:
        """
        Remember passages by text.
        """
        rows = [(model, _key(text), *_pack(passage)) for text, passage in passages.items()]
        with self._connection() as database:
            if database:
                with _writing(database):
                    database.conn.executemany(
                        "INSERT OR REPLACE INTO passages (model, text, vector, tokens, scales, checksum) "
                        "VALUES (?, ?, ?, ?, ?, ?)",
                        rows,
                    )

    def forget_other_models(self, model: str) -> None:
        """
        Drop what other encoders than `model` made.
        """
        with self._connection() as database:
            if database:
                with _writing(database):
                    database.execute("DELETE FROM passages WHERE model <> ?", [model])
                database.vacuum()

    @contextmanager
    def _connection(self) -> Iterator[Any]:
        """
        Open the database; None, and a line in the log, where the disk or the file does not allow it.
        """
        database = self._open()
        try:
            yield database
        except sqlite3.DatabaseError as error:
            self._complain(error)
        finally:
            if database:
                database.close()

    def _open(self) -> Database | None:
        for _attempt in range(2):
            database = None
            try:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                database = Database(sqlite3.connect(self.path, BUSY_SECONDS, isolation_level=None))
                _prepare(database)
            except (sqlite3.DatabaseError, OSError) as error:
                if database:
                    database.close()
                if not self._complain(error):
                    return None
            else:
                return database
        return None

    def _complain(self, error: sqlite3.DatabaseError | OSError) -> bool:
        """
        Log the trouble; set a damaged file aside, and say whether that was done.
        """
        code = getattr(error, "sqlite_errorcode", None)
        if code is None or code & 0xFF not in DAMAGE:
            log.warning("embedding cache skipped", extra={"path": str(self.path), "reason": str(error)})
            return False
        aside = self.path.with_name(f"{self.path.name}.damaged")
        log.warning("embedding cache damaged", extra={"path": str(self.path), "set_aside": str(aside)})
        try:
            self.path.with_name(f"{self.path.name}-journal").unlink(missing_ok=True)
            self.path.replace(aside)
        except OSError:
            return False
        return True


@contextmanager
def _writing(database: Database) -> Iterator[None]:
    """
    Hold the write lock from the start: a transaction that begins by reading cannot wait for it later.
    """
    database.conn.execute("BEGIN IMMEDIATE")
    yield  # after an error the connection is closed, which takes everything back
    database.conn.execute("COMMIT")


def _prepare(database: Database) -> None:
    if _version(database) == SCHEMA:
        return
    with _writing(database):
        if _version(database) != SCHEMA:  # another thread may have been at it while we waited
            database.conn.execute("DROP TABLE IF EXISTS passages")
            database.conn.execute(
                "CREATE TABLE passages (model TEXT NOT NULL, text BLOB NOT NULL, vector BLOB NOT NULL, "
                "tokens BLOB, scales BLOB, checksum INTEGER NOT NULL, PRIMARY KEY (model, text)) STRICT"
            )
            database.conn.execute(f"PRAGMA user_version = {SCHEMA}")


def _version(database: Database) -> int:
    return int(database.conn.execute("PRAGMA user_version").fetchone()[0])


def _key(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


def _pack(passage: Passage) -> tuple[bytes, bytes | None, bytes | None, int]:
    vector = passage.vector.astype("<f4").tobytes()
    if passage.tokens is None:
        return vector, None, None, zlib.crc32(vector)
    tokens, scales = passage.tokens.values.tobytes(), passage.tokens.scales.astype("<f2").tobytes()
    return vector, tokens, scales, zlib.crc32(vector + tokens + scales)


def _unpack(vector: bytes, tokens: bytes | None, scales: bytes | None, checksum: int) -> Passage | None:
    """
    Read a row; None when a byte of it has changed on the disk.
    """
    if zlib.crc32(vector + (tokens or b"") + (scales or b"")) != checksum:
        return None
    pooled = np.frombuffer(vector, "<f4")
    if tokens is None or scales is None:
        return Passage(pooled, None)
    rows = np.frombuffer(scales, "<f2")
    return Passage(
        pooled, QuantisedTokens(np.frombuffer(tokens, np.int8).reshape(len(rows), len(pooled)), rows)
    )
