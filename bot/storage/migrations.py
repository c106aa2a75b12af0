"""
The tables of the database and how they came to be: each migration runs once, together with its record.

Statements are added at the end, never edited: a database in the field has already run the earlier ones.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlite_utils import Database as SqliteUtils
from sqlite_utils.migrations import Migrations

from bot.errors import DatabaseTooNew, NotADatabase
from bot.storage.telegram_schema import create_telegram_tables

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


@SCHEMA()
def conversations(db: SqliteUtils) -> None:
    """
    Conversations and their messages; what the program takes for granted is a constraint here.
    """
    db.execute("""
        CREATE TABLE conversations (
            id TEXT PRIMARY KEY,
            channel TEXT NOT NULL,
            customer TEXT NOT NULL,
            customer_name TEXT,
            language TEXT NOT NULL,
            time_zone TEXT,
            state TEXT NOT NULL CHECK (state IN ('bot', 'waiting', 'operator', 'closed')),
            operator TEXT REFERENCES people (id),
            created_at TEXT NOT NULL,
            active_at TEXT NOT NULL,
            last_seq INTEGER NOT NULL,
            answered_up_to INTEGER NOT NULL,
            pending_since TEXT,
            pending_last TEXT,
            owed_since TEXT,
            handed_over_at TEXT,
            first_response_at TEXT,
            closed_at TEXT,
            closed_seq INTEGER,
            CHECK ((state = 'operator') = (operator IS NOT NULL))
        ) STRICT
    """)
    db.execute("CREATE INDEX conversations_customer ON conversations (channel, customer, created_at)")
    db.execute("CREATE INDEX conversations_state ON conversations (state, owed_since)")
    db.execute("CREATE INDEX conversations_operator ON conversations (operator) WHERE operator IS NOT NULL")
    db.execute(
        "CREATE INDEX conversations_pending ON conversations (pending_last) WHERE pending_since IS NOT NULL"
    )
    db.execute("""
        CREATE TABLE messages (
            id INTEGER PRIMARY KEY,
            conversation TEXT NOT NULL REFERENCES conversations (id),
            seq INTEGER NOT NULL CHECK (seq > 0),
            role TEXT NOT NULL CHECK (role IN ('customer', 'bot', 'operator', 'system')),
            person TEXT REFERENCES people (id),
            kind TEXT NOT NULL CHECK (kind IN ('text', 'note', 'event', 'file')),
            internal INTEGER NOT NULL CHECK (internal IN (0, 1)),
            text TEXT NOT NULL,
            at TEXT NOT NULL,
            signed TEXT,
            author_key TEXT NOT NULL,
            client_key TEXT,
            reply_to INTEGER,
            edited_at TEXT,
            choices TEXT,
            choice TEXT,
            happening TEXT,
            entry TEXT,
            kb_version INTEGER,
            UNIQUE (conversation, seq),
            CHECK (kind <> 'note' OR internal = 1),
            CHECK ((role = 'operator') = (person IS NOT NULL))
        ) STRICT
    """)
    db.execute(
        "CREATE UNIQUE INDEX messages_key ON messages (conversation, author_key, client_key)"
        " WHERE client_key IS NOT NULL"
    )
    db.execute("""
        CREATE TABLE message_edits (
            message INTEGER NOT NULL REFERENCES messages (id),
            edited_at TEXT NOT NULL,
            earlier TEXT NOT NULL
        ) STRICT
    """)
    db.execute("CREATE INDEX message_edits_message ON message_edits (message)")
    # Folded words as written, and their lemmas: SQLite itself folds no «ё» and knows no Russian forms.
    db.execute("CREATE VIRTUAL TABLE message_words USING fts5 (words, lemmas, tokenize = 'unicode61')")
    db.execute("""
        CREATE TABLE attachments (
            id TEXT PRIMARY KEY,
            conversation TEXT NOT NULL REFERENCES conversations (id),
            author_key TEXT NOT NULL,
            message INTEGER REFERENCES messages (id),
            position INTEGER,
            name TEXT NOT NULL,
            media_type TEXT NOT NULL,
            size INTEGER NOT NULL,
            created_at TEXT NOT NULL
        ) STRICT
    """)
    db.execute("CREATE INDEX attachments_message ON attachments (message)")


@SCHEMA()
def conversation_work(db: SqliteUtils) -> None:
    """
    What is done about conversations: who had them, what was sent where, what the gate said, how it was rated.
    """
    db.execute("""
        CREATE TABLE assignments (
            id INTEGER PRIMARY KEY,
            conversation TEXT NOT NULL REFERENCES conversations (id),
            at TEXT NOT NULL,
            happening TEXT NOT NULL,
            by_person TEXT,
            operator TEXT,
            note TEXT
        ) STRICT
    """)
    db.execute("CREATE INDEX assignments_conversation ON assignments (conversation)")
    db.execute("""
        CREATE TABLE deliveries (
            conversation TEXT NOT NULL REFERENCES conversations (id),
            seq INTEGER NOT NULL,
            channel TEXT NOT NULL,
            address TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('pending', 'sent', 'failed')),
            attempts INTEGER NOT NULL,
            next_at TEXT NOT NULL,
            error TEXT,
            reference TEXT,
            PRIMARY KEY (conversation, seq)
        ) STRICT
    """)
    db.execute("CREATE INDEX deliveries_pending ON deliveries (channel, next_at) WHERE state = 'pending'")
    db.execute("""
        CREATE TABLE gate_findings (
            id INTEGER PRIMARY KEY,
            conversation TEXT NOT NULL REFERENCES conversations (id),
            operator TEXT NOT NULL,
            at TEXT NOT NULL,
            seq INTEGER,
            rule TEXT NOT NULL,
            category TEXT NOT NULL,
            severity TEXT NOT NULL,
            reason TEXT
        ) STRICT
    """)
    db.execute("CREATE INDEX gate_findings_at ON gate_findings (at)")
    db.execute("""
        CREATE TABLE ratings (
            conversation TEXT NOT NULL REFERENCES conversations (id),
            closed_seq INTEGER NOT NULL,
            score INTEGER NOT NULL CHECK (score BETWEEN 1 AND 5),
            comment TEXT NOT NULL,
            at TEXT NOT NULL,
            PRIMARY KEY (conversation, closed_seq)
        ) STRICT
    """)


@SCHEMA()
def access(db: SqliteUtils) -> None:
    """
    Passwords, invitations, password links; where sessions came from.
    """
    db.execute("""
        CREATE TABLE credentials (
            person TEXT PRIMARY KEY REFERENCES people (id) ON DELETE CASCADE,
            login TEXT NOT NULL UNIQUE,
            password_hash TEXT NOT NULL,
            changed_at TEXT NOT NULL
        ) STRICT
    """)
    db.execute("""
        CREATE TABLE invitations (
            token_hash BLOB PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            name TEXT NOT NULL,
            role TEXT NOT NULL CHECK (role IN ('operator', 'supervisor', 'admin')),
            issued_by TEXT,
            created_at TEXT NOT NULL,
            expires_at TEXT NOT NULL
        ) STRICT
    """)
    db.execute("""
        CREATE TABLE password_links (
            token_hash BLOB PRIMARY KEY,
            person TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
            issued_by TEXT,
            expires_at TEXT NOT NULL
        ) STRICT
    """)
    db.execute("ALTER TABLE sessions ADD COLUMN address TEXT")
    db.execute("ALTER TABLE sessions ADD COLUMN agent TEXT")


@SCHEMA()
def audit(db: SqliteUtils) -> None:
    """
    The audit log, which the database itself lets nobody change: rows are added, and that is all.
    """
    db.execute("""
        CREATE TABLE audit (
            number INTEGER PRIMARY KEY,
            at TEXT NOT NULL,
            act TEXT NOT NULL,
            actor TEXT,
            address TEXT,
            target TEXT,
            detail TEXT NOT NULL,
            count INTEGER NOT NULL CHECK (count > 0)
        ) STRICT
    """)
    db.execute("CREATE INDEX audit_target ON audit (target, act)")
    for change in ("UPDATE", "DELETE"):
        db.execute(f"""
            CREATE TRIGGER audit_no_{change.lower()} BEFORE {change} ON audit
            BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END
        """)


@SCHEMA()
def chat_sessions(db: SqliteUtils) -> None:
    """
    Customers of the web chat; `customer` is what conversations know them by.
    """
    db.execute("""
        CREATE TABLE chat_sessions (
            token_hash BLOB PRIMARY KEY,
            customer TEXT NOT NULL UNIQUE,
            language TEXT NOT NULL,
            time_zone TEXT,
            created_at TEXT NOT NULL,
            seen_at TEXT NOT NULL
        ) STRICT
    """)
    db.execute("CREATE INDEX chat_sessions_seen ON chat_sessions (seen_at)")


@SCHEMA()
def learned_models(db: SqliteUtils) -> None:
    """
    What was learnt from picks, stored once however many versions are ranked by it.
    """
    db.execute("""
        CREATE TABLE learned_models (
            fingerprint TEXT PRIMARY KEY,
            learnt_at TEXT NOT NULL,
            model BLOB NOT NULL
        ) STRICT
    """)
    db.execute("ALTER TABLE versions ADD COLUMN learned TEXT REFERENCES learned_models (fingerprint)")


@SCHEMA()
def telegram(db: SqliteUtils) -> None:
    """
    What Telegram told us and what we told it: updates, linked accounts, buttons, sent messages, topics.
    """
    create_telegram_tables(db)


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
