"""
Who may be shown what: the filter works inside the search, so nothing forbidden takes a place in the list.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from knowledge.models import Audience

from .conftest import DAY, sourced

if TYPE_CHECKING:
    from collections.abc import Callable

HIDDEN_FROM_CUSTOMERS: dict[str, dict[str, Any]] = {
    "internal": {"audience": "operator"},
    "draft": {"status": "draft"},
    "in check": {"status": "in_check"},
    "archived": {"status": "archived"},
    "not yet valid": {"valid_from": DAY + dt.timedelta(days=1)},
    "no longer valid": {"valid_until": DAY - dt.timedelta(days=1)},
}


@pytest.mark.parametrize("fields", HIDDEN_FROM_CUSTOMERS.values(), ids=HIDDEN_FROM_CUSTOMERS)
def test_customer_never_gets_it(fields: dict[str, Any], base_of: Callable[..., Any], ask: Callable[..., Any]):
    """
    A customer gets no entry that is internal, unapproved or out of date, not even as a candidate.
    """
    base = base_of(
        sourced(id="hidden", title="Возврат товара", **fields), sourced(id="open", title="Доставка")
    )

    found = ask(base, "возврат товара", audience=Audience.CUSTOMER, threshold=0).candidates

    assert "hidden" not in [candidate.entry for candidate in found]
    assert not base.shows("hidden", Audience.CUSTOMER, DAY)


@pytest.mark.parametrize("fields", [{"audience": "operator"}, {"status": "draft"}, {"status": "in_check"}])
def test_operator_gets_internal_and_unfinished(
    fields: dict[str, Any], base_of: Callable[..., Any], ask: Callable[..., Any]
):
    """
    An operator finds internal entries and those still being checked.
    """
    base = base_of(sourced(id="internal", title="Возврат товара", **fields))

    found = ask(base, "возврат товара").candidates

    assert [candidate.entry for candidate in found] == ["internal"]


@pytest.mark.parametrize("status", ["archived"])
def test_operator_gets_nothing_archived(status: str, base_of: Callable[..., Any], ask: Callable[..., Any]):
    """
    What is archived is found by nobody.
    """
    base = base_of(sourced(id="old", title="Возврат товара", status=status))

    assert ask(base, "возврат товара").candidates == ()


def test_first_and_last_day_count(base_of: Callable[..., Any]):
    """
    An entry is valid on its first and on its last day.
    """
    base = base_of(sourced(id="e", valid_from=DAY, valid_until=DAY))

    assert base.shows("e", Audience.CUSTOMER, DAY)
    assert not base.shows("e", Audience.CUSTOMER, DAY + dt.timedelta(days=1))


def test_forbidden_entries_take_no_places(base_of: Callable[..., Any], ask: Callable[..., Any]):
    """
    Many better matches that a customer may not see do not push out the one he may.
    """
    internal = [sourced(id=f"i{n}", title=f"Возврат товара {n}", audience="operator") for n in range(300)]
    base = base_of(*internal, sourced(id="public", title="Вернуть покупку", body="Возврат за 14 дней."))

    found = ask(base, "возврат товара", audience=Audience.CUSTOMER).candidates

    assert [candidate.entry for candidate in found] == ["public"]


def test_language_filter(base_of: Callable[..., Any], ask: Callable[..., Any]):
    """
    A wanted language leaves out entries in another.
    """
    base = base_of(
        sourced(id="ru", title="Возврат returns"), sourced(id="en", title="Returns", language="en")
    )

    found = ask(base, "returns", language="en").candidates

    assert [candidate.entry for candidate in found] == ["en"]
