"""
The table of the API: routes are added from it and the OpenAPI document is written from it, so they agree.
"""

from __future__ import annotations

from bot.domain.draft import CheckedDraft
from bot.web import api, drafts
from bot.web.chat.endpoints import CHAT_ENDPOINTS
from bot.web.conversation_endpoints import CONVERSATION_ENDPOINTS
from bot.web.drafts import CheckRequest, DecisionRequest
from bot.web.endpoint import BODY_ERRORS, Endpoint
from bot.web.schemas import (
    AskReply,
    AskRequest,
    CardReply,
    Health,
    OpenApiDocument,
    PickRequest,
)

OPEN_ERRORS = (421, 500)

ENDPOINTS = (
    Endpoint(
        method="POST",
        path="/api/v1/ask",
        handler=api.ask,
        name="ask",
        summary="Answer a question from the published knowledge base",
        body=AskRequest,
        replies={200: AskReply},
        errors=(401, 403, 421, 429, 500, 503, *BODY_ERRORS),
    ),
    Endpoint(
        method="GET",
        path="/api/v1/entries/{id}",
        handler=api.entry,
        name="entry",
        summary="Show an entry in full",
        replies={200: CardReply},
        errors=(401, 403, 404, 421, 500, 503),
    ),
    Endpoint(
        method="POST",
        path="/api/v1/questions/{id}/pick",
        handler=api.pick,
        name="pick",
        summary="Report which entry was used for a question",
        body=PickRequest,
        replies={204: None},
        errors=(401, 403, 404, 421, 500, 503, 507, *BODY_ERRORS),
    ),
    Endpoint(
        method="POST",
        path="/api/v1/drafts/check",
        handler=drafts.check,
        name="check_draft",
        summary="Check a draft against the speech rules; offsets are code points",
        body=CheckRequest,
        replies={200: CheckedDraft},
        errors=(401, 403, 421, 429, 500, 503, *BODY_ERRORS),
    ),
    Endpoint(
        method="POST",
        path="/api/v1/drafts/{draft_id}/decisions",
        handler=drafts.decide,
        name="decide_on_finding",
        summary="Report what became of a finding: fixed, dismissed, or sent anyway",
        body=DecisionRequest,
        replies={204: None},
        errors=(401, 403, 404, 409, 421, 429, 500, 503, 507, *BODY_ERRORS),
    ),
    Endpoint(
        method="GET",
        path="/api/v1/health",
        handler=api.health,
        name="health",
        summary="Tell how the application is; 503 when a part of it does not work",
        replies={200: Health, 503: Health},
        role=None,
        errors=OPEN_ERRORS,
    ),
    Endpoint(
        method="GET",
        path="/api/openapi.json",
        handler=api.openapi,
        name="openapi",
        summary="This document",
        replies={200: OpenApiDocument},
        role=None,
        errors=OPEN_ERRORS,
    ),
    *CONVERSATION_ENDPOINTS,
    *CHAT_ENDPOINTS,
)
