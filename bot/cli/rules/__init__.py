"""
`copilot rules`: speech rules tried, explained, counted.
"""

from __future__ import annotations

import typer

from bot.cli.language import say
from bot.cli.rules import explain, overview, trial

app = typer.Typer(no_args_is_help=True)

app.command(
    "test",
    help=say(
        "Загрузить файлы правил, выполнить их примеры и убрать по очереди каждую проверку из unless.\n\n"
        "С --all и --policy все правила пробуются вместе: правка одного не должна нарушать другое. "
        "Статус 0 – всё верно, 1 – есть ошибки (файл:строка:столбец), 2 – команда написана неверно.",
        "Load rule files, run their examples and drop each guard of `unless` in turn.\n\n"
        "With --all and --policy all rules are tried together: no fix may break another rule. "
        "Status 0: all is well, 1: mistakes (file:line:column), 2: the command line is wrong.",
    ),
)(trial.try_rules)
app.command(
    "explain",
    help=say(
        "Показать, как проверен текст: как прочитаны слова, что совпало, какая проверка это простила, "
        "какие правки испробованы и что против каждой.\n\n"
        "С --rule – только это правило и чего не хватило его остальным шаблонам. "
        "Статус 0 – находок нет, 1 – есть, 2 – проверить не удалось.",
        "Show how a text is checked: how words are read, what matched, what guard silenced it, "
        "which fixes were tried and what stands against each.\n\n"
        "With --rule: that rule only, and what its other patterns lacked. "
        "Status 0: no findings, 1: findings, 2: it could not be checked.",
    ),
)(explain.explain)
app.command(
    "words",
    help=say(
        "Показать, как прочитано каждое слово: граммемы, которые может назвать шаблон.",
        "Show how each word is read: the grammemes that a pattern may name.",
    ),
)(explain.words)
app.command(
    "coverage",
    help=say(
        "Показать, что проверено примерами правил, а что нет: правила, проверки, варианты, слова.\n\n"
        "Подробности – с --category или --full. "
        "Статус 1, если есть правило или проверка, которых не касается ни один пример.",
        "Show what the examples of the rules exercise and what not: rules, guards, alternatives, words.\n\n"
        "Details with --category or --full. Status 1 when a rule or a guard is touched by no example.",
    ),
)(overview.coverage)
app.command("list", help=say("Перечислить действующие правила.", "List the rules that hold."))(
    overview.list_rules
)
app.command(
    "schema",
    help=say(
        "Напечатать JSON-схему файлов правил (rules) или policy.yaml (policy) для редакторов.",
        "Print the JSON schema of rule files (rules) or of policy.yaml (policy) for editors.",
    ),
)(overview.schema)
