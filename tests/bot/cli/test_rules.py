"""
`copilot rules`: exit statuses, addresses of mistakes, and output for people and for programs.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable

    Copilot = Callable[..., subprocess.CompletedProcess[str]]

REFUSALS = Path(__file__).parents[3] / "knowledge/speech/rules/ru/ignorance_refusal.yaml"
OWN = """\
category: trial_run
lang: ru
rules:
  - id: RU-TRY-001
    severity: warning
    why: Проба.
    source: [проба]
    match: [заказик]
    unless: [question]
    fix: [{swap: {заказик: заказ}}]
    tests:
      bad:
        - {text: Ваш заказик собран., span: заказик, fixed: Ваш заказ собран.}
        - {text: Этот заказик готов., span: заказик, fixed: Этот заказ готов.}
      good:
        - {text: Какой заказик?, guard: question}
        - {text: Заказ собран.}
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """
    A rule file whose examples hold.
    """
    path = tmp_path / "own" / "own.yaml"
    path.parent.mkdir()
    path.write_text(OWN, encoding="utf-8")
    return path


def test_right_files_pass(copilot: Copilot, own: Path) -> None:
    """
    A file and the folder it is in are the same rules, tried once.
    """
    done = copilot("rules", "test", own, own.parent)

    assert (done.returncode, done.stdout.strip()) == (
        0,
        "Правил: 1. Все примеры верны, каждая проверка нужна.",
    )


def test_a_guard_that_no_example_needs_fails(copilot: Copilot, own: Path) -> None:
    """
    The example names the guard, but would be silent without it; status 1 and an address.
    """
    own.write_text(OWN.replace("Какой заказик?", "Какой заказ?"), encoding="utf-8")
    done = copilot("rules", "test", own)

    assert done.returncode == 1
    assert f"{own}:9:14: RU-TRY-001: без «question»" in done.stdout
    assert done.stdout.endswith("Ошибок: 1\n")


def test_a_policy_is_tried_over_the_shipped_rules(copilot: Copilot, tmp_path: Path) -> None:
    """
    Examples that a company adds to a shipped rule are run; a wrong one has the address of the policy.
    """
    folder = tmp_path / "policy"
    folder.mkdir()
    (folder / "policy.yaml").write_text(
        "rules:\n  RU-IGN-001:\n    tests+:\n      good:\n        - {text: Я этого не знаю.}\n",
        encoding="utf-8",
    )
    done = copilot("rules", "test", "--policy", folder)

    assert done.returncode == 1
    assert "policy.yaml:5:11: RU-IGN-001: здесь не должно быть находок" in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ["test"],
        ["test", "--policy", "/nowhere"],
        ["explain", "текст", "--rule", "RU-NON-999"],
        ["explain", "текст", "--local-time", "25:99"],
        ["list", "--category", "nothing"],
        ["list", "--severity", "grave"],
        ["schema", "house"],
    ],
)
def test_a_wrong_command_line(copilot: Copilot, arguments: list[str]) -> None:
    """
    Status 2, a sentence, no traceback.
    """
    done = copilot("rules", *arguments)

    assert done.returncode == 2
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr


def test_a_missing_file_is_a_mistake_with_an_address(copilot: Copilot) -> None:
    """
    Status 1 from the trial, 2 where rules are only a means.
    """
    assert copilot("rules", "test", "/nowhere.yaml").returncode == 1
    done = copilot("rules", "explain", "текст", "--file", "/nowhere.yaml")

    assert (done.returncode, done.stderr.split(": ")[:2]) == (2, ["Ошибка", "/nowhere.yaml:1:1"])


def test_a_text_is_explained(copilot: Copilot) -> None:
    """
    Readings, what matched, the fixes with their fate, what was forgiven and why.
    """
    done = copilot(
        "rules", "explain", "-", "--file", REFUSALS, stdin="Я не знаю. Вы пишете, что не знаем мы."
    )

    assert done.returncode == 1
    assert "ошибка: «Я не знаю»  [RU-IGN-001, ignorance_refusal]" in done.stdout
    assert "не предложено: в предложении нет придаточного" in done.stdout
    assert "подавлено: reported_speech" in done.stdout


def test_a_rule_is_explained_as_json(copilot: Copilot) -> None:
    """
    One rule alone: nothing found is status 0, with what each pattern lacks.
    """
    done = copilot("rules", "explain", "Заказ собран.", "--rule", "RU-IGN-001", "--json")
    explanation = json.loads(done.stdout)

    assert done.returncode == 0
    assert explanation["matches"] == []
    assert all(one["reason"] for one in explanation["unmatched"])


def test_words_are_described(copilot: Copilot) -> None:
    """
    The grammemes that a pattern may name.
    """
    assert "перезвонить." in copilot("rules", "words", "перезвоним").stdout
    (word,) = json.loads(copilot("rules", "words", "перезвоним", "--json").stdout)
    assert word["kind"] == "word"


def test_coverage_is_printed(copilot: Copilot, own: Path) -> None:
    """
    The share that mends and what is untried; status 0 when every rule and guard is exercised.
    """
    done = copilot("rules", "coverage", "--file", own, "--full")
    as_json = json.loads(copilot("rules", "coverage", "--file", own, "--json").stdout)

    assert done.returncode == 0
    assert "100%" in done.stdout
    assert as_json["counts"][0]["mending"] == 1


def test_rules_are_listed(copilot: Copilot, own: Path) -> None:
    """
    With their reasons, narrowed by category and severity, in the company's severity.
    """
    (own.parent / "policy.yaml").write_text("rules:\n  RU-TRY-001: {severity: error}\n", encoding="utf-8")
    done = copilot("rules", "list", "--policy", own.parent, "--category", "trial_run", "--severity", "error")

    assert done.stdout.splitlines() == ["RU-TRY-001  error       trial_run               Проба.", "Правил: 1"]


def test_the_schema_is_printed(copilot: Copilot) -> None:
    """
    The same text as the file that editors are pointed to.
    """
    committed = Path(__file__).parents[3] / "docs/schema/policy.json"

    assert copilot("rules", "schema", "policy").stdout == committed.read_text(encoding="utf-8")
