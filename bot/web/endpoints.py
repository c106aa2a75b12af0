"""
The table of the API: routes are added from it and the OpenAPI document is written from it, so they agree.
"""

from __future__ import annotations

from bot.domain.draft import CheckedDraft
from bot.domain.person import Role
from bot.web import api, drafts, people
from bot.web.chat.endpoints import CHAT_ENDPOINTS
from bot.web.conversation_endpoints import CONVERSATION_ENDPOINTS
from bot.web.drafts import CheckRequest, DecisionRequest
from bot.web.endpoint import BODY_ERRORS, Endpoint
from bot.web.people_schemas import (
    ActiveRequest,
    InviteRequest,
    LinkReply,
    PeopleReply,
    PersonReply,
    RoleRequest,
)
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
        path="/api/v1/people",
        handler=people.everybody,
        name="people",
        summary="List staff and open invitations",
        replies={200: PeopleReply},
        role=Role.ADMIN,
    ),
    Endpoint(
        method="POST",
        path="/api/v1/people/invitations",
        handler=people.invite,
        name="invite",
        summary="Invite somebody; the link is told only here",
        body=InviteRequest,
        replies={201: LinkReply},
        role=Role.ADMIN,
        errors=(401, 403, 421, 500, 503, 507, *BODY_ERRORS),
    ),
    Endpoint(
        method="DELETE",
        path="/api/v1/people/invitations/{id}",
        handler=people.withdraw,
        name="withdraw_invitation",
        summary="Void an open invitation",
        replies={204: None},
        role=Role.ADMIN,
        errors=(401, 403, 404, 421, 500, 503, 507),
    ),
    Endpoint(
        method="POST",
        path="/api/v1/people/{id}/role",
        handler=people.set_role,
        name="set_role",
        summary="Give a person another role, from his next request on",
        body=RoleRequest,
        replies={200: PersonReply},
        role=Role.ADMIN,
        errors=(401, 403, 404, 409, 421, 500, 503, 507, *BODY_ERRORS),
    ),
    Endpoint(
        method="POST",
        path="/api/v1/people/{id}/active",
        handler=people.set_active,
        name="set_active",
        summary="Shut a person out at once, or let him in again",
        body=ActiveRequest,
        replies={200: PersonReply},
        role=Role.ADMIN,
        errors=(401, 403, 404, 409, 421, 500, 503, 507, *BODY_ERRORS),
    ),
    Endpoint(
        method="POST",
        path="/api/v1/people/{id}/password-link",
        handler=people.password_link,
        name="password_link",
        summary="Make a link by which a person sets a new password; it is told only here",
        replies={201: LinkReply},
        role=Role.ADMIN,
        errors=(401, 403, 404, 421, 500, 503, 507),
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
