"""
Every sentence of the desk exists in both languages, and every sentence that is asked for exists.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.domain.audit import Act
from bot.web.desk_texts import TEXTS as DESK_TEXTS
from bot.web.people_texts import TEXTS as PEOPLE_TEXTS
from knowledge.models import Audience, Kind, Status

WEB = Path(__file__).parents[3] / "bot" / "web"
TEXTS = {language: {**DESK_TEXTS[language], **PEOPLE_TEXTS[language]} for language in DESK_TEXTS}
PLURALS = ("one", "few", "many", "other")


def test_languages_say_the_same() -> None:
    """
    Keys are equal, but for plural forms that a language does not have.
    """
    keys = {
        language: {
            key.rpartition(".")[0] + ".*" if key.rpartition(".")[2] in PLURALS else key for key in texts
        }
        for language, texts in TEXTS.items()
    }

    assert keys["ru"] == keys["en"]


OTHERS = {"chat.html", "chat_demo.html"}
"""Pages with a table of their own."""


@pytest.mark.parametrize("language", TEXTS)
def test_templates_and_scripts_ask_for_what_exists(language: str) -> None:
    """
    No page shows a bare key.
    """
    sources = "".join(
        path.read_text("utf-8")
        for path in [*WEB.glob("static/*.js"), *WEB.glob("templates/*.html")]
        if path.name not in OTHERS
    )
    asked = {key for key in re.findall(r"""\bt\(\s*["']([a-z_.]+)["']""", sources) if not key.endswith(".")}
    asked |= {f"kind.{kind}" for kind in Kind} | {
        f"caution.{kind}" for kind in Kind if kind is not Kind.SCRIPT
    }
    asked |= {f"rung.{kind}" for kind in Kind if kind is not Kind.SCRIPT}
    asked |= {f"status.{status}" for status in Status if status is not Status.APPROVED}
    asked |= {f"act.{act}" for act in Act}
    asked |= {f"audience.{audience}" for audience in Audience}
    asked |= {f"trouble.{kind}" for kind in ("offline", "session", "limited", "refused", "server")}

    assert set() == asked - set(TEXTS[language])


@pytest.mark.parametrize("language", TEXTS)
def test_no_sentence_is_idle(language: str) -> None:
    """
    Each is asked for somewhere.
    """
    sources = "".join(
        path.read_text("utf-8")
        for path in [*WEB.glob("static/*.js"), *WEB.glob("templates/*.html")]
        if path.name not in OTHERS
    )
    composed = (
        *re.findall(r"""["`]([a-z_.]+\.)(?:\$\{|"\s*~)""", sources),
        *(f"{key}." for key in re.findall(r"""\bplural\(\s*"([a-z_.]+)\"""", sources)),
        "detail.",  # code words in the records of the audit log
    )
    idle = {
        key
        for key in TEXTS[language]
        if not key.startswith(composed) and f'"{key}"' not in sources and f"'{key}'" not in sources
    }

    assert set() == idle
