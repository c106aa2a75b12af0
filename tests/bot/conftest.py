"""
What all tests of the application share: a blocking call on the event loop is a failure, and one browser.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from blockbuster import BlockBuster, blockbuster_ctx

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from playwright.async_api import Browser

CHROMIUM = Path("/usr/bin/chromium")
HAS_CHROMIUM = CHROMIUM.exists()
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(autouse=True)
def _loop_is_never_blocked() -> Iterator[BlockBuster]:
    """
    Raise when code of ours sleeps, waits for a lock, reads a file or runs SQL on the event loop.

    Only calls below our own packages count: what pytest or a test itself does there is its own business.
    """
    with blockbuster_ctx(["bot", "faq", "knowledge", "index"]) as blockbuster:
        yield blockbuster


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """
    The system's Chromium; without it the tests are skipped, unless COPILOT_REQUIRE names `browser`.
    """
    if not HAS_CHROMIUM:
        if "browser" in os.environ.get("COPILOT_REQUIRE", "").split(","):
            pytest.fail(f"{CHROMIUM} is missing and COPILOT_REQUIRE asks for a browser")
        pytest.skip(f"{CHROMIUM} is missing")
    from playwright.async_api import async_playwright  # noqa: PLC0415 -- most tests need no browser

    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        await browser.close()
