"""
Texts as Telegram takes them: valid HTML, within the limit, nothing lost.
"""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.html import LIMIT, from_markdown, plain, split, underlined

from .fake_api import shown


@given(
    st.lists(
        st.sampled_from(
            [
                "слово ",
                "**жирно** ",
                "*курсив* ",
                "`код` ",
                "< & > ",
                "\n\n",
                "- пункт\n",
                "😀",
                "[имя](https://a.b) ",
            ]
        )
    )
)
def test_markdown_becomes_valid_html(words: list[str]) -> None:
    """
    Whatever an entry holds, the parts are valid, short enough, and together say all of it.
    """
    html = from_markdown("".join(words) * 40)
    parts = split(html, 300)

    assert all(len(shown(part, "HTML").encode("utf-16-le")) // 2 <= 300 for part in parts)
    assert "".join("".join(shown(part, "HTML").split()) for part in parts) == "".join(
        shown(html, "HTML").split()
    )


def test_split_prefers_paragraphs() -> None:
    """
    A cut falls between paragraphs where there is one in the second half, else after a sentence, else a word.
    """
    assert split("а" * 60 + "\n\n" + "б" * 60, 100) == ["а" * 60, "б" * 60]
    assert split("а" * 60 + ". " + "б" * 60, 100) == ["а" * 60 + ".", "б" * 60]
    assert split("а" * 250, 100) == ["а" * 100, "а" * 100, "а" * 50]


def test_tags_are_opened_again() -> None:
    """
    Bold that reaches over a cut is bold on both sides of it.
    """
    assert split("<b>" + "а" * 8 + " " + "б" * 8 + "</b>", 10) == [
        "<b>" + "а" * 8 + "</b>",
        "<b>" + "б" * 8 + "</b>",
    ]


def test_emoji_count_as_telegram_counts() -> None:
    """
    A character outside the basic plane is two.
    """
    assert [len(part) for part in split("😀" * LIMIT)] == [LIMIT // 2, LIMIT // 2]


def test_dangerous_links_are_words() -> None:
    """
    Only web, mail and phone addresses become links.
    """
    assert from_markdown("[a](tg://user?id=1) [b](https://x.y/?a=1&b=2)") == (
        'a <a href="https://x.y/?a=1&amp;b=2">b</a>'
    )


def test_findings_are_underlined() -> None:
    """
    Overlapping findings are one line; signs are escaped on both sides.
    """
    assert underlined("<а> бвг", [(4, 6), (5, 7)]) == "&lt;а&gt; <u>бвг</u>"
    assert plain("<b>&") == "&lt;b&gt;&amp;"
