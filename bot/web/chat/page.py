"""
The chat page, the script that other sites load, and a page to try both on.
"""

from __future__ import annotations

from aiohttp import hdrs, web

from bot.domain.upload import allowed_endings
from bot.errors import PageUnknown
from bot.web.chat_texts import TEXTS
from bot.web.keys import OPTIONS, PAGES
from bot.web.texts import LANGUAGES, accepted_language

LOADER = "chat/loader.js"
LOADER_CACHING = "public, max-age=300"
"""Sites name the script by one address for ever: a new version must reach them within minutes."""

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
    "form-action 'none'; base-uri 'none'; frame-ancestors {ancestors}"
)

DEMO_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; frame-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


async def page(request: web.Request) -> web.Response:
    """
    Show the chat, as a page of its own or inside a page of an allowed site.
    """
    options = request.app[OPTIONS]
    wanted = request.query.get("lang", "")
    language = (
        wanted
        if wanted in LANGUAGES
        else accepted_language(request.headers.get(hdrs.ACCEPT_LANGUAGE, ""), options.language)
    )
    text = request.app[PAGES].render(
        "chat.html",
        person=None,
        language=language,
        texts=TEXTS[language],
        limits={
            "megabytes": options.attachment_bytes // 2**20,
            "endings": [f".{ending}" for ending in allowed_endings()],
        },
    )
    ancestors = " ".join(["'self'", *sorted(options.chat_origins)])
    return web.Response(
        text=text,
        content_type="text/html",
        headers={
            "Content-Security-Policy": PAGE_POLICY.format(ancestors=ancestors),
            "Cross-Origin-Resource-Policy": "cross-origin",
        },
    )


async def loader(request: web.Request) -> web.Response:
    """
    Send the script that puts the chat's button onto a site.
    """
    asset = request.app[PAGES].assets.files[LOADER]
    return web.Response(
        body=asset.body,
        headers={
            "Content-Type": asset.content_type,
            "Cache-Control": LOADER_CACHING,
            "Cross-Origin-Resource-Policy": "cross-origin",
        },
    )


async def demo(request: web.Request) -> web.Response:
    """
    Show a made-up shop with the chat on it, where the settings ask for it.
    """
    if not request.app[OPTIONS].chat_demo:
        raise PageUnknown
    text = request.app[PAGES].render("chat_demo.html", person=None)
    return web.Response(text=text, content_type="text/html", headers={"Content-Security-Policy": DEMO_POLICY})
