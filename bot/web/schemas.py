"""
What goes over the wire, in and out; the OpenAPI document is made from these.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from bot.domain.question import PickHow
from faq.models import Answer
from knowledge.models import Audience, Kind, Question, Slug, Status
from knowledge.speech.report import DraftReport


class Incoming(BaseModel):
    """
    What callers send: strict types, no unknown fields.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Outgoing(BaseModel):
    """
    What callers get.
    """

    model_config = ConfigDict(frozen=True)


class AskRequest(Incoming):
    """
    A question. `mode` «words» answers at once, by words alone; «full» searches by meaning too.
    """

    question: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
    audience: Audience | None = Field(
        None, description="Whose entries may answer; staff may ask as either, and ask as operators by default"
    )
    top: Annotated[int, Field(ge=1, le=50)] = 5
    mode: Literal["words", "full"] = "full"
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")] | None = None


class AskReply(Answer):
    """
    The answer; `question_id` is the address for reporting which entry was used.
    """

    question_id: str


class PickRequest(Incoming):
    """
    Which entry the operator really used, and how; with `none_fitted` there is no entry.
    """

    entry: Slug | None
    how: PickHow

    @model_validator(mode="after")
    def _entry_unless_none_fitted(self) -> PickRequest:
        if (self.entry is None) != (self.how is PickHow.NONE_FITTED):
            raise PydanticCustomError("entry_and_none_fitted", "entry and how contradict each other")
        return self


class Link(Outgoing):
    """
    Another entry that can be opened.
    """

    id: str
    title: str


class CardReply(Outgoing):
    """
    An entry in full. `html` is its whole text, safe to show; `rung` is its layer of the standards.
    """

    id: str
    kind: Kind
    rung: Kind
    title: str
    html: str
    speakable: str | None
    ask_first: tuple[Question, ...]
    follow_ups: tuple[Link, ...]
    tags: tuple[str, ...]
    audience: Audience
    status: Status
    language: str
    valid: bool
    valid_from: dt.date | None
    valid_until: dt.date | None
    owner: str | None
    legal_basis: tuple[str, ...]
    sample: bool
    source: str
    kb_version: int


class Check(Outgoing):
    """
    One part of the application, and whether it works.
    """

    name: str
    ok: bool


class Health(Outgoing):
    """
    `starting` answers by words alone or not yet at all; `degraded` has a part that does not work.
    """

    status: Literal["ok", "starting", "degraded"]
    kb_version: int | None
    encoder: Literal["loading", "ready", "failed"]
    rules: Literal["loading", "ready", "outdated", "failed"]
    rules_problem: str | None = Field(
        None, description="Where the speech rules have mistakes; told to staff alone"
    )
    checks: tuple[Check, ...]


class ProblemField(Outgoing):
    """
    One wrong field of a request: its JSON pointer, a machine code, a sentence.
    """

    path: str
    code: str
    message: str


class Problem(Outgoing):
    """
    An error as RFC 9457 has it, with our machine `code` and the request's id.
    """

    type: str
    title: str
    status: int
    detail: str
    code: str
    request_id: str
    errors: tuple[ProblemField, ...] = ()
    report: DraftReport | None = Field(None, description="What was found in a reply that was not sent")
    rules: tuple[str, ...] = Field((), description="Rules that a reason is needed for")


class OpenApiDocument(Outgoing):
    """
    This document.
    """

    model_config = ConfigDict(extra="allow")

    openapi: str
    info: dict[str, Any]
    paths: dict[str, Any]
