"""
Which picks count.
"""

from __future__ import annotations

from faq.picks import LEAST_CAP, Pick, sift

KNOWN = {"a", "b"}


def test_picks_of_entries_that_are_gone_do_not_count():
    """
    An entry that does not exist, or a question without words, teaches nothing.
    """
    sifted = sift([Pick("где", "a"), Pick("где", "gone"), Pick(" ", "a")], KNOWN)

    assert (sifted.picks, sifted.dropped) == ((Pick("где", "a"),), {"unknown_entry": 2})


def test_a_repeated_pick_counts_once():
    """
    The same person, the same question whatever its case, the same entry.
    """
    sifted = sift([Pick("Где ещё", "a", "p"), Pick("где еще", "a", "p"), Pick("где ещё", "a", "q")], KNOWN)

    assert len(sifted.picks) == 2
    assert sifted.dropped == {"repeated": 1}


def test_of_disputed_picks_the_majority_counts():
    """
    Two against one win; one against one is no knowledge.
    """
    sifted = sift(
        [
            Pick("где", "a", "p"),
            Pick("где", "a", "q"),
            Pick("где", "b", "r"),
            Pick("как", "a", "p"),
            Pick("как", "b", "q"),
        ],
        KNOWN,
    )

    assert sifted.picks == (Pick("где", "a", "p"), Pick("где", "a", "q"))
    assert sifted.dropped == {"disputed": 3}


def test_the_newest_of_a_busy_hand_count():
    """
    Far more picks than the median colleague makes are cut to the last ones.
    """
    many = [Pick(f"вопрос {number}", "a", "busy") for number in range(500)]
    others = [Pick(f"другой {number}", "b", f"p{number % 4}") for number in range(8)]
    sifted = sift([*many, *others], KNOWN)

    assert sifted.picks == (*many[-LEAST_CAP:], *others)


def test_a_single_operator_is_not_cut():
    """
    Where one person makes all picks, all of them count.
    """
    picks = [Pick(f"вопрос {number}", "a", "only") for number in range(500)]

    assert sift(picks, KNOWN).picks == tuple(picks)
