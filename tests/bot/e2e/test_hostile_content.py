"""
Whatever an admin publishes, by mistake or by a foreign hand, an operator's browser shows it as text.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

HOSTILE = """\
<script>window.pwned = 1</script> <img src=x onerror="window.pwned = 2"> <svg onload="window.pwned = 3">

[щёлкни](javascript:window.pwned=4) [данные](data:text/html,<script>window.pwned=5</script>) \
<a href="javascript:window.pwned=6">ссылка</a> ![картинка](https://evil.example/pixel.png)

<iframe src="https://evil.example/"></iframe> <style>body { display: none }</style> &lt;b&gt;

[хорошая](https://example.org/)
"""
BRACKETS = "[" * 49_000
MADE = "() => document.querySelectorAll('#card :is(script, img, iframe, style, b)').length"
ENTRIES = [
    {
        "id": "hostile",
        "kind": "script",
        "audience": "customer",
        "title": "Взлом <img src=x onerror=window.pwned=7> «кавычки» \"и\" 'апостроф'",
        "body": HOSTILE,
        "speakable": "Скажите: <b onmouseover=window.pwned=8>взлом</b> {{ 7 * 7 }} ${7 * 7}",
        "owner": "<script>window.pwned = 9</script>",
        "tags": ["</script><script>window.pwned = 10</script>"],
    },
    {
        "id": "brackets",
        "kind": "instruction",
        "title": "Скобочный текст",
        "body": "Скобки.",
        "stages": [
            {"name": name, "do": BRACKETS, "say": BRACKETS + " конец"} for name in ("Первый", "Второй")
        ],
    },
]


@pytest.fixture(scope="module")
def program(new_program: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """
    A program that serves hostile entries.
    """
    program = new_program(empty=True)
    file = tmp_path_factory.mktemp("hostile") / "hostile.yaml"
    file.write_text(json.dumps({"entries": ENTRIES}, ensure_ascii=False), encoding="utf-8")
    program.run("kb", "publish", file)
    program.start()
    program.wait_until(status="ok")
    return program


async def test_hostile_text_is_shown_and_does_nothing(desk: Any) -> None:
    """
    Markup is read as text, no script runs, nobody else is called.

    A bad link is no link; an image is a link that nobody has followed.
    """
    await desk.ask("взлом кавычки апостроф")
    listed = await desk.text("#results > li:first-child .row-title")
    await desk.press("Enter")
    await desk.opened("hostile")
    await desk.page.hover(".speakable")
    card = await desk.text("#card")
    links = await desk.page.eval_on_selector_all("#card a", "links => links.map(link => link.href)")
    made = await desk.page.evaluate(MADE)
    await desk.press("Control+Enter")
    await desk.page.wait_for_selector("#toast[data-tone=done]:not(:empty)")
    await desk.shoot("hostile-1280")

    assert listed == ENTRIES[0]["title"]
    assert "<script>window.pwned = 1</script>" in card
    assert "<iframe src=" in card
    assert links == ["https://evil.example/pixel.png", "https://example.org/"]
    assert made == 0
    assert await desk.clipboard() == ENTRIES[0]["speakable"]
    assert await desk.page.evaluate("() => window.pwned") is None


async def test_a_text_made_to_stall_the_renderer_opens(desk: Any) -> None:
    """
    Two hundred thousand brackets are shown: a naive Markdown parser works longer than the desk waits.
    """
    await desk.ask("скобочный текст")

    await desk.press("Enter")
    await desk.opened("brackets")

    assert "конец" in await desk.text("#card .prose")
