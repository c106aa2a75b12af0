"""
Settings: one typed object, documented where people look.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import SettingsInvalid
from bot.settings import Settings

ROOT = Path(__file__).parent.parent.parent


def example() -> dict[str, str]:
    """
    The names and values of `.env.example`.
    """
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def test_example_names_every_setting_and_no_other():
    """
    `.env.example` and the settings object have the same names.
    """
    assert set(example()) == {name.upper() for name in Settings.model_fields}


def test_example_shows_the_defaults():
    """
    `.env.example`, read as it stands, gives the defaults.
    """
    assert Settings.read(ROOT / ".env.example") == Settings.read(env_file=None)


def test_example_says_what_each_is_for():
    """
    Above every setting of `.env.example` stands its sentence.
    """
    text = (ROOT / ".env.example").read_text(encoding="utf-8")

    for name, field in Settings.model_fields.items():
        assert f"# {field.description}.\n{name.upper()}=" in text


def test_all_mistakes_are_named_at_once(tmp_path: Path):
    """
    A bad `.env` is refused with the name of every wrong setting, unknown ones included.
    """
    file = tmp_path / ".env"
    file.write_text("WEB_PORT=http\nTIME_ZONE=Mars/Olympus\nEMBEDING_MODEL=x\n", encoding="utf-8")

    with pytest.raises(SettingsInvalid) as refused:
        Settings.read(file)

    assert {name for name, _ in refused.value.problems} == {"WEB_PORT", "TIME_ZONE", "EMBEDING_MODEL"}


def test_empty_value_means_the_default(tmp_path: Path):
    """
    A setting left empty is not set.
    """
    file = tmp_path / ".env"
    file.write_text("WEB_PORT=\nPUBLIC_URL=\n", encoding="utf-8")

    assert Settings.read(file) == Settings.read(env_file=None)
