"""
What every request must pass and every response must carry, whatever it is about.
"""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from aiohttp import hdrs

from bot.errors import ForeignHost, ForeignOrigin

if TYPE_CHECKING:
    from aiohttp import web

    from bot.web.ports import Options

SAFE_METHODS = frozenset({hdrs.METH_GET, hdrs.METH_HEAD, hdrs.METH_OPTIONS})
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
SAME_SITES = frozenset({None, "same-origin", "none"})
"""Values of `Sec-Fetch-Site` that an unsafe request may carry; None is an old browser, or none at all."""

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "no-referrer",
    "Server": "copilot",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
STRICT_TRANSPORT = "max-age=31536000"


def add_headers(response: web.StreamResponse, options: Options) -> None:
    """
    Add what every response carries and does not say otherwise; only a file under its hash may be cached.
    """
    # A response that brings a policy of its own says there who may frame it.
    has_policy = "Content-Security-Policy" in response.headers
    for name, value in HEADERS.items():
        if not (has_policy and name == "X-Frame-Options"):
            response.headers.setdefault(name, value)
    response.headers["Server"] = HEADERS["Server"]
    response.headers.setdefault("Cache-Control", "no-store")
    if options.is_https:
        response.headers["Strict-Transport-Security"] = STRICT_TRANSPORT


class Guard:
    """
    Turns away requests that a browser was tricked into.

    Against DNS rebinding, only known hosts are answered: a page of `evil.example` that has made its name
    point to this machine still sends its own name. Against cross-site requests, an unsafe method needs a sign
    that our own page sent it: `Sec-Fetch-Site` or a matching `Origin`. A request with neither comes from no
    browser (each of them sends `Origin` with a POST), so no cookie was taken along against its owner's will.
    """

    def __init__(self, options: Options) -> None:
        public = urlsplit(options.public_url or "")
        self._public_origin = f"{public.scheme}://{public.netloc}".lower() if public.netloc else None
        self._hosts = LOOPBACK | {options.host.lower()} | ({public.hostname} if public.hostname else set())
        self._any_address = options.host in {"0.0.0.0", "::", ""}  # noqa: S104 -- compared, not bound

    def check(self, request: web.Request) -> None:
        """
        Let a request pass or raise.

        Raises:
            ForeignHost: if it names a host that is not ours.
            ForeignOrigin: if another site's page sent it with an unsafe method.
        """
        host = request.headers.get(hdrs.HOST, "").lower()
        if not self._is_ours(host):
            raise ForeignHost
        if request.method not in SAFE_METHODS and not self._is_same_origin(request, host):
            raise ForeignOrigin

    def check_socket(self, request: web.Request, *, others: frozenset[str] = frozenset()) -> None:
        """
        Let a WebSocket handshake pass or raise; every browser names the page's origin with one.

        Args:
            request: The handshake: a GET, which `check` lets pass and the browser sends cookies along with.
            others: Origins that may connect besides our own.

        Raises:
            ForeignOrigin: if another site's page opens it, or no page says that it does.
        """
        origin = request.headers.get(hdrs.ORIGIN, "").lower()
        if origin not in others and not self.is_own(origin, request):
            raise ForeignOrigin

    def is_own(self, origin: str, request: web.Request) -> bool:
        """
        Tell whether `origin`, in lower case, is the one that `request` was sent to.
        """
        host = request.headers.get(hdrs.HOST, "").lower()
        return bool(origin) and (origin == self._public_origin or _host_of(origin) == host)

    def _is_ours(self, host: str) -> bool:
        try:
            name = urlsplit(f"//{host}").hostname
        except ValueError:
            return False
        if name in self._hosts:
            return True
        # A name can be made to point anywhere, an address cannot: it is where the browser really went.
        return self._any_address and _is_address(name)

    def _is_same_origin(self, request: web.Request, host: str) -> bool:
        site = request.headers.get("Sec-Fetch-Site")
        origin = request.headers.get(hdrs.ORIGIN)
        if origin == "null":
            # What a browser writes for a form of a page that sends no referrer, as ours do, but for a
            # sandboxed frame as well: the other header, which no page can set, tells them apart.
            return site == "same-origin"
        if origin is not None:
            # The scheme is left to the browser's own check: behind a proxy we see http where it sees https.
            ours = origin.lower() == self._public_origin or _host_of(origin) == host
            return ours and site in SAME_SITES
        return site in SAME_SITES


def _host_of(origin: str) -> str | None:
    """
    Return host and port of an http origin in lower case; None for `null` and anything malformed.
    """
    try:
        parts = urlsplit(origin)
    except ValueError:
        return None
    return parts.netloc.lower() if parts.scheme in {"http", "https"} and not parts.path else None


def _is_address(name: str | None) -> bool:
    try:
        ipaddress.ip_address(name or "")
    except ValueError:
        return False
    return True
