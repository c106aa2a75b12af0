"""
The web's view of the container.
"""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING

from bot.domain.origins import parse_origins
from bot.library import EncoderState
from bot.web.ports import Options, Services

if TYPE_CHECKING:
    from bot.container import Container
    from bot.library import Library
    from bot.settings import Settings


def services(container: Container) -> Services:
    """
    Return what the web calls.
    """
    library = container.library
    return Services(
        ask=container.ask,
        cards=container.cards,
        picks=container.questions,
        check_draft=container.check_draft,
        decisions=container.showings,
        rules=container.speech,
        sessions=container.sessions,
        access=container.access,
        conversations=container.conversations,
        people=container.people,
        chat_sessions=container.chat_sessions,
        clock=container.clock,
        kb_version=lambda: library.base.version if library.base else None,
        encoder_state=lambda: str(_meaning(library)),
        pings={
            "database": container.database.ping,
            "question_log": container.questions.ping,
            "showing_log": container.showings.ping,
        },
    )


def _meaning(library: Library) -> EncoderState:
    """
    Return how search by meaning is: a ready encoder is of no use until the texts have their vectors.
    """
    state, base = library.encoder_state, library.base
    waits = state is EncoderState.READY and base is not None and not base.has_vectors
    return EncoderState.LOADING if waits else state


def options(settings: Settings) -> Options:
    """
    Return how the web behaves.
    """
    return Options(
        host=settings.web_host,
        public_url=settings.public_url,
        language=settings.interface_language,
        session_hours=settings.session_hours,
        trusted_proxies=settings.trusted_proxies,
        zone=settings.zone,
        program_version=version("operator-copilot"),
        chat_origins=parse_origins(settings.chat_origins),
        chat_demo=settings.chat_demo,
        chat_session_days=settings.chat_session_days,
        chat_address_sockets=settings.chat_address_sockets,
        newcomers_at_once=settings.chat_address_sockets,
        attachment_bytes=settings.attachment_megabytes * 2**20,
    )
