"""
What one operation of the API is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.person import Role

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aiohttp.typedefs import Handler
    from pydantic import BaseModel

BODY_ERRORS = (400, 408, 413, 415, 422)
"""What any operation with a body may answer."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """
    One operation of the API.

    `role` None means that no login is needed. `query` describes the parameters. `replies` are the bodies that
    are no errors, by status; None is an empty one. `errors` are the statuses of the problems it may answer
    with. One that `uploads` takes the bytes of a file as its body, one that `downloads` answers with them.
    """

    method: str
    path: str
    handler: Handler
    name: str
    summary: str
    replies: Mapping[int, type[BaseModel] | None]
    body: type[BaseModel] | None = None
    query: type[BaseModel] | None = None
    role: Role | None = Role.OPERATOR
    uploads: bool = False
    downloads: bool = False
    errors: tuple[int, ...] = (401, 403, 421, 500, 503)
