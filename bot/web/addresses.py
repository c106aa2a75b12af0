"""
Where a request really comes from, our own proxies looked through.
"""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING

from bot.web.keys import OPTIONS

if TYPE_CHECKING:
    from aiohttp import web

NETWORK_V6 = 64
"""Bits that one household or phone keeps of an IPv6 address; the rest it may change at will."""


def client_address(request: web.Request) -> str | None:
    """
    Return the address a request comes from, as far as it can be known.

    Behind `trusted_proxies` proxies that is what the outermost of them has appended to `X-Forwarded-For`;
    what stands further to the left the caller may have made up.
    """
    hops = request.app[OPTIONS].trusted_proxies
    if hops:
        seen = ",".join(request.headers.getall("X-Forwarded-For", ())).split(",")
        try:
            return str(ipaddress.ip_address(seen[-hops].strip()))
        except (IndexError, ValueError):
            return request.remote
    return request.remote


def caller_network(request: web.Request) -> str:
    """
    Return the caller's address, of IPv6 its network: what limits are counted by.
    """
    address = client_address(request) or ""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped is not None:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, NETWORK_V6), strict=False))
    return str(parsed)
