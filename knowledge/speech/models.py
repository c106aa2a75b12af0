"""
What a speech rule is: the model behind the YAML files, and behind the JSON schema that editors complete from.
"""

from __future__ import annotations

import datetime as dt  # noqa: TC003 -- pydantic reads the annotations at run time
import re
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, field_validator, model_validator

from knowledge.models import Line, Strict

RuleId = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}-[A-Z]{3,4}-\d{3}$")]
CategoryName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]{2,40}$")]
Notation = Annotated[str, StringConstraints(min_length=1, max_length=500)]

FACT_KINDS = ("number", "money", "date", "time", "id", "phone", "email", "url", "name", "negation", "quote")
FactKind = Literal[
    "number", "money", "date", "time", "id", "phone", "email", "url", "name", "negation", "quote"
]

_WITHIN = re.compile(r"^(match|sentence|next|(before|after) \d{1,2})$")
_HOURS = re.compile(r"^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$")


class Severity(StrEnum):
    """
    An error blocks sending, a warning needs the operator's decision, a suggestion is a hint.
    """

    ERROR = "error"
    WARNING = "warning"
    SUGGESTION = "suggestion"

    @property
    def rank(self) -> int:
        """
        2 for an error, 1 for a warning, 0 for a suggestion.
        """
        return {"error": 2, "warning": 1, "suggestion": 0}[self.value]


class Antipattern(Strict):
    """
    A pattern that silences a match: touching it, some words away, in its sentence, or in the next.
    """

    not_: Annotated[Notation, Field(alias="not")]
    within: str = "match"

    @field_validator("within")
    @classmethod
    def _known_place(cls, value: str) -> str:
        if not _WITHIN.match(value):
            raise ValueError("within: match | sentence | next | before N | after N")
        return value


class Slot(Strict):
    """
    Where the value of a slot comes from, and what to ask for when it is unknown.
    """

    from_: Annotated[str | None, Field(alias="from")] = None
    ask: Line | None = None
    else_: Annotated[Literal["ask", "skip"], Field(alias="else")] = "ask"

    @field_validator("ask")
    @classmethod
    def _asks_visibly(cls, value: str | None) -> str | None:
        if value is not None and not value.startswith(("укажите ", "предложите ", "state ", "offer ")):
            raise ValueError("ask начинается со слова «укажите» или «предложите» (state, offer)")
        return value


class Fix(Strict):
    """
    One way to mend a match; exactly one of `delete`, `swap`, `say`, `advice`.
    """

    delete: bool = False
    swap: Annotated[dict[str, Line] | None, Field(min_length=1)] = None
    say: Line | None = None
    advice: Line | None = None
    scope: Literal["span", "sentence"] | None = None
    slots: dict[str, Slot] = Field(default_factory=dict)
    may_drop: tuple[FactKind, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, value: Any) -> Any:
        return {"delete": True} if value == "delete" else value

    @model_validator(mode="after")
    def _one_way(self) -> Fix:
        ways = [self.delete, self.swap is not None, self.say is not None, self.advice is not None]
        if sum(ways) != 1:
            raise ValueError("нужно ровно одно из: delete, swap, say, advice")
        if self.scope and self.say is None:
            raise ValueError("scope бывает только у say")
        return self

    @property
    def edits(self) -> bool:
        """
        Tell whether it changes the text.
        """
        return self.advice is None

    @property
    def whole_sentence(self) -> bool:
        """
        Tell whether `say` stands for the sentence rather than for the underlined words.
        """
        if self.scope is not None or self.say is None:
            return self.scope == "sentence"
        return self.say[:1].isupper() and self.say.endswith((".", "!", "?"))


class ExampleContext(Strict):
    """
    What is known around an example.
    """

    local_time: dt.time | None = None
    shop: Line | None = None
    operator: Line | None = None
    name: Line | None = None
    deadline: Line | None = None
    facts: dict[str, Line] = Field(default_factory=dict)
    brands: tuple[Line, ...] = ()


_NO_CONTEXT = ExampleContext()


def _no_context() -> ExampleContext:
    """
    The one empty context; as a plain default it would be copied for every example.
    """
    return _NO_CONTEXT


class BadExample(Strict):
    """
    A text in which the rule must find exactly one thing.
    """

    text: Line
    span: Line | None = None
    fixed: Line | None = None
    context: ExampleContext = Field(default_factory=_no_context)

    @model_validator(mode="after")
    def _span_in_text(self) -> BadExample:
        if self.span is not None and self.text.count(self.span) != 1:
            raise ValueError("span должен стоять в text ровно один раз, слово в слово")
        return self


class GoodExample(Strict):
    """
    A text in which the rule must find nothing; `guard` names what saves it.
    """

    text: Line
    guard: Line | None = None
    context: ExampleContext = Field(default_factory=_no_context)


class Examples(Strict):
    """
    The tests of a rule.
    """

    bad: Annotated[tuple[BadExample, ...], Field(min_length=2)]
    good: Annotated[tuple[GoodExample, ...], Field(min_length=2)]


class ContextNeed(Strict):
    """
    A value of the context that the draft must name.
    """

    context: Literal["shop", "operator", "name"]


class Rule(Strict):
    """
    One speech rule, as written in a file.
    """

    id: RuleId
    kind: Literal["phrase", "time", "require"] = "phrase"
    severity: Severity
    why: Line
    source: Annotated[tuple[Line, ...], Field(min_length=1)]
    match: Annotated[tuple[Notation, ...], Field(min_length=1)]
    unless: tuple[Notation | Antipattern, ...] = ()
    fix: Annotated[tuple[Fix, ...], Field(min_length=1)]
    hours: str | None = None
    need: tuple[Notation | ContextNeed, ...] = ()
    tests: Examples

    @field_validator("hours")
    @classmethod
    def _hours_readable(cls, value: str | None) -> str | None:
        if value is not None and not _HOURS.match(value):
            raise ValueError("hours пишутся так: 05:00-11:00")
        return value

    @model_validator(mode="after")
    def _kind_fits(self) -> Rule:
        if (self.kind == "time") != (self.hours is not None):
            raise ValueError("hours нужны правилу kind: time, и только ему")
        if (self.kind == "require") != bool(self.need):
            raise ValueError("need нужен правилу kind: require, и только ему")
        return self

    @model_validator(mode="after")
    def _examples_complete(self) -> Rule:
        if sum(example.span is not None for example in self.tests.bad) < 2:  # noqa: PLR2004 -- the documented minimum
            raise ValueError("span нужен хотя бы у двух примеров bad")
        if any(fix.edits for fix in self.fix):
            if sum(example.fixed is not None for example in self.tests.bad) < 2:  # noqa: PLR2004 -- likewise
                raise ValueError("fixed нужен хотя бы у двух примеров bad, раз правило умеет править")
        elif any(example.fixed is not None for example in self.tests.bad):
            raise ValueError("правило только советует: fixed не нужен")
        return self


class RuleFile(Strict):
    """
    One file: the rules of a category in a language.
    """

    category: CategoryName
    lang: Literal["ru", "en"]
    lists: dict[Annotated[str, StringConstraints(pattern=r"^[a-z_]+$")], tuple[Notation, ...]] = Field(
        default_factory=dict
    )
    rules: Annotated[tuple[Rule, ...], Field(min_length=1)]
