"""
The pure modules of the desk do what their comments say: marks, sequence, choice, waiting times.
"""

from __future__ import annotations

from typing import Any

import pytest


async def imported(desk: Any, module: str, expression: str, argument: Any = None) -> Any:
    """
    Evaluate an expression over a module's exports, called `m`, and an argument, called `a`.
    """
    return await desk.page.evaluate(
        "async (a) => { const page = document.querySelector('script[type=module]').src;"
        f" const m = await import(new URL('./{module}', page)); return {expression}; }}",
        argument,
    )


@pytest.mark.parametrize(
    ("text", "marks", "expected"),
    [
        ("где заказ", [[4, 9]], ["где ", "[заказ]"]),
        ("😀👍🏽 заказ", [[4, 9]], ["😀👍🏽 ", "[заказ]"]),
        ("👍заказ😀", [[1, 6], [6, 7]], ["👍", "[заказ😀]"]),
        ("абв", [[2, 9], [-4, 1]], ["[а]", "б", "[в]"]),
        ("абв", [[1, 1], [3, 2]], ["абв"]),
        ("абвг", [[1, 3], [0, 2]], ["[абв]", "г"]),
        ("", [[0, 1]], []),
    ],
)
async def test_marks_count_code_points(
    desk: Any, text: str, marks: list[list[int]], expected: list[str]
) -> None:
    """
    Runs follow code points, not UTF-16 units; what is out of order or range is put right.
    """
    runs = await imported(desk, "marks.js", "m.segments(a.text, a.marks)", {"text": text, "marks": marks})

    assert expected == [f"[{run['text']}]" if run["marked"] else run["text"] for run in runs]


async def test_a_mark_after_emoji_is_drawn_on_its_word(desk: Any, api: Any) -> None:
    """
    The list marks the very word the server meant.
    """
    api.answers["full"]["candidates"][0]["excerpt"] = {"text": "😀😀 где заказ?", "marks": [[7, 12]]}

    await desk.type("заказ")
    await desk.settle("заказ")

    assert await desk.page.text_content("#results > li:first-child mark") == "заказ"


async def test_order_admits_what_is_newer_or_knows_more(desk: Any) -> None:
    """
    Words then meaning of one text pass; words after meaning, an older text, the same twice do not.
    """
    asked = [[1, 0], [1, 1], [1, 0], [2, 0], [1, 1], [2, 1], [2, 1], [3, 1]]
    admitted = await imported(
        desk,
        "sequence.js",
        "(() => { const o = new m.Order(); return a.map((x) => o.admits(...x)); })()",
        asked,
    )

    assert admitted == [True, True, False, True, False, True, False, True]


async def test_order_forgets(desk: Any) -> None:
    """
    After starting anew at version 5 nothing older passes.
    """
    admitted = await imported(
        desk,
        "sequence.js",
        "(() => { const o = new m.Order(); o.forget(5); return [o.admits(4, 1), o.admits(5, 0)]; })()",
    )

    assert admitted == [False, True]


async def test_waiting_times_double_up_to_a_bound(desk: Any) -> None:
    """
    From one second to fifteen, never more.
    """
    times = await imported(desk, "sequence.js", "[0, 1, 2, 3, 4, 20].map((n) => m.backoff(n, 1))")

    assert times == [1000, 2000, 4000, 8000, 15000, 15000]


async def test_choice_follows_its_entry(desk: Any) -> None:
    """
    Held, it stays with the entry or keeps the entry's row; released, it goes to the first.
    """
    chosen = await imported(
        desk,
        "choice.js",
        """(() => {
          const rows = (...ids) => ids.map((entry) => ({entry}));
          const held = m.move(m.arrive(m.NOTHING, rows("a", "b", "c")), 1);
          const reordered = m.arrive(held, rows("c", "b"));
          const dropped = m.arrive(held, rows("x", "y", "z"));
          const free = m.arrive(m.released(held), rows("x"));
          return [held.chosen, reordered.chosen, dropped.rows.map((row) => row.entry).join(""), free.chosen];
        })()""",
    )

    assert chosen == ["b", "b", "xbyz", "x"]
