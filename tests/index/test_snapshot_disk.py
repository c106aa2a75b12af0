"""
A disk that refuses, or a process that dies, leaves the snapshot of before as it was.
"""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from index.builder import build
from index.documents import Document
from index.errors import StorageFailure
from index.snapshot_files import load, save

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ENDLESS_SAVES = """
import sys
from pathlib import Path
from index.builder import build
from index.documents import Document
from index.snapshot_files import save

old, new = (
    build([Document(str(i), f"{name} {i}", (), "слова " * 50) for i in range(300)], None) for name in "ab"
)
save(old, Path(sys.argv[1]))
print("ready", flush=True)
while True:
    save(new, Path(sys.argv[1]))
    save(old, Path(sys.argv[1]))
"""


KILLED_AT_EVERY_STEP = """
import os, signal, sys
from itertools import count
from pathlib import Path
from index.builder import build
from index.documents import Document
from index.snapshot_files import load, save

target = Path(sys.argv[1])
old, new = (build([Document("1", name, (), "")], None) for name in ("old", "new"))

def die_at(step):
    steps = count()
    def watch(event, arguments):
        if event.split(".")[0] in ("open", "os", "shutil", "tempfile") and next(steps) == step:
            os.kill(os.getpid(), signal.SIGKILL)
    sys.addaudithook(watch)

for step in count():
    save(old, target)
    child = os.fork()
    if not child:
        die_at(step)
        save(new, target)
        os._exit(0)
    status = os.waitpid(child, 0)[1]
    print("old" if load(target).fingerprint == old.fingerprint else "new")
    if status == 0:
        break
"""


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """
    A disk of one megabyte.
    """
    place = tmp_path / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)]
    if os.geteuid() != 0 or subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("mounting a small disk needs root")
    yield place
    subprocess.run(["umount", str(place)], check=True)  # noqa: S607 -- likewise


def test_a_full_disk_keeps_the_old_snapshot(
    small_disk: Path, documents: list[Document], hash_encoder: Any
) -> None:
    """
    The error tells path and errno, nothing of the attempt is left, and the old snapshot loads.
    """
    target = small_disk / "snapshot"
    old = build(documents, hash_encoder)
    save(old, target)
    before = sorted(target.rglob("*"))
    large = build(
        [Document(str(i), f"Вопрос {i}", (), f"ответ {i} " * 30) for i in range(2_000)], hash_encoder
    )
    with pytest.raises(StorageFailure) as failure:
        save(large, target)

    assert failure.value.errno == errno.ENOSPC
    assert before == sorted(target.rglob("*"))
    assert old.fingerprint == load(target).fingerprint
    with pytest.raises(StorageFailure):
        save(large, small_disk / "another")
    assert [target] == list(small_disk.iterdir())


def test_a_folder_that_cannot_be_is_our_error(tmp_path: Path, documents: list[Document]) -> None:
    """
    A file stands where the folder should be.
    """
    (tmp_path / "occupied").write_text("")
    with pytest.raises(StorageFailure):
        save(build(documents, None), tmp_path / "occupied" / "snapshot")


def test_a_read_only_folder_is_our_error(
    small_disk: Path, documents: list[Document], hash_encoder: Any
) -> None:
    """
    The old snapshot stays readable where nothing can be written.
    """
    old = build(documents, hash_encoder)
    save(old, small_disk / "snapshot")
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)  # noqa: S607 -- fixed command
    with pytest.raises(StorageFailure) as failure:
        save(build(documents[:2], hash_encoder), small_disk / "snapshot")
    assert failure.value.errno == errno.EROFS
    assert old.fingerprint == load(small_disk / "snapshot").fingerprint


def test_killed_at_any_step_of_saving_one_of_the_two_is_there(tmp_path: Path) -> None:
    """
    A process dies at its first, second, … touch of the disk: each time the old or the new snapshot loads.
    """
    target = tmp_path / "snapshot"
    done = subprocess.run(
        [sys.executable, "-c", KILLED_AT_EVERY_STEP, str(target)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    outcomes = done.stdout.split()

    assert list(dict.fromkeys(outcomes)) == ["old", "new"]
    assert len(outcomes) > 20
    assert len(list(target.iterdir())) == 2


def test_readers_see_whole_snapshots_while_a_writer_saves(tmp_path: Path) -> None:
    """
    Loading in a loop beside an endless saver never finds damage.
    """
    target = tmp_path / "snapshot"
    with subprocess.Popen(
        [sys.executable, "-c", ENDLESS_SAVES, str(target)], stdout=subprocess.PIPE
    ) as saver:
        assert saver.stdout is not None
        saver.stdout.readline()
        try:
            titles = {load(target).words.words[-1] for _ in range(60)}
        finally:
            saver.kill()
    assert titles
