"""
`copilot kb` and `copilot ask`: content in, versions, answers out.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    Copilot = Callable[..., subprocess.CompletedProcess[str]]


def test_from_content_to_answer_and_back(copilot: Copilot, kb: Path):
    """
    Publish, ask, change, look at the difference, publish again, go back: each step says what it did.
    """
    published = copilot("kb", "publish", kb, "--note", "первая")
    assert published.returncode == 0, published.stderr
    assert "Опубликована версия 1." in published.stdout

    asked = json.loads(copilot("ask", "цена доставки", "--json").stdout)
    assert asked["kb_version"] == 1
    assert asked["candidates"][0]["entry"] == "delivery"

    file = kb / "faq.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("299", "350"), encoding="utf-8")
    difference = copilot("kb", "diff", kb).stdout
    assert "изменено: 1" in difference
    assert "299" in difference
    assert "350" in difference
    assert json.loads(copilot("kb", "publish", kb, "--json").stdout)["number"] == 2

    rolled = copilot("kb", "rollback", "1")
    assert "Версия 3 повторяет версию 1." in rolled.stdout
    versions = json.loads(copilot("kb", "versions", "--json").stdout)
    assert [one["number"] for one in versions] == [3, 2, 1]
    assert "299" in copilot("ask", "сколько стоит доставка").stdout


def test_mistakes_are_shown_with_their_places(copilot: Copilot, kb: Path):
    """
    Every mistake at once, as file:line:column, in Russian, with exit status 1; nothing is published.
    """
    (kb / "bad.yaml").write_text("- id: Плохой id\n  tittle: x\n", encoding="utf-8")

    checked = copilot("kb", "validate", kb)
    refused = copilot("kb", "publish", kb)

    assert checked.returncode == 1
    assert "bad.yaml:1:7: ошибка" in checked.stdout
    assert "bad.yaml:2:3: ошибка" in checked.stdout
    assert refused.returncode == 1
    assert "bad.yaml:2:3" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert json.loads(copilot("kb", "versions", "--json").stdout) == []


def test_export_can_be_published_again(copilot: Copilot, kb: Path, tmp_path: Path):
    """
    What is exported reads back as the same content.
    """
    copilot("kb", "publish", kb)
    target = tmp_path / "export.yaml"

    assert copilot("kb", "export", target).returncode == 0
    assert json.loads(copilot("kb", "diff", target, "--json").stdout)["unchanged"] == 2


def test_ask_before_anything_is_published(copilot: Copilot):
    """
    Without a knowledge base the message says how to get one.
    """
    asked = copilot("ask", "что угодно")

    assert asked.returncode == 2
    assert asked.stderr.strip().endswith("copilot kb publish ПАПКА`")


def test_missing_folder_is_a_clear_error(copilot: Copilot, tmp_path: Path):
    """
    A folder that is not there is named.
    """
    checked = copilot("kb", "validate", tmp_path / "nowhere")

    assert checked.returncode == 1
    assert "Traceback" not in checked.stdout + checked.stderr


def test_english_messages(copilot: Copilot):
    """
    With INTERFACE_LANGUAGE=en the help and the messages are English.
    """
    assert "Ask the knowledge base a question" in copilot("--help", INTERFACE_LANGUAGE="en").stdout
    assert copilot("ask", "x", INTERFACE_LANGUAGE="en").stderr.startswith("Error: No knowledge base")


def test_bad_settings_are_one_message(copilot: Copilot):
    """
    Wrong settings are named, all at once, without a traceback.
    """
    done = copilot("kb", "versions", WEB_PORT="http", LOG_LEVEL="loud")

    assert done.returncode == 2
    assert "WEB_PORT" in done.stderr
    assert "LOG_LEVEL" in done.stderr
    assert "Traceback" not in done.stderr
