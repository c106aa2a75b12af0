"""
`copilot user`: everything that the page of staff does, without a server.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable

    Copilot = Callable[..., subprocess.CompletedProcess[str]]


def test_people_come_and_go(copilot: Copilot) -> None:
    """
    Added, given another role, a link, shut out, let in: each step is printed and in the audit log.
    """
    added = copilot("user", "add", "Анна", "--role", "operator")
    person = added.stdout.split()[0]
    invited = copilot("user", "invite", "Борис", "--role", "supervisor", "--days", "2")
    link = copilot("user", "password-link", person)
    role = copilot("user", "role", person, "supervisor")
    disabled = copilot("user", "disable", person)
    refused = copilot("user", "password-link", person)
    enabled = copilot("user", "enable", person)
    listed = copilot("user", "list")
    log = json.loads(copilot("user", "audit", "--json").stdout)
    printed = copilot("user", "audit", "--limit", "2")

    assert re.search(r"/invitation\?token=[\w-]{43}$", invited.stdout.strip())
    assert re.search(r"/password\?token=[\w-]{43}$", link.stdout.strip())
    assert role.stdout == f"{person}  Анна  supervisor\n"
    assert disabled.stdout == "Отключён: Анна\n"
    assert refused.returncode == 2
    assert "Traceback" not in refused.stderr
    assert enabled.stdout == "Включён: Анна\n"
    assert f"{person}  Анна  supervisor" in listed.stdout
    assert [(one["act"], one["target"] == person) for one in log[::-1]] == [
        ("person_added", False),
        ("person_added", True),
        ("login_link_issued", True),
        ("invited", False),
        ("password_link_issued", True),
        ("role_changed", True),
        ("person_disabled", True),
        ("person_enabled", True),
    ]
    assert {one["actor"] for one in log[:-1]} == {"machine-admin"}
    assert len(printed.stdout.splitlines()) == 2
    assert "person_enabled" in printed.stdout


def test_nonsense_is_a_sentence(copilot: Copilot) -> None:
    """
    An unknown id, an unfit name, the machine's own admin: exit status 2, what is wrong, no traceback.
    """
    copilot("user", "login-link")
    for arguments, said in (
        (("disable", "p-nobody"), "p-nobody"),
        (("role", "machine-admin", "operator"), "Себя нельзя отключить"),
        (("invite", "   "), "Имя"),
        (("add", "Бор\u202eис"), "Имя"),
    ):
        done = copilot("user", *arguments)

        assert done.returncode == 2
        assert said in done.stderr
        assert "Traceback" not in done.stderr
