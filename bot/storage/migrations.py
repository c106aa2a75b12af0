"""
The tables of the database and how they came to be: each migration runs once, together with its record.

Statements are added at the end, never edited: a database in the field has already run the earlier ones.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlite_utils import Database as SqliteUtils
from sqlite_utils.migrations import Migrations

from bot.errors import DatabaseTooNew, NotADatabase

if TYPE_CHECKING:
    from pathlib import Path

APPLICATION_ID = 0x0C0B_1107
"""Stands in the header of our files, so that another program's database is not mistaken for ours."""

SCHEMA = Migrations("copilot")


@SCHEMA()
def versions(db: SqliteUtils) -> None:
    """
    Versions of the knowledge base over contents that are stored once, whatever number of versions hold them.
    """
    db.execute("""
        CREATE TABLE contents (
            id INTEGER PRIMARY KEY,
            hash TEXT NOT NULL UNIQUE,
            entry_id TEXT NOT NULL,
            entry TEXT NOT NULL
        ) STRICT
    """)
    db.execute("""
        CREATE TABLE versions (
            number INTEGER PRIMARY KEY,
            parent INTEGER REFERENCES versions (number),
            restored INTEGER REFERENCES versions (number),
            author TEXT NOT NULL,
            created_at TEXT NOT NULL,
            note TEXT NOT NULL,
            added INTEGER NOT NULL,
            changed INTEGER NOT NULL,
            removed INTEGER NOT NULL,
            entries INTEGER NOT NULL,
            fingerprint TEXT NOT NULL,
            listing BLOB NOT NULL
        ) STRICT
    """)


@SCHEMA()
def people(db: SqliteUtils) -> None:
    """
    Staff, their one-time login links and their sessions; of a secret only its hash is kept.
    """
    db.execute("""
        CREATE TABLE people (
            id TEXT PRIMARY KEY,
            name TEXT NOT NULL,
            role TEXT NOT NULL CHECK (role IN ('operator', 'supervisor', 'admin')),
            active INTEGER NOT NULL CHECK (active IN (0, 1)),
            created_at TEXT NOT NULL
        ) STRICT
    """)
    db.execute("""
        CREATE TABLE login_links (
            token_hash BLOB PRIMARY KEY,
            person TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
            expires_at TEXT NOT NULL
        ) STRICT
    """)
    db.execute("""
        CREATE TABLE sessions (
            token_hash BLOB PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            person TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
            created_at TEXT NOT NULL,
            expires_at TEXT NOT NULL,
            seen_at TEXT NOT NULL
        ) STRICT
    """)
    db.execute("CREATE INDEX sessions_person ON sessions (person)")


@SCHEMA()
def questions(db: SqliteUtils) -> None:
    """
    The question log; the only place where the text of a question is kept.
    """
    db.execute("""
        CREATE TABLE questions (
            id TEXT PRIMARY KEY,
            asked_at TEXT NOT NULL,
            asker TEXT,
            channel TEXT NOT NULL,
            audience TEXT NOT NULL,
            language TEXT NOT NULL,
            text TEXT NOT NULL,
            kb_version INTEGER,
            entry TEXT,
            confidence REAL NOT NULL,
            answered INTEGER NOT NULL CHECK (answered IN (0, 1)),
            words_only INTEGER NOT NULL CHECK (words_only IN (0, 1)),
            duration_ms REAL NOT NULL,
            pick_how TEXT CHECK (pick_how IN ('copied', 'copied_full', 'opened', 'none_fitted')),
            pick_entry TEXT,
            picked_at TEXT
        ) STRICT
    """)
    db.execute("CREATE INDEX questions_asked_at ON questions (asked_at)")


@SCHEMA()
def showings(db: SqliteUtils) -> None:
    """
    Which rules were shown on which drafts, and what became of them; no text of a draft is kept.
    """
    db.execute("""
        CREATE TABLE showings (
            draft_id TEXT NOT NULL,
            rule TEXT NOT NULL,
            category TEXT NOT NULL,
            severity TEXT NOT NULL CHECK (severity IN ('error', 'warning', 'suggestion')),
            person TEXT,
            shown_at TEXT NOT NULL,
            outcome TEXT CHECK (outcome IN ('fixed', 'dismissed', 'sent_anyway')),
            reason TEXT,
            note TEXT,
            decided_at TEXT,
            PRIMARY KEY (draft_id, rule)
        ) STRICT
    """)
    db.execute("CREATE INDEX showings_shown_at ON showings (shown_at)")


def migrate(db: SqliteUtils, path: Path) -> None:
    """
    Bring the database up to date, inside one write transaction: two processes never both do it.

    Raises:
        NotADatabase: if the file holds another program's tables.
        DatabaseTooNew: if a newer program has migrated it further than this one knows.
    """
    (application,) = db.execute("PRAGMA application_id").fetchone()
    if application != APPLICATION_ID:
        if application != 0 or db.table_names():
            raise NotADatabase(path, f"application_id {application:#x}")
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    with SqliteUtils(memory=True) as empty:
        known = {migration.name for migration in SCHEMA.pending(empty)}
    unknown = [migration.name for migration in SCHEMA.applied(db) if migration.name not in known]
    if unknown:
        raise DatabaseTooNew(path, unknown)
    SCHEMA.apply(db)
