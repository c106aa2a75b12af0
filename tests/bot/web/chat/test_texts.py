"""
Every sentence of the chat exists in both languages, is asked for, and what is asked for exists.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.web.chat_texts import TEXTS

WEB = Path(__file__).parents[4] / "bot" / "web"
SOURCES = "".join(
    path.read_text("utf-8") for path in [*WEB.glob("static/chat/*.js"), *WEB.glob("templates/chat*.html")]
)
STATES = ("none", "bot", "waiting", "operator", "closed")
LINKS = ("offline", "connecting", "server")


def test_languages_say_the_same() -> None:
    """The keys are equal."""
    assert TEXTS["ru"].keys() == TEXTS["en"].keys()


@pytest.mark.parametrize("language", TEXTS)
def test_what_is_asked_for_exists_and_nothing_else(language: str) -> None:
    """No page shows a bare key, and no sentence is idle."""
    asked = set(re.findall(r"""["'](chat\.[a-z_.]+[a-z])["']""", SOURCES))
    asked |= {f"chat.state.{state}" for state in STATES} | {f"chat.link.{link}" for link in LINKS}
    asked -= {name for name in asked if name.endswith((".html", ".css", ".js"))}

    assert asked == set(TEXTS[language])
