"""
Members of staff in their private chat: a question gets answers, a draft gets checked.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from aiogram import F, Router
from aiogram.filters import Command, CommandObject, CommandStart

from bot.domain.draft import Decision, Draft, Outcome
from bot.domain.person import Role
from bot.domain.question import PickHow
from bot.errors import BotError, QuestionUnknown, ShowingUnknown
from bot.telegram.failures import sentence
from bot.telegram.html import from_markdown, plain, underlined
from bot.telegram.identity import is_staff
from bot.telegram.texts import label, say
from bot.telegram.tools import Button
from knowledge.models import Audience
from knowledge.plain import entry_markdown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aiogram.types import Message

    from bot.domain.draft import CheckedDraft
    from bot.domain.person import Person
    from bot.telegram.presses import Press, Presses
    from bot.telegram.tools import Tools
    from faq.models import Answer
    from knowledge.speech.report import DraftReport

MOST_FOUND = 5
LONGEST_QUESTION = 1_000
LONGEST_COPIED = 256


class Staff:
    """
    Handlers of private chats with members of staff, and of /ask and /check wherever they write.
    """

    def __init__(self, tools: Tools, presses: Presses) -> None:
        self._tools = tools
        self.router = Router(name="staff")
        self.router.message.filter(is_staff)
        self.router.message.register(self._asked, Command("ask"))
        self.router.message.register(self._check_command, Command("check"))
        private = F.chat.type == "private"
        self.router.message.register(self._help, private, CommandStart())
        self.router.message.register(self._help, private, Command("help"))
        self.router.message.register(self._forwarded, private, F.forward_origin)
        self.router.message.register(self._text, private, F.text, ~F.text.startswith("/"))
        self.router.message.register(self._help, private)
        for action, handler in (
            ("open", self._open),
            ("copy", self._copy),
            ("used", self._used),
            ("none", self._none),
            ("apply", self._apply),
        ):
            presses.on(action, handler, role=Role.OPERATOR)

    async def _help(self, message: Message, person: Person, language: str) -> None:
        text = say(language, "staff_help", username=(await self._tools.bot.me()).username)
        if person.role.includes(Role.ADMIN):
            text += say(language, "admin_help")
        await self._tools.answer(message, text)

    async def _asked(self, message: Message, command: CommandObject, person: Person, language: str) -> None:
        question = (command.args or "").strip()
        if question:
            await self._answer(message, question, person, language)
        else:
            await self._tools.answer(message, say(language, "ask_empty"))

    async def _text(self, message: Message, person: Person, language: str) -> None:
        await self._answer(message, message.text or "", person, language)

    async def _answer(self, message: Message, question: str, person: Person, language: str) -> None:
        try:
            asked = await self._tools.container.ask(
                question[:LONGEST_QUESTION],
                audience=Audience.OPERATOR,
                top=MOST_FOUND,
                mode="full",
                asker=person.id,
                channel="telegram",
                language=None,
            )
        except BotError as error:
            await self._tools.answer(message, plain(sentence(error, language)))
            return
        answer = asked.answer
        await self._tools.answer(
            message,
            answer_html(answer, language),
            _answer_buttons(answer, asked.question_id, language),
            owner=message.from_user.id if message.from_user else None,
        )

    async def _open(self, press: Press) -> str | None:
        card = await self._tools.container.cards(
            press.action["entry"], audience=Audience.OPERATOR, language=press.language
        )
        if card is None:
            return label(press.language, "entry_gone")
        await self._pick(press, PickHow.OPENED)
        whole = from_markdown(entry_markdown(card.entry, "en" if press.language == "en" else "ru"))
        await self._tools.answer(
            press.message,
            f"{whole}\n\n<i>{plain(card.source)}</i>",
            [_entry_buttons(press.action, press.language)],
            owner=press.query.from_user.id,
        )
        return None

    async def _copy(self, press: Press) -> str | None:
        card = await self._tools.container.cards(
            press.action["entry"], audience=Audience.OPERATOR, language=press.language
        )
        if card is None:
            return label(press.language, "entry_gone")
        text = card.entry.speakable or card.entry.body
        await self._tools.answer(press.message, f"<pre>{plain(text)}</pre>")
        await self._pick(press, PickHow.COPIED if card.entry.speakable else PickHow.COPIED_FULL)
        return None

    async def _used(self, press: Press) -> str | None:
        await self._pick(press, PickHow.COPIED)
        return label(press.language, "noted")

    async def _none(self, press: Press) -> str | None:
        await self._pick(press, PickHow.NONE_FITTED)
        return label(press.language, "noted")

    async def _pick(self, press: Press, how: PickHow) -> None:
        entry = None if how is PickHow.NONE_FITTED else press.action["entry"]
        try:
            await self._tools.container.questions.record_pick(
                press.action["question"], entry, how, asker=press.staff.id, now=self._tools.container.clock()
            )
        except QuestionUnknown:
            return  # purged meanwhile: the answer still opens

    async def _check_command(
        self, message: Message, command: CommandObject, person: Person, language: str
    ) -> None:
        replied = message.reply_to_message
        replied_text = (replied.text or replied.caption or "") if replied else ""
        await self._check(message, (command.args or "").strip() or replied_text, person, language)

    async def _forwarded(self, message: Message, person: Person, language: str) -> None:
        await self._check(message, message.text or message.caption or "", person, language)

    async def _check(self, message: Message, text: str, person: Person, language: str) -> None:
        if not text:
            await self._tools.answer(message, say(language, "check_empty"))
            return
        draft_id = secrets.token_hex(8)
        try:
            checked = await self._tools.container.check_draft(
                Draft(text, id=draft_id), person=person.id, settled=True
            )
        except BotError as error:
            await self._tools.answer(message, plain(sentence(error, language)))
            return
        rows: list[list[Button]] = []
        if checked.rewrite is not None and not checked.rewrite.open_slots:
            rules = sorted({finding.rule for finding in checked.findings})
            action = {"do": "apply", "text": checked.rewrite.text, "draft": draft_id, "rules": rules}
            rows = [[Button(label(language, "apply"), action)]]
        rows += copying(checked, language)
        await self._tools.answer(
            message,
            report_html(text, checked, language) + _modules_html(checked),
            rows,
            owner=message.from_user.id if message.from_user else None,
        )

    async def _apply(self, press: Press) -> str | None:
        await self._tools.answer(press.message, f"<pre>{plain(press.action['text'])}</pre>")
        await self._tools.drop_buttons(press.message)
        for rule in press.action["rules"]:
            try:
                await self._tools.container.showings.decide(
                    Decision(press.action["draft"], rule, Outcome.FIXED),
                    person=press.staff.id,
                    now=self._tools.container.clock(),
                )
            except ShowingUnknown:
                continue
        return None


def answer_html(answer: Answer, language: str) -> str:
    """
    Return an answer as an operator reads it.
    """
    best = answer.answer
    if best is None:
        return say(language, "no_answer" if answer.candidates else "nothing")
    first = "".join(f"\n• {plain(one.question)}" for one in answer.ask_first)
    return "".join(
        (
            f"<b>{plain(best.title)}</b>\n",
            f"<i>{say(language, 'sure', percent=round(answer.confidence * 100))}</i>\n\n",
            f"{say(language, 'ask_first')}{first}\n\n" if first else "",
            plain(best.speakable) if best.speakable else from_markdown(best.text),
        )
    )


def report_html(text: str, report: DraftReport, language: str) -> str:
    """
    Return a checked draft: what was found underlined, why, and the rewording.
    """
    if not report.findings:
        return say(language, "clean")
    lines = [say(language, "found", count=len(report.findings)), "", underlined(text, _spans(report)), ""]
    reasons = dict.fromkeys(f"• «{plain(one.text)}»: {plain(one.why)}" for one in report.findings)
    lines += reasons
    if report.rewrite is not None:
        lines += ["", f"<b>{say(language, 'reworded')}</b>", f"<pre>{plain(report.rewrite.text)}</pre>"]
        if report.rewrite.open_slots:
            lines.append(say(language, "slots"))
    return "\n".join(lines)


def copying(report: DraftReport, language: str) -> list[list[Button]]:
    """
    Return a button that copies a rewording with places to fill in; none where Telegram would not take it.
    """
    rewrite = report.rewrite
    if rewrite is None or not rewrite.open_slots or len(rewrite.text) > LONGEST_COPIED:
        return []
    return [[Button(label(language, "copy"), copies=rewrite.text)]]


def _spans(report: DraftReport) -> list[tuple[int, int]]:
    return [(one.start, one.end) for one in report.findings]


def _modules_html(checked: CheckedDraft) -> str:
    return "".join(
        f"\n\n<b>{plain(module.title)}</b>\n<pre>{plain(module.text)}</pre>" for module in checked.modules
    )


def _answer_buttons(answer: Answer, question: str, language: str) -> list[list[Button]]:
    rows = []
    if answer.answer is not None:
        base = {"entry": answer.answer.entry, "question": question}
        rows = [
            [Button(label(language, "open"), {"do": "open", **base})],
            _entry_buttons(base, language),
        ]
    best = answer.answer.entry if answer.answer is not None else None
    rows += [
        [Button(one.title, {"do": "open", "entry": one.entry, "question": question})]
        for one in answer.candidates
        if one.entry != best
    ]
    if rows:
        rows.append([Button(label(language, "none_fitted"), {"do": "none", "question": question})])
    return rows


def _entry_buttons(action: Mapping[str, Any], language: str) -> list[Button]:

    base = {"entry": action["entry"], "question": action["question"]}
    return [
        Button(label(language, "copy"), {"do": "copy", **base}),
        Button(label(language, "used"), {"do": "used", **base}),
    ]
