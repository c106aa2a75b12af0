"""
The exact words of the reports: staff read them, so they are part of the behaviour.
"""

from __future__ import annotations

import string
from textwrap import dedent

import pytest

from knowledge.messages import MESSAGES
from knowledge.models import Location
from knowledge.problems import Problem, errors_of
from knowledge.readers import read_folder
from knowledge.report import render

MANY = """\
defaults:
  owner: Мария
entries:
- id: dostavka 1
  titel: Сколько стоит доставка?
  body: 300 рублей.
- id: dostavka-2
  title: Когда привезут?
  audience: клиентам
  valid_until: завтра
- id: return
  kind: policy
  title: Возврат
  body: Когда возвращаем деньги.
  cases:
  - case: Брак
    decision: Вернуть деньги
    sey: Конечно!
"""
GOLDEN = """\
delivery.yaml:4:3: ошибка: у записи нет вопроса или заголовка (поле title). Добавьте title.
  3 | entries:
  4 | - id: dostavka 1
    |   ^
  5 |   titel: Сколько стоит доставка?
delivery.yaml:4:7: ошибка: «dostavka 1» не годится для поля id. Используйте до 100 латинских букв, цифр, точек, дефисов и подчёркиваний, например dostavka-1.
  3 | entries:
  4 | - id: dostavka 1
    |       ^
  5 |   titel: Сколько стоит доставка?
delivery.yaml:5:3: ошибка: поле titel не знакомо. Проверьте написание: возможно, это title.
  4 | - id: dostavka 1
  5 |   titel: Сколько стоит доставка?
    |   ^
  6 |   body: 300 рублей.
delivery.yaml:7:3: ошибка: у записи нет ответа (поле body). Добавьте body.
  6 |   body: 300 рублей.
  7 | - id: dostavka-2
    |   ^
  8 |   title: Когда привезут?
delivery.yaml:9:13: ошибка: в поле audience значение «клиентам» не подходит. Допустимо: customer, operator.
   8 |   title: Когда привезут?
   9 |   audience: клиентам
     |             ^
  10 |   valid_until: завтра
delivery.yaml:10:16: ошибка: «завтра» в поле valid_until — не дата. Пишите так: 2026-12-31 или 31.12.2026.
   9 |   audience: клиентам
  10 |   valid_until: завтра
     |                ^
  11 | - id: return
delivery.yaml:18:5: ошибка: поле cases[1].sey не знакомо. Проверьте написание: возможно, это say.
  17 |     decision: Вернуть деньги
  18 |     sey: Конечно!
     |     ^
  19 |
Ошибок: 7, предупреждений: 0."""  # noqa: E501 -- a report has long lines


def test_a_file_of_many_mistakes(tmp_path):
    """
    Every mistake is shown with its place, its remedy and the lines around it.
    """
    (tmp_path / "delivery.yaml").write_text(MANY, encoding="utf-8")

    assert render(read_folder(tmp_path).problems, tmp_path) == GOLDEN


def test_english(tmp_path):
    """
    The same problems read in English.
    """
    (tmp_path / "a.md").write_text("---\ntitle: Where?\nstatus: ready\n---\n", encoding="utf-8")
    problems = read_folder(tmp_path).problems

    assert dedent("""\
        a.md:2:1: error: the entry has no answer (field body). Add body.
        a.md:3:9: error: field status cannot be “ready”. Allowed: draft, in_check, approved, archived.
        Errors: 2, warnings: 0.""") == render(problems, language="en")


def test_a_problem_prints_as_one_line():
    """
    The text of a problem is its place, what is wrong and how to mend it.
    """
    problem = Problem.at(Location(file="faq/delivery.yaml", line=14, column=5), "missing", field="body")

    assert str(problem) == "faq/delivery.yaml:14:5: у записи нет ответа (поле body). Добавьте body."
    assert ("error", (problem,)) == (problem.severity, errors_of([problem]))


def test_details_cannot_disturb_a_terminal():
    """
    Escapes, line breaks and floods in a file's values do not reach the screen.
    """
    value = "\x1b[2J\u202egnp.exe\n" + "я" * 10_000
    text = str(Problem.at(Location(file="a"), "bad_date", field="valid_from", value=value))

    assert text.isprintable()
    assert len(text) < 300


@pytest.mark.parametrize("code", sorted(MESSAGES))
@pytest.mark.parametrize("language", ["ru", "en"])
def test_every_message_is_whole_in_both_languages(code, language):
    """
    Both languages use the same details, and a sentence ends as one.
    """
    message = MESSAGES[code]
    names = [
        {name for part in parts for _, name, _, _ in string.Formatter().parse(part) if name}
        for parts in ((message.what_ru, message.how_ru), (message.what_en, message.how_en))
    ]
    names = [used - {"label", "suggestion"} for used in names]
    problem = Problem.at(Location(file="a"), code, **dict.fromkeys(names[0] | names[1], "x"))

    assert names[0] == names[1]
    assert problem.what_in(language).endswith((".", "…"))
    assert problem.how_in(language).endswith(".")
    assert "{" not in problem.text(language).replace('{"id"', "")


def test_long_lines_are_shown_around_the_column(tmp_path):
    """
    Of a line of JSONL only the neighbourhood of the mistake is shown.
    """
    line = '{"id": "a", "text": "' + "я" * 5000 + '", "status": "готово"}'
    (tmp_path / "a.jsonl").write_text(line, encoding="utf-8")
    shown = render(read_folder(tmp_path).problems, tmp_path)

    assert '"status": "готово"' in shown
    assert max(map(len, shown.split("\n"))) < 160
    excerpt, caret = shown.split("\n")[1:3]
    assert excerpt[caret.index("^") :][:8] == '"готово"'
