"""
Errors of what arrives over the web's sockets and of customers' sessions there.
"""

from __future__ import annotations

from bot.errors import BotError


class FrameError(BotError):
    """
    A frame from the other end of a socket cannot be used; `close_code` ends the connection (RFC 6455, 7.4.1).
    """

    close_code = 1007


class FrameNotText(FrameError):
    """
    The frame is binary.
    """

    close_code = 1003


class FrameTooLarge(FrameError):
    """
    The frame has more than `limit` bytes.
    """

    close_code = 1009

    def __init__(self, limit: int) -> None:
        self.limit = limit
        super().__init__(limit)


class FrameMalformed(FrameError):
    """
    The frame is not a JSON object.
    """


class UpgradeNeeded(BotError):
    """
    The request asks for a socket's address without opening one.
    """


class TooManySockets(BotError):
    """
    The same caller holds too many connections already.
    """


class ChatSessionUnknown(BotError):
    """
    No chat session has this secret, or it was not used for too long.
    """
