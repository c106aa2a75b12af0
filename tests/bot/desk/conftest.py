"""
A fresh profile and a fresh fake server for every test.
"""

from __future__ import annotations

import asyncio
import importlib.util
import inspect
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio
from aiohttp import web

from bot.web.pages import Pages
from knowledge.speech.checker import SpeechChecker
from knowledge.speech.policy import load_rules

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from types import ModuleType

    from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page


HERE = Path(__file__).parent
ARTIFACTS = HERE.parents[2] / "artifacts" / "desk"


def _sibling(name: str) -> ModuleType:
    """
    Load a module of this folder: test folders are not packages.
    """
    full_name = f"desk_{name}"
    spec = importlib.util.spec_from_file_location(full_name, HERE / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[full_name] = module
    spec.loader.exec_module(module)
    return module


fake = _sibling("fake_api")
samples = _sibling("samples")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """
    The tests of this folder share the loop that the browser lives on.
    """
    for item in items:
        if HERE in item.path.parents and inspect.iscoroutinefunction(getattr(item, "function", None)):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@dataclass
class Desk:
    """
    A page of the desk, the server behind it, and what the browser complained about.
    """

    page: Page
    context: BrowserContext
    api: Any
    complaints: list[str] = field(default_factory=list)

    async def open(self, path: str = "/desk") -> None:
        """
        Load the page and wait until its scripts have started.
        """
        await self.page.goto(self.api.url + path)
        if path == "/desk":
            await self.page.wait_for_selector("#results[aria-busy]", state="attached")

    async def type(self, text: str) -> None:
        """
        Put a text where the focus is, at one stroke: a slow machine then makes no pauses within it.
        """
        await self.page.keyboard.insert_text(text)

    async def press(self, *keys: str) -> None:
        """
        Press keys one after another.
        """
        for key in keys:
            await self.page.keyboard.press(key)

    async def rows(self) -> list[str]:
        """
        Ids of the listed entries.
        """
        return await self.page.eval_on_selector_all(
            "#results > li", "rows => rows.map(row => row.dataset.entry)"
        )

    async def chosen(self) -> str | None:
        """
        Id of the chosen entry, as a screen reader is told it.
        """
        return await self.page.evaluate(
            "() => document.getElementById(document.getElementById('question')"
            ".getAttribute('aria-activedescendant'))?.dataset.entry ?? null"
        )

    async def settle(self, question: str) -> None:
        """
        Wait until the full answer to the question is listed.
        """
        await self.page.wait_for_selector("#results[aria-busy=false]", state="attached")
        assert ("full", question) in self.api.asked

    async def write(self, text: str) -> None:
        """
        Open the draft box, put a text where the caret is and wait for the report on the whole.
        """
        await self.press("Alt+KeyD")
        await self.type(text)
        await self.checked()

    async def checked(self) -> None:
        """
        Wait until the draft has been checked as it stands, by meaning too.
        """
        whole = await self.page.input_value(".draft-area")
        async with asyncio.timeout(10):
            while not any(body["text"] == whole and body["settled"] for body in self.api.checked):
                await self.page.wait_for_timeout(20)
        await self.page.wait_for_timeout(150)

    async def marks(self) -> list[list[str]]:
        """
        The underlined words with what underlines them.
        """
        return await self.page.eval_on_selector_all(
            ".draft-mark", "marks => marks.map(mark => [mark.textContent, mark.dataset.severity])"
        )

    async def selected(self) -> str:
        """
        The words selected in the draft.
        """
        return await self.page.eval_on_selector(
            ".draft-area", "area => area.value.slice(area.selectionStart, area.selectionEnd)"
        )

    async def standing(self) -> str | None:
        """
        The line that says whether the draft may be sent.
        """
        return await self.page.text_content(".draft-state")

    async def clipboard(self) -> str:
        """
        What a paste would insert.
        """
        return await self.page.evaluate("() => navigator.clipboard.readText()")

    async def shoot(self, name: str) -> None:
        """
        Keep a screenshot as an artefact of the run.
        """
        await self.page.screenshot(path=ARTIFACTS / f"{name}.png")

    async def overflow(self) -> int:
        """
        By how many pixels the page is wider than its window.
        """
        return await self.page.evaluate("() => document.documentElement.scrollWidth - innerWidth")


@pytest.fixture(scope="session")
def pages() -> Pages:
    """
    The real pages and the files they name.
    """
    ARTIFACTS.mkdir(parents=True, exist_ok=True)
    pages = Pages(language="ru", version="0.1.0")
    pages.load()
    return pages


@pytest.fixture(scope="session")
def checker() -> SpeechChecker:
    """
    The real rules: what is underlined in these tests would be so on a real desk.
    """
    return SpeechChecker(load_rules())


@pytest_asyncio.fixture(loop_scope="session")
async def api(pages: Pages, checker: SpeechChecker) -> AsyncIterator[Any]:
    """
    A server with the sample entries, all of them the answer to whatever is asked.
    """
    api = fake.FakeApi(
        entries={made["id"]: made for made in (fake.entry(**fields) for fields in samples.ENTRIES)},
        checker=checker,
    )
    listed = [
        fake.candidate(made, confidence, marked="доставк")
        for made, confidence in zip(api.entries.values(), samples.CONFIDENCES, strict=True)
    ]
    api.answers["full"] = fake.answer(listed)
    api.answers["words"] = fake.answer(listed[:5], words_only=True, answered=False)
    runner = web.AppRunner(api.application(pages))
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    api.url = "http://{}:{}".format(*runner.addresses[0][:2])
    yield api
    await runner.cleanup()


@pytest_asyncio.fixture(loop_scope="session")
async def new_desk(browser: Browser, api: Any) -> AsyncIterator[Callable[..., Awaitable[Desk]]]:
    """
    Makes desks in fresh profiles; afterwards none may have broken the policy or thrown an error.
    """
    desks: list[Desk] = []

    async def make(*, width: int = 1280, height: int = 800, **options: Any) -> Desk:
        context = await browser.new_context(
            viewport={"width": width, "height": height},
            locale="ru-RU",
            timezone_id="Europe/Moscow",
            permissions=["clipboard-read", "clipboard-write"],
            reduced_motion="reduce",
            **options,
        )
        context.set_default_timeout(10_000)
        page = await context.new_page()
        desk = Desk(page, context, api)

        def listen(message: ConsoleMessage) -> None:
            if message.type == "error" and "Failed to load resource" not in message.text:
                desk.complaints.append(message.text)

        page.on("console", listen)
        page.on("pageerror", lambda error: desk.complaints.append(str(error)))
        desks.append(desk)
        return desk

    yield make
    for desk in desks:
        await desk.context.close()
    assert [complaint for desk in desks for complaint in desk.complaints] == []


@pytest_asyncio.fixture(loop_scope="session")
async def desk(new_desk: Callable[..., Awaitable[Desk]]) -> Desk:
    """
    An open desk in a window of 1280 × 800.
    """
    made = await new_desk()
    await made.open()
    return made
