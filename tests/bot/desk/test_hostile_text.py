"""
Whatever an entry holds is shown as text: nothing in it runs, loads or imitates the desk.
"""

from __future__ import annotations

from typing import Any

HOSTILE = "<img src=x onerror=\"document.title='broken'\"><script>document.title='broken'</script>"


async def test_titles_excerpts_and_speech_stay_text(desk: Any, api: Any) -> None:
    """
    Markup in plain fields is shown letter by letter, in the list and on the card.
    """
    entry = api.entries["delivery-when"]
    entry |= {"title": HOSTILE, "speakable": HOSTILE, "owner": HOSTILE, "source": HOSTILE, "tags": [HOSTILE]}
    entry["ask_first"] = [{"slot": "a", "question": HOSTILE}]
    entry["follow_ups"] = [{"id": "listen", "title": HOSTILE}]
    api.answers["full"]["candidates"][0] |= {
        "title": HOSTILE,
        "speakable": HOSTILE,
        "excerpt": {"text": HOSTILE, "marks": [[0, 4]]},
    }

    await desk.type(HOSTILE)
    await desk.settle(HOSTILE)
    title = await desk.page.text_content("#results .row-title >> nth=0")
    await desk.press("Enter")
    await desk.page.wait_for_selector("article.open .facts")

    assert title == HOSTILE
    assert await desk.page.text_content("#card-title") == HOSTILE
    assert await desk.page.text_content(".speakable") == HOSTILE
    assert await desk.page.locator("#desk img, #desk script").count() == 0
    assert await desk.page.title() != "broken"


async def test_rendered_text_passes_an_allow_list(desk: Any, api: Any) -> None:
    """
    Even if the server let markup through, handlers, frames, forms, styles and foreign classes do not arrive.
    """
    api.entries["delivery-when"]["html"] = (
        "<p onclick=\"document.title='broken'\" style='position:fixed' class='banner say'>текст</p>"
        "<a href='javascript:document.title=1'>ссылка</a><a href='https://example.org/?a=1'>внешняя</a>"
        "<form action='/logout'><input></form><iframe src='/desk'></iframe><svg><script>1</script></svg>"
        f"<base href='https://example.org'><meta http-equiv=refresh content='0;url=/x'>{HOSTILE}"
    )
    await desk.type("где")
    await desk.settle("где")
    await desk.press("Enter")
    await desk.page.wait_for_selector("article.open .facts")

    assert await desk.page.inner_html("#card .prose") == (
        '<p class="say">текст</p><a>ссылка</a>'
        '<a href="https://example.org/?a=1" target="_blank" rel="noopener noreferrer">внешняя</a>'
    )
    assert [complaint for complaint in desk.complaints if "has been blocked" not in complaint] == []
    desk.complaints.clear()  # Chromium notes what its policy keeps an inert document from as well


async def test_the_page_has_nothing_inline(api: Any, new_desk: Any) -> None:
    """
    Under the strict policy every page runs: no inline script or style, nothing from elsewhere.
    """
    desk = await new_desk()
    requested: list[str] = []
    desk.page.on("request", lambda request: requested.append(request.url))

    for path in ("/desk", "/login", "/error"):
        await desk.open(path)

    assert [url for url in requested if not url.startswith(api.url)] == []
    assert desk.complaints == []
