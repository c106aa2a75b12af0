"""
Coverage names what the examples leave untried, and nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from knowledge.speech.coverage import coverage
from knowledge.speech.load import read_all

if TYPE_CHECKING:
    from .conftest import RuleFileWriter

BODY = """\
match:
  - '@ware? (заказик|посылочка)'
  - 'бутылка'
unless:
  - question
  - {not: 'скажите', within: sentence}
fix:
  - swap: {заказик: заказ}
tests:
  bad:
    - {text: Ваш заказик собран., span: заказик, fixed: Ваш заказ собран.}
    - {text: Этот заказик готов., span: заказик, fixed: Этот заказ готов.}
  good:
    - {text: Какой заказик?, guard: question}
    - {text: Ваш заказ собран., guard: скажите}
"""
HEAD = "lists:\n  ware: [чашка, ваш]\n"


def test_what_no_example_touches_is_named(rule_file: RuleFileWriter) -> None:
    """
    A pattern, a branch, an entry of a list, a guard, and the words by which only this rule is looked up.
    """
    path = rule_file(BODY, head=HEAD)
    found = coverage(read_all([path]))

    assert [(one.pattern, one.alternatives) for one in found.untried_words] == [
        ("@ware? (заказик|посылочка)", ("посылочка",)),
        ("бутылка", ()),
    ]
    assert [(one.name, one.entries) for one in found.untried_entries] == [("ware", ("чашка",))]
    assert [one.guard for one in found.untried_guards] == ["скажите"]
    assert "question" not in found.unused_guards
    assert found.untried_rules == ()
    assert [one.words for one in found.lonely_words] == [("бутылка", "заказик", "посылочка")]
    (count,) = found.counts
    assert (count.rules, count.warnings, count.untried_patterns, count.untried_alternatives) == (1, 1, 1, 1)
    assert count.share_mending == 1


def test_a_rule_behind_another_is_named_with_it(rule_file: RuleFileWriter) -> None:
    """
    Together with a graver rule on the same words, none of its own examples shows it.
    """
    first = rule_file(BODY, head=HEAD)
    graver = BODY.replace("(заказик|посылочка)", "заказик")
    second = rule_file(graver, head=HEAD, name="graver.yaml")
    text = second.read_text(encoding="utf-8")
    second.write_text(
        text.replace("RU-TRY-001", "RU-TRY-002").replace("severity: warning", "severity: error"),
        encoding="utf-8",
    )
    found = coverage(read_all([first, second]))

    assert [(one.rule, one.hidden_by) for one in found.untried_rules] == [("RU-TRY-001", ("RU-TRY-002",))]
    lonely = {one.rule: one.words for one in found.lonely_words}
    assert "заказик" not in lonely["RU-TRY-001"]


def test_a_category_is_reported_alone(rule_file: RuleFileWriter) -> None:
    """
    The other rules stay in the way of its rules, but are not listed.
    """
    loaded = read_all([rule_file(BODY, head=HEAD)])

    assert coverage(loaded, "trial_run").counts
    assert coverage(loaded, "other").untried_words == ()
