"""
What can go wrong in a conversation: leaves of the application's one root, each with its data.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.errors import BotError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from knowledge.speech.report import DraftReport


class ConversationError(BotError):
    """
    The root of everything that a conversation refuses.
    """


class ConversationUnknown(ConversationError):
    """
    There is no such conversation, or the caller may not see it.
    """

    def __init__(self, conversation: str) -> None:
        self.conversation = conversation
        super().__init__(conversation)


class AlreadyTaken(ConversationError):
    """
    The colleague `by` was faster.
    """

    def __init__(self, by: str) -> None:
        self.by = by
        super().__init__(by)


class NotYours(ConversationError):
    """
    Only the operator who leads the conversation may do this; `by` leads it, None if nobody does.
    """

    def __init__(self, by: str | None) -> None:
        self.by = by
        super().__init__(by)


class ConversationClosed(ConversationError):
    """
    The conversation has ended; the customer's next message opens it again.
    """


class PassedToSelf(ConversationError):
    """
    An operator tried to pass a conversation on to himself.
    """


class ColleagueInactive(ConversationError):
    """
    The colleague `person` no longer works here.
    """

    def __init__(self, person: str) -> None:
        self.person = person
        super().__init__(person)


class MessageUnknown(ConversationError):
    """
    There is no message `seq` in the conversation, or the caller may not touch it.
    """

    def __init__(self, seq: int) -> None:
        self.seq = seq
        super().__init__(seq)


class MessageEmpty(ConversationError):
    """
    The message has neither a visible character nor a file.
    """


class MessageTooLong(ConversationError):
    """
    The text has more than `limit` characters.
    """

    def __init__(self, limit: int) -> None:
        self.limit = limit
        super().__init__(limit)


class ClientKeyInvalid(ConversationError):
    """
    The idempotency key is empty, too long, or holds other than printable ASCII characters.
    """


class ClientKeyReused(ConversationError):
    """
    The idempotency key was sent before, with another text.
    """


class TooManyAttachments(ConversationError):
    """
    More than `limit` files came with one message.
    """

    def __init__(self, limit: int) -> None:
        self.limit = limit
        super().__init__(limit)


class AttachmentUnknown(ConversationError):
    """
    There is no such file, it is already sent, or the caller may not see it.
    """

    def __init__(self, attachment: str) -> None:
        self.attachment = attachment
        super().__init__(attachment)


class AttachmentTooLarge(ConversationError):
    """
    The file is larger than `limit` bytes.
    """

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.megabytes = limit // 2**20
        super().__init__(limit)


class AttachmentRefused(ConversationError):
    """
    The file is of no allowed type; `allowed` are the endings of those that are.
    """

    def __init__(self, allowed: Iterable[str]) -> None:
        self.allowed = tuple(sorted(allowed))
        self.listed = ", ".join(self.allowed)
        super().__init__(self.allowed)


class DraftBlocked(ConversationError):
    """
    The reply holds something that must not be said; `report` tells what, and what to say instead.
    """

    def __init__(self, report: DraftReport) -> None:
        self.report = report
        super().__init__(report)


class DecisionNeeded(ConversationError):
    """
    The reply holds something doubtful: a reason is needed for each of `rules`.
    """

    def __init__(self, report: DraftReport, rules: Iterable[str]) -> None:
        self.report = report
        self.rules = tuple(rules)
        self.listed = ", ".join(self.rules)
        super().__init__(report, self.rules)


class GateUnavailable(ConversationError):
    """
    Replies cannot be checked at the moment, for `reason`: so none leaves.
    """

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class RatingTooEarly(ConversationError):
    """
    Only a conversation that has ended is rated.
    """


class RatingInvalid(ConversationError):
    """
    The rating is not a whole number from 1 to 5, or its comment is too long.
    """


class DeliveryUnknown(ConversationError):
    """
    Message `seq` has no failed delivery that could be tried again.
    """

    def __init__(self, seq: int) -> None:
        self.seq = seq
        super().__init__(seq)


class CursorInvalid(ConversationError):
    """
    The place to continue a list from was not given out by this server.
    """


class Lagged(ConversationError):
    """
    A subscriber did not keep up; events are missing, so it reads again what it shows, from its last `seq`.
    """
