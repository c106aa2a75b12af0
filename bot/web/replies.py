"""
Small things that handlers of several areas share: a model as a response, a number from the path.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from bot.errors import PageUnknown

if TYPE_CHECKING:
    from pydantic import BaseModel

LONGEST_NUMBER = 15


def json_reply(model: BaseModel, status: int = 200) -> web.Response:
    """
    Send a model as JSON.
    """
    return web.Response(body=model.model_dump_json().encode(), content_type="application/json", status=status)


def seq_of(request: web.Request) -> int:
    """
    Return the number of a message from the path.

    Raises:
        PageUnknown: it is no number.
    """
    text = request.match_info["seq"]
    if not (text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER):
        raise PageUnknown
    return int(text)
