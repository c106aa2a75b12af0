"""
`copilot learn`: operators' picks become a better ranking, or nothing changes.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.language import say
from bot.cli.options import Author, Json, Note

if TYPE_CHECKING:
    from bot.container import Container
    from bot.usecases.learn import Learnt
    from index.arrays import Progress


def learn(
    dry_run: Annotated[
        bool,
        typer.Option("--dry-run", help=say("Только показать, не публикуя", "Only show, publish nothing")),
    ] = False,
    author: Author = None,
    note: Note = "",
    as_json: Json = False,
) -> None:
    """
    Learn from every pick in the question log and publish what proved better.
    """
    from bot.cli.kb import author_id  # noqa: PLC0415 -- `--help` must not wait for it
    from bot.cli.lessons import as_json as fields  # noqa: PLC0415 -- likewise
    from bot.cli.lessons import sentence  # noqa: PLC0415 -- likewise
    from bot.cli.running import with_container  # noqa: PLC0415 -- likewise

    async def command(container: Container, progress: Progress) -> Learnt:
        await container.publishing.catch_up(progress)
        return await container.learning(
            author=await author_id(container, author), note=note, dry_run=dry_run, progress=progress
        )

    learnt = with_container(command, encoder=True)
    number = learnt.version.number if learnt.version else None
    if as_json:
        print(json.dumps({**fields(learnt.lesson), "version": number}, ensure_ascii=False, indent=2))
        return
    print(sentence(learnt.lesson))
    if number is not None:
        print(say(f"Опубликована версия {number}.", f"Published version {number}."))
