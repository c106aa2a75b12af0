"""
The commands put together.
"""

from __future__ import annotations

from importlib.metadata import version
from typing import Annotated

import typer

from bot.cli import ask, batch, bench, check, dismissals, doctor, kb, learn, rules, serve, user, user_access
from bot.cli.language import say

app = typer.Typer(
    name="copilot",
    help=say(
        "Копилот оператора: нужный скрипт, пока клиент на линии.",
        "Operator Copilot: the right script while the client is on the line.",
    ),
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(wanted: bool) -> None:
    if wanted:
        print(version("operator-copilot"))
        raise typer.Exit


@app.callback()
def copilot(
    _version: Annotated[
        bool,
        typer.Option(
            "--version",
            callback=_show_version,
            is_eager=True,
            help=say("Показать версию", "Show the version"),
        ),
    ] = False,
) -> None:
    """
    Hold the options that stand before any command.
    """


app.command(
    "serve", help=say("Запустить рабочее место оператора и API", "Run the operator desk and the API")
)(serve.serve)
app.command("ask", help=say("Задать вопрос базе знаний", "Ask the knowledge base a question"))(ask.ask)
app.command(
    "check",
    help=say("Проверить черновик ответа на СТОП-фразы", "Check a drafted reply for STOP-phrases"),
)(check.check)
app.command(
    "doctor", help=say("Проверить, всё ли на месте и исправно", "Check that everything is in place and works")
)(doctor.doctor)
app.command(
    "learn",
    help=say(
        "Научиться на выборах операторов; публикуется, только если на отложенных выборах стало лучше",
        "Learn from operators' picks; published only if held-out picks are found better",
    ),
)(learn.learn)
app.add_typer(
    batch.app,
    name="batch",
    help=say("Обработать файл строк за один раз", "Work through a file of lines at once"),
)
app.add_typer(
    kb.app,
    name="kb",
    help=say("База знаний: проверка, публикация, версии", "Knowledge base: validate, publish, versions"),
)
dismissals.register(rules.app)
app.add_typer(
    rules.app,
    name="rules",
    help=say("Правила речи: проба, объяснение, покрытие", "Speech rules: trial, explanation, coverage"),
)
user_access.register(user.app)
app.add_typer(
    user.app,
    name="user",
    help=say("Сотрудники, приглашения, вход, журнал", "Staff, invitations, logins, audit log"),
)
app.add_typer(bench.app, name="bench", help=say("Измерить качество и скорость", "Measure quality and speed"))
