"""
The way from the bot to the queue, the same whoever asks for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.assignment import Assignment
from bot.domain.conversation import State, hand_over
from bot.domain.message import BOT, Happening, Kind, NewMessage
from bot.usecases.conversations import phrases

if TYPE_CHECKING:
    from bot.domain.conversation import Conversation
    from bot.domain.working_hours import WorkingHours
    from bot.storage.ledger import Ledger


def into_queue(ledger: Ledger, conversation: Conversation, hours: WorkingHours) -> Conversation:
    """
    Hand a conversation over and tell the customer; nothing happens where a person was called for already.

    Returns:
        The conversation; the caller saves it.

    Raises:
        ConversationClosed: it has ended.
    """
    if conversation.state is State.BOT:
        language = phrases.language_of(conversation.customer)
        text = phrases.handed_over(language, hours, ledger.now)
        handed = hand_over(conversation, ledger.now)
        ledger.note_assignment(
            conversation.id, Assignment(ledger.now, Happening.HANDED_OVER, by=None, operator=None)
        )
        handed, _ = ledger.append(handed, NewMessage(BOT, Kind.TEXT, text, happening=Happening.HANDED_OVER))
        return handed
    return hand_over(conversation, ledger.now)
