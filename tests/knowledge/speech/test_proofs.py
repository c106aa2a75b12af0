"""
What has been proved is not proved again, and whatever a proof rests on voids it when it changes.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import pytest

from knowledge.speech.checker import SpeechChecker
from knowledge.speech.errors import RuleFileError
from knowledge.speech.policy import RuleSet, load_rules

from .test_load import GOOD

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import RuleFileWriter

BROKEN = GOOD.replace("fixed: Везём заказ.", "fixed: Не то.")


def test_the_shipped_rules_are_the_same_when_they_come_from_a_proof(tmp_path: Path, shipped: RuleSet) -> None:
    """
    Findings, fixes and rewordings do not depend on what was remembered.
    """
    proofs = tmp_path / "deep" / "proofs.json"
    load_rules(proofs=proofs)
    again = load_rules(proofs=proofs)
    drafts = [rule.rule.tests.bad[0].text for rule in shipped.rules]
    first, second = SpeechChecker(shipped), SpeechChecker(again)

    assert [rule.id for rule in shipped.rules] == [rule.id for rule in again.rules]
    assert [first.check(draft) for draft in drafts] == [second.check(draft) for draft in drafts]


def test_an_unchanged_file_is_not_run_again(rule_file: RuleFileWriter, tmp_path: Path) -> None:
    """
    A file that the proof names loads although its examples fail.
    """
    proofs = tmp_path / "proofs.json"
    load_rules(shipped=[rule_file(GOOD)], proofs=proofs)
    good = json.loads(proofs.read_text(encoding="utf-8"))
    with pytest.raises(RuleFileError):
        load_rules(shipped=[rule_file(BROKEN)], proofs=proofs)
    broken = rule_file(BROKEN)
    good["files"] = [_sha(broken)]
    proofs.write_text(json.dumps(good), encoding="utf-8")

    assert len(load_rules(shipped=[broken], proofs=proofs).rules) == 1


def _sha(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("content", ["", "{}", "[", '{"engine": "another", "files": []}', "\x00"])
def test_a_damaged_proof_proves_nothing(rule_file: RuleFileWriter, tmp_path: Path, content: str) -> None:
    """
    The examples run, fail, and the file stays unproved.
    """
    proofs = tmp_path / "proofs.json"
    proofs.write_text(content, encoding="utf-8")

    with pytest.raises(RuleFileError):
        load_rules(shipped=[rule_file(BROKEN)], proofs=proofs)
    assert content == proofs.read_text(encoding="utf-8")


def test_a_changed_engine_voids_the_proof(rule_file: RuleFileWriter, tmp_path: Path) -> None:
    """
    The digest of the engine is part of it.
    """
    proofs = tmp_path / "proofs.json"
    path = rule_file(GOOD)
    load_rules(shipped=[path], proofs=proofs)
    held = json.loads(proofs.read_text(encoding="utf-8"))
    broken = rule_file(BROKEN)
    proofs.write_text(json.dumps(held | {"engine": "older", "files": [_sha(broken)]}), encoding="utf-8")

    with pytest.raises(RuleFileError):
        load_rules(shipped=[broken], proofs=proofs)


def test_a_rule_that_a_policy_extends_is_run_whenever_something_changed(
    rule_file: RuleFileWriter, tmp_path: Path
) -> None:
    """
    Its examples hang on two files.
    """
    proofs = tmp_path / "proofs.json"
    shipped = [rule_file(GOOD)]
    company = tmp_path / "company"
    company.mkdir()
    policy = company / "policy.yaml"
    change = (
        "rules:\n  RU-TRY-001:\n    match+: ['посылочка']\n"
        "    tests+: {{bad: [{{text: {}, span: посылочка}}]}}\n"
    )
    policy.write_text(change.format("Ваша посылочка едет."), encoding="utf-8")
    load_rules(company, shipped, proofs=proofs)
    policy.write_text(change.format("Ваша бандеролька едет."), encoding="utf-8")

    with pytest.raises(RuleFileError):
        load_rules(company, shipped, proofs=proofs)


def test_a_folder_that_cannot_be_written_to_is_no_reason_to_fail(
    rule_file: RuleFileWriter, tmp_path: Path
) -> None:
    """
    The rules load, nothing is remembered.
    """
    in_the_way = tmp_path / "file"
    in_the_way.write_text("", encoding="utf-8")

    assert len(load_rules(shipped=[rule_file(GOOD)], proofs=in_the_way / "proofs.json").rules) == 1
