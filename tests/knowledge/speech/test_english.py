"""
English drafts are read as English: contractions, conditions, clauses without commas, slips of the finger.
"""

from __future__ import annotations

import pytest

from knowledge.speech.checker import SpeechChecker
from knowledge.speech.clauses import first_person_offer, open_condition
from knowledge.speech.policy import load_rules
from knowledge.speech.segment import read

from .conftest import RULES


@pytest.fixture(scope="module")
def english() -> SpeechChecker:
    """
    A checker of English refusals only.
    """
    return SpeechChecker(load_rules(shipped=[RULES / "en" / "ignorance_refusal.yaml"]))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("The answer is no. Please wait.", 2),
        ("See order No. 15 in the list.", 1),
        ("So do I. Thank you.", 2),
        ("Ask Mr. J. Smith.", 1),
    ],
)
def test_no_and_i_end_sentences(text: str, count: int) -> None:
    """
    «No.» is an abbreviation before a number only, «I.» is no initial.
    """
    assert count == len(read(text).sentences)


@pytest.mark.parametrize(
    ("text", "word", "is_open"),
    [
        ("If you wish, we cannot help.", "can", False),
        ("If, however, we cannot help, write to us.", "can", True),
        ("If we cannot help, write to us.", "can", True),
    ],
)
def test_a_condition_closes_at_its_comma(text: str, word: str, is_open: bool) -> None:
    """
    What follows the comma is the main clause.
    """
    sentence = read(text).sentences[0]
    at = next(at for at, token in enumerate(sentence.tokens) if token.raw.startswith(word))

    assert is_open == open_condition(sentence, at)


@pytest.mark.parametrize(("text", "offers"), [("We can't do that.", False), ("We can replace it.", True)])
def test_a_negated_can_offers_nothing(text: str, offers: bool) -> None:
    """
    «can't» is no way out.
    """
    assert offers == first_person_offer(read(text).sentences[0].tokens)


def test_a_clause_hangs_on_the_match_without_a_comma(english: SpeechChecker) -> None:
    """
    «where your parcel is» goes into the new sentence.
    """
    rewrite = english.check("I don't know where your parcel is.").rewrite
    assert rewrite is not None

    assert rewrite.text == "Let me find out where your parcel is."


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It is impossibel.", ["EN-IGN-003"]),
        ("We are unabel to help you.", ["EN-IGN-002"]),
        ("We are under to help you.", []),
        ("We are Unabel to help you.", []),
    ],
)
def test_a_slip_of_the_finger_is_read_as_what_was_meant(
    english: SpeechChecker, text: str, found: list[str]
) -> None:
    """
    One letter more, less, wrong, or two swapped, in a long word that is no other and no name.
    """
    assert found == [finding.rule for finding in english.check(text, rewrite=False).findings]
