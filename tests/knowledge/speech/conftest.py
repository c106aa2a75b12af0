"""
What the tests of the speech checker share: the shipped checker, and rule files written on the spot.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.speech.checker import SpeechChecker
from knowledge.speech.policy import RuleSet, load_rules

RULES = Path(__file__).parents[3] / "knowledge" / "speech" / "rules"

RuleFileWriter = Callable[..., Path]


@pytest.fixture(scope="session")
def shipped() -> RuleSet:
    """
    Every rule that comes with the product, its examples run.
    """
    return load_rules()


@pytest.fixture(scope="session")
def checker(shipped: RuleSet) -> SpeechChecker:
    """
    The checker over the shipped rules.
    """
    return SpeechChecker(shipped)


@pytest.fixture(scope="session")
def refusals() -> SpeechChecker:
    """
    A checker of one category only, whose findings no other category can hide.
    """
    return SpeechChecker(load_rules(shipped=[RULES / "ru" / "ignorance_refusal.yaml"]))


@pytest.fixture
def rule_file(tmp_path: Path) -> RuleFileWriter:
    """
    Write a file with one rule: `body` holds its fields from `match` on, in YAML.
    """

    def write(body: str, *, head: str = "", name: str = "trial.yaml", lang: str = "ru") -> Path:
        fields = "\n".join(f"    {line}" if line else "" for line in body.strip("\n").split("\n"))
        text = (
            f"category: trial_run\nlang: {lang}\n{head}rules:\n"
            f"  - id: {lang.upper()}-TRY-001\n    severity: warning\n    why: Проба.\n"
            f"    source: [проба]\n{fields}\n"
        )
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write
