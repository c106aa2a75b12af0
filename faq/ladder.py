"""
The answer ladder: script, instruction, policy, rule, principle; the most concrete rung that fits answers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from knowledge.models import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from faq.models import Candidate

RUNGS: tuple[Kind, ...] = (
    Kind.SCRIPT,
    Kind.SITUATION,
    Kind.INSTRUCTION,
    Kind.POLICY,
    Kind.RULE,
    Kind.PRINCIPLE,
)
"""
Most concrete first. A situation («Что делать, если клиент…») holds ready speech modules, so it stands right
after the scripts.
"""

CLOSE_ENOUGH = 0.15
"""How much less probable than the best candidate a more concrete rung may be and still be preferred."""


def choose(candidates: Sequence[Candidate], threshold: float) -> Candidate | None:
    """
    Return the candidate to answer with, or None where none reaches `threshold`.

    Of the candidates that reach it and are about as probable as the best, the most concrete rung wins: a
    policy is only applied where no script or instruction fits.
    """
    best = max((candidate.confidence for candidate in candidates), default=0.0)
    fitting = [
        candidate
        for candidate in candidates
        if candidate.confidence >= threshold and candidate.confidence >= best - CLOSE_ENOUGH
    ]
    return min(fitting, key=lambda item: RUNGS.index(item.kind), default=None)
