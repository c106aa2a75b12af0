"""
The trial run of rule files answers with exit codes and addresses.
"""

from __future__ import annotations

import json

import pytest

from knowledge.speech.check import main

from .conftest import RULES, RuleFileWriter
from .test_load import GOOD

REFUSALS = str(RULES / "ru" / "ignorance_refusal.yaml")


def test_a_right_file_passes(capsys: pytest.CaptureFixture[str]) -> None:
    """
    Exit code 0, and how many rules there are.
    """
    assert 0 == main([REFUSALS])
    assert "правил: 18" in capsys.readouterr().out


def test_a_guard_that_no_example_needs_fails(
    rule_file: RuleFileWriter, capsys: pytest.CaptureFixture[str]
) -> None:
    """
    The example names the guard, but would be silent without it.
    """
    path = rule_file(GOOD.replace("Какой заказик?", "Какой заказ?"))

    assert 1 == main([str(path)])
    assert f"{path}:9:14: RU-TRY-001: без «question»" in capsys.readouterr().out


def test_a_text_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    """
    What matched, the fixes, what was forgiven and why.
    """
    assert 0 == main([REFUSALS, "--explain", "Я не знаю. Вы пишете, что не знаем мы."])
    out = capsys.readouterr().out

    assert "RU-IGN-001 error: «Я не знаю»" in out
    assert "подавлено (reported_speech)" in out


def test_words_are_described(capsys: pytest.CaptureFixture[str]) -> None:
    """
    The grammemes that a pattern may name.
    """
    assert 0 == main(["--words", "перезвоним"])
    assert "перезвонить." in capsys.readouterr().out


def test_the_schema_is_json(capsys: pytest.CaptureFixture[str]) -> None:
    """
    Editors complete from it.
    """
    assert 0 == main(["--schema"])
    assert "Rule" in json.loads(capsys.readouterr().out)["$defs"]
