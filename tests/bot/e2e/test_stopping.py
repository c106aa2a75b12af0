"""
Ctrl-C ends the program: soon, politely, whatever it was doing.
"""

from __future__ import annotations

import asyncio
import signal
import sqlite3
import time
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

PATIENCE = 30.0


@pytest.mark.parametrize("wanted", [signal.SIGINT, signal.SIGTERM])
async def test_it_stops_under_an_open_desk(new_program: Any, new_desk: Any, wanted: signal.Signals) -> None:
    """
    With a browser connected and in the middle of a question, the exit status is 0 and the last word is said.
    """
    program = new_program()
    program.start()
    desk = await new_desk(program)
    await desk.login()
    await desk.ask("сколько стоит доставка")
    await desk.page.keyboard.insert_text(" завтра")

    status, printed = await asyncio.to_thread(program.stop, wanted)

    assert status == 0
    assert printed.endswith("Остановлено.\n")
    assert "Traceback" not in (program.data_dir / "serve.err").read_text()


def test_it_stops_while_it_computes_the_meaning_of_texts(new_program: Any) -> None:
    """
    Ctrl-C ends the long work on the starter content; what is done is kept for the next start.
    """
    program = new_program(empty=True)
    program.start()
    deadline = time.monotonic() + PATIENCE
    while computed(program.data_dir) == 0:
        assert time.monotonic() < deadline
        time.sleep(0.1)

    status, printed = program.stop(signal.SIGINT)

    assert status == 0
    assert printed.endswith("Остановлено.\n")
    assert computed(program.data_dir) > 0
    assert list(program.data_dir.glob("snapshots/*/manifest.json")) == []


def computed(data_dir: Path) -> int:
    """
    How many passages have got their vectors.
    """
    path = data_dir / "embeddings.db"
    if not path.exists():
        return 0
    with closing(sqlite3.connect(path)) as connection:
        try:
            return int(connection.execute("SELECT count(*) FROM passages").fetchone()[0])
        except sqlite3.OperationalError:  # the table is not there yet
            return 0
