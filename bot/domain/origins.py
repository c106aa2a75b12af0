"""
Origins of web pages, such as `https://shop.example`, as browsers write them.
"""

from __future__ import annotations

import re

# No wildcard and no path: what stands here goes into a policy header as it is.
_ORIGIN = re.compile(r"https?://(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:]+\])(?::[0-9]{1,5})?")


def parse_origins(text: str) -> frozenset[str]:
    """
    Read «https://shop.example, https://www.shop.example:8443».

    Raises:
        ValueError: naming the part that is no origin.
    """
    parts = [part.strip().lower() for part in text.split(",") if part.strip()]
    for part in parts:
        if not _ORIGIN.fullmatch(part):
            raise ValueError(f"{part!r} is not like «https://shop.example»")
    return frozenset(parts)
