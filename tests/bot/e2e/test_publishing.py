"""
A publish from outside reaches operators in the middle of their work.
"""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path
from typing import Any

KB = Path(__file__).parent / "kb"


async def test_an_open_desk_answers_from_the_new_version(program: Any, desk: Any, tmp_path: Path) -> None:
    """
    After `kb publish` beside the server, the same question on the same page brings the new text.

    It does so in the list, on the card and on the clipboard, even if the old card was seen a moment ago.
    """
    await desk.ask("сколько стоит доставка")
    await desk.press("Enter")
    await desk.opened("delivery")
    before = await desk.text("#card")
    await desk.press("Escape")
    folder = tmp_path / "kb"
    shutil.copytree(KB, folder)
    file = folder / "faq.yaml"
    new = (
        file.read_text(encoding="utf-8")
        .replace("299", "350")
        .replace("двести девяносто девять", "триста пятьдесят")
    )
    file.write_text(new, encoding="utf-8")

    await asyncio.to_thread(program.run, "kb", "publish", folder)
    await asyncio.to_thread(program.wait_until, kb_version=2)
    await desk.ask("сколько стоит доставка")
    await desk.press("Enter")
    await desk.opened("delivery")
    await desk.press("Control+Shift+Enter")
    await desk.page.wait_for_selector("#toast[data-tone=done]:not(:empty)")

    assert "299 рублей" in before
    assert "база № 2" in await desk.text("#summary")
    assert "триста пятьдесят рублей" in await desk.text("#card")
    assert "350 рублей" in await desk.text("#card")
    assert "350 рублей" in await desk.clipboard()
