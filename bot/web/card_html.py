"""
An entry's whole text as safe HTML: its Markdown, and the structure that its kind adds.

Raw HTML in the Markdown is shown as text, links may only be http(s) or mailto, images are left out.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

from bot.web.texts import TRANSLATORS
from knowledge.models import Instruction, Policy, Situation
from knowledge.plain import tamed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.web.texts import Translator
    from knowledge.models import Case, Entry, RightWrong, Stage

_MARKDOWN = MarkdownIt("js-default").disable("image")


def render_entry(entry: Entry, language: str) -> str:
    """
    Render everything of `entry` that is read rather than looked up; headings are in `language`.
    """
    t = TRANSLATORS[language]
    parts = [render_prose(entry.body)]
    match entry:
        case Instruction():
            if entry.time_frame:
                parts.append(_time_frame(entry.time_frame, t))
            parts.append(_tag("ol", "stages", *(_stage(stage, t) for stage in entry.stages)))
        case Policy():
            parts.append(_tag("div", "cases", *(_case(case, t) for case in entry.cases)))
        case Situation():
            parts += [
                _lines("actions", t("card.actions"), entry.actions),
                _lines("modules", t("card.modules"), entry.modules),
                _lines("inadmissible", t("card.inadmissible"), entry.inadmissible),
            ]
        case _:
            pass
    return "".join(parts)


def render_prose(markdown: str) -> str:
    """
    Render Markdown of ours as safe HTML.
    """
    html: str = _MARKDOWN.render(tamed(markdown))
    return html


def _stage(stage: Stage, t: Translator) -> str:
    return _tag(
        "li",
        "stage",
        _tag("strong", "stage-name", escape(stage.name)),
        _time_frame(stage.time_frame, t) if stage.time_frame else "",
        _tag("div", "do", render_prose(stage.do)) if stage.do else "",
        _tag("div", "say", render_prose(stage.say)) if stage.say else "",
        _tag("div", "pairs", *(_pair(pair, t) for pair in stage.pairs)) if stage.pairs else "",
    )


def _pair(pair: RightWrong, t: Translator) -> str:
    return _tag(
        "div",
        "pair",
        _tag("p", "right", _label(t("card.right")), escape(pair.right)),
        _tag("p", "wrong", _label(t("card.wrong")), escape(pair.wrong)),
        _tag("p", "why", _label(t("card.why")), escape(pair.why)) if pair.why else "",
    )


def _case(case: Case, t: Translator) -> str:
    return _tag(
        "section",
        "case",
        _tag("h3", "", escape(case.case)),
        _lines("criteria", t("card.criteria"), case.criteria) if case.criteria else "",
        _tag("div", "decision", _tag("p", "", _label(t("card.decision"))), render_prose(case.decision)),
        _tag("div", "say", render_prose(case.say)) if case.say else "",
    )


def _lines(name: str, heading: str, lines: Iterable[str]) -> str:
    items = "".join(_tag("li", "", escape(line)) for line in lines)
    return _tag("section", name, _tag("h3", "", escape(heading)), _tag("ul", "", items))


def _time_frame(text: str, t: Translator) -> str:
    return _tag("p", "time-frame", _label(t("card.time_frame")), escape(text))


def _label(text: str) -> str:
    return f"<strong>{escape(text)}:</strong> "


def _tag(name: str, css_class: str, *content: str) -> str:
    attribute = f' class="{css_class}"' if css_class else ""
    return f"<{name}{attribute}>{''.join(content)}</{name}>"
