"""
Who works with the copilot, and what he may do.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """
    What a person may do; each role may do all that the ones before it may.
    """

    OPERATOR = "operator"
    SUPERVISOR = "supervisor"
    ADMIN = "admin"

    def includes(self, other: Role) -> bool:
        """
        Tell whether this role may do all that `other` may.
        """
        ranks = list(Role)
        return ranks.index(self) >= ranks.index(other)


@dataclass(frozen=True, slots=True)
class Person:
    """
    A member of staff; `id` is random and stands for him in logs.
    """

    id: str
    name: str
    role: Role
    active: bool = True
