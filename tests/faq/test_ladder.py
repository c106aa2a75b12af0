"""
The answer ladder: the most concrete rung that fits answers, and says which it is.
"""

from __future__ import annotations

import pytest

from faq.ladder import CLOSE_ENOUGH, choose
from faq.models import Candidate, Excerpt
from knowledge.models import Audience, Kind


def candidate(kind: Kind, confidence: float) -> Candidate:
    """
    Build a candidate of which only kind and confidence matter.
    """
    return Candidate(
        entry=f"{kind}-{confidence}",
        kind=kind,
        title="",
        excerpt=Excerpt(text=""),
        speakable=None,
        source="",
        audience=Audience.CUSTOMER,
        confidence=confidence,
    )


def test_nothing_is_chosen_below_the_threshold():
    """
    Below the threshold there is no answer, however concrete the rung.
    """
    assert choose([candidate(Kind.SCRIPT, 0.49)], 0.5) is None
    assert choose([], 0.5) is None


def test_more_concrete_rung_wins_among_equals():
    """
    Of candidates about as probable, the script answers before the policy.
    """
    policy, script = candidate(Kind.POLICY, 0.8), candidate(Kind.SCRIPT, 0.75)

    assert choose([policy, script], 0.5) is script


def test_on_one_rung_the_better_ranked_answers():
    """
    A little more confidence does not bring a candidate before one that the search ranks higher.
    """
    first, second = candidate(Kind.SCRIPT, 0.7), candidate(Kind.SCRIPT, 0.75)

    assert choose([first, second], 0.5) is first


def test_much_better_policy_beats_a_script():
    """
    A script that fits far worse does not stand in for the policy that fits.
    """
    policy, script = candidate(Kind.POLICY, 0.95), candidate(Kind.SCRIPT, 0.94 - CLOSE_ENOUGH)

    assert choose([policy, script], 0.5) is policy


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        (Kind.SCRIPT, Kind.INSTRUCTION),
        (Kind.INSTRUCTION, Kind.POLICY),
        (Kind.POLICY, Kind.RULE),
        (Kind.RULE, Kind.PRINCIPLE),
    ],
)
def test_order_of_rungs(upper: Kind, lower: Kind):
    """
    Script, instruction, policy, rule, principle.
    """
    chosen = choose([candidate(lower, 0.7), candidate(upper, 0.7)], 0.5)

    assert chosen is not None
    assert chosen.kind is upper
