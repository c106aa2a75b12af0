"""
A real container in a folder of its own, and content folders to publish in it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from bot.container import Container, open_container
from bot.library import EncoderState
from bot.settings import Settings
from knowledge.speech.checker import SpeechChecker
from knowledge.speech.policy import RuleSet, load_rules

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from index.encoder import OnnxEncoder


def silent(_stage: str, _done: int, _total: int) -> None:
    """
    Take progress and show nothing.
    """


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """
    Defaults over a data folder of the test's own.
    """
    return Settings.read(env_file=None).model_copy(update={"data_dir": tmp_path / "data"})


@pytest.fixture
async def container(settings: Settings) -> AsyncIterator[Container]:
    """
    A container without an encoder: words are searched.
    """
    async with open_container(settings) as opened:
        yield opened


@pytest.fixture
async def meaning(container: Container, encoder: OnnxEncoder) -> Container:
    """
    The same container with the real encoder in its library.
    """
    container.library.encoder = encoder
    container.library.encoder_state = EncoderState.READY
    return container


@pytest.fixture
def content(tmp_path: Path) -> Callable[..., Path]:
    """
    Write entries into a content folder; each call replaces what was there.
    """

    def write(*entries: dict[str, Any]) -> Path:
        folder = tmp_path / "content"
        folder.mkdir(exist_ok=True)
        lines = [
            json.dumps(
                {"audience": "customer", "owner": "Отдел", "text": "Ответ.", **entry}, ensure_ascii=False
            )
            for entry in entries
        ]
        (folder / "corpus.jsonl").write_text("\n".join(lines), encoding="utf-8")
        return folder

    return write


@pytest.fixture(scope="session")
def shipped() -> RuleSet:
    """
    The shipped rules, loaded once.
    """
    return load_rules()


@pytest.fixture
def checker(shipped: RuleSet) -> SpeechChecker:
    """
    A checker with the shipped rules, for `container.speech`.
    """
    return SpeechChecker(shipped)
