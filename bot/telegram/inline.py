"""
Inline mode for staff: a few words in any chat insert an approved text, found by words while they are typed.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Final

from aiogram import Router
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import AnswerInlineQuery
from aiogram.types import InlineQuery, InlineQueryResultArticle, InputTextMessageContent

from bot.errors import BotError
from bot.telegram.html import from_markdown, plain, split
from index.text import fold
from knowledge.models import Audience

if TYPE_CHECKING:
    from bot.domain.person import Person
    from bot.telegram.tools import Tools

MOST: Final = 8
REMEMBERED: Final = 500
CACHE_SECONDS: Final = 30
LONGEST: Final = 256

Articles = list[InlineQueryResultArticle]


class Inline:
    """
    Answers inline queries. Only what customers may read is offered: it is inserted into chats with them.
    """

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._known: OrderedDict[tuple[int | None, str, str], Articles] = OrderedDict()
        self.router = Router(name="inline")
        self.router.inline_query.register(self._query)

    async def _query(self, query: InlineQuery, person: Person | None, language: str) -> None:
        words = fold(query.query[:LONGEST]).strip()
        found: Articles = []
        if person is not None and words:
            found = await self._found(words, language)
        try:
            await self._tools.bot(
                AnswerInlineQuery(
                    inline_query_id=query.id,
                    results=list(found),
                    cache_time=CACHE_SECONDS if person is not None else 0,
                    # What one member of staff is shown must not be served to a stranger who types the same.
                    is_personal=True,
                )
            )
        except TelegramBadRequest:
            return  # too late: he has typed on

    async def _found(self, words: str, language: str) -> Articles:
        base = self._tools.container.library.base
        key = (base.version if base else None, language, words)
        if key in self._known:
            self._known.move_to_end(key)
            return self._known[key]
        try:
            articles = await self._search(words, language)
        except BotError:
            return []
        self._known[key] = articles
        if len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        return articles

    async def _search(self, words: str, language: str) -> Articles:
        asked = await self._tools.container.ask(
            words,
            audience=Audience.CUSTOMER,
            top=MOST,
            mode="words",
            asker=None,
            channel="telegram",
            language=None,
        )
        articles: Articles = []
        for candidate in asked.answer.candidates:
            card = await self._tools.container.cards(
                candidate.entry, audience=Audience.CUSTOMER, language=language
            )
            if card is None:
                continue
            text = plain(card.entry.speakable) if card.entry.speakable else from_markdown(card.entry.body)
            parts = split(text)
            if len(parts) != 1:
                continue  # an inserted message cannot be continued, and half an answer is none
            articles.append(
                InlineQueryResultArticle(
                    id=f"{card.kb_version}:{len(articles)}",
                    title=card.entry.title,
                    description=candidate.excerpt.text[:200],
                    input_message_content=InputTextMessageContent(message_text=parts[0], parse_mode="HTML"),
                )
            )
        return articles
