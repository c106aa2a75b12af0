"""
JSONL, made by programs, is read leniently and fast.
"""

from __future__ import annotations

import json

import pytest


def test_short_and_full_names(read, jsonl):
    """
    `text`, `question` and `answer` are understood beside the fields' own names.
    """
    text = jsonl(
        {"id": "a", "title": "В", "text": "О", "variants": ["В2"], "audience": "customer", "kind": "rule"},
        {"_id": 7, "question": "В3", "answer": "О3"},
    )
    a, b = (item.entry for item in read("kb.jsonl", text).entries)

    assert (a.id, a.body, a.variants, a.kind) == ("a", "О", ("В2",), "rule")
    assert (b.id, b.title, b.body) == ("7", "В3", "О3")


def test_an_unknown_key_is_one_warning_a_file(read, jsonl):
    """
    A key that means nothing here is told once, and the entries are read.
    """
    reading = read("kb.jsonl", jsonl(*({"id": f"a{n}", "text": "О", "intent": "x"} for n in range(9))))

    assert len(reading.entries) == 9
    assert [(problem.code, problem.location.line) for problem in reading.problems] == [("key_ignored", 1)]


@pytest.mark.parametrize(
    ("fields", "title", "body"),
    [
        ({"text": "Короткий текст"}, "Короткий текст", "Короткий текст"),
        ({"title": "Вопрос", "text": ""}, "Вопрос", "Вопрос"),
        ({"title": "Вопрос", "text": None}, "Вопрос", "Вопрос"),
        ({"title": "Вопрос"}, "Вопрос", "Вопрос"),
        ({"title": "Две\nстроки ", "text": "О"}, "Две строки", "О"),
        ({"title": "", "text": "О\nО"}, "О О", "О\nО"),
        (
            {"text": "Первое предложение. " + "слово " * 50},
            "Первое предложение.",
            ("Первое предложение. " + "слово " * 50).strip(),
        ),
    ],
)
def test_what_is_missing_is_filled_in(read, jsonl, fields, title, body):
    """
    Title and body stand in for each other.
    """
    (item,) = read("kb.jsonl", jsonl({"id": "a", **fields})).entries

    assert (title, body) == (item.entry.title, item.entry.body)


def test_a_long_title_is_cut_and_kept_in_the_body(read, jsonl):
    """
    Nothing of an over-long title is lost.
    """
    title = "слово " * 200
    (item,) = read("kb.jsonl", jsonl({"id": "a", "title": title, "text": "Ответ"})).entries

    assert item.entry.title.endswith("…")
    assert len(item.entry.title) <= 500
    assert f"{title.strip()}\n\nОтвет" == item.entry.body


@pytest.mark.parametrize(
    ("line", "code", "column"),
    [
        ('{"id": "a", "text": "О"', "json_syntax", 24),
        ('{"id": "a",, "text": "О"}', "json_syntax", 12),
        ('{"id": "a", "text": "О"} x', "json_syntax", 25),
        ('{"id": NaN, "text": "О"}', "json_syntax", 8),
        ('{"id": -Infinity, "text": "О"}', "json_syntax", 8),
        ('["a"]', "not_an_entry", 1),
        ('{"id": "a", "id": "b", "text": "О"}', "duplicate_key", 8),
        ('{"id": "a", "text": "О", "body": "П"}', "duplicate_key", 34),
        ('{"id": "a", "text": 5, "title": []}', "want_text", 33),
        ('{"id": "a", "text": "О", "status": "ok"}', "wrong_choice", 36),
        ('{"id": "a"}', "missing", 1),
        ("[" * 100_000, "too_deep", 1),
    ],
)
def test_a_mistake_has_its_line_and_column(read, line, code, column):
    """
    A broken line is told with its number, and the other lines are read.
    """
    reading = read("kb.jsonl", '{"id": "first", "text": "О"}\n\n' + line + '\n{"id": "last", "text": "О"}\n')
    found = [(problem.code, problem.location.line, problem.location.column) for problem in reading.problems]

    assert (reading.entries[0].entry.id, reading.entries[-1].entry.id) == ("first", "last")
    assert (code, 3, column) in found


def test_huge_numbers_cost_nothing(read):
    """
    A number of a million digits is text like any other.
    """
    (problem,) = read("kb.jsonl", '{"text": "О", "id": ' + "9" * 1_000_000 + "}").problems

    assert problem.code == "bad_id"


def test_deep_values_are_refused(read):
    """
    A value nested as deep as JSON allows is one mistake.
    """
    reading = read("kb.jsonl", '{"id": "a", "text": "О", "tags": ' + "[" * 500 + "]" * 500 + "}")

    assert "too_deep" in [problem.code for problem in reading.problems]
    assert reading.entries == ()


def test_escaped_surrogates_and_zeros_do_not_pass(read):
    """
    What is no character is replaced, and said so.
    """
    reading = read("kb.jsonl", r'{"id": "a", "text": "x\ud800y\u0000z\u0007"}')

    assert reading.entries[0].entry.body == "x\ufffdyz"
    assert [problem.code for problem in reading.problems] == ["control_characters"] * 2


def test_ids_are_made_from_titles(read, jsonl):
    """
    Without ids the titles give them: stable, unique, unlike the ids that are written down.
    """
    text = jsonl(
        {"title": "Где мой заказ?", "text": "1"},
        {"title": "Где мой заказ", "text": "2"},
        {"id": "gde-moi-zakaz-2", "title": "X", "text": "3"},
        {"title": "???", "text": "4"},
    )

    assert [item.entry.id for item in read("kb.jsonl", text).entries] == [
        "gde-moi-zakaz",
        "gde-moi-zakaz-3",
        "gde-moi-zakaz-2",
        "entry",
    ]


def test_u2028_is_no_line_end(read):
    """
    Only a newline ends a line of JSONL.
    """
    (item,) = read("kb.jsonl", json.dumps({"id": "a", "text": "x\u2028y"}, ensure_ascii=False)).entries

    assert item.entry.body == "x\ny"


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "В", "text": "О", "variants": ["В2", "  В3 "], "tags": ["a"], "language": "en"},
        {"title": "Две\nстроки", "text": "О\r\nО"},
        {"title": "В", "text": "О", "kind": "rule", "owner": None},
        {"title": "В", "text": "О\u0007", "valid_until": "01.02.2030"},
        {"question": "В", "answer": "О", "variants": "не список"},
        {"title": "В" * 600, "text": "О"},
    ],
)
def test_a_line_remembered_says_what_a_line_read_with_care_says(read, jsonl, fields):
    """
    A line without a fault is not taken apart again when the file is read next; the entry is the same.
    """
    first = read("kb.jsonl", jsonl({"id": "a", **fields}))
    again = read("kb.jsonl", jsonl({"id": "a", **fields}))
    careful = read("kb.jsonl", jsonl({"id": "a", **fields, "unknown": 1}))

    assert first == again
    assert [item.entry for item in careful.entries] == [item.entry for item in first.entries]
    assert [problem.code for problem in careful.problems if problem.code != "key_ignored"] == [
        problem.code for problem in first.problems
    ]
