"""
One operation of the API, as the table of endpoints lists it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.person import Role

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aiohttp.typedefs import Handler
    from pydantic import BaseModel


@dataclass(frozen=True, slots=True)
class Endpoint:
    """
    One operation of the API.

    `role` None means that no login is needed. `query` describes the parameters behind the question mark.
    `takes_raw` and `gives_raw` say that the body in or out is bytes. `replies` are the bodies that are no
    errors, by status; None is an empty one. `errors` are the statuses of the problems it may answer with.
    """

    method: str
    path: str
    handler: Handler
    name: str
    summary: str
    replies: Mapping[int, type[BaseModel] | None]
    body: type[BaseModel] | None = None
    query: type[BaseModel] | None = None
    takes_raw: bool = False
    gives_raw: bool = False
    role: Role | None = Role.OPERATOR
    errors: tuple[int, ...] = (401, 403, 421, 500, 503)


BODY_ERRORS = (400, 408, 413, 415, 422)
