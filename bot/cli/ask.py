"""
`copilot ask`: one question, answered in the terminal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.language import say
from bot.cli.options import Json
from knowledge.models import Audience

if TYPE_CHECKING:
    from bot.container import Container
    from faq.models import Answer, Excerpt
    from index.arrays import Progress

RUNGS = {
    "script": say("скрипт", "script"),
    "situation": say("ситуация", "situation"),
    "instruction": say("инструкция", "instruction"),
    "policy": say("политика", "policy"),
    "rule": say("правило", "rule"),
    "principle": say("принцип", "principle"),
}


def ask(
    question: Annotated[
        str, typer.Argument(help=say("Вопрос своими словами", "The question in your own words"))
    ],
    audience: Annotated[
        Audience, typer.Option(help=say("Для кого ответ", "Whom the answer is for"))
    ] = Audience.OPERATOR,
    top: Annotated[
        int,
        typer.Option(min=1, max=50, help=say("Сколько кандидатов показать", "How many candidates to show")),
    ] = 5,
    as_json: Json = False,
) -> None:
    """
    Answer `question` from the published knowledge base.
    """
    from bot.cli.running import with_container  # noqa: PLC0415 -- `--help` must not wait for it

    async def command(container: Container, progress: Progress) -> Answer:
        await container.publishing.catch_up(progress)
        asked = await container.ask(
            question,
            audience=audience,
            top=top,
            mode="full",
            asker=None,
            channel="terminal",
            language=None,
        )
        return asked.answer

    answer = with_container(command, encoder=True)
    print(answer.model_dump_json(indent=2) if as_json else _render(answer))


def _render(answer: Answer) -> str:
    lines = []
    if answer.answer is None:
        lines += [say("Готового ответа нет.", "There is no ready answer."), ""]
    else:
        rung = RUNGS[str(answer.rung)].capitalize()
        lines += [f"{rung} · {answer.answer.title} · {answer.confidence:.0%}", f"{answer.answer.source}", ""]
        lines += [f"{number}. {item.question}" for number, item in enumerate(answer.ask_first, 1)]
        lines += [""] if answer.ask_first else []
        lines += [answer.answer.speakable or answer.answer.text, ""]
    if answer.candidates:
        lines.append(say("Кандидаты:", "Candidates:"))
    for candidate in answer.candidates:
        lines += [
            f"  {candidate.confidence:>4.0%}  {candidate.title}",
            f"        [{RUNGS[str(candidate.kind)]}, {candidate.entry}]",
            f"        {_marked(candidate.excerpt)}",
        ]
    return "\n".join(lines)


def _marked(excerpt: Excerpt) -> str:
    pieces, at = [], 0
    for start, end in excerpt.marks:
        pieces += [excerpt.text[at:start], "*", excerpt.text[start:end], "*"]
        at = end
    return "".join([*pieces, excerpt.text[at:]]).replace("\n", " ")
