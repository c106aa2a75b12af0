"""
The handlers of the pages: the desk and the files it is made of.
"""

from __future__ import annotations

from aiohttp import web

from bot.errors import PageUnknown
from bot.web.keys import PAGES, SESSION

FOREVER = "public, max-age=31536000, immutable"
ICON = "icon.svg"


async def home(_request: web.Request) -> web.Response:
    """
    Lead to the desk.
    """
    return web.Response(status=302, headers={"Location": "/desk"})


async def desk(request: web.Request) -> web.Response:
    """
    Show the operator desk.
    """
    text = request.app[PAGES].render("desk.html", person=request[SESSION].person)
    return web.Response(text=text, content_type="text/html")


async def static(request: web.Request) -> web.Response:
    """
    Send one of the desk's files; under the hash of another state there is none.
    """
    if request.match_info["digest"] != request.app[PAGES].assets.digest:
        raise PageUnknown
    return _file(request, request.match_info["name"], FOREVER)


async def favicon(request: web.Request) -> web.Response:
    """
    Send the icon to a browser that looks for it where browsers always have.
    """
    return _file(request, ICON, "public, max-age=86400")


def _file(request: web.Request, name: str, caching: str) -> web.Response:
    asset = request.app[PAGES].assets.files.get(name)
    if asset is None:
        raise PageUnknown
    headers = {"Content-Type": asset.content_type, "Cache-Control": caching}
    return web.Response(body=asset.body, headers=headers)
