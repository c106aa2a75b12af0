"""
Every alternative of a pattern is named, with the pattern that only it can satisfy.
"""

from __future__ import annotations

import pytest

from knowledge.speech.alternatives import alternatives, with_list


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("не+знать", []),
        ("(мочь|смочь).1per не", [("мочь", "(мочь).1per не"), ("смочь", "(смочь).1per не")]),
        ("(да|нет)? но", [("да", "(да) но"), ("нет", "(нет) но")]),
        ("x=(да | нет б)", [("да", "x=(да)"), ("нет б", "x=(нет б)")]),
        (
            "(а (б|в)?|г)? д",
            [
                ("б", "(а (б)) д"),
                ("в", "(а (в)) д"),
                ("а (б|в)?", "(а (б|в)?) д"),
                ("г", "(г) д"),
            ],
        ),
        ("{(да|нет)? ну}3", [("да", "{(да) ну}3"), ("нет", "{(нет) ну}3")]),
        ('"(а|б)" /(в|г)/', []),
    ],
)
def test_each_branch_is_forced(pattern: str, expected: list[tuple[str, str]]) -> None:
    """
    Other branches go, and so does every question mark on the way to it.
    """
    assert list(alternatives(pattern)) == expected


def test_a_list_is_forced_where_it_is_named() -> None:
    """
    One pattern for each place, the list needed there.
    """
    assert list(with_list("@deed.1per? (не @deed|ни)", "deed")) == [
        "@deed.1per (не @deed|ни)",
        "@deed.1per? (не @deed)",
    ]
