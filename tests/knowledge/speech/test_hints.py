"""
Unlisted paraphrases are hinted at by their likeness in meaning, as suggestions only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from knowledge.speech.checker import SpeechChecker
from knowledge.speech.exemplars import ExemplarFile, Exemplars
from knowledge.speech.hints import HintFinder
from knowledge.speech.policy import RuleSet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


class WordsEncoder:
    """
    Two dimensions: how much a text speaks of helplessness, and how much of delivery.
    """

    fingerprint = "words"

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """
        Count the words of either kind, normalised.
        """
        rows = [
            [
                sum(word in text for word in ("бессил", "беспомощ")),
                sum(word in text for word in ("достав", "курьер")),
                0.1,
            ]
            for text in map(str.lower, texts)
        ]
        vectors = np.asarray(rows, dtype=np.float32)
        normed: NDArray[np.float32] = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return normed


EXEMPLARS = ExemplarFile(
    categories={
        "ignorance_refusal": Exemplars(violating=("Мы тут бессильны.",), innocent=("Доставка завтра.",)),
        "argument": Exemplars(violating=("Курьер вам врёт про доставку, беспомощны вы.",)),
    },
    why={"ignorance_refusal": "Похоже на отказ."},
)


@pytest.fixture
def hinting(refusals: SpeechChecker) -> SpeechChecker:
    """
    The checker with hints by the two-dimensional encoder.
    """
    return SpeechChecker(refusals.rules, hints=HintFinder(WordsEncoder(), (), [EXEMPLARS]))


def test_a_paraphrase_is_hinted_at_and_blocks_nothing(hinting: SpeechChecker) -> None:
    """
    The hint covers the sentence, names the category, and makes the verdict «hint».
    """
    text = "Заказ собран. В этом деле я бессилен."
    report = hinting.check(text)

    assert report.verdict == "hint"
    assert [(one.category, one.severity.value, one.by, one.text, one.why) for one in report.findings] == [
        ("ignorance_refusal", "suggestion", "meaning", "В этом деле я бессилен.", "Похоже на отказ.")
    ]


@pytest.mark.parametrize(
    "text", ["Доставка курьером завтра.", "Я не знаю, бессилен.", "Вы пишете: «я не знаю, бессилен»."]
)
def test_what_a_rule_has_judged_and_what_is_innocent_is_not_hinted_at(
    hinting: SpeechChecker, text: str
) -> None:
    """
    A sentence with a finding or a suppressed match is settled; an innocent one is nearer to innocence.
    """
    assert [finding for finding in hinting.check(text).findings if finding.by == "meaning"] == []


def test_a_category_is_silenced(refusals: SpeechChecker) -> None:
    """
    The switch is per category.
    """
    finder = HintFinder(WordsEncoder(), (), [EXEMPLARS], silent={"ignorance_refusal"})
    checker = SpeechChecker(RuleSet(refusals.rules.rules), hints=finder)

    assert "ignorance_refusal" not in {
        finding.category for finding in checker.check("Я тут бессилен.").findings
    }
