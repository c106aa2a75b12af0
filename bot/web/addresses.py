"""
Where a request really comes from, for limits by address.
"""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING

from bot.web.keys import OPTIONS

if TYPE_CHECKING:
    from aiohttp import web

NETWORK_V6 = 64
"""Bits that one household or phone keeps of an IPv6 address; the rest it may change at will."""


def caller_address(request: web.Request) -> str:
    """
    Return the caller's address, of IPv6 its network.

    Behind `trusted_proxies` proxies the address is what the outermost of them has appended to
    `X-Forwarded-For`; what stands further to the left the caller may have made up.
    """
    address = request.remote or ""
    hops = request.app[OPTIONS].trusted_proxies
    if hops:
        header = ",".join(request.headers.getall("X-Forwarded-For", ()))
        forwarded = [part.strip() for part in header.split(",") if part.strip()]
        if len(forwarded) >= hops:
            address = forwarded[-hops]
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return request.remote or ""
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped is not None:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, NETWORK_V6), strict=False))
    return str(parsed)
