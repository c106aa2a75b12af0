"""
What changed between two sets, as data and as sentences.
"""

from __future__ import annotations

from knowledge.diff import diff, render


def test_added_changed_removed(sourced):
    """
    Entries are told apart by id; where they stand and in which order does not matter.
    """
    old = [sourced(id="a"), sourced(id="b"), sourced(id="c")]
    new = [sourced(id="d"), sourced(id="c", body="Новый ответ."), sourced(id="a")]
    found = diff(old, new)

    assert found.counts == {"added": 1, "changed": 1, "removed": 1, "unchanged": 1}
    assert (tuple(e.id for e in found.added), tuple(e.id for e in found.removed)) == (("d",), ("b",))
    assert [(f.field, f.old, f.new) for f in found.changed[0].fields] == [("body", "Ответ.", "Новый ответ.")]
    assert (frozenset({"c", "d"}), False) == (found.touched, found.is_empty)


def test_a_moved_entry_is_unchanged(sourced):
    """
    The source alone is no change.
    """
    assert diff([sourced(id="a")], [sourced(id="a")]).is_empty


def test_a_change_of_kind_shows_the_fields_of_both(sourced):
    """
    Fields that only one of the kinds has are told as set or removed.
    """
    old = [sourced(id="a", follow_ups=["b"])]
    new = [sourced(id="a", kind="policy", cases=[{"case": "К", "decision": "Р"}])]
    fields = {field.field: (field.old, field.new) for field in diff(old, new).changed[0].fields}

    assert {"kind", "follow_ups", "ask_first", "cases"} == set(fields)
    assert fields["follow_ups"] == (["b"], None)


def test_rendering(sourced):
    """
    People read counts, entries, fields, and the lines of a body that changed.
    """
    old = [sourced(id="a", title="Вопрос", body="Раз.\n\nДва.\n\nТри.", tags=["x"], owner="Мария")]
    new = [
        sourced(
            id="a",
            title="Вопрос?",
            body="Раз.\n\nДва с половиной.\n\nТри.",
            variants=["Как?", "Где?"],
            owner="Мария",
        ),
        sourced(id="b", title="Новый"),
    ]

    assert render(diff(old, new)).split("\n") == [
        "Добавлено: 1, изменено: 1, удалено: 0, без изменений: 0.",
        "+ b: Новый",
        "~ a: Вопрос?",
        "    title: было «Вопрос», стало «Вопрос?»",
        "    body:",
        "      @@ -2,3 +2,3 @@",
        "",
        "      -Два.",
        "      +Два с половиной.",
        "",
        "    variants: задано «Как?; Где?»",
        "    tags: убрано (было «x»)",
    ]
    assert render(diff(old, new), "en").split("\n")[0] == "Added: 1, changed: 1, removed: 0, unchanged: 0."
