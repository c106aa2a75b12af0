"""
Checkers side by side: one yardstick for all, and a peer that is not there is named.
"""

from __future__ import annotations

from importlib.util import find_spec

import pytest

from bot.bench.peers import compare, substrings
from knowledge.speech.measure import LabelledDraft
from knowledge.speech.policy import RuleSet, load_rules, shipped_files

DRAFTS = [
    LabelledDraft(id="1", text="Я этого не знаю.", label="violation", kind="exact"),
    LabelledDraft(id="2", text="Точно не знаем мы этого.", label="violation", kind="order"),
    LabelledDraft(id="3", text="Понятия не имею.", label="violation", kind="paraphrase"),
    LabelledDraft(id="4", text="Заказ собран.", label="clean", kind="plain"),
    LabelledDraft(id="5", text="Вы пишете: «Я этого не знаю».", label="clean", kind="quote"),
]


@pytest.fixture(scope="module")
def rules() -> RuleSet:
    """
    The rules about refusals.
    """
    return load_rules(shipped=[path for path in shipped_files() if path.stem == "ignorance_refusal"])


def test_the_same_drafts_are_counted_for_all(rules: RuleSet) -> None:
    """
    Listed violations and clean drafts, paraphrases apart; times are there for everybody.
    """
    figures = compare(DRAFTS, rules).figures
    ours = figures[0]

    assert {(one.violations, one.clean) for one in figures} == {(2, 2)}
    assert (ours.name, ours.found, ours.flagged) == ("copilot (error, warning)", 2, 0)
    assert all(0 <= one.p50_ms <= one.p95_ms for one in figures)


def test_a_peer_is_measured_or_missing(rules: RuleSet) -> None:
    """
    Never passed over in silence.
    """
    comparison = compare(DRAFTS, rules)
    shown = " ".join(one.name for one in comparison.figures)

    for name, module in (("pylat-ru", "pylat_ru"), ("krrkt", "krrkt")):
        installed = find_spec(module) is not None
        assert (name in shown, name in comparison.missing) == (installed, not installed)


def test_the_substring_list_holds_what_the_examples_underline(rules: RuleSet) -> None:
    """
    Folded, and of errors and warnings about words alone.
    """
    found = substrings(rules)

    assert "я этого точно не знаю" in found
    assert not any("ё" in span or span != span.lower() for span in found)
