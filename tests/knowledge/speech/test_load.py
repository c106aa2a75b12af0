"""
A rule file that is wrong does not load, and every mistake in it has an address.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from knowledge.speech.errors import RuleFileError
from knowledge.speech.policy import load_rules

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import RuleFileWriter

GOOD = """
match: ['заказик']
unless: [question]
fix: [{swap: {заказик: заказ}}]
tests:
  bad:
    - {text: Ваш заказик собран., span: заказик, fixed: Ваш заказ собран.}
    - {text: Везём заказик., span: заказик, fixed: Везём заказ.}
  good:
    - {text: Заказчик доволен.}
    - {text: Какой заказик?, guard: question}
"""


def _mistakes(path: Path) -> list[str]:
    with pytest.raises(RuleFileError) as caught:
        load_rules(shipped=[path])
    return [f"{mistake.line}:{mistake.column} {mistake.message}" for mistake in caught.value.mistakes]


def test_a_right_file_loads(rule_file: RuleFileWriter) -> None:
    """
    A rule whose examples hold is there after loading.
    """
    rules = load_rules(shipped=[rule_file(GOOD)]).rules

    assert [rule.id for rule in rules] == ["RU-TRY-001"]


@pytest.mark.parametrize(
    ("old", "new", "place", "words"),
    [
        ("['заказик']", "['заказик.now']", "8:21", "граммемы"),
        ("['заказик']", "['^ *']", "8:13", "хотя бы одно слово"),
        ("[question]", "[no_such_guard]", "9:14", "нет такой проверки"),
        ("заказ}", "заказик}", "13:61", "ничего"),
        ("span: заказик, fixed: Ваш", "span: Ваш, fixed: Ваш", "13:45", "подчёркнуто «заказик»"),
        ("Заказчик доволен", "Заказик доволен", "16:11", "не должно быть находок"),
        ("Везём заказик.", "Везём заказик и заказик.", "14:11", "ровно один раз"),
        ("Ваш заказик собран., span: заказик, fixed: Ваш заказ собран.", "Ваш груз собран.", "4:5", "span"),
        ("guard: question", "guard: negated", "9:14", "нет примера good с guard: question"),
        ("severity: warning", "severity: grave", "5:15", "допустимо"),
        ("unless:", "unles:", "9:12", "нет такого поля"),
        ("fix: [{swap: {заказик: заказ}}]", "fix: [{say: '{nobody}'}]", "10:11", "нет слота"),
        ("fix: [{swap: {заказик: заказ}}]", "fix: [{say: 'Придёт 5 марта.'}]", "10:11", "вписан факт"),
        ("fix: [{swap: {заказик: заказ}}]", "fix: [{say: а, advice: б}]", "10:11", "ровно одно"),
        ("id: RU-TRY-001", "id: '1'", "4:9", "не подходит по форме"),
        ("lang: ru", "lang: ru\nlang: ru", "3:1", ""),
        ("why: Проба.", "why: [", "6:10", "не закрыта"),
    ],
)
def test_a_mistake_has_an_address(
    rule_file: RuleFileWriter, old: str, new: str, place: str, words: str
) -> None:
    """
    File, line and column of what is wrong, in words that say how to mend it.
    """
    path = rule_file(GOOD)
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")

    mistakes = _mistakes(path)

    assert any(mistake.startswith(f"{place} ") and words in mistake for mistake in mistakes), mistakes


def test_all_mistakes_are_reported_at_once(rule_file: RuleFileWriter) -> None:
    """
    Two files with a mistake each make two mistakes, and an id used twice is one, too.
    """
    first = rule_file(GOOD.replace("'заказик'", "'@nobody'"), name="a.yaml")
    second = rule_file(GOOD.replace("{swap: {заказик: заказ}}", "{say: '{nobody}'}"), name="b.yaml")

    assert len(_mistakes_of([first, second])) == 2
    first.write_text(rule_file(GOOD, name="c.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    assert [message.split(" в ")[0] for message in _mistakes_of([first, first.with_name("c.yaml")])] == [
        "правило RU-TRY-001 уже есть"
    ]


def _mistakes_of(paths: list[Path]) -> list[str]:
    with pytest.raises(RuleFileError) as caught:
        load_rules(shipped=paths)
    return [mistake.message for mistake in caught.value.mistakes]


@pytest.mark.parametrize(
    "content", [b"\xff\xfe\x00", b"", b"- 1\n", b"a: *b\n", b"!!python/object:os.system x"]
)
def test_what_is_no_rule_file_is_a_mistake_and_no_traceback(tmp_path: Path, content: bytes) -> None:
    """
    Garbage is reported with its address.
    """
    path = tmp_path / "bad.yaml"
    path.write_bytes(content)

    assert _mistakes(path)


def test_a_missing_file_is_a_mistake(tmp_path: Path) -> None:
    """
    The address is the file that is not there.
    """
    assert "файл не прочитан" in _mistakes(tmp_path / "none.yaml")[0]
