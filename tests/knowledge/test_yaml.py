"""
YAML is read in three layouts, and every mistake has its line and column.
"""

from __future__ import annotations

from textwrap import dedent

import pytest


def test_a_list_of_entries(read):
    """
    A list of mappings is a list of entries, each with the place of its first field.
    """
    reading = read("a.yaml", "- id: a\n  title: Вопрос\n  body: Ответ\n- id: b\n  title: Два\n  body: Три\n")

    assert reading.problems == ()
    assert [(item.entry.id, item.source.line) for item in reading.entries] == [("a", 1), ("b", 4)]


def test_defaults_are_shared_and_overridden(read):
    """
    What `defaults` says holds for every entry that does not say otherwise.
    """
    text = """
        defaults: {owner: Мария, tags: [доставка], audience: customer}
        entries:
        - {id: a, title: Один, body: Ответ}
        - {id: b, title: Два, body: Ответ, owner: Иван, tags: []}
    """
    a, b = (item.entry for item in read("a.yaml", dedent(text)).entries)

    assert (a.owner, a.tags, a.audience) == ("Мария", ("доставка",), "customer")
    assert (b.owner, b.tags, b.audience) == ("Иван", (), "customer")


def test_a_single_entry_with_nested_fields(read):
    """
    A mapping without `entries` is one entry.
    """
    text = """
        id: call
        kind: instruction
        title: Звонок
        body: Порядок.
        stages:
        - name: Приветствие
          say: Добрый день!
          pairs: [{right: Вам удобно?, wrong: Алло}]
    """
    (item,) = read("a.yml", dedent(text)).entries

    assert item.entry.stages[0].pairs[0].right == "Вам удобно?"


def test_scalars_stay_text(read):
    """
    Words and numbers that YAML would take for booleans, numbers or dates are what the author typed.
    """
    (item,) = read("a.yaml", "id: 2024\ntitle: no\nbody: 1_000\nvariants: [on, 1e3, 12:30]\n").entries

    assert (
        item.entry.id,
        item.entry.title,
        item.entry.body,
        item.entry.variants,
    ) == ("2024", "no", "1_000", ("on", "1e3", "12:30"))


