"""
The content model: what an entry of the knowledge base is, whatever file it was read from.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter, model_validator
from pydantic_core import PydanticCustomError

SLUG_PATTERN = r"^[A-Za-z0-9](?:[A-Za-z0-9._\-]{0,98}[A-Za-z0-9])?$"

Slug = Annotated[str, StringConstraints(pattern=SLUG_PATTERN)]
Line = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500, pattern=r"^[^\r\n]*$")
]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=50_000)]


class Audience(StrEnum):
    """
    Who may see an entry. An operator sees everything, a customer only what is meant for him.
    """

    CUSTOMER = "customer"
    OPERATOR = "operator"


class Status(StrEnum):
    """
    How far an entry has come through the triple check of a speech module.
    """

    DRAFT = "draft"
    IN_CHECK = "in_check"
    APPROVED = "approved"
    ARCHIVED = "archived"


class Kind(StrEnum):
    """
    The layers of a body of standards, most concrete first; `situation` stands beside them.
    """

    SCRIPT = "script"
    INSTRUCTION = "instruction"
    POLICY = "policy"
    RULE = "rule"
    PRINCIPLE = "principle"
    SITUATION = "situation"


class Strict(BaseModel):
    """
    Frozen, and closed: a misspelt field is a mistake to report, not a value to drop.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")


class Question(Strict):
    """
    A leading question the operator asks before the answer; its reply fills `slot`.
    """

    slot: Slug
    question: Line


class RightWrong(Strict):
    """
    One thing said rightly and wrongly, with the reason.
    """

    right: Line
    wrong: Line
    why: Line | None = None


class Stage(Strict):
    """
    One step of an instruction: what to do, what to say, and within what time.
    """

    name: Line
    do: Text | None = None
    say: Text | None = None
    time_frame: Line | None = None
    pairs: tuple[RightWrong, ...] = ()

    @model_validator(mode="after")
    def _says_or_does(self) -> Stage:
        if self.do is None and self.say is None:
            raise PydanticCustomError("stage_empty", "stage needs `do` or `say`")
        return self


class Case(Strict):
    """
    One case of a policy: under which criteria which decision is taken, and how it is said.
    """

    case: Line
    criteria: tuple[Line, ...] = ()
    decision: Text
    say: Text | None = None


class EntryBase(Strict):
    """
    The fields that entries of every kind share.

    `title` is the question or the name under which staff look the entry up; `body` is Markdown.
    What an admin publishes is approved unless it says otherwise, and internal unless it says otherwise.
    `valid_until` is inclusive. `legal_basis` names articles of law. `variants` are other wordings of the
    title, `examples` are questions that the published index must answer with this entry.
    """

    id: Slug
    title: Line
    body: Text
    speakable: Text | None = None
    variants: tuple[Line, ...] = ()
    examples: tuple[Line, ...] = ()
    tags: tuple[Line, ...] = ()
    audience: Audience = Audience.OPERATOR
    status: Status = Status.APPROVED
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")] = "ru"
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None
    owner: Line | None = None
    legal_basis: tuple[Line, ...] = ()
    sample: bool = False
    """Starter content that a company has yet to make its own."""

    @model_validator(mode="after")
    def _dates_in_order(self) -> EntryBase:
        if self.valid_from and self.valid_until and self.valid_from > self.valid_until:
            raise PydanticCustomError("dates_order", "valid_from is later than valid_until")
        return self

    def is_valid_on(self, day: dt.date) -> bool:
        """
        Tell whether `day` lies within the entry's dates.
        """
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or day <= self.valid_until
        )


class Script(EntryBase):
    """
    A ready answer to a frequent question (FAQ script).
    """

    kind: Literal[Kind.SCRIPT] = Kind.SCRIPT
    ask_first: tuple[Question, ...] = ()
    follow_ups: tuple[Slug, ...] = ()


class Instruction(EntryBase):
    """
    Word for word what to say and do in a standard operation, stage by stage.
    """

    kind: Literal[Kind.INSTRUCTION] = Kind.INSTRUCTION
    stages: Annotated[tuple[Stage, ...], Field(min_length=1)]
    time_frame: Line | None = None
    ask_first: tuple[Question, ...] = ()


class Policy(EntryBase):
    """
    Criteria for a decision where neither a script nor an instruction exists.
    """

    kind: Literal[Kind.POLICY] = Kind.POLICY
    cases: Annotated[tuple[Case, ...], Field(min_length=1)]


class Rule(EntryBase):
    """
    A rule of communication, valid in every situation.
    """

    kind: Literal[Kind.RULE] = Kind.RULE


class Principle(EntryBase):
    """
    A value, the last resort where neither instruction nor policy works.
    """

    kind: Literal[Kind.PRINCIPLE] = Kind.PRINCIPLE


class Situation(EntryBase):
    """
    «Что делать, если клиент…»: what works, what to say, what is inadmissible.
    """

    kind: Literal[Kind.SITUATION] = Kind.SITUATION
    actions: Annotated[tuple[Line, ...], Field(min_length=1)]
    modules: Annotated[tuple[Line, ...], Field(min_length=1)]
    inadmissible: Annotated[tuple[Line, ...], Field(min_length=1)]


Entry = Annotated[
    Script | Instruction | Policy | Rule | Principle | Situation,
    Field(discriminator="kind"),
]

ENTRY: TypeAdapter[Entry] = TypeAdapter(Entry)


def parse_entry(fields: dict[str, Any]) -> Entry:
    """
    Build the entry that `fields` describe; `kind` defaults to a script.

    Raises:
        pydantic.ValidationError: with every mistake at once.
    """
    return ENTRY.validate_python({"kind": Kind.SCRIPT, **fields})


class Location(Strict):
    """
    Where something stands: file relative to the content folder, line and column counted from 1.
    """

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


class Sourced(Strict):
    """
    An entry with the place it was read from.
    """

    entry: Entry
    source: Location
