"""
What a question is answered with: the same object for the API, the desk, the command line and the channels.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from knowledge.models import Audience, Kind, Question


class Frozen(BaseModel):
    """
    An immutable value that leaves the process as JSON.
    """

    model_config = ConfigDict(frozen=True)


class Excerpt(Frozen):
    """
    A piece of an entry's text; `marks` are half-open ranges of code points that match the question.
    """

    text: str
    marks: tuple[tuple[int, int], ...] = ()


class Candidate(Frozen):
    """
    An entry that may answer the question; `confidence` is the estimated probability that it does.
    """

    entry: str
    kind: Kind
    title: str
    excerpt: Excerpt
    speakable: str | None
    source: str
    audience: Audience
    confidence: float


class AnswerText(Frozen):
    """
    The approved text that is shown or sent; `text` is Markdown.
    """

    entry: str
    title: str
    text: str
    speakable: str | None
    source: str


class Answer(Frozen):
    """
    Everything a channel needs to render the reply to one question.

    `answered` tells whether the best candidate is good enough to be given as the answer; `rung` is the layer
    of the standards it comes from. `ask_first` are the leading questions to ask before reading the answer.
    `words_only` is true when the encoder took no part (still loading, or a keystroke answer).
    """

    question: str
    kb_version: int | None
    answered: bool
    confidence: float
    rung: Kind | None
    answer: AnswerText | None
    candidates: tuple[Candidate, ...]
    ask_first: tuple[Question, ...] = ()
    words_only: bool = False
