"""
The documents tell the truth about the program.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import typer.main

from bot.cli.app import app

ROOT = Path(__file__).parent.parent


def commands() -> list[str]:
    """
    Every command of the command line, groups spelled out.
    """
    group = typer.main.get_command(app)
    found = []
    for name, command in sorted(group.commands.items()):
        inner = getattr(command, "commands", None)
        found += [f"copilot {name} {one}" for one in sorted(inner)] if inner else [f"copilot {name}"]
    return found


@pytest.mark.parametrize("command", commands())
def test_every_command_is_documented(command: str):
    """
    Every command has a heading in docs/commands.md.
    """
    headings = re.findall(
        r"^#+ `(.+?)`", (ROOT / "docs/commands.md").read_text(encoding="utf-8"), re.MULTILINE
    )

    assert command in headings


def test_no_command_is_documented_that_is_not_there():
    """
    docs/commands.md names no command that the program does not have.
    """
    headings = re.findall(
        r"^#+ `(.+?)`", (ROOT / "docs/commands.md").read_text(encoding="utf-8"), re.MULTILINE
    )

    assert set(headings) <= set(commands())


def test_every_dependency_is_justified():
    """
    docs/dependencies.md says what each dependency is for.
    """
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    text = (ROOT / "docs/dependencies.md").read_text(encoding="utf-8").lower()
    wanted = [*project["dependencies"], *project["optional-dependencies"]["bench"]]
    names = [re.split(r"[><=]", line)[0].lower() for line in wanted]

    assert [name for name in names if name not in text] == []


def test_every_dependency_is_pinned():
    """
    constraints.txt pins each dependency to one version.
    """
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    wanted = [*project["dependencies"], *extras["dev"], *extras["bench"]]
    pinned = {
        line.split("==")[0].lower().replace("_", "-")
        for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
        if "==" in line
    }

    assert [one for one in wanted if re.split(r"[><=]", one)[0].lower().replace("_", "-") not in pinned] == []


def test_changelog_has_this_version():
    """
    The changelog speaks of the version that pyproject.toml names, or of what is not released yet.
    """
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")

    assert "## Unreleased" in text
