"""
`copilot bench`: figures of quality and speed, measured here and now.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.checking import Hints
from bot.cli.language import say
from bot.cli.options import Json
from bot.cli.progress import progress

if TYPE_CHECKING:
    from bot.bench.latency import Latency, PublishUnderLoad
    from bot.bench.retrieval import Labelled, Recall

app = typer.Typer(no_args_is_help=True)

Raw = Annotated[
    Path | None,
    typer.Option(
        help=say(
            "Готовый вывод copilot batch ask; без него спрашиваем сами",
            "Output of copilot batch ask; without it we ask ourselves",
        )
    ),
]


@app.command(
    help=say(
        "Доля найденных ответов на размеченных вопросах: ПАПКА с материалами, queries.jsonl и qrels.tsv.",
        "Recall on labelled questions: a FOLDER with content, queries.jsonl and qrels.tsv.",
    )
)
def retrieval(
    folder: Annotated[
        Path, typer.Argument(help=say("Папка набора", "Folder of the set"), show_default=False)
    ],
    raw: Raw = None,
    as_json: Json = False,
) -> None:
    """
    Print recall at 1, 3 and 10.
    """
    from bot.bench.retrieval import read_labelled, recall  # noqa: PLC0415 -- `--help` must not wait for it

    labelled = read_labelled(folder)
    _show(folder.name, recall(labelled, _read_raw(raw) if raw else _ask(folder, labelled)), as_json=as_json)


@app.command(
    help=say(
        "Контрольные вопросы к начальному наполнению: доля найденных ответов.",
        "The golden questions of the starter content: recall.",
    )
)
def golden(language: Annotated[str, typer.Argument(help="ru | en")] = "ru", as_json: Json = False) -> None:
    """
    Print recall at 1, 3 and 10, and the questions that were missed.
    """
    from bot.bench.retrieval import read_golden, recall  # noqa: PLC0415 -- `--help` must not wait for it
    from knowledge.starter import golden_file, starter_folder  # noqa: PLC0415 -- likewise

    labelled = read_golden(golden_file(language))
    found = _ask(starter_folder(language), labelled)
    result = recall(labelled, found)
    _show(language, result, as_json=as_json)
    for one in labelled if not as_json else ():
        if one.id in result.missed:
            print(
                f"  {one.text} → {', '.join(found[one.id][:3])}; "
                f"{say('ждали', 'expected')} {', '.join(sorted(one.right))}"
            )


@app.command(
    help=say(
        "Время ответа рядом с самой моделью, нажатия клавиши и публикации под нагрузкой.",
        "Time of an answer beside the bare model, of a keystroke, of a publish under load.",
    )
)
def latency(
    entries: Annotated[
        int, typer.Option(min=10, help=say("Записей для ответа", "Entries for answering"))
    ] = 1000,
    publish_entries: Annotated[
        int, typer.Option(min=10, help=say("Записей для публикации", "Entries for publishing"))
    ] = 10_000,
    as_json: Json = False,
) -> None:
    """
    Print medians, percentiles and their ratio.
    """
    import asyncio  # noqa: PLC0415 -- `--help` must not wait for it
    import dataclasses  # noqa: PLC0415 -- likewise

    from bot.bench.session import measure  # noqa: PLC0415 -- likewise
    from bot.settings import Settings  # noqa: PLC0415 -- likewise

    settings = Settings.read()
    with tempfile.TemporaryDirectory() as folder, progress() as report:
        answering, publishing = asyncio.run(measure(settings, Path(folder), entries, publish_entries, report))
    if as_json:
        print(
            json.dumps(
                {
                    "answering": dataclasses.asdict(answering) | {"ratio": answering.ratio},
                    "publishing": dataclasses.asdict(publishing),
                }
            )
        )
    else:
        _show_latency(answering, publishing)


@app.command(
    help=say(
        "Подобрать коэффициенты уверенности по начальному наполнению и показать, насколько она верна.",
        "Fit the coefficients of confidence on the starter content and show how well it holds.",
    )
)
def confidence(as_json: Json = False) -> None:
    """
    Print what `faq.confidence` carries as constants.
    """
    import dataclasses  # noqa: PLC0415 -- `--help` must not wait for it

    from bot.bench.confidence import fits  # noqa: PLC0415 -- likewise
    from bot.settings import Settings  # noqa: PLC0415 -- likewise
    from faq.shelf import Shelf  # noqa: PLC0415 -- likewise
    from index.embedding_cache import EmbeddingCache  # noqa: PLC0415 -- likewise
    from index.encoder import open_encoder  # noqa: PLC0415 -- likewise
    from knowledge.readers import read_folder  # noqa: PLC0415 -- likewise
    from knowledge.starter import starter_folder  # noqa: PLC0415 -- likewise

    settings = Settings.read()
    with tempfile.TemporaryDirectory() as folder, progress() as report:
        encoder = open_encoder(settings.embedding_model, settings.models_dir, report)
        shelf = Shelf(Path(folder), EmbeddingCache(Path(folder) / "embeddings.db"))
        for fit in fits(read_folder(starter_folder()).entries, shelf, encoder):
            if as_json:
                print(json.dumps(dataclasses.asdict(fit), ensure_ascii=False))
                continue
            weights = ", ".join(
                f"{name} {weight:.2f}" for name, weight in zip(fit.features, fit.weights, strict=True)
            )
            print(f"{fit.name}: {weights}, lead {fit.lead:.3f}, constant {fit.constant:.2f} ({fit.rows})")
            for mean, right, count in fit.bins:
                print(
                    say(
                        f"  уверенность {mean:.2f}: верно {right:.2f} из {count}",
                        f"  confidence {mean:.2f}: right {right:.2f} of {count}",
                    )
                )


@app.command(
    help=say(
        "Проверка черновиков на размеченном файле: полнота, ложные тревоги, точность, замены.",
        "Checking of drafts on a labelled file: recall, false alarms, precision, rewordings.",
    )
)
def drafts(
    labelled: Annotated[
        Path, typer.Argument(help=say("Размеченный файл .jsonl", "Labelled .jsonl file"), show_default=False)
    ],
    hints: Hints = True,
    as_json: Json = False,
) -> None:
    """
    Print the figures of the speech checker.
    """
    from bot.cli.checking import open_checker  # noqa: PLC0415 -- `--help` must not wait for it
    from bot.settings import Settings  # noqa: PLC0415 -- likewise
    from knowledge.speech.measure import measure, read_drafts, table  # noqa: PLC0415 -- likewise

    measures = measure(read_drafts(labelled), open_checker(Settings.read(), hints=hints))
    print(measures.model_dump_json() if as_json else "\n".join(table(measures)))


def _ask(content: Path, labelled: list[Labelled]) -> dict[str, list[str]]:
    from bot.clock import utc_now  # noqa: PLC0415 -- `--help` must not wait for it
    from bot.settings import Settings  # noqa: PLC0415 -- likewise
    from bot.usecases.batch import open_folder  # noqa: PLC0415 -- likewise

    settings = Settings.read()
    found = {}
    with progress() as report:
        answerer = open_folder(content, settings, utc_now().astimezone(settings.zone).date(), report)
        for number, one in enumerate(labelled, 1):
            found[one.id] = [candidate.entry for candidate in answerer.ask(one.text, top=10).candidates]
            report("ask", number, len(labelled))
    return found


def _read_raw(path: Path) -> dict[str, list[str]]:
    from bot.errors import MeasureInvalid  # noqa: PLC0415 -- `--help` must not wait for it

    try:
        lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        return {line["id"]: [candidate["entry"] for candidate in line["candidates"]] for line in lines}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise MeasureInvalid(path, str(error)) from error


def _show(name: str, result: Recall, *, as_json: bool) -> None:
    if as_json:
        print(
            json.dumps(
                {"set": name, "questions": result.questions, "recall": result.at, "missed": result.missed}
            )
        )
        return
    shares = "  ".join(f"R@{place} {share:.3f}" for place, share in result.at.items())
    print(f"{name}: {shares}  ({say('вопросов', 'questions')}: {result.questions})")


def _show_latency(answering: Latency, publishing: PublishUnderLoad) -> None:
    ms = say("мс", "ms")
    rows = [
        (
            say(f"Ответ, записей {answering.entries}", f"Answer, {answering.entries} entries"),
            f"p50 {answering.answer_p50:.1f} {ms}, p95 {answering.answer_p95:.1f} {ms}",
        ),
        (say("Сама модель", "The bare model"), f"p50 {answering.forward_p50:.1f} {ms}"),
        (say("Отношение ответа к модели", "Ratio of answer to model"), f"{answering.ratio:.2f}"),
        (
            say("Нажатие клавиши", "Keystroke"),
            f"p50 {answering.keystroke_p50:.1f} {ms}, p95 {answering.keystroke_p95:.1f} {ms}",
        ),
        (
            say(
                f"Публикация правки, записей {publishing.entries}",
                f"One change, {publishing.entries} entries",
            ),
            f"{publishing.seconds:.2f} {say('с', 's')}",
        ),
        (say("Вопросов за это время", "Questions meanwhile"), f"{publishing.asked}"),
        (say("из них ошибок", "of them errors"), f"{publishing.errors}"),
        (say("пустых ответов", "empty answers"), f"{publishing.empty}"),
        (say("самый долгий ответ", "slowest answer"), f"{publishing.slowest_ms:.0f} {ms}"),
    ]
    for name, value in rows:
        print(f"{name}: {value}")
