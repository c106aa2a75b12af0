"""
What is wrong with a set of entries, though each of them is right.
"""

from __future__ import annotations

import datetime as dt

import pytest

from knowledge.validate import validate

TODAY = dt.date(2026, 11, 22)


def codes(entries, **options):
    """
    Return the codes of the problems of `entries`.
    """
    return [problem.code for problem in validate(entries, today=TODAY, **options)]


def test_a_good_kit_has_no_problems(sourced):
    """
    Entries that differ are fine.
    """
    kit = [
        sourced(id="a", title="Сколько стоит доставка?", body="300 рублей.", follow_ups=["b"]),
        sourced(id="b", title="Когда вернут деньги?", body="За 10 дней."),
    ]

    assert codes(kit) == []


def test_an_empty_kit():
    """
    A set of nothing cannot be published.
    """
    assert codes([]) == ["empty_kit"]


def test_duplicate_ids_name_both_places(sourced):
    """
    The problem stands at the second entry and names the first.
    """
    kit = [sourced(id="a", title="Один"), sourced(id="b", title="Два"), sourced(id="a", title="Три")]
    (problem,) = validate(kit, today=TODAY)

    assert (
        str(problem)
        == "kb.yaml:3:1: идентификатор a уже занят: kb.yaml:1:1. Дайте одной из записей другой id."
    )


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({"title": "Где заказ?"}, {"title": "где  ЗАКАЗ"}, True),
        ({"title": "Где счёт"}, {"title": "Цена", "variants": ["Где счет?"]}, True),
        ({"variants": ["Где заказ"]}, {"variants": ["Где заказ"]}, True),
        ({"title": "Где заказ?"}, {"title": "Где заказы?"}, False),
        ({"title": "Где заказ?"}, {"title": "Где заказ?", "language": "en"}, False),
        ({"title": "Где заказ?"}, {"title": "Где заказ?", "status": "archived"}, False),
        ({"title": "Где заказ?"}, {"title": "Где заказ?", "kind": "rule"}, False),
        (
            {"title": "Где заказ?", "valid_until": "2026-12-01"},
            {"title": "Где заказ?", "valid_until": "2026-12-31"},
            True,
        ),
        (
            {"title": "Где заказ?", "valid_from": "2026-01-01", "valid_until": "2026-12-01"},
            {
                "title": "Где заказ?",
                "valid_from": "2026-01-01",
                "valid_until": "2027-01-01",
                "language": "en",
            },
            False,
        ),
    ],
)
def test_two_entries_that_answer_the_same_question(sourced, one, other, expected):
    """
    A title or variant may stand once among the living entries of a kind and language.
    """
    found = codes([sourced(id="a", **one), sourced(id="b", **other)])

    assert expected == ("duplicate_question" in found)


def test_a_question_that_changes_its_answer_on_a_day(sourced):
    """
    Entries that are never valid together do not meet.
    """
    kit = [
        sourced(id="a", title="Где заказ?", valid_until="2026-11-30"),
        sourced(id="b", title="Где заказ?", valid_from="2026-12-01"),
    ]

    assert codes(kit) == ["not_yet_valid"]


def test_links(sourced):
    """
    A follow-up must exist, and a customer's must not lead inside.
    """
    kit = [
        sourced(id="one", follow_ups=["tow"], title="Первый"),
        sourced(id="two", follow_ups=["inside"], audience="customer", title="Второй"),
        sourced(id="inside", title="Третий"),
    ]
    problems = validate(kit, today=TODAY)

    assert [problem.code for problem in problems] == ["dangling_link", "internal_link"]
    assert problems[0].how == "Проверьте id."


def test_owners(sourced):
    """
    A few entries without an owner are named, many in a file are counted.
    """
    few = [sourced(id=f"a{n}", owner=None) for n in range(2)]
    many = [sourced(id=f"a{n}", owner=None) for n in range(9)]

    assert codes(few) == ["no_owner"] * 2
    (problem,) = validate(many, today=TODAY)
    assert problem.what == "нет ответственного у записей: 9 (первая a0)."


def test_dates_and_status(sourced):
    """
    What does not answer today, or not to customers, is told.
    """
    kit = [
        sourced(id="old", valid_until="2026-11-21"),
        sourced(id="today", valid_from="2026-11-22", valid_until="2026-11-22"),
        sourced(id="new", valid_from="2026-11-23"),
        sourced(id="draft", status="draft", audience="customer"),
        sourced(id="inner-draft", status="draft"),
        sourced(id="gone", status="archived", valid_until="2020-01-01", audience="customer", owner=None),
    ]

    assert codes(kit) == ["expired", "not_yet_valid", "customer_draft"]


