"""
Any text in: never an exception, offsets always valid, rewordings always applicable, time linear.
"""

from __future__ import annotations

import itertools
from functools import cache
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.speech.checker import SpeechChecker
from knowledge.speech.normalise import normalise
from knowledge.speech.policy import load_rules
from knowledge.speech.segment import read

if TYPE_CHECKING:
    from collections.abc import Callable

    from knowledge.speech.report import DraftReport

PIECES = st.sampled_from(
    [
        "я не знаю",
        "«",
        "»",
        '"',
        "не",
        "нельзя",
        "\u200b",
        "́",
        "!",
        "...",
        ". ",
        "\n",
        "н е з н а ю",
        "http://x",
        "{a",
        "}",
        "[укажите срок]",
        "—",
        "(",
        ")",
        "ничем не можем помочь",
        ",",
        "1 990 руб",
        "İ",
        "ﬃ",
        "�",
        "𗀀",
        "don't",
        "'s",
        "нннне",
        "-",
        "невозможно",
        "мы ",
        "Анна",
        "№ 5",
        "до 18:00",
    ]
)
TEXTS = st.one_of(
    st.text(max_size=120),
    st.lists(st.one_of(PIECES, st.text(max_size=3)), max_size=25).map(" ".join),
    st.lists(PIECES, max_size=25).map("".join),
)
_settings = settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))


@cache
def _checker() -> SpeechChecker:
    return SpeechChecker(load_rules())


@_settings
@given(TEXTS)
def test_offsets_are_valid_and_rewordings_apply(text: str) -> None:
    """
    Every span is inside the text and says what it covers; applying the edits gives the rewording.
    """
    report = _checker().check(text)

    assert all(0 <= one.start < one.end <= len(text) for one in (*report.findings, *report.suppressed))
    assert all(text[finding.start : finding.end] == finding.text for finding in report.findings)
    if report.rewrite is not None:
        rebuilt = text
        for edit in sorted(report.rewrite.edits, key=lambda edit: -edit.start):
            rebuilt = rebuilt[: edit.start] + edit.text + rebuilt[edit.end :]
        assert rebuilt == report.rewrite.text
        assert _checker().check(report.rewrite.text).rewrite is None


@_settings
@given(TEXTS)
def test_tokens_stand_in_the_order_of_the_text(text: str) -> None:
    """
    No token is empty, none begins before the one before it.
    """
    tokens = [token for sentence in read(text).sentences for token in sentence.tokens]

    assert all(0 <= token.start < token.end <= len(text) for token in tokens)
    assert all(first.start <= second.start for first, second in itertools.pairwise(tokens))


@_settings
@given(TEXTS)
def test_normalising_never_lengthens(text: str) -> None:
    """
    Each character kept has a place in the source.
    """
    normal = normalise(text)

    assert len(normal.text) <= len(text)
    assert all(start < end for start, end in zip(normal.starts, normal.ends, strict=False))


FLOODS: dict[str, Callable[[int], str]] = {
    "words of rules": lambda size: "я не знаю вам помочь ничем " * (size // 27),
    "zero width": lambda size: "\u200b" * size,
    "marks": lambda size: "е" + "\u0301" * size,
    "quotation marks": lambda size: "«" * size,
    "brackets": lambda size: "[" * size,
    "one word": lambda size: "а" * size,
    "letters": lambda size: "а " * (size // 2),
    "addresses": lambda size: "a@" * (size // 2),
    "digits": lambda size: "1 " * (size // 2),
}


def _work(text: str) -> tuple[DraftReport, int]:
    report = _checker().check(text)
    return report, sum(len(sentence.tokens) for sentence in read(text).sentences)


def test_a_paste_of_a_hundred_thousand_characters_is_answered() -> None:
    """
    Floods of every kind come back with a report of bounded size; a hang would meet the test's time limit.
    """
    for make in FLOODS.values():
        report, _ = _work(make(100_000))

        assert len(report.findings) + len(report.suppressed) <= 2000
