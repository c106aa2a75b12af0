"""
The one-line notation of patterns: text to nodes.

`docs/speech-rules.md` describes it for people who write rules.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from knowledge.speech.errors import PatternError
from knowledge.speech.morphology import fold, lemmas
from knowledge.speech.nodes import (
    FAR_GAP,
    LIGHT_GAP,
    Choice,
    Condition,
    Item,
    Marked,
    Node,
    NounPhrase,
    Sequence,
    Step,
    Window,
)
from knowledge.speech.vocabulary import words
from knowledge.speech.word_order import freed

if TYPE_CHECKING:
    from collections.abc import Mapping

GRAMMEMES = words("""
    noun adjf adjs comp verb infn prtf prts grnd numr advb npro pred prep conj prcl intj
    nomn gent datv accs ablt loct voct gen2 loc2 sing plur masc femn neut 1per 2per 3per pres past futr
    perf impf indc impr incl excl actv pssv anim inan name surn patr geox anum
    base s ed ing
    """)
Tags = tuple[Condition, ...]

SHORTHANDS: dict[str, frozenset[frozenset[str]]] = {
    "imp": frozenset((frozenset(("impr", "excl")),)),
    "fin": frozenset((frozenset(("verb", "indc")),)),
    "short": frozenset((frozenset(("adjs",)), frozenset(("prts",)))),
}
CASES = words("nomn gent datv accs ablt loct")

_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*|\d+")
_TAG = re.compile(r"\.(!?)([a-z0-9]+(?:/[a-z0-9]+)*)")
_CAPTURE = re.compile(r"([a-z][a-z_]*)=")
_PUNCTUATION = ",:;?!.—%)("
MAX_LENGTH = 500
MAX_GAP = 12


def parse(text: str, lists: Mapping[str, tuple[str, ...]]) -> Node:
    """
    Parse a pattern; `lists` maps the names usable as `@name` to patterns.

    Raises:
        PatternError: with the offset of what could not be understood.
    """
    if len(text) > MAX_LENGTH:
        raise PatternError(f"шаблон длиннее {MAX_LENGTH} знаков: разбейте его на несколько")
    reader = _Reader(text, lists)
    node = reader.sequence(closers="")
    if reader.at < len(text):
        raise reader.error(f"лишний знак «{text[reader.at]}»")
    return node


class _Reader:
    """
    A recursive-descent reader over one pattern.
    """

    def __init__(self, text: str, lists: Mapping[str, tuple[str, ...]], depth: int = 0) -> None:
        self.text = text
        self.length = len(text)
        self.at = 0
        self.lists = lists
        self.depth = depth

    def error(self, message: str, at: int | None = None) -> PatternError:
        return PatternError(message, self.at if at is None else at)

    def peek(self) -> str:
        return self.text[self.at] if self.at < self.length else ""

    def spaces(self) -> bool:
        before = self.at
        while self.at < self.length and self.text[self.at] == " ":
            self.at += 1
        return self.at > before

    def sequence(self, closers: str) -> Node:
        """
        Items until one of `closers` or the end.
        """
        steps: list[Step] = []
        gap = 0
        self.spaces()
        while self.peek() and self.peek() not in closers:
            if self.peek() == "~" or self.text.startswith("...", self.at):
                if not steps:
                    raise self.error("промежуток стоит между двумя словами, а не в начале")
                gap = self.gap()
                self.spaces()
                continue
            node, optional = self.unit()
            steps.append(Step(node, gap if steps else 0, optional=optional))
            if self.peek() == "+":
                self.at += 1
                gap = 0
            elif self.spaces():
                gap = LIGHT_GAP
            elif self.peek() and self.peek() not in closers:
                raise self.error(f"перед «{self.peek()}» нужен пробел или +")
        if not steps:
            raise self.error("пустой шаблон")
        ordered = freed(steps)
        return ordered[0].node if len(ordered) == 1 and not ordered[0].optional else Sequence(ordered)

    def gap(self) -> int:
        start = self.at
        if self.text.startswith("...", start):
            self.at += 3
            return FAR_GAP
        self.at += 1
        digits = re.compile(r"\d+").match(self.text, self.at)
        if digits is None:
            raise self.error("после ~ нужно число слов: ~3", start)
        self.at = digits.end()
        size = int(digits.group())
        if size > MAX_GAP:
            raise self.error(f"промежуток больше {MAX_GAP} слов", start)
        return size

    def unit(self) -> tuple[Node, bool]:
        node = self.atom()
        if self.peek() == "?":
            self.at += 1
            return node, True
        return node, False

    def atom(self) -> Node:
        if capture := _CAPTURE.match(self.text, self.at):
            self.at = capture.end()
            return Marked(capture.group(1), self.atom())
        char = self.peek()
        if char == "(" and not self._is_group():
            return self.punctuation()
        reader = _READERS.get(char, _Reader.punctuation if char in _PUNCTUATION else _Reader.word)
        return reader(self)

    def marked(self) -> Node:
        self.at += 1
        node = self.sequence(">")
        self.expect(">")
        return Marked("", node)

    def number(self) -> Node:
        self.at += 1
        return Item(kind="num")

    def anything(self) -> Node:
        self.at += 1
        return Item(grammemes=self.tags())

    def _is_group(self) -> bool:
        return self.text[self.at + 1 : self.at + 2] not in {" ", ""}

    def punctuation(self) -> Node:
        mark = self.peek()
        self.at += 1
        return Item(form=mark, kind="punct")

    def edge(self) -> Node:
        if self.text.startswith("^^", self.at):
            self.at += 2
            return Item(kind="draft_start")
        kind = "start" if self.peek() == "^" else "end"
        self.at += 1
        return Item(kind=kind)

    def expect(self, char: str) -> None:
        if self.peek() != char:
            raise self.error(f"не хватает «{char}»")
        self.at += 1

    def choice(self) -> Node:
        self.at += 1
        branches = [self.sequence("|)")]
        while self.peek() == "|":
            self.at += 1
            branches.append(self.sequence("|)"))
        self.expect(")")
        start = self.at
        tags = self.tags()
        branches = [self.narrowed(branch, tags, start) for branch in branches]
        return branches[0] if len(branches) == 1 else _merge(branches)

    def window(self) -> Node:
        self.at += 1
        units: list[Step] = []
        self.spaces()
        while self.peek() and self.peek() != "}":
            units.append(self.window_unit())
        self.expect("}")
        if sum(not unit.optional for unit in units) < 1:
            raise self.error("в { } нужно хотя бы одно обязательное слово")
        if len(units) > 7:  # noqa: PLR2004 -- more orders than anybody means
            raise self.error("в { } больше семи частей")
        digits = re.compile(r"\d+").match(self.text, self.at)
        slack = LIGHT_GAP
        if digits:
            self.at = digits.end()
            slack = int(digits.group())
            if slack > MAX_GAP:
                raise self.error(f"промежуток больше {MAX_GAP} слов")
        return Window(tuple(units), slack)

    def window_unit(self) -> Step:
        """
        What stays together inside { }: `a`, `a+b`, `a ~2 b`.
        """
        node, optional = self.unit()
        parts = [Step(node, 0, optional=optional)]
        while True:
            if self.peek() == "+":
                self.at += 1
                gap = 0
            else:
                spaced = self.spaces()
                if self.peek() != "~":
                    if not spaced and self.peek() != "}":
                        raise self.error("внутри { } слова разделяются пробелом или +")
                    break
                gap = self.gap()
                self.spaces()
            node, optional = self.unit()
            parts.append(Step(node, gap, optional=optional))
        return parts[0] if len(parts) == 1 else Step(Sequence(tuple(parts)), 0)

    def exact(self) -> Node:
        start = self.at
        end = self.text.find('"', start + 1)
        if end < 0:
            raise self.error('не закрыта кавычка "', start)
        words = fold(self.text[start + 1 : end]).split()
        self.at = end + 1
        if not words:
            raise self.error("в кавычках пусто", start)
        items = [Item(form=word) for word in words]
        if len(items) == 1:
            return Item(form=words[0], grammemes=self.tags())
        return Sequence(tuple(Step(item, 0) for item in items))

    def regex(self) -> Node:
        start = self.at
        end = self.text.find("/", start + 1)
        if end < 0:
            raise self.error("не закрыто регулярное выражение /…/", start)
        source = self.text[start + 1 : end]
        try:
            re.compile(source)
        except re.error as error:
            raise self.error(f"регулярное выражение не разобрано: {error}", start) from error
        if re.search(r"[+*}]\)?[+*{]", source):
            raise self.error("вложенные повторы в регулярном выражении запрещены: они могут зависнуть", start)
        self.at = end + 1
        return Item(form=source, kind="regex")

    def named_list(self) -> Node:
        start = self.at
        match = re.compile(r"@([a-z_]+)").match(self.text, start)
        if match is None or match.group(1) not in self.lists:
            known = ", ".join(f"@{name}" for name in sorted(self.lists))
            raise self.error(f"нет такого списка; есть {known}", start)
        self.at = match.end()
        tags = self.tags()
        if self.depth > 3:  # noqa: PLR2004 -- lists of lists of lists
            raise self.error("списки ссылаются друг на друга по кругу", start)
        branches: list[Node] = []
        for entry in self.lists[match.group(1)]:
            try:
                node = _entry(entry, self.lists, self.depth + 1)
            except PatternError as error:
                raise self.error(f"в списке @{match.group(1)}: «{entry}»: {error.message}", start) from error
            branches.append(self.narrowed(node, tags, start))
        return branches[0] if len(branches) == 1 else _merge(branches)

    def word(self) -> Node:
        match = _WORD.match(self.text, self.at)
        if match is None:
            raise self.error(f"непонятный знак «{self.peek()}»")
        self.at = match.end()
        word = match.group()
        tags = self.tags()
        if word == "np":
            cases = {grammeme for tag in tags for option in tag.options for grammeme in option}
            if not cases <= CASES or not all(tag.wanted for tag in tags):
                raise self.error("у np указывают только падеж: np.gent, np.accs/gent", match.start())
            return NounPhrase(frozenset(cases))
        if word.isdigit():
            return Item(form=word, kind="num")
        if word.isascii():
            return Item(lemmas=frozenset((word.lower(),)), grammemes=tags)
        return Item(lemmas=frozenset(lemmas(word)), grammemes=tags)

    def narrowed(self, node: Node, tags: Tags, at: int) -> Node:
        """
        Put grammemes written after a group or a list on the last word of an alternative.
        """
        match node:
            case _ if not tags:
                return node
            case Item(kind="word"):
                return Item(node.lemmas, node.form, node.grammemes + tags)
            case Sequence(steps):
                last = steps[-1]
                narrowed = Step(self.narrowed(last.node, tags, at), last.gap, optional=last.optional)
                return Sequence((*steps[:-1], narrowed))
            case Choice(branches):
                return Choice(tuple(self.narrowed(branch, tags, at) for branch in branches))
            case _:
                raise self.error("граммемы после скобки относятся к последнему слову, а здесь не слово", at)

    def tags(self) -> Tags:
        """
        The conditions written after a word: `.1per/past.!impr`.
        """
        found: list[Condition] = []
        while match := _TAG.match(self.text, self.at):
            options: set[frozenset[str]] = set()
            for name in match.group(2).split("/"):
                if name not in GRAMMEMES and name not in SHORTHANDS:
                    raise self.error(f"нет такой граммемы: «{name}» (полный список — docs/speech-rules.md)")
                options |= SHORTHANDS.get(name, frozenset((frozenset((name,)),)))
            found.append(Condition(frozenset(options), wanted=not match.group(1)))
            self.at = match.end()
        return tuple(found)


def _entry(text: str, lists: Mapping[str, tuple[str, ...]], depth: int) -> Node:
    """
    An entry of a list; one that names no other list means the same wherever it stands.
    """
    return _Reader(text, lists, depth).sequence(closers="") if "@" in text else _plain_entry(text)


@lru_cache(maxsize=8192)
def _plain_entry(text: str) -> Node:
    return _Reader(text, {}).sequence(closers="")


_READERS = {
    "(": _Reader.choice,
    "{": _Reader.window,
    "<": _Reader.marked,
    '"': _Reader.exact,
    "/": _Reader.regex,
    "@": _Reader.named_list,
    "^": _Reader.edge,
    "$": _Reader.edge,
    "#": _Reader.number,
    "*": _Reader.anything,
}


def _merge(branches: list[Node]) -> Node:
    """
    A list of plain words is one item with several lemmas: faster, and the same thing.
    """
    first = branches[0]
    words: set[str] = set()
    for branch in branches:
        if (
            not isinstance(branch, Item)
            or branch.lemmas is None
            or not isinstance(first, Item)
            or branch.grammemes != first.grammemes
        ):
            return Choice(tuple(branches))
        words |= branch.lemmas
    return Item(lemmas=frozenset(words), grammemes=first.grammemes if isinstance(first, Item) else ())