@pytest.mark.parametrize(
    ("title", "body", "mine", "theirs"),
    [
        ("Какой срок доставки по Москве", "Привезём за 5 дней.", "5 дней", "3 дня"),
        ("Срок доставки в Москве", "Привезём в течение пяти дней.", "пяти дней", "3 дня"),
        ("Сроки доставки по Москве", "За 3 дня, стоит 500 ₽.", "500 ₽", "300 руб."),
        ("Срок доставки по Москве", "За 3 дня, 300 рублей, скидка 10%.", None, None),
        ("Срок доставки по Москве", "За 2–3 дня.", None, None),
        ("Срок доставки по Казани", "За 7 дней.", None, None),
        ("Срок доставки по Москве", "За 3 дня. Курьер звонит за 30 минут, склад до 20:00.", None, None),
        ("Оплата заказа картой", "Через 9 дней.", None, None),
    ],
)
def test_contradictions(sourced, title, body, mine, theirs):
    """
    Nearly the same question with facts of a kind that share nothing is a contradiction.
    """
    kit = [
        sourced(id="a", title="Сроки доставки по Москве", body="Доставим за **3 дня**, 300 руб."),
        sourced(id="b", title=title, body=body),
    ]
    found = [dict(p.details) for p in validate(kit, today=TODAY) if p.code == "contradiction"]

    assert ([] if mine is None else [(mine, theirs)]) == [(item["mine"], item["theirs"]) for item in found]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Да, обувь можно вернуть.", "Нет, обувь вернуть нельзя.", True),
        ("Мы принимаем карты.", "Мы не принимаем карты.", True),
        ("Да, можно.", "Можно. Но не всегда.", False),
        ("Заказ до 31.12.2026.", "Заказ до 30.11.2026.", True),
        ("Открыты с 9:00 до 21:00.", "Открыты с 10:00 до 20:00.", True),
        ("Скидка 10 %.", "Скидка 15 процентов.", True),
        ("1 500 рублей", "1500 руб.", False),
    ],
)
def test_yes_against_no_and_other_facts(sourced, one, other, expected):
    """
    Denial, dates, hours, shares and sums are compared whatever way they are written.
    """
    kit = [
        sourced(id="a", title="Возврат обуви", body=one),
        sourced(id="b", kind="rule", title="О возврате обуви", body=other),
    ]

    assert expected == ("contradiction" in codes(kit))


@pytest.mark.parametrize(
    "fields", [{"language": "en"}, {"valid_until": "2025-12-31"}, {"status": "archived"}], ids=str
)
def test_entries_that_never_meet_cannot_contradict(sourced, fields):
    """
    Another language, another time, or the archive: no contradiction.
    """
    kit = [
        sourced(id="a", title="Срок доставки по Москве", body="За 3 дня.", valid_from="2026-01-01"),
        sourced(id="b", title="Сроки доставки по Москве", body="За 5 дней.", **fields),
    ]

    assert "contradiction" not in codes(kit)


def test_only_what_changed_is_compared(sourced):
    """
    With `changed`, pairs of two old entries are not told again, pairs with a new one are.
    """
    kit = [
        sourced(id=key, title="Срок доставки по Москве", body=f"За {days} дней.")
        for key, days in (("a", 5), ("b", 6), ("c", 7))
    ]

    def pairs(changed):
        return {
            (dict(p.details).get("this"), dict(p.details)["id"])
            for p in validate(kit, today=TODAY, changed=changed)
            if p.code == "contradiction"
        }

    assert {("b", "a"), ("c", "a"), ("c", "b")} == pairs(None)
    assert {("c", "a"), ("c", "b")} == pairs(frozenset({"c"}))
    assert set() == pairs(frozenset())
    assert codes(kit, changed=frozenset()) == []


def test_a_kit_of_one_title_stays_cheap(sourced):
    """
    Thousands of entries that all answer the same question are told in a few problems each.
    """
    template = "Сколько стоит доставка заказа курьером до двери квартиры в выходной день"
    alike = [sourced(id=f"a{n}", title=template, body=f"{n} рублей") for n in range(3000)]
    nearly = [sourced(id=f"b{n}", title=f"{template} товар{n}", body=f"{n} рублей") for n in range(3000)]
    problems = validate([*alike, *nearly], today=TODAY)

    assert len(problems) < 5 * 6000
    assert {"duplicate_question", "contradiction"} == {problem.code for problem in problems}
    assert validate([*alike, *nearly], today=TODAY, changed=frozenset()) == ()
