"""
`copilot rules list`, `coverage` and `schema`: the rules as a whole.
"""

from __future__ import annotations

import json
from typing import Annotated, Literal

import typer

from bot.cli.language import say
from bot.cli.options import Json
from bot.cli.rules.options import EXIT_FOUND, Category, Files, PolicyFolder, read_rules


def coverage(
    category: Category = None,
    full: Annotated[bool, typer.Option("--full", help=say("Все подробности", "All the details"))] = False,
    policy: PolicyFolder = None,
    files: Files = None,
    as_json: Json = False,
) -> None:
    """
    Exit with 0 when every rule and every guard is exercised, 1 otherwise.
    """
    from bot.cli.rules.lines import coverage_details, coverage_table  # noqa: PLC0415 -- `--help` must not wait
    from knowledge.speech.coverage import coverage as cover  # noqa: PLC0415 -- likewise

    found = cover(read_rules(policy, files, category), category)
    if as_json:
        print(found.model_dump_json(indent=2))
    else:
        print(
            "\n".join([*coverage_table(found), *coverage_details(found, full=full or category is not None)])
        )
    if found.untried_rules or found.untried_guards:
        raise typer.Exit(EXIT_FOUND)


def list_rules(
    category: Category = None,
    severity: Annotated[
        Literal["error", "warning", "suggestion"] | None,
        typer.Option(
            help=say("Только эта строгость", "This severity only"),
            show_default=False,
        ),
    ] = None,
    policy: PolicyFolder = None,
    files: Files = None,
    as_json: Json = False,
) -> None:
    """
    Print a line for each rule, in the severity the company gives it.
    """
    rules = [
        one.compiled
        for one in read_rules(policy, files, category)
        if category in {None, one.compiled.category} and severity in {None, one.compiled.severity.value}
    ]
    if as_json:
        fields = [
            {
                "id": rule.id,
                "lang": rule.lang,
                "category": rule.category,
                "severity": rule.severity.value,
                "kind": rule.rule.kind,
                "why": rule.rule.why,
                "source": rule.rule.source,
                "match": rule.rule.match,
                "guards": [guard.name for guard in rule.guards],
                "mends": any(fix.edits for fix in rule.fixes),
            }
            for rule in rules
        ]
        print(json.dumps(fields, ensure_ascii=False, indent=2))
        return
    for rule in rules:
        print(f"{rule.id}  {rule.severity.value:<10}  {rule.category:<22}  {rule.rule.why}")
    print(say(f"Правил: {len(rules)}", f"Rules: {len(rules)}"))


def schema(
    name: Annotated[
        Literal["rules", "policy"], typer.Argument(help=say("Чего схема", "What it is a schema of"))
    ] = "rules",
) -> None:
    """
    Print what is committed in docs/schema.
    """
    from knowledge.speech.schema import schema_text  # noqa: PLC0415 -- `--help` must not wait for it

    print(schema_text(name), end="")
