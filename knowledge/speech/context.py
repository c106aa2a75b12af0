"""
What the checker may know about the conversation a draft belongs to.
"""

from __future__ import annotations

import datetime as dt  # noqa: TC003 -- pydantic reads the annotations at run time
from typing import Annotated

from pydantic import Field

from knowledge.models import Line, Strict


class CheckContext(Strict):
    """
    Everything is optional; what is unknown is neither demanded of a draft nor written into it.

    `local_time` is the client's clock. `sla` is the term of the answer as it is said («до 18:00»). `facts`
    are known values by slot name (`order`, `link`, `amount`, …). `customer_texts` are the client's own
    messages.
    """

    local_time: dt.time | None = None
    shop_name: Line | None = None
    operator_name: Line | None = None
    client_name: Line | None = None
    sla: Line | None = None
    facts: dict[str, Line] = Field(default_factory=dict)
    customer_texts: Annotated[tuple[str, ...], Field(max_length=200)] = ()
    brands: tuple[Line, ...] = ()
    language: str = "ru"
    channel: str | None = None


NOTHING_KNOWN = CheckContext()
