"""
What a speech rule is: the model behind the YAML files, and behind the JSON schema that editors complete from.
"""

from __future__ import annotations

import datetime as dt
import re
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, StringConstraints, WithJsonSchema, field_validator, model_validator

from knowledge.models import Line
from knowledge.models import Strict as Closed

RuleId = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}-[A-Z]{3,4}-\d{3}$")]
CategoryName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]{2,40}$")]
Notation = Annotated[str, StringConstraints(min_length=1, max_length=500)]

FACT_KINDS = ("number", "money", "date", "time", "id", "phone", "email", "url", "name", "negation", "quote")
FactKind = Literal[
    "number", "money", "date", "time", "id", "phone", "email", "url", "name", "negation", "quote"
]

_WITHIN = re.compile(r"^(match|sentence|next|(before|after) \d{1,2})$")
_HOURS = re.compile(r"^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$")


class Strict(Closed):
    """
    Frozen and closed; the line under a field is its description in the JSON schema.
    """

    model_config = ConfigDict(use_attribute_docstrings=True)


ClockTime = Annotated[dt.time, WithJsonSchema({"type": "string", "pattern": r"^([01]\d|2[0-3]):[0-5]\d$"})]
"""`HH:MM`; the format «time» of JSON schema would demand seconds and a zone."""


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
    """A pattern that must not be there."""
    within: str = "match"
    """match | sentence | next | before N | after N: where to look for it, in words from the match."""

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
    """The known fact it is taken from: sla, or a name among the facts."""
    ask: Line | None = None
    """What a person is asked for in square brackets when it is unknown: «укажите шаг»."""
    else_: Annotated[Literal["ask", "skip"], Field(alias="else")] = "ask"
    """When it is unknown: ask for it, or skip the fix."""

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
    """Take the underlined words out and mend commas, spaces and the capital letter."""
    swap: Annotated[dict[str, Line] | None, Field(min_length=1)] = None
    """Word for word, old: new; case and number stay, neighbours agree."""
    say: Line | None = None
    """The new wording, with slots in braces; a whole sentence stands for the sentence."""
    advice: Line | None = None
    """Words for the operator; nothing is edited."""
    scope: Literal["span", "sentence"] | None = None
    """What `say` replaces, when its form does not tell."""
    slots: dict[str, Slot] = Field(default_factory=dict)
    """Slots of `say` that are not built in."""
    may_drop: tuple[FactKind, ...] = ()
    """Kinds of facts inside the underlined words that this fix may lose."""

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

    local_time: ClockTime | None = None
    """The client's clock, HH:MM."""
    shop: Line | None = None
    """The shop's full name."""
    operator: Line | None = None
    """The operator's name."""
    name: Line | None = None
    """The client's name."""
    deadline: Line | None = None
    """The term of the answer as it is said: «до 18:00»."""
    facts: dict[str, Line] = Field(default_factory=dict)
    """Known values by slot name."""
    brands: tuple[Line, ...] = ()
    """Names that are never matched."""


class BadExample(Strict):
    """
    A text in which the rule must find exactly one thing.
    """

    text: Line
    """A draft in which the rule must find exactly one thing."""
    span: Line | None = None
    """The words to be underlined, exactly as in the text."""
    fixed: Line | None = None
    """The text after the first accepted fix of this rule."""
    context: ExampleContext = ExampleContext()
    """What is known around the text."""

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
    """A draft in which the rule must find nothing."""
    guard: Line | None = None
    """The entry of `unless` without which the rule would fire here."""
    context: ExampleContext = ExampleContext()
    """What is known around the text."""


class Examples(Strict):
    """
    The tests of a rule.
    """

    bad: Annotated[tuple[BadExample, ...], Field(min_length=2)]
    """At least two drafts that must be found, in different forms and orders."""
    good: Annotated[tuple[GoodExample, ...], Field(min_length=2)]
    """At least two innocent neighbours, and one for each entry of `unless`."""


class ContextNeed(Strict):
    """
    A value of the context that the draft must name.
    """

    context: Literal["shop", "operator", "name"]
    """The name that the draft must hold when it is known."""


class Rule(Strict):
    """
    One speech rule, as written in a file.
    """

    id: RuleId
    """Unique in the whole set: RU-IGN-001."""
    kind: Literal["phrase", "time", "require"] = "phrase"
    """Forbidden words; words bound to the client's clock; words that demand others."""
    severity: Severity
    """error blocks sending, warning needs a decision, suggestion is a hint."""
    why: Line
    """What the operator reads: one or two short sentences, no blame."""
    source: Annotated[tuple[Line, ...], Field(min_length=1)]
    """Where the rule comes from: links or names of documents."""
    match: Annotated[tuple[Notation, ...], Field(min_length=1)]
    """Patterns, any of which is a match."""
    unless: tuple[Notation | Antipattern, ...] = ()
    """Guards and patterns, any of which silences a match."""
    fix: Annotated[tuple[Fix, ...], Field(min_length=1)]
    """Ways to mend a match, tried in this order."""
    hours: str | None = None
    """When the words are right, for kind: time; over midnight allowed: 05:00-11:00."""
    need: tuple[Notation | ContextNeed, ...] = ()
    """One of these must be in the draft, for kind: require."""
    tests: Examples
    """Examples that run whenever the file is loaded."""

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
    """What the rules of this file are about."""
    lang: Literal["ru", "en"]
    """The language of the drafts they look at."""
    lists: dict[Annotated[str, StringConstraints(pattern=r"^[a-z_]+$")], tuple[Notation, ...]] = Field(
        default_factory=dict
    )
    """Word lists for the patterns of this file, used as @name."""
    rules: Annotated[tuple[Rule, ...], Field(min_length=1)]
    """The rules."""
