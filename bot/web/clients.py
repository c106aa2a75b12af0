"""
Where a request comes from, as far as it can be known.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from aiohttp import hdrs

from bot.domain.session import Client
from bot.web.addresses import client_address

if TYPE_CHECKING:
    from aiohttp import web

_BROWSERS = (
    ("YaBrowser/", "Яндекс Браузер"),
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
"""In the order in which to look: most of them also claim to be those below."""

_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iOS"),
    ("iPad", "iPadOS"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)
_PROGRAM = re.compile(r"[A-Za-z][A-Za-z0-9.-]{0,19}")


def client_of(request: web.Request) -> Client:
    """
    Return the network address and the browser of a request.
    """
    return Client(
        address=client_address(request),
        agent=agent_label(request.headers.get(hdrs.USER_AGENT, "")),
    )


def agent_label(header: str) -> str | None:
    """
    Name browser and system as their owner would, from a `User-Agent` header; None where it names neither.
    """
    header = header[:500]
    browser = next((name for mark, name in _BROWSERS if mark in header), None)
    system = next((name for mark, name in _SYSTEMS if mark in header), None)
    if browser is None and system is None:
        program = _PROGRAM.match(header)
        return program[0] if program else None
    return " · ".join(one for one in (browser, system) if one)
