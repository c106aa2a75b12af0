"""
Drafts checked against the speech rules, the same way for every channel.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from knowledge.speech.checker import SpeechChecker
from knowledge.speech.policy import load_rules

if TYPE_CHECKING:
    from pathlib import Path

    from bot.clock import Clock


def open_checker(policy: Path | None, clock: Clock) -> SpeechChecker:
    """
    Load the shipped rules with the company's policy over them; their examples run, which takes seconds.

    Args:
        policy: Folder of the company's own rules and `policy.yaml`; None for the shipped rules alone.
        clock: Dates the company's permissions.

    Raises:
        RuleFileError: with every mistake of every file.
    """
    return SpeechChecker(load_rules(policy), clock=clock)
