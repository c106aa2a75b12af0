"""
Files that come with messages: which one, under what name, and its bytes.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from aiogram.exceptions import TelegramBadRequest, TelegramNetworkError
from aiogram.methods import GetFile
from aiohttp import ClientError

if TYPE_CHECKING:
    from aiogram.types import Message

    from bot.telegram.tools import Tools

SECONDS: Final = 60


class FileTooLarge(Exception):
    """
    The file is larger than we take, or than Telegram gives.
    """


@dataclass(frozen=True, slots=True)
class TelegramFile:
    """
    A file in Telegram's keeping; `size` is what Telegram says, 0 if it does not.
    """

    id: str
    name: str
    size: int


def file_of(message: Message) -> TelegramFile | None:
    """
    Return the file of a message; of a photo the largest form.
    """
    if message.photo:
        photo = message.photo[-1]
        return TelegramFile(photo.file_id, "photo.jpg", photo.file_size or 0)
    if message.document is not None:
        document = message.document
        return TelegramFile(document.file_id, document.file_name or "file", document.file_size or 0)
    if message.voice is not None:
        return TelegramFile(message.voice.file_id, "voice.ogg", message.voice.file_size or 0)
    if message.video is not None:
        return TelegramFile(message.video.file_id, "video.mp4", message.video.file_size or 0)
    if message.video_note is not None:
        return TelegramFile(message.video_note.file_id, "video.mp4", message.video_note.file_size or 0)
    return None


async def download(tools: Tools, file: TelegramFile, *, limit: int) -> bytes:
    """
    Fetch a file.

    Raises:
        FileTooLarge: it has more than `limit` bytes, or Telegram does not give files of this size to bots.
        TelegramNetworkError: the connection was cut.
    """
    if file.size > limit:
        raise FileTooLarge
    method = GetFile(file_id=file.id)
    try:
        found = await tools.call(method)
    except TelegramBadRequest as error:
        if "too big" in error.message:
            raise FileTooLarge from error
        raise
    data = io.BytesIO()
    address = tools.bot.session.api.file_url(tools.bot.token, found.file_path or "")
    try:
        async for chunk in tools.bot.session.stream_content(url=address, timeout=SECONDS):
            data.write(chunk)
            if data.tell() > limit:
                raise FileTooLarge
    except (ClientError, TimeoutError) as error:
        # Without the cause's message: it quotes the address, which holds the token.
        raise TelegramNetworkError(method=method, message=type(error).__name__) from None
    return data.getvalue()
