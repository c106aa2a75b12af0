"""
Speech rules come and change without a restart; mistakes in them are named and never take the check away.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.container import Container, open_container
from bot.domain.draft import Draft
from bot.speech import RulesState

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.settings import Settings

BAD = Draft("Я этого не знаю.")
OFF = "categories: {ignorance_refusal: {off: true}}\n"
BROKEN = "rules:\n  RU-NONE-999: {off: true}\n"


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    """
    An empty policy folder.
    """
    folder = tmp_path / "policy"
    folder.mkdir()
    return folder


@pytest.fixture
async def container(settings: Settings, policy: Path) -> AsyncIterator[Container]:
    """
    A container of a company with that policy.
    """
    async with open_container(settings.model_copy(update={"speech_policy": policy})) as opened:
        yield opened


async def verdict(container: Container) -> str:
    """
    What a draft with a refusal is judged.
    """
    return (await container.check_draft(BAD, person=None, settled=False)).verdict


async def test_a_change_is_picked_up(container: Container, policy: Path):
    """
    The next look after the folder changed brings the new rules, one without a change brings nothing.
    """
    await container.rules.look()
    first = container.speech.checker
    await container.rules.look()
    assert container.speech.checker is first
    assert await verdict(container) == "blocked"

    (policy / "policy.yaml").write_text(OFF, encoding="utf-8")
    await container.rules.look()

    assert await verdict(container) == "clean"
    assert container.speech.state is RulesState.READY


async def test_the_last_good_rules_stay(container: Container, policy: Path):
    """
    A mistake leaves the rules as they were and is named with its place; mended, it is forgotten.
    """
    file = policy / "policy.yaml"
    file.write_text(OFF, encoding="utf-8")
    await container.rules.look()
    file.write_text(BROKEN, encoding="utf-8")
    await container.rules.look()

    assert container.speech.state is RulesState.OUTDATED
    assert f"{file}:2:16:" in (container.speech.problem or "")
    assert await verdict(container) == "clean"

    file.write_text("brands: [Ромашка]\n", encoding="utf-8")
    await container.rules.look()
    assert (container.speech.state, container.speech.problem) == (RulesState.READY, None)
    assert await verdict(container) == "blocked"


async def test_a_start_with_mistakes_serves_the_shipped_rules(container: Container, policy: Path):
    """
    Drafts are checked by what came with the product, and the state says that something is missing.
    """
    file = policy / "policy.yaml"
    file.write_text(BROKEN, encoding="utf-8")
    await container.rules.look()

    assert container.speech.state is RulesState.FAILED
    assert f"{file}:2:16:" in (container.speech.problem or "")
    assert await verdict(container) == "blocked"


async def test_a_folder_that_is_not_there_is_a_mistake(settings: Settings, tmp_path: Path):
    """
    A misspelt SPEECH_POLICY must not silently leave the company's rules out; once there, it is read.
    """
    folder = tmp_path / "later"
    async with open_container(settings.model_copy(update={"speech_policy": folder})) as container:
        await container.rules.look()
        assert container.speech.state is RulesState.FAILED
        assert "SPEECH_POLICY" in (container.speech.problem or "")

        folder.mkdir()
        await container.rules.look()
        assert container.speech.state is RulesState.READY
