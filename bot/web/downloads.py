"""
Sending files that came from outside, so that no browser runs anything in them, and taking them in.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from urllib.parse import quote

from aiohttp import web

from bot.conversation_errors import AttachmentTooLarge
from bot.errors import BodyNotJson, BodyTooSlow, ContentTypeUnsupported
from bot.web.keys import OPTIONS

if TYPE_CHECKING:
    from bot.domain.message import Attachment

CHUNK = 64 * 1024
SECONDS_PER_MEGABYTE = 10.0
"""How slow an upload may be: a phone in a lift, not somebody who holds the connection open."""

DOWNLOAD_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"


def file_response(attachment: Attachment, path: str) -> web.FileResponse:
    """
    Send a file to be saved, never to be shown in our origin; its name is written as RFC 6266 has it.
    """
    ending = attachment.name.rpartition(".")[2]
    plain = "".join(char if char.isascii() and (char.isalnum() or char in "-_. ") else "_" for char in ending)
    return web.FileResponse(
        path,
        headers={
            "Content-Type": attachment.media_type,
            "Content-Disposition": (
                f"attachment; filename=\"file.{plain}\"; filename*=UTF-8''{quote(attachment.name, safe='')}"
            ),
            "Content-Security-Policy": DOWNLOAD_POLICY,
            "Cache-Control": "private, no-store",
        },
    )


async def read_upload(request: web.Request, *, limit: int) -> bytes:
    """
    Read the body as the bytes of a file.

    Args:
        request: Declared as `application/octet-stream`, which no other site's page can send unasked.
        limit: Bytes it may have.

    Raises:
        ContentTypeUnsupported: it is declared as something else, or compressed.
        AttachmentTooLarge: it is larger.
        BodyTooSlow: it does not arrive in time.
        BodyNotJson: it breaks off.
    """
    if request.content_type != "application/octet-stream" or "Content-Encoding" in request.headers:
        raise ContentTypeUnsupported
    if request.content_length is not None and request.content_length > limit:
        raise AttachmentTooLarge(limit)
    data = bytearray()
    patience = request.app[OPTIONS].body_seconds + limit / 2**20 * SECONDS_PER_MEGABYTE
    try:
        async with asyncio.timeout(patience):
            async for chunk in request.content.iter_chunked(CHUNK):
                data += chunk
                if len(data) > limit:
                    raise AttachmentTooLarge(limit)
    except TimeoutError as error:
        raise BodyTooSlow from error
    except web.RequestPayloadError as error:
        raise BodyNotJson from error
    return bytes(data)
