"""
Entries as text: plain for the index and excerpts, Markdown for the card that a person reads.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from markdown_it import MarkdownIt

from knowledge.models import Case, Instruction, Policy, Script, Situation, Stage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from markdown_it.token import Token

    from knowledge.models import Entry
    from knowledge.problems import Language

# The preset that leaves raw HTML as text.
_MARKDOWN: Final = MarkdownIt("js-default")
_MAYBE_MARKDOWN = re.compile(
    r"[*_`\[\]<>\\&#|~]|^[ \t]*(?:[-+]|\d+[.)])[ \t]|^[ \t]*[-=]{2,}|^ {4}|\n[ \t]+|  \n", re.MULTILINE
)
_LONE_BRACKET = re.compile(r"(?<!\\)\[(?![^\[\]\n]{1,300}\])")
_MANY_BRACKETS = 100
_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n)+")

_LABELS: Final[dict[str, dict[Language, str]]] = {
    "time_frame": {"ru": "Срок", "en": "Time frame"},
    "ask_first": {"ru": "Сначала спросите", "en": "Ask first"},
    "stages": {"ru": "Этапы", "en": "Stages"},
    "do": {"ru": "Сделайте", "en": "Do"},
    "say": {"ru": "Скажите", "en": "Say"},
    "right": {"ru": "Верно", "en": "Right"},
    "wrong": {"ru": "Неверно", "en": "Wrong"},
    "why": {"ru": "Почему", "en": "Why"},
    "criteria": {"ru": "Критерии", "en": "Criteria"},
    "decision": {"ru": "Решение", "en": "Decision"},
    "actions": {"ru": "Что делать", "en": "What to do"},
    "modules": {"ru": "Что говорить", "en": "What to say"},
    "inadmissible": {"ru": "Недопустимо", "en": "Inadmissible"},
    "speakable": {"ru": "Коротко", "en": "In short"},
    "legal_basis": {"ru": "Основание", "en": "Legal basis"},
}


@lru_cache(maxsize=32_768)
def plain(markdown: str) -> str:
    """
    Turn Markdown into the text a person would read out: no marks, links by their words, a block a line.
    """
    if _MAYBE_MARKDOWN.search(markdown) is None:
        blocks = _BLANK_LINES.split(markdown.strip())
        return "\n".join(" ".join(map(str.strip, block.split("\n"))) for block in blocks)
    lines: list[str] = []
    cells: list[str] = []
    is_table = False
    for token in _MARKDOWN.parse(tamed(markdown)):
        if token.type in {"table_open", "table_close"}:
            is_table = token.type == "table_open"
        elif token.type == "tr_close":
            lines.append(" — ".join(cell for cell in cells if cell))
            cells.clear()
        elif token.type == "inline":
            (cells if is_table else lines).append(_inline(token.children or []))
        elif token.type in {"fence", "code_block"}:
            lines.append(token.content.strip())
    return "\n".join(line for line in lines if line)


def tamed(markdown: str) -> str:
    """
    Escape the brackets that open no label: the parser looks for the end of each in all the rest of the text.
    """
    return _LONE_BRACKET.sub(r"\\[", markdown) if markdown.count("[") > _MANY_BRACKETS else markdown


def _inline(tokens: Iterable[Token]) -> str:
    pieces = []
    for token in tokens:
        if token.type in {"text", "code_inline", "image"}:
            # The content of an image is its alternative text.
            pieces.append(token.content)
        elif token.type in {"softbreak", "hardbreak"}:
            pieces.append("\n" if token.type == "hardbreak" else " ")
    return "".join(pieces).strip()


def entry_text(entry: Entry) -> str:
    """
    Return everything an entry says except its title and variants, as plain text: the body to be indexed.
    """
    return "\n".join(piece for piece in _texts(entry) if piece)


def _texts(entry: Entry) -> Iterator[str]:
    yield plain(entry.body)
    if entry.speakable:
        yield plain(entry.speakable)
    if isinstance(entry, Instruction):
        for stage in entry.stages:
            yield stage.name
            yield from (plain(text) for text in (stage.do, stage.say) if text)
            # The wrong phrases are what nobody should find as an answer.
            yield from (pair.right for pair in stage.pairs)
    elif isinstance(entry, Policy):
        for case in entry.cases:
            yield case.case
            yield from case.criteria
            yield from (plain(text) for text in (case.decision, case.say) if text)
    elif isinstance(entry, Situation):
        yield from entry.actions
        yield from entry.modules
        yield from entry.inadmissible
    if isinstance(entry, (Script, Instruction)):
        yield from (question.question for question in entry.ask_first)


def entry_markdown(entry: Entry, language: Language | None = None) -> str:
    """
    Return the whole card of an entry of any kind as Markdown, its title as the first heading.

    Args:
        entry: what to show.
        language: of the labels; None: that of the entry, English when there are no such labels.
    """
    labels = _Labels(language or ("ru" if entry.language == "ru" else "en"))
    blocks = [f"# {entry.title}", *_blocks(entry, labels)]
    return "\n\n".join(blocks) + "\n"


class _Labels:
    def __init__(self, language: Language) -> None:
        self._language: Language = language

    def __getitem__(self, field: str) -> str:
        return _LABELS[field][self._language]

    def line(self, field: str, text: str) -> str:
        return f"**{self[field]}:** {text}"

    def bullets(self, field: str, items: Iterable[str]) -> Iterator[str]:
        if points := "\n".join(f"- {item}" for item in items):
            yield f"**{self[field]}:**\n\n{points}"


def _blocks(entry: Entry, labels: _Labels) -> Iterator[str]:
    if isinstance(entry, (Script, Instruction)):
        yield from labels.bullets("ask_first", (question.question for question in entry.ask_first))
    if isinstance(entry, Instruction) and entry.time_frame:
        yield labels.line("time_frame", entry.time_frame)
    if entry.speakable:
        yield labels.line("speakable", entry.speakable)
    yield entry.body
    if isinstance(entry, Instruction):
        for number, stage in enumerate(entry.stages, 1):
            yield from _stage(number, stage, labels)
    elif isinstance(entry, Policy):
        for case in entry.cases:
            yield from _case(case, labels)
    elif isinstance(entry, Situation):
        yield from labels.bullets("actions", entry.actions)
        yield from labels.bullets("modules", (f"«{module.strip('«»')}»" for module in entry.modules))
        yield from labels.bullets("inadmissible", entry.inadmissible)
    yield from labels.bullets("legal_basis", entry.legal_basis)


def _stage(number: int, stage: Stage, labels: _Labels) -> Iterator[str]:
    yield f"## {number}. {stage.name}"
    if stage.time_frame:
        yield labels.line("time_frame", stage.time_frame)
    if stage.do:
        yield labels.line("do", stage.do)
    if stage.say:
        yield f"**{labels['say']}:**\n\n{_quoted(stage.say)}"
    pairs = []
    for pair in stage.pairs:
        lines = [f"- ✓ {labels['right']}: {pair.right}", f"  ✗ {labels['wrong']}: {pair.wrong}"]
        if pair.why:
            lines.append(f"  {labels['why']}: {pair.why}")
        pairs.append("  \n".join(lines))
    if pairs:
        yield "\n".join(pairs)


def _case(case: Case, labels: _Labels) -> Iterator[str]:
    yield f"## {case.case}"
    yield from labels.bullets("criteria", case.criteria)
    yield labels.line("decision", case.decision)
    if case.say:
        yield f"**{labels['say']}:**\n\n{_quoted(case.say)}"


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))
