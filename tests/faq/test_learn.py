"""
Learning from picks ranks better what nobody has picked yet, and stays away where it does not.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import numpy as np
import pytest

from faq.answering import Request, answer
from faq.learn import LEAST_PICKS, learn
from faq.learned import Learned, LearnedDamaged
from faq.picks import Pick
from faq.shelf import Shelf
from knowledge.models import Audience

from .conftest import DAY, sourced
from .shifted_encoder import ENTRIES, ShiftedEncoder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from faq.knowledge_base import KnowledgeBase
    from faq.learn import Lesson

NOISE = 0.04
"""What a question or two of the 120 asked make of the share found."""


@pytest.fixture(scope="module")
def encoder() -> ShiftedEncoder:
    """
    The encoder whose shift is to be learnt.
    """
    return ShiftedEncoder()


@pytest.fixture
def base(encoder: ShiftedEncoder, tmp_path: Path) -> KnowledgeBase:
    """
    Entries of that encoder's world.
    """
    entries = [sourced(id=f"e{one}", title=encoder.title(one)) for one in range(ENTRIES)]
    return Shelf(tmp_path / "snapshots", cache=None).open(entries, encoder)


@pytest.fixture
def picks_of(encoder: ShiftedEncoder) -> Callable[..., list[Pick]]:
    """
    Make picks by eight operators, each entry picked `each` times, a share of them falsified.
    """

    def make(each: int = 4, *, wrong: float = 0.0, by: str | None = "") -> list[Pick]:
        dice = np.random.default_rng(3)
        picks = []
        for number in range(each):
            for entry in range(ENTRIES):
                chosen = int(dice.integers(ENTRIES)) if dice.random() < wrong else entry
                person = f"p{dice.integers(8)}" if by == "" else by
                picks.append(Pick(encoder.question(entry, number), f"e{chosen}", person))
        return picks

    return make


def found(base: KnowledgeBase, encoder: ShiftedEncoder) -> float:
    """
    Ask every entry twice in words never picked; the share whose entry comes first.
    """
    hits = [
        answer(base, Request(encoder.question(entry, number), Audience.OPERATOR, DAY, 0.5), encoder)
        .candidates[0]
        .entry
        == f"e{entry}"
        for number in (100, 101)
        for entry in range(ENTRIES)
    ]
    return sum(hits) / len(hits)


def test_unseen_questions_are_found_better(
    base: KnowledgeBase, encoder: ShiftedEncoder, picks_of: Callable[..., list[Pick]]
):
    """
    The share of unseen questions answered by the right entry rises by a good deal.
    """
    lesson = learn(base, encoder, picks_of())

    assert lesson.learned is not None
    assert lesson.after.reciprocal_rank > lesson.before.reciprocal_rank
    assert found(base.taught(lesson.learned), encoder) > found(base, encoder) + 0.1


@pytest.mark.parametrize("by", ["", None], ids=["by several people", "by nobody known"])
@pytest.mark.parametrize("wrong", [0.1, 0.3])
def test_false_picks_do_no_harm(
    base: KnowledgeBase,
    encoder: ShiftedEncoder,
    picks_of: Callable[..., list[Pick]],
    wrong: float,
    by: str | None,
):
    """
    With 10 % of falsified picks learning still gains; with 30 % the ranking is no worse than the shipped one.
    """
    lesson = learn(base, encoder, picks_of(wrong=wrong, by=by))

    cold, learnt = found(base, encoder), found(base.taught(lesson.learned), encoder)
    assert learnt >= cold - NOISE
    if wrong == 0.1:
        assert learnt > cold + 0.05


def test_one_hostile_hand_changes_little(
    base: KnowledgeBase, encoder: ShiftedEncoder, picks_of: Callable[..., list[Pick]]
):
    """
    Somebody who sends five times as many picks as all others, all for one entry, does not bring it forward.
    """
    honest = picks_of()
    flood = [Pick(encoder.question(one % ENTRIES, 200 + one), "e7", "troll") for one in range(1200)]
    lesson = learn(base, encoder, [*flood, *honest])

    assert lesson.dropped["over_cap"] > 1000
    assert found(base.taught(lesson.learned), encoder) > found(base, encoder) + 0.05


def test_picks_at_random_are_not_believed(
    base: KnowledgeBase, encoder: ShiftedEncoder, picks_of: Callable[..., list[Pick]]
):
    """
    Where most picks are odd the shipped ranking stays, whatever the rest of them would prove.
    """
    lesson = learn(base, encoder, picks_of(wrong=1.0))

    assert lesson.learned is None


def test_too_few_picks_teach_nothing(
    base: KnowledgeBase, encoder: ShiftedEncoder, picks_of: Callable[..., list[Pick]]
):
    """
    Below the least number nothing is tried.
    """
    lesson = learn(base, encoder, picks_of()[: LEAST_PICKS - 1])

    assert (lesson.learned, lesson.before, lesson.after) == (None, None, None)


def test_the_same_picks_teach_the_same(
    base: KnowledgeBase, encoder: ShiftedEncoder, picks_of: Callable[..., list[Pick]]
):
    """
    Learning holds no dice of its own.
    """
    first, second = (learn(base, encoder, picks_of(2)) for _ in range(2))

    assert first.learned.fingerprint == second.learned.fingerprint


@pytest.fixture
def lesson(base: KnowledgeBase, encoder: ShiftedEncoder, picks_of: Callable[..., list[Pick]]) -> Lesson:
    """
    A lesson that proved better.
    """
    return learn(base, encoder, picks_of(2))


def test_what_was_learnt_comes_back_from_bytes(base: KnowledgeBase, encoder: ShiftedEncoder, lesson: Lesson):
    """
    Stored and read back it is the same, and ranks the same.
    """
    again = Learned.from_bytes(lesson.learned.to_bytes())

    assert again.fingerprint == lesson.learned.fingerprint
    assert found(base.taught(again), encoder) == found(base.taught(lesson.learned), encoder)


@pytest.mark.parametrize("cut", [0, 10, -200])
def test_damaged_bytes_are_refused(lesson: Lesson, cut: int):
    """
    What is cut short is no ranking.
    """
    with pytest.raises(LearnedDamaged):
        Learned.from_bytes(lesson.learned.to_bytes()[:cut])


def test_it_outlives_entries_that_go(lesson: Lesson):
    """
    It is kept while at least half of the entries it knows exist, without those that do not.
    """
    ids = [f"e{one}" for one in range(ENTRIES)]

    assert lesson.learned.kept_for(ids) is lesson.learned
    assert set(lesson.learned.kept_for(ids[10:]).entries) == set(lesson.learned.entries) - set(ids[:10])
    assert lesson.learned.kept_for(ids[:20]) is None


def test_another_encoder_is_not_ranked_by_it(base: KnowledgeBase, lesson: Lesson):
    """
    Vectors of another encoder lie elsewhere: the shipped ranking answers.
    """
    foreign = dataclasses.replace(lesson.learned, encoder="another")

    assert base.taught(foreign).lens is None
