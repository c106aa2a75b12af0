"""
The tables of the Telegram bot.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database as SqliteUtils


def create_telegram_tables(db: SqliteUtils) -> None:
    """
    Create the tables as the migration `telegram` first made them; later changes are migrations of their own.
    """
    db.execute("""
        CREATE TABLE telegram_updates (
            update_id INTEGER PRIMARY KEY,
            lane TEXT NOT NULL,
            payload TEXT,
            received_at TEXT NOT NULL
        ) STRICT
    """)
    db.execute("CREATE INDEX telegram_updates_due ON telegram_updates (update_id) WHERE payload IS NOT NULL")
    db.execute("""
        CREATE TABLE telegram_links (
            token_hash BLOB PRIMARY KEY,
            person TEXT NOT NULL REFERENCES people (id),
            expires_at TEXT NOT NULL
        ) STRICT
    """)
    db.execute("""
        CREATE TABLE telegram_accounts (
            user INTEGER PRIMARY KEY,
            person TEXT NOT NULL UNIQUE REFERENCES people (id),
            linked_at TEXT NOT NULL
        ) STRICT
    """)
    db.execute("""
        CREATE TABLE telegram_buttons (
            id TEXT PRIMARY KEY,
            owner INTEGER,
            action TEXT NOT NULL,
            created_at TEXT NOT NULL
        ) STRICT
    """)
    db.execute("""
        CREATE TABLE telegram_sent (
            key TEXT NOT NULL,
            part INTEGER NOT NULL,
            message INTEGER NOT NULL,
            sent_at TEXT NOT NULL,
            PRIMARY KEY (key, part)
        ) STRICT
    """)
    db.execute("""
        CREATE TABLE telegram_topics (
            channel TEXT NOT NULL,
            customer TEXT NOT NULL,
            topic INTEGER NOT NULL UNIQUE,
            PRIMARY KEY (channel, customer)
        ) STRICT
    """)
    db.execute("""
        CREATE TABLE telegram_mirrored (
            conversation TEXT PRIMARY KEY REFERENCES conversations (id),
            seq INTEGER NOT NULL,
            edits_until TEXT NOT NULL
        ) STRICT
    """)
    db.execute("""
        CREATE TABLE telegram_told (
            conversation TEXT NOT NULL REFERENCES conversations (id),
            seq INTEGER NOT NULL,
            PRIMARY KEY (conversation, seq)
        ) STRICT
    """)
    db.execute("CREATE TABLE telegram_moved (old INTEGER PRIMARY KEY, new INTEGER NOT NULL) STRICT")
