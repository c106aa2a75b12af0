"""
People are known by a random id, keep their place in history, and change their role without changing it.
"""

import asyncio

import pytest

from bot.domain.person import Person, Role
from bot.errors import PersonUnknown


async def test_a_person_is_added(stores, now) -> None:
    """Everybody gets an id of his own that tells nothing about him."""
    anna = await stores.people.add("Анна Иванова", Role.OPERATOR, now=now)
    namesake = await stores.people.add("Анна Иванова", Role.SUPERVISOR, now=now)

    assert anna == Person(id=anna.id, name="Анна Иванова", role=Role.OPERATOR, active=True)
    assert await stores.people.get(anna.id) == anna
    assert await stores.people.list() == (anna, namesake)
    assert anna.id != namesake.id


async def test_the_machines_admin_is_one_person(stores, now) -> None:
    """However often and from however many sides he is asked for, there is one."""
    admins = await asyncio.gather(*(stores.people.machine_admin("root", now=now) for _ in range(5)))

    assert len(set(admins)) == 1
    assert admins[0].role is Role.ADMIN
    assert await stores.people.list() == (admins[0],)


async def test_role_and_activity_change(stores, now) -> None:
    """Only what was changed changes."""
    anna = await stores.people.add("Анна", Role.OPERATOR, now=now)
    await stores.people.set_role(anna.id, Role.ADMIN, now=now)
    changed = await stores.people.set_active(anna.id, active=False, now=now)

    assert changed == Person(id=anna.id, name="Анна", role=Role.ADMIN, active=False)
    assert await stores.people.get(anna.id) == changed


async def test_an_unknown_person_is_an_error(stores, now) -> None:
    """Whatever is asked of nobody, the error names the id."""
    for ask in (
        stores.people.get("p-0"),
        stores.people.set_role("p-0", Role.ADMIN, now=now),
        stores.people.set_active("p-0", active=True, now=now),
    ):
        with pytest.raises(PersonUnknown, match="p-0"):
            await ask


@pytest.mark.parametrize(
    ("role", "included"),
    [
        (Role.OPERATOR, {Role.OPERATOR}),
        (Role.SUPERVISOR, {Role.OPERATOR, Role.SUPERVISOR}),
        (Role.ADMIN, {Role.OPERATOR, Role.SUPERVISOR, Role.ADMIN}),
    ],
)
def test_a_role_includes_those_below(role: Role, included: set[Role]) -> None:
    """Each role may do what the ones before it may, and no more."""
    assert {other for other in Role if role.includes(other)} == included
