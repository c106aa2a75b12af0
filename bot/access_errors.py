"""
What can go wrong with logging in and with people's access: leaves of the application's one root.
"""

from __future__ import annotations

from bot.errors import BotError


class LoginFailed(BotError):
    """
    Login name and password do not belong together, for whatever reason: which one is nobody's business.
    """


class AccessLinkInvalid(BotError):
    """
    The invitation or password link is unknown, used or expired.
    """


class NameUnfit(BotError):
    """
    A person's name is empty, has more than `limit` characters, or characters that nobody sees.
    """

    def __init__(self, limit: int) -> None:
        self.limit = limit
        super().__init__(limit)


class LoginNameUnfit(BotError):
    """
    A new login name has other than 2 to `limit` letters, digits and `. _ @ -`.
    """

    def __init__(self, limit: int) -> None:
        self.limit = limit
        super().__init__(limit)


class LoginNameTaken(BotError):
    """
    Somebody else has this login name.
    """


class PasswordUnfit(BotError):
    """
    A new password is easily guessed, or has other than `least` to `limit` characters.
    """

    def __init__(self, least: int, limit: int) -> None:
        self.least = least
        self.limit = limit
        super().__init__(least, limit)


class InvitationUnknown(BotError):
    """
    There is no open invitation with this id.
    """


class OwnAccess(BotError):
    """
    Somebody wanted to disable himself or to change his own role.
    """


class MachineAdminFixed(BotError):
    """
    The machine's admin is whoever runs the program there: he can be neither disabled nor given another role.
    """
