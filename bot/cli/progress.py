"""
Progress of a long piece of work, on the terminal's error stream.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from bot.cli.language import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.arrays import Progress as Report

STAGES = {
    "model": say("Подготовка модели (один раз)", "Preparing the model (once)"),
    "encode": say("Смысл текстов", "Meaning of texts"),
    "read": say("Чтение и проверка", "Reading and validating"),
    "examples": say("Контрольные вопросы", "Control questions"),
    "words": say("Слова текстов", "Words of texts"),
    "vectors": say("Поиск по смыслу", "Search by meaning"),
    "hints": say("Подсказки по смыслу (один раз)", "Hints by meaning (once)"),
    "check": say("Черновики", "Drafts"),
    "ask": say("Вопросы", "Questions"),
    "learn_ask": say("Вопросы операторов", "Operators' questions"),
    "learn_fit": say("Обучение и проверка", "Learning and proving"),
    "commit": say("Публикация", "Publishing"),
}


@contextlib.contextmanager
def progress() -> Iterator[Report]:
    """
    Give a function that reports a stage's name, what is done and how much there is; silent off a terminal.
    """
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda _stage, _done, _total: None
        return
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
        transient=True,
    ) as bars:
        tasks = {}

        def report(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(STAGES.get(stage, stage), total=total)
            bars.update(tasks[stage], completed=done, total=total)

        yield report
