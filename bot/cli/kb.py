"""
`copilot kb`: the knowledge base and its versions.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.language import LANGUAGE, say
from bot.cli.options import Author, Content, Json, Note

if TYPE_CHECKING:
    from bot.container import Container
    from bot.domain.version import Version
    from bot.usecases.content import CheckedContent
    from bot.usecases.publish import Published
    from index.arrays import Progress

app = typer.Typer(no_args_is_help=True)

EXIT_PROBLEMS = 1


@app.command(
    help=say(
        "Проверить материалы и показать все ошибки сразу, с файлом, строкой и столбцом.",
        "Check content and show every mistake at once, with file, line and column.",
    )
)
def validate(content: Content, as_json: Json = False) -> None:
    """
    Exit with 1 if something stands against publishing.
    """
    from knowledge.problems import errors_of  # noqa: PLC0415 -- `--help` must not wait for it
    from knowledge.report import render  # noqa: PLC0415 -- likewise

    checked = _check(content)
    if as_json:
        _print_json([_problem(problem) for problem in checked.problems])
    else:
        print(say(f"Записей: {len(checked.entries)}.", f"Entries: {len(checked.entries)}."))
        print(render(checked.problems, content, LANGUAGE))
    if errors_of(checked.problems):
        raise typer.Exit(EXIT_PROBLEMS)


@app.command(
    help=say(
        "Показать, чем материалы отличаются от опубликованной версии.",
        "Show how content differs from the published version.",
    )
)
def diff(content: Content, as_json: Json = False) -> None:
    """
    Print what a publish would change.
    """
    from knowledge.diff import render  # noqa: PLC0415 -- `--help` must not wait for it

    difference = _check(content).diff
    if as_json:
        _print_json(
            {
                **difference.counts,
                "entries": {
                    "added": [entry.id for entry in difference.added],
                    "changed": {
                        change.new.id: [
                            {"field": one.field, "old": one.old, "new": one.new} for one in change.fields
                        ]
                        for change in difference.changed
                    },
                    "removed": [entry.id for entry in difference.removed],
                },
            }
        )
    else:
        print(render(difference, LANGUAGE))


@app.command(
    help=say(
        "Опубликовать материалы: проверка, индекс, новая версия. Работающий сервер подхватит её сам.",
        "Publish content: check, index, new version. A running server picks it up by itself.",
    )
)
def publish(content: Content, author: Author = None, note: Note = "", as_json: Json = False) -> None:
    """
    Make the folder's content the current version.
    """
    from bot.cli.failures import readable  # noqa: PLC0415 -- `--help` must not wait for it
    from bot.cli.running import with_container  # noqa: PLC0415 -- likewise
    from knowledge.diff import render  # noqa: PLC0415 -- likewise
    from knowledge.errors import ContentRejected  # noqa: PLC0415 -- likewise

    async def command(container: Container, progress: Progress) -> Published:
        return await container.publishing.publish(
            content, author=await author_id(container, author), note=note, progress=progress
        )

    try:
        published = with_container(command, encoder=True)
    except ContentRejected as error:
        print(readable(error, content), file=sys.stderr)
        raise typer.Exit(EXIT_PROBLEMS) from error
    if as_json:
        _print_json(_version(published.version) if published.version else None)
    elif published.version is None:
        print(
            say(
                "Ничего не изменилось: новая версия не нужна.",
                "Nothing has changed: no new version is needed.",
            )
        )
    else:
        print(render(published.content.diff, LANGUAGE))
        print(
            say(
                f"Опубликована версия {published.version.number}.",
                f"Published version {published.version.number}.",
            )
        )


@app.command(
    help=say(
        "Показать версии базы знаний, новые сверху.", "List versions of the knowledge base, newest first."
    )
)
def versions(
    limit: Annotated[int, typer.Option(min=1, help=say("Сколько показать", "How many to show"))] = 20,
    as_json: Json = False,
) -> None:
    """
    Print the latest versions.
    """
    from bot.cli.running import with_container  # noqa: PLC0415 -- `--help` must not wait for it

    async def command(container: Container, _progress: Progress) -> list[tuple[Version, str]]:
        names = {person.id: person.name for person in await container.people.list()}
        return [(one, names.get(one.author, one.author)) for one in await container.versions.list(limit)]

    found = with_container(command, encoder=False)
    if as_json:
        _print_json([_version(version) | {"author_name": name} for version, name in found])
        return
    if not found:
        print(
            say(
                "Версий пока нет. Опубликуйте материалы: copilot kb publish ПАПКА",
                "No versions yet. Publish content: copilot kb publish FOLDER",
            )
        )
    for version, name in found:
        changes = f"+{version.diff.added} ~{version.diff.changed} -{version.diff.removed}"
        back = (
            say(f" (возврат к {version.restored})", f" (back to {version.restored})")
            if version.restored
            else ""
        )
        moment = version.created_at.astimezone().strftime("%Y-%m-%d %H:%M")
        about = f"{version.entries} · {changes}{back}  {version.note}".rstrip()
        print(f"{version.number:>4}  {moment}  {name}  {about}")


@app.command(
    help=say(
        "Вернуть содержимое прежней версии: это будет новая версия, история сохраняется.",
        "Bring back the content of an earlier version, as a new one: history is kept.",
    )
)
def rollback(
    to: Annotated[int, typer.Argument(min=1, help=say("Номер версии", "Number of the version"))],
    author: Author = None,
    note: Note = "",
    as_json: Json = False,
) -> None:
    """
    Publish version `to` again.
    """
    from bot.cli.running import with_container  # noqa: PLC0415 -- `--help` must not wait for it

    async def command(container: Container, progress: Progress) -> Version:
        return await container.publishing.rollback(
            to, author=await author_id(container, author), note=note, progress=progress
        )

    version = with_container(command, encoder=True)
    if as_json:
        _print_json(_version(version))
    else:
        print(
            say(
                f"Версия {version.number} повторяет версию {to}.",
                f"Version {version.number} repeats version {to}.",
            )
        )


@app.command(
    help=say(
        "Выгрузить опубликованные записи в файл .jsonl, .yaml или .xlsx.",
        "Export the published entries to a .jsonl, .yaml or .xlsx file.",
    )
)
def export(
    target: Annotated[Path, typer.Argument(help=say("Куда записать", "Where to write"), show_default=False)],
    number: Annotated[
        int | None,
        typer.Option(
            "--version",
            min=1,
            help=say("Номер версии; без него – текущая", "Number of the version; the current one without it"),
        ),
    ] = None,
) -> None:
    """
    Write the entries of a version to a file that can be published again.
    """
    from bot.cli.running import with_container  # noqa: PLC0415 -- `--help` must not wait for it
    from bot.errors import NothingPublished  # noqa: PLC0415 -- likewise
    from knowledge.writers import export as write  # noqa: PLC0415 -- likewise

    async def command(container: Container, _progress: Progress) -> int:
        current = await container.versions.current()
        if current is None:
            raise NothingPublished
        entries = await container.versions.load(number or current.number)
        write([item.entry for item in entries], target)
        return len(entries)

    count = with_container(command, encoder=False)
    print(say(f"Записей выгружено: {count} → {target}", f"Entries exported: {count} → {target}"))


def _check(content: Path) -> CheckedContent:
    from bot.cli.running import with_container  # noqa: PLC0415 -- `--help` must not wait for it

    async def command(container: Container, progress: Progress) -> CheckedContent:
        progress("read", 0, 1)
        return await container.publishing.check(content)

    return with_container(command, encoder=False)


async def author_id(container: Container, name: str | None) -> str:
    """
    Return the id of the person of that name, or of the machine's admin.
    """
    from bot.cli.user import machine_admin  # noqa: PLC0415 -- `--help` must not wait for it
    from bot.errors import PersonUnknown  # noqa: PLC0415 -- likewise

    if name is None:
        return (await machine_admin(container)).id
    for person in await container.people.list():
        if person.active and name in (person.id, person.name):
            return person.id
    raise PersonUnknown(name)


def _problem(problem: Any) -> dict[str, Any]:
    return {
        "file": problem.location.file,
        "line": problem.location.line,
        "column": problem.location.column,
        "severity": str(problem.severity),
        "code": problem.code,
        "what": problem.what_in(LANGUAGE),
        "how": problem.how_in(LANGUAGE),
    }


def _version(version: Version) -> dict[str, Any]:
    return {
        "number": version.number,
        "parent": version.parent,
        "author": version.author,
        "created_at": version.created_at.isoformat(),
        "note": version.note,
        "added": version.diff.added,
        "changed": version.diff.changed,
        "removed": version.diff.removed,
        "entries": version.entries,
        "restored": version.restored,
    }


def _print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))
