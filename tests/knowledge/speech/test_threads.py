"""
One checker serves many threads.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from knowledge.speech.checker import SpeechChecker


def test_concurrent_checks_give_the_same_reports(refusals: SpeechChecker) -> None:
    """
    The reports of eight threads are those of one.
    """
    drafts = [f"Я не знаю, где заказ № {number}. Ничем не можем помочь." for number in range(60)]
    alone = [refusals.check(draft) for draft in drafts]

    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(refusals.check, drafts))

    assert alone == together
