"""
A language model behind any OpenAI-compatible URL: asked briefly, trusted with nothing.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import aiohttp
import structlog
from pydantic import BaseModel, Field, ValidationError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.settings import Settings

LARGEST_REPLY = 256 * 1024
"""Bytes of a response that are read."""
ATTEMPTS = 2
MOST_TOKENS = 1000

_log = structlog.get_logger(__name__)


class _Message(BaseModel):
    content: str


class _Choice(BaseModel):
    message: _Message


class _Completion(BaseModel):
    choices: tuple[_Choice, ...] = Field(min_length=1)


class _Unusable(Exception):
    """
    The response is none that could be used; `again` tells whether another attempt may help.
    """

    def __init__(self, reason: str, *, again: bool = False) -> None:
        self.again = again
        super().__init__(reason)


class LanguageModel:
    """
    One model of one service.

    Args:
        url: Base of the API, such as `http://127.0.0.1:11434/v1`.
        model: The model's name there.
        key: Sent as a bearer token; None sends none.
        seconds: For everything together, a second attempt included.

    """

    def __init__(self, url: str, model: str, key: str | None, *, seconds: float) -> None:
        self._url = f"{url.rstrip('/')}/chat/completions"
        self._model = model
        self._headers = {"Accept-Encoding": "identity", **({"Authorization": f"Bearer {key}"} if key else {})}
        self._seconds = seconds

    async def complete(self, messages: Sequence[dict[str, str]]) -> str | None:
        """
        Return the model's answer; None, and a line in the log without any text, where there is none.
        """
        try:
            async with asyncio.timeout(self._seconds):
                return await self._complete(messages)
        except TimeoutError:
            _log.warning("llm_failed", reason="timeout")
        except (_Unusable, aiohttp.ClientError, OSError) as error:
            reason = str(error) if isinstance(error, _Unusable) else type(error).__name__
            _log.warning("llm_failed", reason=reason)
        return None

    async def _complete(self, messages: Sequence[dict[str, str]]) -> str:
        asked = {"model": self._model, "messages": messages, "temperature": 0, "max_tokens": MOST_TOKENS}
        # No cookies and no proxy from the environment: a request carries what is written here alone.
        async with aiohttp.ClientSession(
            headers=self._headers, cookie_jar=aiohttp.DummyCookieJar(), auto_decompress=False
        ) as session:
            for attempt in range(1, ATTEMPTS + 1):
                try:
                    return await self._attempt(session, asked)
                except aiohttp.ClientConnectionError:
                    if attempt == ATTEMPTS:
                        raise
                except _Unusable as error:
                    if attempt == ATTEMPTS or not error.again:
                        raise
        raise _Unusable("no attempt")

    async def _attempt(self, session: aiohttp.ClientSession, asked: dict[str, object]) -> str:
        async with session.post(self._url, json=asked, allow_redirects=False) as response:
            status = response.status
            if status != 200:  # noqa: PLR2004 -- the one status with an answer
                raise _Unusable(f"status {status}", again=status == 429 or status >= 500)  # noqa: PLR2004 -- likewise
            if response.headers.get("Content-Encoding", "identity") != "identity":
                raise _Unusable("compressed")
            body = bytearray()
            async for chunk in response.content.iter_chunked(8192):
                body += chunk
                if len(body) > LARGEST_REPLY:
                    raise _Unusable("too large")
        try:
            return _Completion.model_validate_json(bytes(body)).choices[0].message.content
        except ValidationError:
            raise _Unusable("not a completion") from None  # the cause quotes the body


def language_model(settings: Settings) -> LanguageModel | None:
    """
    Make the model that the settings name; None where they name none.
    """
    if settings.llm_url is None or settings.llm_model is None:
        return None
    key = settings.llm_api_key.get_secret_value() if settings.llm_api_key else None
    return LanguageModel(settings.llm_url, settings.llm_model, key, seconds=settings.llm_timeout_seconds)
