"""
What tests of every floor share: the real encoder, prepared once in the project's own `var/models`.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from index.encoder import OnnxEncoder, open_encoder


@pytest.fixture(scope="session")
def models_dir() -> Path:
    """
    Where prepared models are kept between test runs.
    """
    return Path(__file__).parent.parent / "var" / "models"


@pytest.fixture(scope="session")
def encoder(models_dir: Path) -> OnnxEncoder:
    """
    The default encoder; the first use on a machine unpacks and exports it, which takes half a minute.
    """
    return open_encoder("multilingual-e5-small", models_dir)


@pytest.fixture
def today() -> dt.date:
    """
    A day on which the starter content is valid.
    """
    return dt.date(2026, 6, 1)
