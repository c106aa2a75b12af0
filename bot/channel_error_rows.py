"""
How errors of sockets and of customers' sessions are described; part of `bot.error_table.TABLE`.
"""

from __future__ import annotations

from bot.channel_errors import (
    ChatSessionUnknown,
    FrameError,
    FrameMalformed,
    FrameNotText,
    FrameTooLarge,
    TooManySockets,
    UpgradeNeeded,
)

CHANNEL_ROWS: dict[type[Exception], tuple[int, str, str, str]] = {
    FrameError: (
        400,
        "frame-refused",
        "Сообщение протокола не принято. Обновите страницу",
        "The frame was refused. Reload the page",
    ),
    FrameNotText: (
        415,
        "frame-not-text",
        "Двоичные кадры не принимаются: нужен текст JSON",
        "Binary frames are not accepted: send JSON text",
    ),
    FrameTooLarge: (
        413,
        "frame-too-large",
        "Кадр больше {e.limit} байт. Сократите текст",
        "The frame is larger than {e.limit} bytes. Shorten the text",
    ),
    FrameMalformed: (
        400,
        "frame-malformed",
        "Кадр – не объект JSON",
        "The frame is not a JSON object",
    ),
    UpgradeNeeded: (
        426,
        "upgrade-needed",
        "По этому адресу отвечает только WebSocket",
        "Only WebSocket connections are answered here",
    ),
    TooManySockets: (
        429,
        "too-many-sockets",
        "Открыто слишком много соединений. Закройте лишние вкладки и повторите",
        "Too many connections are open. Close some tabs and try again",
    ),
    ChatSessionUnknown: (
        401,
        "chat-session-unknown",
        "Чат начат слишком давно или на другом устройстве. Начните новый",
        "This chat began too long ago or on another device. Begin a new one",
    ),
}
