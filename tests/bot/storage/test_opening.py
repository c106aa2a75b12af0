"""
Opening a database either gives a working one, private to its user, or an error that says how to mend it.
"""

import contextlib
import os
import stat
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database as SqliteUtils

from bot.errors import (
    DatabaseDamaged,
    DatabaseDiskFull,
    DatabaseReadOnly,
    DatabaseTooNew,
    NotADatabase,
    StorageError,
)
from bot.storage.database import Database
from bot.storage.migrations import SCHEMA


@contextlib.contextmanager
def tmpfs(folder: Path, size: str) -> Iterator[None]:
    """Mount a small file system in memory, which takes root and the right to mount."""
    if os.geteuid() != 0:
        pytest.skip("mounting a tmpfs takes root")
    folder.mkdir()
    mounted = subprocess.run(
        ["/usr/bin/mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], check=False
    )
    if mounted.returncode != 0:
        pytest.skip("mounting is not permitted here")
    try:
        yield
    finally:
        subprocess.run(["/usr/bin/umount", "-l", str(folder)], check=True)


def test_the_file_is_private(path: Path) -> None:
    """Folder and files are readable by their owner alone."""
    database = Database(path)
    modes = {item.name: stat.S_IMODE(item.stat().st_mode) for item in path.parent.iterdir()}
    database.close()

    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert modes == {"copilot.db": 0o600, "copilot.db-wal": 0o600, "copilot.db-shm": 0o600}


def test_opening_again_changes_nothing(path: Path) -> None:
    """Migrations run once."""
    Database(path).close()
    before = SqliteUtils(path).schema
    Database(path).close()

    assert SqliteUtils(path).schema == before


def test_the_writer_is_durable_and_checks_references(database: Database) -> None:
    """Commits reach the disk, references hold, deleted text is overwritten."""

    def pragmas(db: SqliteUtils) -> list[object]:
        names = ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        return [db.execute(f"PRAGMA {name}").fetchone()[0] for name in names]

    assert database.write_sync(pragmas) == ["wal", 2, 1, 1]


def test_all_tables_are_strict(database: Database) -> None:
    """A wrong type is an error, not a surprise later; the search's own tables are SQLite's business."""
    loose = database.read_sync(
        lambda db: [
            table.name
            for table in db.tables
            if not table.strict and not table.name.startswith(("_", "message_words"))
        ]
    )

    assert loose == []


def test_many_openers_at_once_get_one_schema(path: Path) -> None:
    """A new file opened from several sides at once is created once, and nobody fails."""
    failures: list[Exception] = []

    def work() -> None:
        try:
            Database(path).close()
        except StorageError as error:
            failures.append(error)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []


def test_a_newer_database_is_refused(path: Path) -> None:
    """A database migrated by a later program is left alone."""
    Database(path).close()
    with SqliteUtils(path) as db:
        db.table(SCHEMA.migrations_table).insert(
            {"migration_set": SCHEMA.name, "name": "from_the_future", "applied_at": "2030-01-01"}
        )

    with pytest.raises(DatabaseTooNew, match=r"from_the_future.*Обновите программу") as caught:
        Database(path)
    assert caught.value.migrations == ("from_the_future",)


def test_another_programs_database_is_refused(path: Path) -> None:
    """We add no tables to a file that is not ours."""
    path.parent.mkdir()
    with SqliteUtils(path) as db:
        db.execute("CREATE TABLE theirs (x)")

    with pytest.raises(NotADatabase):
        Database(path)
    with SqliteUtils(path) as db:
        assert db.table_names() == ["theirs"]


@pytest.mark.parametrize("content", [b"not a database at all, but long enough " * 40, b"\0" * 4096])
def test_any_other_file_is_refused_and_kept(path: Path, content: bytes) -> None:
    """A file that is no database is neither served nor overwritten."""
    path.parent.mkdir()
    path.write_bytes(content)

    with pytest.raises(NotADatabase, match=r"не база данных этой программы"):
        Database(path)
    assert path.read_bytes() == content


def test_a_damaged_file_is_noticed(path: Path) -> None:
    """Broken pages are an error with advice, wherever they are met."""
    Database(path).close()
    sound = path.stat().st_size  # the schema: without it the file would not even open
    database = Database(path)
    database.write_sync(
        lambda db: db.table("people").insert_all(
            {"id": f"p{i}", "name": "И" * 200, "role": "admin", "active": 1, "created_at": "2026"}
            for i in range(500)
        )
    )
    database.close()
    content = bytearray(path.read_bytes())
    content[sound:] = os.urandom(len(content) - sound)
    path.write_bytes(content)
    damaged = Database(path)

    with pytest.raises(DatabaseDamaged, match=r"повреждена"):
        damaged.verify_sync()
    with pytest.raises(DatabaseDamaged):
        damaged.read_sync(lambda db: list(db.table("people").rows))
    damaged.close()


def test_a_sound_file_passes_the_check(database: Database) -> None:
    """Verification of a good file raises nothing."""
    database.verify_sync()


def test_a_folder_in_the_files_place_is_an_error(path: Path) -> None:
    """Whatever stands at the path, the error is ours."""
    path.mkdir(parents=True)

    with pytest.raises(StorageError):
        Database(path)


def test_a_file_in_the_folders_place_is_an_error(tmp_path: Path) -> None:
    """A data folder that is a file is named in the error."""
    (tmp_path / "var").write_text("x")

    with pytest.raises(DatabaseReadOnly, match=r"DATA_DIR"):
        Database(tmp_path / "var" / "copilot.db")


def test_a_read_only_folder_is_an_error(tmp_path: Path) -> None:
    """Without the right to write there is no database, and the error says whose right is missing."""
    folder = tmp_path / "ro"
    with tmpfs(folder, "1m"):
        Database(folder / "copilot.db").close()
        subprocess.run(["/usr/bin/mount", "-o", "remount,ro", str(folder)], check=True)

        with pytest.raises(DatabaseReadOnly, match=r"нет права на запись"):
            Database(folder / "copilot.db")
        with pytest.raises(DatabaseReadOnly, match=r"нет права на запись"):
            Database(folder / "new" / "copilot.db")


def test_a_full_disk_loses_nothing(tmp_path: Path) -> None:
    """The write that does not fit fails whole; what was stored stays, and with room again writing goes on."""
    folder = tmp_path / "small"
    with tmpfs(folder, "1m"):
        database = Database(folder / "copilot.db")
        database.write_sync(lambda db: db.execute("CREATE TABLE blobs (x BLOB) STRICT"))
        database.write_sync(lambda db: db.table("blobs").insert({"x": b"kept"}))
        ballast = folder / "ballast"
        ballast.write_bytes(b"0" * (500 * 1024))

        with pytest.raises(DatabaseDiskFull, match=r"нет места"):
            database.write_sync(lambda db: db.table("blobs").insert({"x": os.urandom(800 * 1024)}))
        kept = database.read_sync(lambda db: [row["x"] for row in db.table("blobs").rows])
        ballast.unlink()
        database.write_sync(lambda db: db.table("blobs").insert({"x": b"again"}))
        rows = database.read_sync(lambda db: db.table("blobs").count)
        database.close()

    assert kept == [b"kept"]
    assert rows == 2


def test_a_disk_too_full_to_begin_is_an_error(tmp_path: Path) -> None:
    """There is no half-made database to fall over later: once there is room it opens."""
    folder = tmp_path / "full"
    with tmpfs(folder, "64k"):
        ballast = folder / "ballast"
        with contextlib.suppress(OSError):
            ballast.write_bytes(b"0" * (64 * 1024))

        with pytest.raises(DatabaseDiskFull):
            Database(folder / "copilot.db")


def test_a_file_that_vanished_is_an_error(path: Path, database: Database) -> None:
    """A reader that opens later does not start a new, empty database."""
    for item in path.parent.iterdir():
        item.unlink()

    with pytest.raises(StorageError):
        database.read_sync(lambda db: db.table_names())
