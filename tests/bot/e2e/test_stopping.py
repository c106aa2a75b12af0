"""
Ctrl-C ends the program: soon, politely, whatever it was doing.
"""

from __future__ import annotations

import asyncio
import signal
from typing import Any

import pytest


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
    On the first start the starter content is worked on for about a minute; Ctrl-C does not wait for that.
    """
    program = new_program(empty=True)
    program.start()
    program.wait_until(encoder="loading")

    status, printed = program.stop(signal.SIGINT)

    assert status == 0
    assert printed.endswith("Остановлено.\n")
