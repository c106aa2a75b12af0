"""
The trial run of rule files answers with exit codes and addresses.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from knowledge.speech.check import main

from .conftest import RULES, RuleFileWriter
from .test_load import GOOD

if TYPE_CHECKING:
    import pytest

REFUSALS = str(RULES / "ru" / "ignorance_refusal.yaml")


def test_a_right_file_passes(capsys: pytest.CaptureFixture[str]) -> None:
    """
    Exit code 0, and how many rules there are.
    """
    assert main([REFUSALS]) == 0
    assert "правил: 20" in capsys.readouterr().out


def test_a_guard_that_no_example_needs_fails(
    rule_file: RuleFileWriter, capsys: pytest.CaptureFixture[str]
) -> None:
    """
    The example names the guard, but would be silent without it.
    """
    path = rule_file(GOOD.replace("Какой заказик?", "Какой заказ?"))

    assert main([str(path)]) == 1
    assert f"{path}:9:14: RU-TRY-001: без «question»" in capsys.readouterr().out


def test_a_text_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    """
    What matched, the fixes, what was forgiven and why.
    """
    assert main([REFUSALS, "--explain", "Я не знаю. Вы пишете, что не знаем мы."]) == 0
    out = capsys.readouterr().out

    assert "RU-IGN-001 error: «Я не знаю»" in out
    assert "подавлено (reported_speech)" in out


def test_words_are_described(capsys: pytest.CaptureFixture[str]) -> None:
    """
    The grammemes that a pattern may name.
    """
    assert main(["--words", "перезвоним"]) == 0
    assert "перезвонить." in capsys.readouterr().out


def test_the_schema_is_json(capsys: pytest.CaptureFixture[str]) -> None:
    """
    Editors complete from it.
    """
    assert main(["--schema"]) == 0
    assert "Rule" in json.loads(capsys.readouterr().out)["$defs"]
