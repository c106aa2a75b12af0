"""
`copilot check` and `copilot batch check`: the contract of reports and exit statuses.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    Copilot = Callable[..., subprocess.CompletedProcess[str]]

BAD = "К сожалению, я этого не знаю."


def test_draft_with_a_stop_phrase(copilot: Copilot):
    """
    The phrase is named with its place, the reason and a rewording; the exit status is 1.
    """
    done = copilot("check", "--no-hints", "--json", stdin=BAD)
    report = json.loads(done.stdout)

    assert done.returncode == 1, done.stderr
    assert report["verdict"] == "blocked"
    (finding,) = [one for one in report["findings"] if one["severity"] == "error"]
    assert BAD[finding["start"] : finding["end"]] == finding["text"]
    assert finding["category"] == "ignorance_refusal"
    assert report["rewrite"]["open_slots"]


def test_clean_draft_from_a_file(copilot: Copilot, tmp_path: Path):
    """
    A clean draft says so, with exit status 0.
    """
    draft = tmp_path / "draft.txt"
    draft.write_text("Добрый день! Заказ привезут завтра с 10 до 14.", encoding="utf-8")
    done = copilot("check", "--no-hints", draft)

    assert (done.returncode, done.stdout.strip()) == (0, "Чисто: можно отправлять.")


@pytest.mark.parametrize("arguments", [["/nowhere.txt"], ["--local-time", "25:99"]])
def test_what_cannot_be_checked(arguments: list[str], copilot: Copilot):
    """
    A missing file or a time that is none is a clear error with exit status 2.
    """
    done = copilot("check", *arguments, stdin="текст")

    assert done.returncode == 2
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr


def test_not_utf8_is_refused(copilot: Copilot):
    """
    Bytes that are no UTF-8 are refused.
    """
    done = copilot("check", stdin="я не знаю".encode("cp1251"))

    assert done.returncode == 2
    assert "UTF-8" in done.stderr


def test_batch_keeps_order_and_ids(copilot: Copilot):
    """
    One report a line, with its id, in the order of the drafts; the client's clock is heeded.
    """
    drafts = [
        {"id": "b", "text": BAD},
        {"id": "a", "text": "Заказ привезут завтра с 10 до 14."},
        {"id": "c", "text": "Доброе утро! Заказ привезут завтра с 10 до 14.", "local_time": "20:00"},
    ]
    done = copilot("batch", "check", "--no-hints", stdin="\n".join(map(json.dumps, drafts)))
    reports = [json.loads(line) for line in done.stdout.splitlines()]

    assert done.returncode == 0, done.stderr
    assert [report["id"] for report in reports] == ["b", "a", "c"]
    assert [report["verdict"] for report in reports] == ["blocked", "clean", "needs_decision"]
    assert set(reports[0]) == {"id", "verdict", "findings", "suppressed", "rewrite"}


def test_batch_names_a_bad_line(copilot: Copilot):
    """
    A line with a wrong time is refused with its number.
    """
    done = copilot("batch", "check", stdin='{"id": "1", "text": "x", "local_time": "late"}')

    assert done.returncode == 2
    assert "Строка 1" in done.stderr


@pytest.mark.usefixtures("hints")
def test_batch_hints_at_paraphrases(copilot: Copilot):
    """
    What no rule lists is hinted at by meaning, in the same form of report, and only where that is wanted.
    """
    line = json.dumps({"id": "a", "text": "Мне про это рассказать нечего."})
    hinted = json.loads(copilot("batch", "check", stdin=line).stdout)
    plain = json.loads(copilot("batch", "check", "--no-hints", stdin=line).stdout)

    assert [(one["by"], one["severity"]) for one in hinted["findings"]] == [("meaning", "suggestion")]
    assert (hinted["verdict"], plain["verdict"]) == ("hint", "clean")
    assert set(hinted) == set(plain)


def test_without_a_model_the_rules_check_alone(copilot: Copilot, tmp_path: Path):
    """
    A missing encoder is told on standard error and stops nothing.
    """
    done = copilot("check", "--json", stdin=BAD, EMBEDDING_MODEL=str(tmp_path / "nowhere"))

    assert done.returncode == 1
    assert json.loads(done.stdout)["verdict"] == "blocked"
    assert "Без подсказок по смыслу" in done.stderr


def test_asking_a_model_needs_one(copilot: Copilot):
    """
    `--llm` without LLM_URL says which settings are missing.
    """
    done = copilot("check", "--no-hints", "--llm", stdin=BAD)

    assert done.returncode == 2
    assert "LLM_URL" in done.stderr
