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

PROOFS = "speech-proofs.json"


def open_checker(policy: Path | None, clock: Clock, data_dir: Path | None = None) -> SpeechChecker:
    """
    Load the shipped rules with the company's policy over them.

    The examples of all rules run, which takes seconds; with `data_dir` only those of changed files do.

    Args:
        policy: Folder of the company's own rules and `policy.yaml`; None for the shipped rules alone.
        clock: Dates the company's permissions.
        data_dir: Where it is remembered which files' examples hold; None remembers nothing.

    Raises:
        RuleFileError: with every mistake of every file.
    """
    proofs = None if data_dir is None else data_dir / PROOFS
    return SpeechChecker(load_rules(policy, proofs=proofs), clock=clock)
