"""
Conversations as staff get them over the wire: from the domain's values to the schemas.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.sla import SOON
from bot.usecases.conversations.gate import local_time
from bot.web.conversation_schemas import (
    AssignmentOut,
    AttachmentOut,
    ChoiceOut,
    ConversationOut,
    CustomerOut,
    DeliveryOut,
    DossierReply,
    MessageOut,
    RatingOut,
    SummaryOut,
    WaitOut,
)

if TYPE_CHECKING:
    import datetime as dt

    from bot.domain.conversation import Conversation
    from bot.domain.delivery import Delivery
    from bot.domain.message import Attachment, Message
    from bot.domain.sla import Sla
    from bot.usecases.conversations.reading import Dossier, Summary


def conversation_out(conversation: Conversation, sla: Sla, now: dt.datetime) -> ConversationOut:
    """
    Show a conversation. A zone's rules are read from disk when first needed: not on the event loop.
    """
    customer = conversation.customer
    clock = local_time(customer.time_zone, now)
    return ConversationOut(
        id=conversation.id,
        customer=CustomerOut(
            channel=customer.channel,
            name=customer.name,
            language=customer.language,
            time_zone=customer.time_zone,
            local_time=clock.strftime("%H:%M") if clock else None,
        ),
        state=conversation.state,
        operator=conversation.operator,
        created_at=conversation.created_at,
        active_at=conversation.active_at,
        last_seq=conversation.last_seq,
        owed_since=conversation.owed_since,
        handed_over_at=conversation.handed_over_at,
        first_response_at=conversation.first_response_at,
        closed_at=conversation.closed_at,
        wait=_wait(conversation, sla, now),
    )


def summary_out(summary: Summary, sla: Sla, now: dt.datetime) -> SummaryOut:
    """
    Show a conversation in a list.
    """
    return SummaryOut(
        conversation=conversation_out(summary.conversation, sla, now),
        last=message_out(summary.last) if summary.last else None,
        viewers=summary.viewers,
    )


def dossier_out(dossier: Dossier, sla: Sla, now: dt.datetime) -> DossierReply:
    """
    Show everything about a conversation.
    """
    return DossierReply(
        conversation=conversation_out(dossier.conversation, sla, now),
        messages=tuple(map(message_out, dossier.messages)),
        assignments=tuple(
            AssignmentOut(at=one.at, happening=one.happening, by=one.by, operator=one.operator, note=one.note)
            for one in dossier.assignments
        ),
        deliveries=tuple(map(delivery_out, dossier.deliveries)),
        ratings=tuple(RatingOut(score=one.score, comment=one.comment, at=one.at) for one in dossier.ratings),
        history=tuple(conversation_out(one, sla, now) for one in dossier.history),
        viewers=dossier.viewers,
        now=now,
    )


def message_out(message: Message) -> MessageOut:
    """
    Show a message.
    """
    return MessageOut(
        seq=message.seq,
        author=message.author.role,
        person=message.author.person,
        kind=message.kind,
        text=message.text,
        at=message.at,
        internal=message.internal,
        signed=message.signed,
        client_key=message.client_key,
        reply_to=message.reply_to,
        edited_at=message.edited_at,
        attachments=tuple(map(attachment_out, message.attachments)),
        choices=tuple(ChoiceOut(label=one.label, entry=one.entry) for one in message.choices),
        happening=message.happening,
        entry=message.entry,
    )


def attachment_out(attachment: Attachment) -> AttachmentOut:
    """
    Show a file.
    """
    return AttachmentOut(
        id=attachment.id, name=attachment.name, media_type=attachment.media_type, size=attachment.size
    )


def delivery_out(delivery: Delivery) -> DeliveryOut:
    """
    Show how far a message has come; not where to, which would prove to be the customer.
    """
    return DeliveryOut(
        conversation=delivery.conversation,
        seq=delivery.seq,
        state=delivery.state,
        attempts=delivery.attempts,
        error=delivery.error,
    )


def _wait(conversation: Conversation, sla: Sla, now: dt.datetime) -> WaitOut | None:
    wait = sla.wait(conversation, now)
    if wait is None:
        return None
    allowed = sla.target(conversation.customer.channel)
    return WaitOut(deadline=wait.deadline, soon_at=wait.deadline - allowed * (1 - SOON), mark=wait.mark)
