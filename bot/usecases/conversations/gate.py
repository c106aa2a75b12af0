"""
The gate that every reply of an operator passes before it is stored: no draft with an error leaves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.conversation_errors import DecisionNeeded, DraftBlocked, GateUnavailable
from bot.domain.assignment import GateFinding
from bot.errors import BotError
from knowledge.speech.context import CheckContext
from knowledge.speech.models import Severity

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping

    from bot.domain.conversation import Conversation
    from bot.domain.person import Person
    from bot.workers import Workers
    from knowledge.speech.checker import SpeechChecker
    from knowledge.speech.report import DraftReport

LAST_TEXTS = 20
"""The customer's messages that the checker is given: words of his own may be quoted back to him."""

LONGEST_REASON = 200
_LONGEST_LINE = 500


class DraftGate(Protocol):
    """
    Checks a draft.
    """

    async def check(self, text: str, context: CheckContext) -> DraftReport:
        """
        Check `text`, off the event loop.

        Raises:
            BotError: it cannot be checked now, so it must not be sent.
        """
        ...


class SpeechGate:
    """
    The speech rules as a gate.

    Args:
        checker: Gives the checker in use; raises `BotError` while there is none.
        workers: Threads that it works in.

    """

    def __init__(self, checker: Callable[[], SpeechChecker], workers: Workers) -> None:
        self._checker = checker
        self._workers = workers

    async def check(self, text: str, context: CheckContext) -> DraftReport:
        """
        Check `text` against the rules in use.

        Raises:
            Overloaded: too much waits to be checked.
            CheckerLoading: the rules are being loaded.
            RulesUnusable: no rules could be loaded.
        """
        return await self._workers.run(self._checker().check, text, context)


async def pass_gate(
    gate: DraftGate, text: str, context: CheckContext, decisions: Mapping[str, str]
) -> tuple[GateFinding, ...]:
    """
    Let a reply through, or not.

    Args:
        gate: The gate.
        text: The reply.
        context: What is known around it.
        decisions: A reason for each rule that the operator has decided to go against.

    Returns:
        The warnings that were decided, with their reasons, for keeping.

    Raises:
        DraftBlocked: it holds an error.
        DecisionNeeded: it holds a warning that nobody has decided.
        GateUnavailable: it could not be checked.
    """
    try:
        report = await gate.check(text, context)
    except BotError:
        raise
    except Exception as error:
        # Whatever went wrong in a rule: an unchecked reply does not leave.
        raise GateUnavailable(type(error).__name__) from error
    if report.verdict == "blocked":
        raise DraftBlocked(report)
    warnings = {one.rule: one for one in report.findings if one.severity is Severity.WARNING}
    reasons = {rule: decisions.get(rule, "").strip()[:LONGEST_REASON] for rule in warnings}
    undecided = [rule for rule, reason in reasons.items() if not reason]
    if undecided:
        raise DecisionNeeded(report, undecided)
    return tuple(
        GateFinding(rule, finding.category, finding.severity.value, reason=reasons[rule])
        for rule, finding in warnings.items()
    )


def refused(report: DraftReport) -> tuple[GateFinding, ...]:
    """
    Return what a report found, for keeping.
    """
    return tuple(
        GateFinding(finding.rule, finding.category, finding.severity.value)
        for finding in report.findings
        if finding.severity is not Severity.SUGGESTION
    )


def context_of(
    conversation: Conversation,
    person: Person,
    texts: tuple[str, ...],
    *,
    now: dt.datetime,
    shop_name: str | None,
) -> CheckContext:
    """
    Put together what the gate may know about a conversation.
    """
    customer = conversation.customer
    return CheckContext(
        local_time=local_time(customer.time_zone, now),
        shop_name=_line(shop_name),
        operator_name=_line(person.name),
        client_name=_line(customer.name),
        customer_texts=texts,
        channel=customer.channel,
        language="en" if customer.language.lower().startswith("en") else "ru",
    )


def local_time(time_zone: str | None, now: dt.datetime) -> dt.time | None:
    """
    Return the customer's clock; None if his zone is unknown, or is none.
    """
    if time_zone is None:
        return None
    try:
        return now.astimezone(ZoneInfo(time_zone)).time()
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _line(text: str | None) -> str | None:
    """
    Return a name as one line; None if nothing is left of it.
    """
    return " ".join((text or "").split())[:_LONGEST_LINE] or None
