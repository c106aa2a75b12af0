"""
The real program in a process of its own, and a real browser in front of it.
"""

from __future__ import annotations

import asyncio
import inspect
import json
import os
import re
import shutil
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

    from playwright.async_api import Browser, BrowserContext, Page

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
ARTIFACTS = ROOT / "artifacts" / "e2e"
LINK = re.compile(r"(http://127\.0\.0\.1:(\d+))/login\?token=\S+")
PATIENCE = 30.0
"""Seconds after which something that should have happened has not."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """
    The tests of this folder share the loop that the browser lives on.
    """
    for item in items:
        if HERE in item.path.parents and inspect.iscoroutinefunction(getattr(item, "function", None)):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@dataclass
class Program:
    """
    `python -m bot` over one data folder: `serve` as long as the test wants, other commands beside it.
    """

    data_dir: Path
    settings: dict[str, str] = field(default_factory=dict)
    port: int = 0
    origin: str = ""
    link: str = ""
    process: subprocess.Popen[str] | None = None

    def run(self, *arguments: object) -> str:
        """
        Run another command to its end and return what it printed.
        """
        return subprocess.run(
            self._command(*arguments),
            capture_output=True,
            text=True,
            check=True,
            timeout=120,
            cwd=self.data_dir,
            env=self._environment(),
        ).stdout

    def start(self) -> None:
        """
        Serve on the port of before, or any; returns when the login link is printed.
        """
        with (self.data_dir / "serve.err").open("a") as errors:
            self.process = subprocess.Popen(
                self._command("serve"),
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                cwd=self.data_dir,
                env=self._environment(),
            )
        line = self.process.stdout.readline()
        found = LINK.search(line)
        assert found is not None, (self.data_dir / "serve.err").read_text()
        self.link, self.origin, self.port = found[0], found[1], int(found[2])

    def health(self) -> dict[str, Any]:
        """
        What the program says of itself.
        """
        with urllib.request.urlopen(f"{self.origin}/api/v1/health", timeout=PATIENCE) as response:  # noqa: S310 -- our own address
            return json.load(response)

    def wait_until(self, **wanted: object) -> None:
        """
        Wait until the health report has these values.
        """
        deadline = time.monotonic() + PATIENCE
        while any((report := self.health())[name] != value for name, value in wanted.items()):
            assert time.monotonic() < deadline, report
            time.sleep(0.1)

    def stop(self, number: int) -> tuple[int, str]:
        """
        Send a signal; returns the exit status and the rest of what was printed.
        """
        self.process.send_signal(number)
        printed, _ = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, printed

    def end(self) -> None:
        """
        Leave nothing running.
        """
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.communicate()

    def _command(self, *arguments: object) -> list[str]:
        return [sys.executable, "-m", "bot", *map(str, arguments)]

    def _environment(self) -> dict[str, str]:
        own = {"DATA_DIR": str(self.data_dir), "WEB_PORT": str(self.port), "NO_COLOR": "1"}
        return {**os.environ, **own, **self.settings}


@dataclass
class Desk:
    """
    A page of the desk, and what the browser complained about or asked of others.
    """

    page: Page
    context: BrowserContext
    program: Program
    complaints: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)

    async def login(self) -> None:
        """
        Follow the link that the program printed.
        """
        await self.page.goto(self.program.link)
        await self.page.wait_for_selector("#results[aria-busy]", state="attached")

    async def ask(self, question: str) -> None:
        """
        Put a question into the field and wait for its full answer.
        """
        await self.page.fill("#question", "")
        async with self.page.expect_response(self._is_full_answer_to(question)):
            await self.page.fill("#question", question)
        await self.page.wait_for_selector("#results[aria-busy=false]", state="attached")

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

    async def text(self, selector: str) -> str:
        """
        The visible text of an element.
        """
        return await self.page.inner_text(selector)

    async def clipboard(self) -> str:
        """
        What a paste would insert.
        """
        return await self.page.evaluate("() => navigator.clipboard.readText()")

    async def opened(self, entry: str) -> None:
        """
        Wait until the card of an entry is open in full.
        """
        await self.page.wait_for_selector(f".card.open[data-shown='{entry}'] .facts")

    async def shoot(self, name: str) -> None:
        """
        Keep a screenshot as an artefact of the run.
        """
        await self.page.screenshot(path=ARTIFACTS / f"{name}.png")

    def _is_full_answer_to(self, question: str) -> Callable[[Any], bool]:
        def is_it(response: Any) -> bool:
            if not response.url.endswith("/api/v1/ask"):
                return False
            asked = response.request.post_data_json
            return asked["mode"] == "full" and asked["question"] == question

        return is_it


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory, models_dir: Path, encoder: object) -> Path:
    """
    A data folder with a prepared model and the content of `kb/` as version 1; copy it, do not use it.
    """
    folder = tmp_path_factory.mktemp("published")
    (folder / "models").symlink_to(models_dir, target_is_directory=True)
    Program(folder).run("kb", "publish", HERE / "kb")
    return folder


@pytest.fixture(scope="module")
def new_program(
    tmp_path_factory: pytest.TempPathFactory, models_dir: Path, published: Path
) -> Iterator[Callable[..., Program]]:
    """
    Makes programs, each over a data folder of its own: the published one's copy, or an empty one.
    """
    programs: list[Program] = []

    def make(*, empty: bool = False, **settings: str) -> Program:
        folder = tmp_path_factory.mktemp("program") / "data"
        if empty:
            folder.mkdir()
            (folder / "models").symlink_to(models_dir, target_is_directory=True)
        else:
            shutil.copytree(published, folder, symlinks=True)
        programs.append(Program(folder, settings))
        return programs[-1]

    yield make
    for program in programs:
        program.end()


@pytest.fixture(scope="module")
def program(new_program: Callable[..., Program]) -> Program:
    """
    A program that serves the content of `kb/` by meaning, for all tests of a module.
    """
    program = new_program()
    program.start()
    program.wait_until(status="ok")
    return program


@pytest_asyncio.fixture(loop_scope="session")
async def new_desk(browser: Browser) -> AsyncIterator[Callable[..., Awaitable[Desk]]]:
    """
    Makes desks in fresh profiles; none may break the policy, throw an error or call other hosts.
    """
    ARTIFACTS.mkdir(parents=True, exist_ok=True)
    desks: list[Desk] = []

    async def make(program: Program, *, width: int = 1280, height: int = 800, **options: Any) -> Desk:
        context = await browser.new_context(
            viewport={"width": width, "height": height},
            locale="ru-RU",
            permissions=["clipboard-read", "clipboard-write"],
            reduced_motion="reduce",
            **options,
        )
        context.set_default_timeout(PATIENCE * 1000)
        page = await context.new_page()
        desk = Desk(page, context, program)

        def listen(message: Any) -> None:
            # A refused connection is what some tests are about; the policy and scripts speak differently.
            if message.type in {"error", "warning"} and "Failed to load resource" not in message.text:
                desk.complaints.append(message.text)

        def look(request: Any) -> None:
            if not request.url.startswith((program.origin + "/", "data:")):
                desk.strangers.append(request.url)

        page.on("console", listen)
        page.on("pageerror", lambda error: desk.complaints.append(str(error)))
        context.on("request", look)
        desks.append(desk)
        return desk

    yield make
    for desk in desks:
        await desk.context.close()
    assert [complaint for desk in desks for complaint in desk.complaints] == []
    assert [url for desk in desks for url in desk.strangers] == []


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def cookies(program: Program, browser: Browser) -> Any:
    """
    The state of a browser that has logged in to the module's program: its link works once only.
    """
    async with asyncio.timeout(PATIENCE):
        context = await browser.new_context()
        page = await context.new_page()
        await page.goto(program.link)
        state = await context.storage_state()
        await context.close()
        return state


@pytest_asyncio.fixture(loop_scope="session")
async def desk(program: Program, new_desk: Callable[..., Awaitable[Desk]], cookies: Any) -> Desk:
    """
    An open desk in a window of 1280 × 800 whose operator is logged in.
    """
    made = await new_desk(program, storage_state=cookies)
    await made.page.goto(program.origin)
    await made.page.wait_for_selector("#results[aria-busy]", state="attached")
    return made
