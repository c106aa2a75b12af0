"""
Texts as Telegram's HTML: approved Markdown rendered, everything else escaped, long ones split.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Final

from markdown_it import MarkdownIt

from knowledge.plain import tamed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from markdown_it.token import Token

LIMIT: Final = 4096
"""Characters of a message, in UTF-16 units as Telegram counts them, tags not counted."""

_MARKDOWN: Final = MarkdownIt("js-default").disable("image").enable("strikethrough")
_TAGS: Final = {"strong": "b", "em": "i", "s": "s", "blockquote": "blockquote"}
_FIXED: Final = {
    "heading_open": "<b>",
    "heading_close": "</b>\n\n",
    "blockquote_open": "<blockquote>",
    "blockquote_close": "</blockquote>\n",
    "hr": "———\n\n",
    "th_close": "  ",
    "td_close": "  ",
    "tr_close": "\n",
}
_ATOM: Final = re.compile(r"<[^<>]*>|&(?:#\d+|\w+);|.", re.DOTALL)
_TAG: Final = re.compile(r"<(/?)([a-z]+)")
_SENTENCE_ENDS: Final = frozenset(".!?…")
_LINK: Final = re.compile(r"(?:https?://|mailto:|tel:)\S+")


def plain(text: str) -> str:
    """
    Return `text` so that it is shown as it is.
    """
    return escape(text, quote=False)


def from_markdown(text: str) -> str:
    """
    Render the Markdown of an approved entry; raw HTML in it is shown as text.
    """
    out: list[str] = []
    lists: list[int | None] = []
    for token in _MARKDOWN.parse(tamed(text)):
        _block(token, out, lists)
    html = re.sub(r"\s+</blockquote>", "</blockquote>", "".join(out))
    return re.sub(r"\n{3,}", "\n\n", html).strip()


def underlined(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """
    Return `text` with the code points of `spans` underlined; overlapping spans are one.
    """
    out, at = [], 0
    for start, end in _merged(spans):
        out += [plain(text[at:start]), "<u>", plain(text[start:end]), "</u>"]
        at = end
    return "".join([*out, plain(text[at:])])


def split(html: str, limit: int = LIMIT) -> list[str]:
    """
    Cut a text into messages at paragraphs, else lines, sentences, words; tags are closed and opened again.
    """
    atoms = _ATOM.findall(html)
    parts, at, opened = [], 0, list[str]()
    while at < len(atoms):
        cut = _cut(atoms, at, limit)
        head = "".join(opened)
        for atom in atoms[at:cut]:
            _follow(atom, opened)
        tail = "".join(f"</{_name(tag)}>" for tag in reversed(opened))
        body = "".join(atoms[at:cut]).strip()
        if any(not _is_tag(atom) and not atom.isspace() for atom in atoms[at:cut]):
            parts.append(head + body + tail)
        at = cut
    return parts


def _cut(atoms: Sequence[str], start: int, limit: int) -> int:
    """
    Return where the part that begins at `start` ends.
    """
    units = 0
    best = [0, 0, 0, 0]  # the last place to cut after a word, sentence, line, paragraph
    filled = [0, 0, 0, 0]  # and how much of the part it would fill
    for index in range(start, len(atoms)):
        atom = atoms[index]
        if _is_tag(atom):
            continue
        width = 2 if len(atom) == 1 and ord(atom) > 0xFFFF else 1  # noqa: PLR2004 -- outside the basic plane
        if units + width > limit:
            fit = [place for place, size in zip(best, filled, strict=True) if size * 2 >= limit]
            return fit[-1] if fit else index
        units += width
        if atom.isspace():
            rank = _rank(atoms, index)
            best[rank], filled[rank] = index + 1, units
    return len(atoms)


def _rank(atoms: Sequence[str], index: int) -> int:
    before = atoms[index - 1] if index else ""
    if atoms[index] == "\n":
        return 3 if before == "\n" else 2
    return 1 if before in _SENTENCE_ENDS else 0


def _is_tag(atom: str) -> bool:
    return len(atom) > 1 and atom[0] == "<"


def _name(tag: str) -> str:
    found = _TAG.match(tag)
    return found.group(2) if found else ""


def _follow(atom: str, opened: list[str]) -> None:
    if not _is_tag(atom):
        return
    if atom.startswith("</"):
        opened.pop()
    else:
        opened.append(atom)


def _merged(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    last: tuple[int, int] | None = None
    for start, end in sorted(spans):
        if last is not None and start <= last[1]:
            last = (last[0], max(last[1], end))
            continue
        if last is not None:
            yield last
        last = (start, end)
    if last is not None:
        yield last


def _block(token: Token, out: list[str], lists: list[int | None]) -> None:
    kind = token.type
    if kind == "inline":
        out.extend(_inline(token.children or ()))
    elif kind in {"fence", "code_block"}:
        out.append(f"<pre>{plain(token.content.rstrip())}</pre>\n\n")
    elif kind in {"bullet_list_open", "ordered_list_open"}:
        lists.append(int(token.attrGet("start") or 1) if kind.startswith("ordered") else None)
    elif kind in {"bullet_list_close", "ordered_list_close"}:
        lists.pop()
        out.append("" if lists else "\n")
    elif kind == "list_item_open":
        out.append("  " * (len(lists) - 1) + _bullet(lists))
    elif kind == "paragraph_close":
        out.append("\n" if lists else "\n\n")
    else:
        out.append(_FIXED.get(kind, ""))


def _bullet(lists: list[int | None]) -> str:
    number = lists[-1]
    if number is None:
        return "• "
    lists[-1] = number + 1
    return f"{number}. "


def _inline(tokens: Iterable[Token]) -> Iterator[str]:
    linked: list[bool] = []
    for token in tokens:
        if token.type == "text":
            yield plain(token.content)
        elif token.type in {"softbreak", "hardbreak"}:
            yield "\n"
        elif token.type == "code_inline":
            yield f"<code>{plain(token.content)}</code>"
        elif token.type == "link_open":
            target = str(token.attrGet("href") or "")
            linked.append(_LINK.fullmatch(target) is not None)
            yield f'<a href="{escape(target)}">' if linked[-1] else ""
        elif token.type == "link_close":
            yield "</a>" if linked.pop() else ""
        elif token.tag in _TAGS:
            yield f"<{'/' if token.nesting < 0 else ''}{_TAGS[token.tag]}>"