def test_aliases_are_read(read):
    """
    An anchor may be used again.
    """
    text = "- id: a\n  title: Один\n  body: Ответ\n  tags: &t [x]\n"
    text += "- id: b\n  title: Два\n  body: Ответ\n  tags: *t\n"

    assert [item.entry.tags for item in read("a.yaml", text).entries] == [("x",), ("x",)]


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("- id: a\n  title: Вопрос\n", "missing", 1, 3),
        ("id: a\ntitle: Вопрос\nbody: Ответ\nboddy: x\n", "unknown_field", 4, 1),
        ("id: a\ntitle: Вопрос\nbody: Ответ\nstages: []\n", "field_of_other_kind", 4, 1),
        ("id: a\nid: b\ntitle: Вопрос\nbody: Ответ\n", "duplicate_key", 2, 1),
        ("id: a b\ntitle: Вопрос\nbody: Ответ\n", "bad_id", 1, 5),
        ("id: a\ntitle: Вопрос\nbody: Ответ\nkind: вопрос\n", "wrong_choice", 4, 7),
        ("id: a\ntitle: Вопрос\nbody: Ответ\naudience: all\n", "wrong_choice", 4, 11),
        ("id: a\ntitle: Вопрос\nbody: Ответ\nvalid_from: 99999-01-01\n", "bad_date", 4, 13),
        ("id: a\ntitle: Вопрос\nbody: Ответ\nvalid_from: 2026-02-30\n", "bad_date", 4, 13),
        ("id: a\ntitle: Вопрос\nbody: Ответ\nvalid_from: 2026\n", "bad_date", 4, 13),
        ("id: a\ntitle: Вопрос\nbody: Ответ\nlanguage: RUS\n", "bad_language", 4, 11),
        ("id: a\ntitle: Вопрос\nbody: Ответ\nsample: maybe\n", "bad_bool", 4, 9),
        ("id: a\ntitle: Вопрос\nbody: Ответ\ntags: один\n", "want_list", 4, 7),
        ("id: a\ntitle: Вопрос\nbody: [x]\n", "want_text", 3, 7),
        ("id: a\ntitle: Вопрос\nbody: ''\n", "empty", 3, 1),
        ("id: a\ntitle: |\n  В\n  Б\nbody: Ответ\n", "one_line", 2, 8),
        (f"id: a\ntitle: {'я' * 501}\nbody: Ответ\n", "too_long", 2, 8),
        (
            "id: a\ntitle: Вопрос\nbody: Ответ\nvalid_from: 2026-02-02\nvalid_until: 01.02.2026\n",
            "dates_order",
            1,
            1,
        ),
        ("kind: instruction\nid: a\ntitle: Т\nbody: Т\nstages:\n- name: Этап\n", "stage_empty", 6, 3),
        ("kind: policy\nid: a\ntitle: Т\nbody: Т\ncases:\n- {case: К, решение: Н}\n", "unknown_field", 6, 13),
        ("- просто текст\n", "not_an_entry", 1, 3),
        ("просто текст\n", "not_an_entry", 1, 1),
        ("entries: {a: b}\n", "want_list", 1, 10),
        ("defaults: x\nentries: []\n", "want_fields", 1, 11),
        ("id: a\n\ttitle: b\n", "yaml_tab", 2, 1),
        ("title: Доставка: как\n", "yaml_colon", 1, 16),
        ("title: 'открыта\nbody: x\n", "yaml_quote", 1, 8),
        ("- id: a\ntitle: b\n", "yaml_indent", 2, 1),
        ("id: !!python/object/apply:os.system [ls]\n", "yaml_tag", 1, 5),
        ("id: *nowhere\n", "yaml_alias", 1, 5),
        ("id: &a [*a]\n", "yaml_alias", 1, 9),
        ("? [a]\n: b\n", "yaml_key", 1, 3),
    ],
)
def test_a_mistake_has_its_place(read, text, code, line, column):
    """
    Each mistake is told at the line and column of what is wrong.
    """
    found = [
        (problem.code, problem.location.line, problem.location.column)
        for problem in read("a.yaml", text).problems
    ]

    assert (code, line, column) in found


def test_all_mistakes_at_once(read):
    """
    One run tells about every entry and every field of it.
    """
    text = "- id: a b\n  titel: В\n- id: c\n  title: В\n  body: О\n  status: done\n"
    text += "- id: d\n  title: Г\n  body: О\n"
    reading = read("a.yaml", text)

    assert [problem.code for problem in reading.problems] == [
        "missing",
        "missing",
        "bad_id",
        "unknown_field",
        "wrong_choice",
    ]
    assert [item.entry.id for item in reading.entries] == ["d"]


def test_the_nearest_field_is_suggested(read):
    """
    A misspelt or Russian field name comes with the name that was probably meant.
    """
    problems = read("a.yaml", "id: a\ntitle: В\nbody: О\nvarients: [x]\nкратко: y\n").problems

    assert [problem.how.split(": ")[1].rstrip(".") for problem in problems] == [
        "возможно, это variants",
        "возможно, это speakable",
    ]


def test_several_documents_in_a_file(read):
    """
    Documents parted by `---` are read one after the other.
    """
    text = "id: a\ntitle: Один\nbody: x\n---\n- {id: b, title: Два, body: y}\n"

    assert [item.entry.id for item in read("a.yaml", text).entries] == ["a", "b"]


def test_deep_nesting_is_refused(read):
    """
    Nesting beyond the limit ends the reading of the file, not the process.
    """
    for text in ("[" * 100_000, "- " * 100_000, "{a: " * 100_000):
        assert [problem.code for problem in read("a.yaml", text).problems] == ["too_deep"]


def test_an_alias_bomb_is_refused(read):
    """
    Aliases count as often as they are used.
    """
    lines = ["a: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"k{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]

    assert [problem.code for problem in read("a.yaml", "\n".join(lines)).problems] == ["too_complex"]
