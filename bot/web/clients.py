"""
Where a request comes from, as far as it can be known.
"""

from __future__ import annotations

import ipaddress
import re
from typing import TYPE_CHECKING

from aiohttp import hdrs

from bot.domain.session import Client
from bot.web.keys import OPTIONS

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
    hops = request.app[OPTIONS].trusted_proxies
    return Client(
        address=_forwarded(request, hops) or request.remote,
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


def _forwarded(request: web.Request, hops: int) -> str | None:
    """
    Return the address that the outermost of our own proxies saw; None where there are none.

    Each proxy adds whom it saw at the right end. What stands further left was sent by the caller himself.
    """
    if hops == 0:
        return None
    seen = ",".join(request.headers.getall("X-Forwarded-For", [])).split(",")
    try:
        return str(ipaddress.ip_address(seen[-hops].strip()))
    except (IndexError, ValueError):
        return None
