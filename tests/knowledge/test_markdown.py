"""
A Markdown file is one entry.
"""

from __future__ import annotations

import pytest


def test_front_matter_and_body(read):
    """
    Fields stand in the front matter, the body below it.
    """
    text = "---\nid: return\ntitle: Как вернуть?\naudience: customer\n---\n\n**Просто.**\n\n- раз\n"
    (item,) = read("return.md", text).entries

    assert (
        item.entry.id,
        item.entry.title,
        item.entry.body,
    ) == ("return", "Как вернуть?", "**Просто.**\n\n- раз")


def test_the_heading_is_the_title_and_the_file_name_the_id(read):
    """
    A bare Markdown file is an entry too.
    """
    (item,) = read("Возврат товара.md", "# Как вернуть товар? #\n\nПросто.\n").entries

    assert (
        item.entry.id,
        item.entry.title,
        item.entry.body,
    ) == ("vozvrat-tovara", "Как вернуть товар?", "Просто.")


def test_windows_line_ends(read):
    """
    CRLF does not hide the front matter.
    """
    (item,) = read("a.md", "---\r\ntitle: В\r\n---\r\nО1\r\nО2\r\n").entries

    assert item.entry.body == "О1\nО2"


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("---\ntitle: В\nbody: О\n", "front_matter_open", 1, 1),
        ("---\ntitle: В\nstatus: готово\n---\nО\n", "wrong_choice", 3, 9),
        ("---\ntitle: В\n---\n", "missing", 2, 1),
        ("---\ntitle: В\nbody: О\n---\nЕщё\n", "duplicate_key", 5, 1),
        ("---\n- a\n---\nО\n", "not_an_entry", 2, 1),
        ("---\ntitle: a: b\n---\nО\n", "yaml_colon", 2, 9),
    ],
)
def test_a_mistake_has_its_place(read, text, code, line, column):
    """
    Lines are those of the file, not of the front matter.
    """
    found = [
        (problem.code, problem.location.line, problem.location.column)
        for problem in read("a.md", text).problems
    ]

    assert [(code, line, column)] == found
